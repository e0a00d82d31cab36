//! Random histories against a model without index or wrapper: everybody's shares and units, and what each received, as
//! whole numbers over the number of shares. Every figure of every record and purse is the model's to the unit; and what
//! somebody has in the end is what its shares and units received while it had them, less the stated rounding.

use super::{Scene, course};
use crate::{on_both_engines, payouts::STAKE};
use anchor_lang::prelude::Pubkey;
use securities::math::stream::{self, Stream};
use securities_tests::{
    audit,
    engine::Engine,
    lite::Lite,
    rng::Rng,
    token::CLASSIC,
    world::{DAY, World},
};

/// Histories that are played on the bytecode.
const HISTORIES: u64 = 300;
/// Actions of each.
const ACTIONS: usize = 36;
/// What everybody brings along of each mint.
const PURSE: u64 = 1 << 40;
const NAMES: [&str; 4] = ["alice", "bob", "carol", "dave"];
/// Shares of the class, a power of two, so that the index has no remainder.
const ALL: u64 = 4 * STAKE;
/// Which streams a call writes.
const BOTH: [bool; 2] = [true; 2];
const NONE: [bool; 2] = [false; 2];

on_both_engines! {
    a_history_of_wraps_in_streams_leaves_the_same_accounts_natively => streaming;
}

fn streaming<E: Engine>() -> World<E> {
    Play::<E>::run(0x5eed, 9).0.world
}

#[test]
fn random_histories_are_those_of_a_model_without_index_or_wrapper() {
    let (mut wraps, mut unwraps, mut sales) = (0, 0, 0);
    for history in 0..HISTORIES {
        let smoothing = [0, 0, 1, 30][history as usize % 4];
        let (_, done) = Play::<Lite>::run(0x9e37_79b9 + 0x1_0001 * history, smoothing);
        wraps += done.wraps;
        unwraps += done.unwraps;
        sales += done.sales;
    }
    println!("{wraps} wraps, {unwraps} unwraps and {sales} sales of units");
    assert!(
        wraps > 1_000 && unwraps > 600 && sales > 300,
        "most are real"
    );
}

/// How much was done.
#[derive(Default)]
struct Done {
    wraps: usize,
    unwraps: usize,
    sales: usize,
}

/// One owner in the model.
#[derive(Clone, Default)]
struct Owner {
    shares: u64,
    units: u64,
    /// What its shares received, by mint, times the number of all shares.
    earned: [u128; 2],
    /// What came out of units, and what was taken for units or paid, in whole units.
    came: [u64; 2],
    went: [u64; 2],
    purse: [u64; 2],
    /// What its shares and its units received while it had them, times the number of all shares; less what units that it
    /// sold held, and with what units that it bought held.
    whole: [i128; 2],
    rounded: u64,
}

impl Owner {
    fn owed(&self, mint: usize) -> u64 {
        let earned = (self.earned[mint] / u128::from(ALL)) as u64;
        earned + self.came[mint] - self.went[mint]
    }
}

struct Model {
    owners: Vec<Owner>,
    /// What all shares together have received, by mint.
    received: [u64; 2],
    streams: [Stream; 2],
    smoothing: i64,
    /// What the wrapper's shares received, times the number of all shares; what wraps brought and unwraps took.
    wrapped: [u128; 2],
    brought: [u64; 2],
    took: [u64; 2],
}

impl Model {
    /// What comes to all shares up to now. A stream begins anew where the call writes it; a transfer of shares does not.
    fn pass(&mut self, now: i64, writes: [bool; 2], seen: &mut [u64; 2]) {
        for mint in 0..2 {
            let (released, rest) = stream::released(self.streams[mint], now).expect("near");
            let all = self.received[mint] + released;
            let more = u128::from(all - seen[mint]);
            for owner in &mut self.owners {
                owner.earned[mint] += u128::from(owner.shares) * more;
                owner.whole[mint] += (u128::from(owner.shares + owner.units) * more) as i128;
            }
            let units: u64 = self.owners.iter().map(|owner| owner.units).sum();
            self.wrapped[mint] += u128::from(units) * more;
            seen[mint] = all;
            if writes[mint] && self.streams[mint].left > 0 {
                self.received[mint] = all;
                self.streams[mint] = rest;
            }
        }
    }

    /// What some units hold, times the number of all shares.
    fn content(units: u64, seen: u64) -> u128 {
        u128::from(units) * u128::from(seen)
    }
}

struct Play<E> {
    scene: Scene<E>,
    model: Model,
    seen: [u64; 2],
    rng: Rng,
    done: Done,
}

impl<E: Engine> Play<E> {
    fn run(seed: u64, smoothing: u16) -> (Scene<E>, Done) {
        let mut scene = Scene::<E>::with(&NAMES, |class| class.smoothing_days = smoothing);
        let coin = scene.coin;
        for owner in scene.owners.clone() {
            scene.world.give(&owner, PURSE);
            scene.world.give_of((&coin, &CLASSIC), &owner, PURSE);
        }
        let owner = Owner {
            shares: STAKE,
            purse: [PURSE; 2],
            ..Owner::default()
        };
        let mut play = Self {
            scene,
            model: Model {
                owners: vec![owner; NAMES.len()],
                received: [0; 2],
                streams: [Stream::default(); 2],
                smoothing: i64::from(smoothing) * DAY,
                wrapped: [0; 2],
                brought: [0; 2],
                took: [0; 2],
            },
            seen: [0; 2],
            rng: Rng(seed),
            done: Done::default(),
        };
        for step in 0..ACTIONS {
            play.step();
            play.compare();
            if step % 6 == 5 {
                audit::check(&mut play.scene.world);
            }
        }
        play.end();
        (play.scene, play.done)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.rng.below(bound)
    }

    /// A part of an amount: nothing less than one, often all of it, or a few.
    fn part(&mut self, all: u64) -> u64 {
        match self.below(4) {
            0 => all,
            1 => 1 + self.below(all.min(9)),
            _ => 1 + self.below(all),
        }
    }

    fn step(&mut self) {
        let at = self.below(4) as usize;
        let to = self.below(4) as usize;
        let (owner, other) = (self.scene.owners[at], self.scene.owners[to]);
        if self.below(3) == 0 {
            let seconds = self.below(9 * DAY as u64) as i64;
            self.scene.world.pass(seconds);
        }
        let now = self.scene.world.engine.now();
        let Owner { shares, units, .. } = self.model.owners[at];
        match self.below(12) {
            0..=2 if shares > 0 => self.wrap(at, &owner, now),
            3 | 4 if units > 0 => self.unwrap(at, &owner, now),
            5 | 6 if units > 0 && at != to => self.sell(at, to, (&owner, &other), now),
            7 if shares > 0 && at != to => {
                let amount = self.part(shares);
                let transfer = self.scene.deal.transfer_shares(0, &owner, &other, amount);
                self.scene.world.go(&[transfer]);
                self.model.pass(now, NONE, &mut self.seen);
                self.model.owners[at].shares -= amount;
                self.model.owners[to].shares += amount;
            }
            8 | 9 => self.distribute(now),
            10 => self.pay(now),
            _ => self.claim(at, &owner, now),
        }
    }

    fn wrap(&mut self, at: usize, owner: &Pubkey, now: i64) {
        let amount = self.part(self.model.owners[at].shares);
        self.scene.wrap(owner, amount);
        self.model.pass(now, BOTH, &mut self.seen);
        let one = &mut self.model.owners[at];
        for mint in 0..2 {
            let content = Model::content(amount, self.seen[mint]);
            let cost = content.div_ceil(u128::from(ALL)) as u64;
            let given = cost.min(one.owed(mint));
            one.went[mint] += given;
            one.purse[mint] -= cost - given;
            self.model.brought[mint] += cost;
        }
        one.shares -= amount;
        one.units += amount;
        one.rounded += 1;
        self.done.wraps += 1;
    }

    fn unwrap(&mut self, at: usize, owner: &Pubkey, now: i64) {
        let amount = self.part(self.model.owners[at].units);
        self.scene.unwrap(owner, amount);
        self.model.pass(now, BOTH, &mut self.seen);
        let one = &mut self.model.owners[at];
        for mint in 0..2 {
            let content = Model::content(amount, self.seen[mint]);
            let out = (content / u128::from(ALL)) as u64;
            one.came[mint] += out;
            self.model.took[mint] += out;
        }
        one.units -= amount;
        one.shares += amount;
        one.rounded += 1;
        self.done.unwraps += 1;
    }

    fn sell(&mut self, at: usize, to: usize, (owner, other): (&Pubkey, &Pubkey), now: i64) {
        let amount = self.part(self.model.owners[at].units);
        let transfer = self.scene.deal.transfer_units(0, owner, other, amount);
        self.scene.world.go(&[transfer]);
        self.model.pass(now, NONE, &mut self.seen);
        for mint in 0..2 {
            let content = Model::content(amount, self.seen[mint]) as i128;
            self.model.owners[at].whole[mint] -= content;
            self.model.owners[to].whole[mint] += content;
        }
        self.model.owners[at].units -= amount;
        self.model.owners[to].units += amount;
        self.done.sales += 1;
    }

    fn distribute(&mut self, now: i64) {
        let (mint, amount) = (self.below(2) as usize, 1_000 + self.below(1 << 33));
        let coin = [self.scene.world.mint, self.scene.coin][mint];
        self.scene.distribute_of(&coin, amount);
        if self.model.smoothing == 0 {
            self.model.received[mint] += amount;
            self.model.pass(now, NONE, &mut self.seen);
        } else {
            // Only the stream that more joins is written.
            self.model.pass(now, [mint == 0, mint == 1], &mut self.seen);
            let stream = &mut self.model.streams[mint];
            *stream = stream::add(*stream, now, amount, self.model.smoothing).expect("near");
        }
    }

    /// Anyone's crank for everybody, in settlement money.
    fn pay(&mut self, now: i64) {
        let owners = self.scene.owners.clone();
        let pay = self.scene.deal.pay_holders(0, &owners);
        self.scene.world.go(&[pay]);
        self.model.pass(now, BOTH, &mut self.seen);
        for one in &mut self.model.owners {
            let owed = one.owed(0);
            one.went[0] += owed;
            one.purse[0] += owed;
        }
    }

    fn claim(&mut self, at: usize, owner: &Pubkey, now: i64) {
        self.model.pass(now, NONE, &mut self.seen);
        let writes = (0..2).any(|mint| self.model.owners[at].owed(mint) > 0);
        self.scene.claim(owner);
        self.model.pass(now, [writes; 2], &mut self.seen);
        let one = &mut self.model.owners[at];
        for mint in 0..2 {
            let owed = one.owed(mint);
            one.went[mint] += owed;
            one.purse[mint] += owed;
        }
    }

    /// Everybody's shares, units, money and what is owed, and what the wrapper is owed and says.
    fn compare(&mut self) {
        let now = self.scene.world.engine.now();
        self.model.pass(now, NONE, &mut self.seen);
        for (at, owner) in self.scene.owners.clone().iter().enumerate() {
            let one = &self.model.owners[at];
            let modelled = (one.shares, one.units, [one.owed(0), one.owed(1)], one.purse);
            let (shares, units) = self.scene.holds(owner);
            let owed = self.scene.owed(owner);
            let purse = self.scene.purse(owner);
            assert_eq!((shares, units, owed, purse), modelled, "{}", NAMES[at]);
        }
        let kept = [0, 1].map(|mint| {
            let earned = (self.model.wrapped[mint] / u128::from(ALL)) as u64;
            earned + self.model.brought[mint] - self.model.took[mint]
        });
        assert_eq!(self.scene.kept(), kept, "the wrapper's");
        let value = course::value(&mut self.scene);
        let units: u64 = self.model.owners.iter().map(|one| one.units).sum();
        assert_eq!(value.units, units);
        for mint in 0..2 {
            let each = (u128::from(self.seen[mint]) << 64) / u128::from(ALL);
            assert_eq!(value.cash[mint], each, "a unit");
        }
    }

    /// All streams end, everybody unwraps and is paid.
    fn end(&mut self) {
        self.scene.world.pass(400 * DAY);
        for at in 0..NAMES.len() {
            let owner = self.scene.owners[at];
            let now = self.scene.world.engine.now();
            let units = self.model.owners[at].units;
            if units > 0 {
                self.scene.unwrap(&owner, units);
                self.model.pass(now, BOTH, &mut self.seen);
                let one = &mut self.model.owners[at];
                for mint in 0..2 {
                    let out = Model::content(units, self.seen[mint]) / u128::from(ALL);
                    one.came[mint] += out as u64;
                    self.model.took[mint] += out as u64;
                }
                (one.units, one.shares) = (0, one.shares + units);
                one.rounded += 1;
            }
            self.claim(at, &owner, now);
            self.compare();
        }
        for one in &self.model.owners {
            for mint in 0..2 {
                let has = i128::from(one.purse[mint]) - i128::from(PURSE);
                let whole = one.whole[mint].div_euclid(i128::from(ALL));
                let short = whole - has;
                assert!(
                    (0..=i128::from(one.rounded) + 1).contains(&short),
                    "{has} of {whole}, after {} roundings",
                    one.rounded
                );
            }
        }
        let wrapper = self.scene.wrapper();
        assert_eq!(wrapper.units, 0);
        audit::check(&mut self.scene.world);
    }
}
