//! What everybody has by a model that knows neither accumulator nor wrapper: shares, units, and what each received, as whole
//! numbers over the number of shares.

use crate::payouts::STAKE;
use securities::math::stream::{self, Stream};

/// Shares of the class, a power of two, so that the index has no remainder.
pub const ALL: u64 = 4 * STAKE;
/// What everybody brings along of each mint.
pub const PURSE: u64 = 1 << 40;

/// Somebody with shares or units in the model.
#[derive(Clone, Default)]
pub struct Owner {
    pub shares: u64,
    pub units: u64,
    /// What its shares received, by mint, times the number of all shares.
    earned: [u128; 2],
    /// What came out of units, and what was taken for units or paid, in whole units.
    came: [u64; 2],
    went: [u64; 2],
    pub purse: [u64; 2],
    /// What its shares and its units received while it had them, times the number of all shares; less what units that it
    /// gave away held, and with what units that it was given held.
    pub whole: [i128; 2],
    /// What it was paid for units in settlement money, less what it paid for them.
    pub traded: i128,
    /// How often it wrapped or unwrapped, each of which rounds once.
    pub rounded: u64,
}

impl Owner {
    /// Whoever has a stake and a purse.
    pub fn new() -> Self {
        Self {
            shares: STAKE,
            purse: [PURSE; 2],
            ..Self::default()
        }
    }

    pub fn owed(&self, mint: usize) -> u64 {
        let earned = (self.earned[mint] / u128::from(ALL)) as u64;
        earned + self.came[mint] - self.went[mint]
    }

    /// Is paid all that it is owed in a mint.
    pub fn paid(&mut self, mint: usize) {
        let owed = self.owed(mint);
        self.went[mint] += owed;
        self.purse[mint] += owed;
    }
}

pub struct Model {
    pub owners: Vec<Owner>,
    /// What all shares together have received, by mint.
    received: [u64; 2],
    streams: [Stream; 2],
    /// Seconds over which what comes in reaches the shares.
    smoothing: i64,
    /// What the wrapper's shares received, times the number of all shares; what wraps brought and unwraps took.
    wrapped: [u128; 2],
    brought: [u64; 2],
    took: [u64; 2],
    /// What all shares together have received up to the time that was passed last, with what has streamed.
    pub seen: [u64; 2],
}

impl Model {
    pub fn new(owners: Vec<Owner>, smoothing: i64) -> Self {
        Self {
            owners,
            received: [0; 2],
            streams: [Stream::default(); 2],
            smoothing,
            wrapped: [0; 2],
            brought: [0; 2],
            took: [0; 2],
            seen: [0; 2],
        }
    }

    /// All units.
    pub fn units(&self) -> u64 {
        self.owners.iter().map(|owner| owner.units).sum()
    }

    /// What comes to all shares up to now. A stream begins anew where the call writes it; a transfer of shares does not.
    pub fn pass(&mut self, now: i64, writes: [bool; 2]) {
        for (mint, writes) in writes.into_iter().enumerate() {
            let (released, rest) = stream::released(self.streams[mint], now).expect("near");
            let all = self.received[mint] + released;
            let more = u128::from(all - self.seen[mint]);
            for owner in &mut self.owners {
                owner.earned[mint] += u128::from(owner.shares) * more;
                owner.whole[mint] += (u128::from(owner.shares + owner.units) * more) as i128;
            }
            self.wrapped[mint] += u128::from(self.units()) * more;
            self.seen[mint] = all;
            if writes && self.streams[mint].left > 0 {
                self.received[mint] = all;
                self.streams[mint] = rest;
            }
        }
    }

    /// A payment comes in.
    pub fn receive(&mut self, mint: usize, amount: u64, now: i64) {
        if self.smoothing == 0 {
            self.received[mint] += amount;
            self.pass(now, [false; 2]);
        } else {
            // Only the stream that more joins is written.
            self.pass(now, [mint == 0, mint == 1]);
            let stream = &mut self.streams[mint];
            *stream = stream::add(*stream, now, amount, self.smoothing).expect("near");
        }
    }

    /// What some units hold, times the number of all shares.
    pub fn content(&self, units: u64, mint: usize) -> u128 {
        u128::from(units) * u128::from(self.seen[mint])
    }

    /// Shares become units, with what as many hold.
    pub fn wrap(&mut self, at: usize, amount: u64) {
        for mint in 0..2 {
            let content = self.content(amount, mint);
            let cost = content.div_ceil(u128::from(ALL)) as u64;
            let one = &mut self.owners[at];
            let given = cost.min(one.owed(mint));
            one.went[mint] += given;
            one.purse[mint] -= cost - given;
            self.brought[mint] += cost;
        }
        let one = &mut self.owners[at];
        one.shares -= amount;
        one.units += amount;
        one.rounded += 1;
    }

    /// Units become shares, and what they hold is owed.
    pub fn unwrap(&mut self, at: usize, amount: u64) {
        for mint in 0..2 {
            let out = (self.content(amount, mint) / u128::from(ALL)) as u64;
            self.owners[at].came[mint] += out;
            self.took[mint] += out;
        }
        let one = &mut self.owners[at];
        one.units -= amount;
        one.shares += amount;
        one.rounded += 1;
    }

    /// Units change hands with what they hold.
    pub fn give(&mut self, from: usize, to: usize, amount: u64) {
        for mint in 0..2 {
            let content = self.content(amount, mint) as i128;
            self.owners[from].whole[mint] -= content;
            self.owners[to].whole[mint] += content;
        }
        self.owners[from].units -= amount;
        self.owners[to].units += amount;
    }

    /// Settlement money changes hands for units.
    pub fn pay(&mut self, from: usize, to: usize, amount: u64) {
        self.owners[from].purse[0] -= amount;
        self.owners[to].purse[0] += amount;
        self.owners[from].traded -= i128::from(amount);
        self.owners[to].traded += i128::from(amount);
    }

    /// What the wrapper is owed.
    pub fn kept(&self) -> [u64; 2] {
        [0, 1].map(|mint| {
            let earned = (self.wrapped[mint] / u128::from(ALL)) as u64;
            earned + self.brought[mint] - self.took[mint]
        })
    }

    /// How often anybody wrapped or unwrapped.
    pub fn rounded(&self) -> u64 {
        self.owners.iter().map(|owner| owner.rounded).sum()
    }
}
