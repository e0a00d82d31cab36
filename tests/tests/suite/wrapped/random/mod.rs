//! Random histories against a model without index or wrapper: everybody's shares and units, a pool of units, and what
//! each received. Every figure of every record, purse and account is the model's to the unit, after every step; and what
//! somebody has in the end is what its shares and units received while it had them, less the stated rounding.

mod model;
mod pool;

use super::{Scene, course};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use model::{ALL, Model, Owner, PURSE};
use pool::Pool;
use securities_tests::{
    audit,
    engine::Engine,
    lite::Lite,
    native::Native,
    rng::Rng,
    token::CLASSIC,
    vaults::Vaults,
    world::{DAY, World},
};

/// Histories that are played on the bytecode, which takes the least time; on the program compiled natively; and where all
/// owners, and the pool, are addresses of another program.
const HISTORIES: u64 = 2_000;
const NATIVELY: u64 = 80;
const OF_PROGRAMS: u64 = 40;
/// Actions of each.
const ACTIONS: usize = 36;
const NAMES: [&str; 4] = ["alice", "bob", "carol", "dave"];
/// Which streams a call writes.
const BOTH: [bool; 2] = [true; 2];
const NONE: [bool; 2] = [false; 2];

on_both_engines! {
    a_history_of_wraps_in_streams_leaves_the_same_accounts_natively => streaming;
}

fn streaming<E: Engine>() -> World<E> {
    Play::run(Stage::<E>::new(9, false), 0x5eed).0.scene.world
}

/// Plays so many histories: over each kind of stream, and of units of either token program. All of a kind begin on copies
/// of one chain.
fn play<E: Engine + Clone>(histories: u64) {
    let mut done = Done::default();
    for (kind, smoothing) in (0..).zip([0, 0, 1, 30, 0, 0, 1, 30]) {
        let mut stage = Stage::<E>::new(smoothing, kind >= 4);
        let world = &stage.scene.world;
        let (engine, sequences) = (world.engine.clone(), world.sequences.clone());
        for history in (kind..histories).step_by(8) {
            let world = &mut stage.scene.world;
            (world.engine, world.sequences) = (engine.clone(), sequences.clone());
            stage.scene.posted = 0;
            let more;
            (stage, more) = Play::run(stage, 0x9e37_79b9 + 0x1_0001 * history);
            done.add(&more);
        }
    }
    println!("{done:?}");
    let Done {
        wraps,
        unwraps,
        sales,
        swaps,
        joins,
        leaves,
    } = done;
    let others = [unwraps, sales, swaps, joins, leaves];
    let enough = wraps > 4 * histories && others.iter().all(|done| *done > histories);
    assert!(enough, "most are real");
}

#[test]
fn two_thousand_histories_are_those_of_a_model_without_index_or_wrapper() {
    play::<Lite>(HISTORIES);
}

#[test]
fn histories_on_the_native_program_are_those_of_the_model() {
    play::<Native>(NATIVELY);
}

#[test]
fn histories_of_owners_and_a_pool_without_keys_are_those_of_the_model() {
    play::<Vaults>(OF_PROGRAMS);
}

/// How much was done.
#[derive(Debug, Default)]
struct Done {
    wraps: u64,
    unwraps: u64,
    sales: u64,
    swaps: u64,
    joins: u64,
    leaves: u64,
}

impl Done {
    fn add(&mut self, more: &Self) {
        self.wraps += more.wraps;
        self.unwraps += more.unwraps;
        self.sales += more.sales;
        self.swaps += more.swaps;
        self.joins += more.joins;
        self.leaves += more.leaves;
    }
}

/// Where a history begins: everybody has shares and money, and the pool is empty.
struct Stage<E> {
    scene: Scene<E>,
    pool: Pool,
    /// Seconds over which what comes in reaches the shares.
    smoothing: i64,
}

impl<E: Engine> Stage<E> {
    fn new(smoothing: u16, is_classic: bool) -> Self {
        let mut scene = Scene::<E>::sold(
            &NAMES,
            |class| class.smoothing_days = smoothing,
            |_, deal| {
                if is_classic {
                    deal.classes[0].unit_program = CLASSIC;
                }
            },
        );
        let coin = scene.coin;
        for owner in scene.owners.clone() {
            scene.world.give(&owner, PURSE);
            scene.world.give_of((&coin, &CLASSIC), &owner, PURSE);
        }
        let pool = Pool::new(&mut scene, NAMES.len());
        Self {
            scene,
            pool,
            smoothing: i64::from(smoothing) * DAY,
        }
    }
}

struct Play<E> {
    scene: Scene<E>,
    model: Model,
    pool: Pool,
    rng: Rng,
    done: Done,
}

impl<E: Engine> Play<E> {
    /// Plays a history to its end.
    fn run(stage: Stage<E>, seed: u64) -> (Stage<E>, Done) {
        let mut owners = vec![Owner::new(); NAMES.len()];
        owners.push(Owner::default());
        let smoothing = stage.smoothing;
        let mut play = Self {
            scene: stage.scene,
            model: Model::new(owners, smoothing),
            pool: stage.pool,
            rng: Rng(seed),
            done: Done::default(),
        };
        for step in 0..ACTIONS {
            play.step();
            play.compare();
            if step % 12 == 11 {
                course::value(&mut play.scene);
                audit::check(&mut play.scene.world);
            }
        }
        play.end();
        let stage = Stage {
            scene: play.scene,
            pool: play.pool,
            smoothing,
        };
        (stage, play.done)
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
        match self.below(17) {
            0..=2 if shares > 0 => self.wrap(at, &owner, now),
            3 | 4 if units > 0 => self.unwrap(at, &owner, now),
            5 | 6 if units > 0 && at != to => self.sell(at, to, (&owner, &other), now),
            7 if shares > 0 && at != to => {
                let amount = self.part(shares);
                let transfer = self.scene.deal.transfer_shares(0, &owner, &other, amount);
                self.scene.world.go(&[transfer]);
                self.model.pass(now, NONE);
                self.model.owners[at].shares -= amount;
                self.model.owners[to].shares += amount;
            }
            8 | 9 => self.distribute(now),
            10 => self.pay(now),
            11 | 12 => self.join(at),
            13 | 14 => self.swap(at, true),
            15 => self.swap(at, false),
            16 => self.leave(at),
            _ => self.claim(at, &owner, now),
        }
    }

    fn wrap(&mut self, at: usize, owner: &Pubkey, now: i64) {
        let amount = self.part(self.model.owners[at].shares);
        self.scene.wrap(owner, amount);
        self.model.pass(now, BOTH);
        self.model.wrap(at, amount);
        self.done.wraps += 1;
    }

    fn unwrap(&mut self, at: usize, owner: &Pubkey, now: i64) {
        let amount = self.part(self.model.owners[at].units);
        self.scene.unwrap(owner, amount);
        self.model.pass(now, BOTH);
        self.model.unwrap(at, amount);
        self.done.unwraps += 1;
    }

    fn sell(&mut self, at: usize, to: usize, (owner, other): (&Pubkey, &Pubkey), now: i64) {
        let amount = self.part(self.model.owners[at].units);
        let transfer = self.scene.deal.transfer_units(0, owner, other, amount);
        self.scene.world.go(&[transfer]);
        self.model.pass(now, NONE);
        self.model.give(at, to, amount);
        self.done.sales += 1;
    }

    fn distribute(&mut self, now: i64) {
        let (mint, amount) = (self.below(2) as usize, 1_000 + self.below(1 << 33));
        let coin = [self.scene.world.mint, self.scene.coin][mint];
        self.scene.distribute_of(&coin, amount);
        self.model.receive(mint, amount, now);
    }

    /// Anyone's crank for everybody, in settlement money.
    fn pay(&mut self, now: i64) {
        let owners = self.scene.owners.clone();
        let pay = self.scene.deal.pay_holders(0, &owners);
        self.scene.world.go(&[pay]);
        self.model.pass(now, BOTH);
        for one in &mut self.model.owners[..NAMES.len()] {
            one.paid(0);
        }
    }

    fn claim(&mut self, at: usize, owner: &Pubkey, now: i64) {
        self.model.pass(now, NONE);
        let writes = (0..2).any(|mint| self.model.owners[at].owed(mint) > 0);
        self.scene.claim(owner);
        self.model.pass(now, [writes; 2]);
        for mint in 0..2 {
            self.model.owners[at].paid(mint);
        }
    }

    /// Everybody's shares, units, money and what is owed, what the pool has, and what the wrapper is owed and says.
    fn compare(&mut self) {
        let now = self.scene.world.engine.now();
        self.model.pass(now, NONE);
        let mut on_record = 0;
        for (at, owner) in self.scene.owners.clone().iter().enumerate() {
            let one = &self.model.owners[at];
            let modelled = (one.shares, one.units, [one.owed(0), one.owed(1)], one.purse);
            let (shares, units) = self.scene.holds(owner);
            let owed = self.scene.owed(owner);
            let purse = self.scene.purse(owner);
            assert_eq!((shares, units, owed, purse), modelled, "{}", NAMES[at]);
            on_record += shares;
        }
        let pooled = [self.pool.units, self.pool.money].map(|at| self.scene.world.balance(&at));
        let own = &self.model.owners[self.pool.at];
        assert_eq!(pooled, [own.units, own.purse[0]], "the pool's");
        let kept = self.scene.kept();
        assert_eq!(kept, self.model.kept(), "the wrapper's");
        let value = course::value_by_accounts(&mut self.scene);
        let units = self.model.units();
        assert_eq!(value.units, units);
        let wrapper = self.scene.deal.wrapper(0);
        assert_eq!(
            self.scene.record(&wrapper).shares,
            units,
            "a share for each"
        );
        assert_eq!(on_record + units, self.scene.tranche().shares, "all shares");
        for (mint, kept) in kept.into_iter().enumerate() {
            let each = (u128::from(self.model.seen[mint]) << 64) / u128::from(ALL);
            assert_eq!(value.cash[mint], each, "a unit");
            let content = (self.model.content(units, mint) / u128::from(ALL)) as u64;
            let over = kept.checked_sub(content).expect("all that units hold");
            assert!(over <= self.model.rounded() + 1, "and what rounding left");
        }
    }

    /// All streams end, everybody leaves the pool, unwraps and is paid.
    fn end(&mut self) {
        self.scene.world.pass(400 * DAY);
        self.empty();
        for at in 0..NAMES.len() {
            let owner = self.scene.owners[at];
            let now = self.scene.world.engine.now();
            let units = self.model.owners[at].units;
            if units > 0 {
                self.scene.unwrap(&owner, units);
                self.model.pass(now, BOTH);
                self.model.unwrap(at, units);
            }
            self.claim(at, &owner, now);
            self.compare();
        }
        for one in &self.model.owners[..NAMES.len()] {
            for mint in 0..2 {
                let traded = [one.traded, 0][mint];
                let has = i128::from(one.purse[mint]) - i128::from(PURSE) - traded;
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
