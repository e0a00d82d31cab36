//! What a book lets happen when: one pure function of the clock and what was done.

/// What has been done to a book. Stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stage {
    /// Opened and not locked.
    Open = 1,
    /// Locked.
    Locked = 2,
}

/// What a book lets happen. Derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before it opens: nothing.
    Draft,
    /// Deposits, withdrawals; the sponsor may lock once the offer has ended.
    Offering,
    /// The deadline has passed with the minimum committed: anyone may lock.
    Due,
    /// Tickets are settled.
    Settling,
    /// The deadline has passed below the minimum: tickets are refunded, or withdrawn.
    Refunding,
}

/// The phase at `now`. Ranges are half-open: at `deadline` the offering is over.
#[must_use]
pub const fn phase(
    now: i64,
    stage: Stage,
    opens_at: i64,
    deadline: i64,
    minimum_committed: bool,
) -> Phase {
    match stage {
        Stage::Locked => Phase::Settling,
        Stage::Open if now < opens_at => Phase::Draft,
        Stage::Open if now < deadline => Phase::Offering,
        Stage::Open if minimum_committed => Phase::Due,
        Stage::Open => Phase::Refunding,
    }
}

impl Phase {
    /// Whether a ticket can be withdrawn.
    #[must_use]
    pub const fn can_leave(self) -> bool {
        matches!(self, Self::Offering | Self::Refunding)
    }
}
