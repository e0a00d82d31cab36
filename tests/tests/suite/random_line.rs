//! Hundreds of actions in random order at a book with everything: offers, consent, votes, assets whose rates move,
//! rewards, a lead, limits, approvals, a line that grows. Whatever goes through, every total is the sum of its parts
//! after each step; at the end each ticket is settled or returned, and nothing is left anywhere.

mod actions;
mod ending;
mod later;

use crate::story::{self, WHOLE};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{
        offer::open_book::BookArgs,
        state::{AllocationRule, Book},
    },
    structure::create_tranche::TrancheArgs,
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    rng::Rng,
    terms::{Asset, Reward},
    token::{CLASSIC, TOKEN_2022},
    world::{DAY, Money, World},
};
use std::collections::BTreeMap;

const PEOPLE: usize = 6;
const ACTIONS: usize = 300;
/// What everybody has of settlement money, and units of each asset.
const PURSE: u64 = 3_000 * WHOLE;

#[test]
fn no_order_of_actions_breaks_a_book_of_first_come_with_a_lead() {
    let play = Play::run(Money::Classic, 0x9e37_79b9_7f4a_7c15, |args| {
        args.lead = address_of("person 0");
        args.lead_minimum = 30 * WHOLE;
    });
    play.saw(&["deposit", "withdraw", "commit", "uncommit", "offer", "poll"]);
    play.saw(&["vote", "report", "curve", "tip", "grow", "settle", "points"]);
}

#[test]
fn no_order_of_actions_breaks_a_book_of_pro_rata_with_limits() {
    let play = Play::run(Money::Token2022, 0x0123_4567_89ab_cdef, |args| {
        args.allocation = AllocationRule::ProRata;
        (args.owner_limit, args.max_ticket) = (200 * WHOLE, 80 * WHOLE);
    });
    play.saw(&["deposit", "withdraw", "commit", "uncommit", "offer", "poll"]);
    play.saw(&["vote", "report", "curve", "tip", "stake", "move", "settle"]);
}

#[test]
fn no_order_of_actions_breaks_a_discretionary_book() {
    let play = Play::run(Money::Classic, 0x0f1e_2d3c_4b5a_6978, |args| {
        args.allocation = AllocationRule::Discretionary;
    });
    play.saw(&[
        "deposit", "withdraw", "commit", "uncommit", "offer", "approve", "settle", "points",
    ]);
}

#[test]
fn no_order_of_actions_keeps_money_in_a_book_that_comes_to_nothing() {
    let play = Play::run(Money::Token2022, 0x5851_f42d_4c95_7f2d, |args| {
        (args.cap, args.min_ticket) = (101_000 * WHOLE, 20 * WHOLE);
        args.minimum = args.cap;
    });
    play.saw(&["deposit", "withdraw", "commit", "vote", "report", "refund"]);
}

fn address_of(name: &str) -> Pubkey {
    use solana_signer::Signer;
    securities_tests::world::keypair(name).pubkey()
}

/// The class that takes the carry: in one kind of money of a fixed number, of which one of the people has what is not
/// granted.
fn carry(money: Money) -> TrancheArgs {
    match money {
        Money::Classic => TrancheArgs {
            authorised: 3_000_001,
            manager: address_of("person 5"),
            ..deal::junior(1)
        },
        _ => deal::junior(1),
    }
}

/// A mint and its program.
type Kind = (Pubkey, Pubkey);

struct Play {
    world: World<Lite>,
    deal: Deal,
    book: Offering,
    kinds: Vec<Kind>,
    people: Vec<Pubkey>,
    random: Rng,
    /// What went through, by kind.
    done: BTreeMap<&'static str, usize>,
    start: i64,
}

impl Play {
    fn run(money: Money, seed: u64, edit: impl FnOnce(&mut BookArgs)) -> Self {
        let mut play = Self::open(money, seed, edit);
        let locks_at = 2 * ACTIONS / 3;
        for step in 0..ACTIONS {
            if step == locks_at {
                play.locks();
            }
            let (name, call) = if step < locks_at {
                play.before_the_lock()
            } else {
                play.after_the_lock()
            };
            if play.world.send(&call).is_ok() {
                *play.done.entry(name).or_default() += 1;
            }
            audit::check(&mut play.world);
            play.nothing_is_lost();
        }
        play.finish();
        play
    }

    /// A deal of shares and of carry; a book with money, an asset whose rate moves, and another stablecoin; warrants,
    /// bonus shares and promote points.
    fn open(money: Money, seed: u64, edit: impl FnOnce(&mut BookArgs)) -> Self {
        let mut world = World::<Lite>::new(money);
        let start = world.engine.now();
        let kinds = [("earning", TOKEN_2022), ("stable", CLASSIC)].map(|(name, program)| {
            let mint = world.new_mint(name, &program, &[], |_| Vec::new());
            (mint, program)
        });
        let classes = vec![deal::junior(0), carry(money)];
        let deal = story::deal_drawing(&mut world, &kinds, classes);
        world.go(&[deal.create_series(
            0,
            SeriesArgs {
                number: 0,
                strike: 3 * WHOLE,
                expires_at: start + 500 * DAY,
            },
        )]);
        let mut book = Offering::plan(&mut world, &deal, 0, 0, "line");
        let args = &mut book.args;
        (args.price, args.price_min) = (2_500_000, 2_500_000);
        (args.minimum, args.cap) = (50 * WHOLE, 150 * WHOLE);
        args.tip = 5_000;
        (args.deadline, args.latest_deadline) = (start + 200 * DAY, start + 400 * DAY);
        edit(args);
        book.open(&mut world, &deal, 200);
        world.go(&[
            deal.create_rate(&kinds[0].0, 300),
            deal.report_rate(&kinds[0].0, 21, 20),
        ]);
        let [first, second] =
            kinds.map(|(mint, program)| Asset::par(&deal, &book.book, &mint, &program));
        book.add_asset(&mut world, &deal, first.reported(&deal, 400 * DAY));
        book.add_asset(&mut world, &deal, second);
        for reward in [
            Reward::warrants(&deal, (0, 0), &[(60 * WHOLE, 30 * WHOLE)]),
            Reward::bonus_shares(
                &deal,
                0,
                &[(40 * WHOLE, 2 * WHOLE), (80 * WHOLE, 3 * WHOLE)],
            ),
            Reward::promote_points(&deal, 1, &[(100 * WHOLE, 1_000_003)]),
        ] {
            book.promise(&mut world, &deal, reward);
        }
        book.bot = world.person("bot");
        let mut play = Self {
            world,
            deal,
            book,
            kinds: kinds.to_vec(),
            people: Vec::new(),
            random: Rng(seed),
            done: BTreeMap::new(),
            start,
        };
        for at in 0..PEOPLE {
            play.invite(&format!("person {at}"));
        }
        audit::check(&mut play.world);
        play
    }

    fn invite(&mut self, name: &str) {
        let owner = self.world.investor(name, PURSE);
        for (mint, program) in self.kinds.clone() {
            self.world.give_of((&mint, &program), &owner, PURSE);
        }
        let welcome = self.book.welcome(&mut self.world, &self.deal, &owner);
        self.world.go(&welcome);
        self.people.push(owner);
    }

    /// A number below a bound.
    const fn below(&mut self, bound: u64) -> u64 {
        self.random.below(bound)
    }

    fn person(&mut self) -> Pubkey {
        let at = self.below(PEOPLE as u64);
        self.people[usize::try_from(at).expect("few")]
    }

    fn state(&mut self) -> Book {
        self.book.state(&mut self.world)
    }

    fn mints(&self) -> Vec<Kind> {
        let money = (self.deal.mint, self.deal.token_program);
        std::iter::once(money)
            .chain(self.kinds.iter().copied())
            .collect()
    }

    /// Each mint's units are with people, in escrow, or in the security's vault.
    fn nothing_is_lost(&mut self) {
        let all = self.mints();
        for (index, (mint, program)) in all.into_iter().enumerate() {
            let escrow = self.book.assets.get(index).map(|asset| asset.escrow);
            let mut places: Vec<Pubkey> = self
                .people
                .iter()
                .map(|owner| address::token_account(owner, &mint, &program))
                .collect();
            places.push(address::vault(&self.deal.security, &mint));
            places.extend(escrow);
            let sum: u64 = places.iter().map(|place| self.world.balance(place)).sum();
            assert_eq!(sum, PEOPLE as u64 * PURSE, "asset {index}");
        }
    }

    /// The play was real: each of these went through.
    fn saw(&self, names: &[&str]) {
        for name in names {
            assert!(self.done.contains_key(name), "no {name}: {:?}", self.done);
        }
        let real: usize = self.done.values().sum();
        assert!(real > ACTIONS / 3, "{real} went through: {:?}", self.done);
    }
}
