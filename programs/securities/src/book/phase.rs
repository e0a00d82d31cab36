//! The phases of a book: a pure function of the clock and of what has been done.

/// What has been done to a book. Stored in its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stage {
    /// Opened and not locked.
    Open = 1,
    /// Locked.
    Locked = 2,
    /// The book could not be locked in time, and a ticket has left since. It stays failed, even if the lead's part of
    /// the cap grows as others leave. Or another book of its group has failed.
    Failed = 3,
}

/// What a book currently allows. Derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before the opening: no deposits yet.
    Draft,
    /// Deposits and withdrawals; there is no offer to commit to yet.
    Building,
    /// Deposits, commitments, withdrawals; the sponsor may lock once the offer has ended.
    Offering,
    /// The deadline has passed, and anyone may lock the book.
    Due,
    /// The book is locked, and tickets are settled.
    Settling,
    /// The deadline has passed and the book has failed: tickets are refunded or withdrawn.
    Refunding,
}

/// How long after its deadline a book may still be locked, in seconds: a week. A lock can fail for lack of a fresh
/// rate, and nobody's money may wait for one forever.
pub const LOCK_GRACE: i64 = 7 * 86_400;

/// What the phase depends on besides the clock.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// What has been done.
    pub stage: Stage,
    /// When deposits start, in Unix seconds.
    pub opens_at: i64,
    /// When the offering ends by itself, in Unix seconds.
    pub deadline: i64,
    /// Whether there is an offer.
    pub offered: bool,
    /// Whether what a lock needs is committed.
    pub ready: bool,
}

/// The phase at `now`. Ranges are half-open: at `deadline` the offering is over.
#[must_use]
pub const fn phase(now: i64, progress: Progress) -> Phase {
    match progress.stage {
        Stage::Locked => Phase::Settling,
        Stage::Failed => Phase::Refunding,
        Stage::Open if now < progress.opens_at => Phase::Draft,
        Stage::Open if now < progress.deadline && progress.offered => Phase::Offering,
        Stage::Open if now < progress.deadline => Phase::Building,
        Stage::Open if progress.ready && now < progress.deadline.saturating_add(LOCK_GRACE) => {
            Phase::Due
        }
        Stage::Open => Phase::Refunding,
    }
}

impl Phase {
    /// Whether money can come in.
    #[must_use]
    pub const fn can_enter(self) -> bool {
        matches!(self, Self::Building | Self::Offering)
    }

    /// Whether a ticket can be withdrawn. In a book of a group it can until the lock, also after the deadline, since
    /// the other books that it waits for may never be ready.
    #[must_use]
    pub const fn can_leave(self, grouped: bool) -> bool {
        match self {
            Self::Building | Self::Offering | Self::Refunding => true,
            Self::Due => grouped,
            Self::Draft | Self::Settling => false,
        }
    }
}
