//! Custom schedules: principal that falls due in parts of what was issued, on days that the terms name.

/// The most parts of a custom schedule.
pub const MAX_PARTS: usize = 24;

/// A custom schedule. Its parts are in the order of their days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Custom {
    /// The day number of the first part.
    pub first: u64,
    /// How many parts there are; 0: there is no such schedule.
    pub count: u16,
    /// Days from the first part to each.
    pub days: [u16; MAX_PARTS],
    /// Each part of the principal issued, in basis points; together at most 10,000.
    pub bps: [u16; MAX_PARTS],
}

impl Custom {
    /// Whether there is one.
    #[must_use]
    pub const fn is_set(&self) -> bool {
        self.count > 0
    }

    /// The day of each part, and the part in basis points.
    fn parts(&self) -> impl Iterator<Item = (u64, u64)> {
        let (days, bps) = (self.days.iter(), self.bps.iter());
        let dated = days.zip(bps).take(self.count.into());
        dated.map(|(days, bps)| (self.first.saturating_add((*days).into()), (*bps).into()))
    }

    /// The first of its days after a day, if there is one.
    #[must_use]
    pub fn after(&self, day: u64) -> Option<u64> {
        let mut later = self.parts().map(|(on, _)| on).filter(|on| *on > day);
        later.next()
    }

    /// The last of its days before a day, if there is one.
    #[must_use]
    pub fn before(&self, day: u64) -> Option<u64> {
        let earlier = self.parts().map(|(on, _)| on).filter(|on| *on < day);
        earlier.last()
    }

    /// What has fallen due by a day, in basis points of the principal issued.
    #[must_use]
    pub fn fallen(&self, day: u64) -> u64 {
        let fallen = self.parts().filter(|(on, _)| *on <= day);
        fallen.fold(0, |sum, (_, bps)| sum.saturating_add(bps))
    }
}
