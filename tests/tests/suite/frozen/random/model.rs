//! Who holds what and is owed what, reckoned share by share.

use securities::math::stream::{self, Stream};

/// Owners of a history.
pub const OWNERS: usize = 4;
/// Fractions of a unit that an owner's earnings are kept in.
const FRACTION: u32 = 32;

/// What becomes of a freeze.
pub enum Freeze {
    Done,
    Refused(&'static str),
    Fails,
}

/// The class.
pub struct Model {
    /// All shares.
    pub shares: u64,
    /// What records say.
    pub record: [u64; OWNERS],
    /// What accounts hold.
    pub balance: [u64; OWNERS],
    /// Whether the record is marked as thawed.
    pub thawed: [bool; OWNERS],
    /// Whether the account is there.
    pub is_open: [bool; OWNERS],
    /// Whether the account itself is frozen.
    frozen: [bool; OWNERS],
    /// Whether the account was ever thawed.
    was_thawed: [bool; OWNERS],
    /// What it had when it was thawed, while it is.
    pub since: [u64; OWNERS],
    /// What the accounts that are thawed had, with what was burnt in them.
    pub together: u64,
    earned: [u128; OWNERS],
    /// What each was paid.
    pub claimed: [u64; OWNERS],
    /// All that was paid in.
    pub paid: u64,
    /// Released while accounts are thawed.
    pub held: u64,
    /// What is still to be released.
    pub stream: Stream,
    smoothing: i64,
    /// The end of the window that was opened last.
    pub until: i64,
}

impl Model {
    pub fn new(shares: [u64; OWNERS], smoothing: i64) -> Self {
        Self {
            shares: shares.iter().sum(),
            record: shares,
            balance: shares,
            thawed: [false; OWNERS],
            is_open: [true; OWNERS],
            frozen: [true; OWNERS],
            was_thawed: [false; OWNERS],
            since: [0; OWNERS],
            together: 0,
            earned: [0; OWNERS],
            claimed: [0; OWNERS],
            paid: 0,
            held: 0,
            stream: Stream::default(),
            smoothing,
            until: 0,
        }
    }

    fn any_thawed(&self) -> bool {
        self.thawed.contains(&true)
    }

    fn release(&mut self, amount: u64) {
        if self.any_thawed() {
            self.held += amount;
            return;
        }
        for (earned, shares) in self.earned.iter_mut().zip(self.record) {
            let part = (u128::from(amount) << FRACTION) * u128::from(shares);
            *earned += part / u128::from(self.shares);
        }
    }

    fn roll(&mut self, now: i64) {
        if self.stream.left > 0 {
            let (released, rest) = stream::released(self.stream, now).expect("times are near");
            self.stream = rest;
            self.release(released);
        }
    }

    pub fn pay(&mut self, amount: u64, now: i64) {
        self.paid += amount;
        if self.smoothing == 0 {
            self.release(amount);
            return;
        }
        self.roll(now);
        self.stream = stream::add(self.stream, now, amount, self.smoothing).expect("it fits");
    }

    pub fn thaw(&mut self, at: usize, now: i64) -> Result<(), &'static str> {
        if self.thawed[at] {
            return Err("AlreadyThawed");
        }
        if now >= self.until {
            return Err("WindowClosed");
        }
        self.roll(now);
        self.thawed[at] = true;
        self.was_thawed[at] = true;
        self.frozen[at] = false;
        self.since[at] = self.balance[at];
        self.together += self.balance[at];
        Ok(())
    }

    /// A freeze by the owner or a stranger, through this program or token-acl.
    pub fn freeze(&mut self, at: usize, (is_owner, own): (bool, bool), now: i64) -> Freeze {
        let is_live = self.is_open[at] && !self.frozen[at];
        if !self.is_open[at] && !own {
            return Freeze::Fails;
        }
        if own && !self.was_thawed[at] {
            return Freeze::Refused("OtherAccountThawed");
        }
        if !self.thawed[at] {
            return Freeze::Refused("NotThawed");
        }
        if !is_live && !own {
            return Freeze::Refused("ShareAccountDiffers");
        }
        let beside = self.record[at] - self.since[at];
        let may = is_owner || now >= self.until || self.balance[at] <= beside;
        if !may && is_live {
            return Freeze::Refused("FreezeTooEarly");
        }
        self.record[at] = beside + self.balance[at];
        self.together -= self.balance[at];
        self.since[at] = 0;
        self.frozen[at] = true;
        if self.thawed.iter().filter(|one| **one).count() == 1 {
            self.roll(now);
            // What was burnt stays in this record.
            self.record[at] += std::mem::take(&mut self.together);
            self.thawed[at] = false;
            let held = std::mem::take(&mut self.held);
            self.release(held);
        }
        self.thawed[at] = false;
        Freeze::Done
    }

    pub fn transfer(&mut self, from: usize, to: usize, amount: u64) -> bool {
        let moves = |at: usize| self.is_open[at] && !self.frozen[at];
        if !moves(from) || !moves(to) || self.balance[from] < amount {
            return false;
        }
        self.balance[from] -= amount;
        self.balance[to] += amount;
        true
    }

    pub fn burn(&mut self, at: usize, amount: u64) -> bool {
        if !self.is_open[at] || self.frozen[at] || self.balance[at] < amount {
            return false;
        }
        self.balance[at] -= amount;
        true
    }

    /// Sells all to another and closes the account.
    pub fn close(&mut self, at: usize, to: usize) -> bool {
        if !self.is_open[at] {
            return false;
        }
        let all = self.balance[at];
        if all > 0 && (at == to || !self.transfer(at, to, all)) {
            return false;
        }
        self.is_open[at] = false;
        true
    }

    /// An account that is opened again is frozen.
    pub fn reopen(&mut self, at: usize) {
        self.is_open[at] = true;
        self.frozen[at] = true;
    }

    /// What a claim paid: all that was earned, to the unit.
    pub fn claim(&mut self, at: usize, claimed: u64, now: i64) {
        let before = (self.earned, self.held, self.stream);
        self.roll(now);
        self.claimed[at] += claimed;
        let earned = self.earned[at] >> FRACTION;
        let lag = earned.abs_diff(self.claimed[at].into());
        if claimed == 0 {
            // It was refused, and nothing was released by it.
            (self.earned, self.held, self.stream) = before;
        }
        assert!(
            lag <= 1,
            "owner {at} earned {earned}, was paid {}",
            self.claimed[at]
        );
    }

    pub fn open_window(&mut self, end: Option<i64>) -> Result<(), &'static str> {
        let end = end.ok_or("NoWindow")?;
        if end != self.until {
            if self.any_thawed() {
                return Err("SharesThawed");
            }
            self.until = end;
        }
        Ok(())
    }
}
