//! A later issue while money still streams to those who held before: a buyer pays for its part of it and is owed as much,
//! or waits until it has streamed.

use super::Scene;
use crate::{
    drawing::{ONE, SOLD, deal_of, sell},
    on_both_engines,
    payouts::source,
    story,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::terms::{ReservePurpose, TierTerms},
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    audit,
    deal::{cover, junior, senior, tiers_of},
    engine::Engine,
    offering::Offering,
    world::{DAY, Money, World},
};

on_both_engines! {
    what_was_repaid_on_the_old_shares_is_paid_for_by_the_new => returned;
    a_reserves_interest_is_paid_for_by_who_buys_behind_it => reserve_paid;
    debt_without_interest_is_bought_once_what_came_back_has_streamed => without_interest;
    nobody_buys_what_a_cover_pays_by_a_lock_in_the_same_transaction => cover_paid;
    a_cover_is_bought_once_its_premium_has_streamed => premium;
    what_is_less_than_a_ten_thousandth_holds_no_lock_up => dust;
}

impl<E: Engine> Scene<E> {
    /// Two classes: the first is sold to one owner for 1,000, and so is the second.
    fn streaming(classes: Vec<TrancheArgs>, tiers: Vec<TierTerms>) -> (Self, Pubkey, Pubkey) {
        let mut world = World::<E>::new(Money::Classic);
        let deal = deal_of(&mut world, classes, |_| tiers, |_| {});
        let first = sell(&mut world, &deal, (0, ONE), SOLD);
        let second = sell(&mut world, &deal, (1, ONE), SOLD);
        let scene = Self {
            world,
            deal,
            holders: Vec::new(),
            books: 1,
        };
        (scene, first, second)
    }

    fn class(&mut self, rank: u8) -> Tranche {
        let check = self.deal.check_triggers();
        self.world.go(&[check]);
        story::tranche(&mut self.world, &self.deal, rank)
    }

    /// Opens a later book of a class for up to 10,000, which somebody joins.
    fn joined(&mut self, rank: u8, (name, money): (&str, u64)) -> (Offering, Pubkey) {
        let book = self.opened(rank, |args| {
            (args.minimum, args.cap, args.min_ticket) = (ONE, 10 * SOLD, 10 * ONE);
        });
        let owner = self.world.investor(name, money);
        book.deposit(&mut self.world, &self.deal, &owner, money);
        (book, owner)
    }

    fn income(&mut self, number: u64, amount: u64) {
        let payer = self.world.investor("payer", amount);
        let args = source(self.world.engine.now(), amount);
        let post = self.deal.post_distribution(&payer, number, args);
        self.world.go(&[post]);
    }

    /// What owners of a class have gained, once they are paid what has reached them.
    fn gained<const N: usize>(&mut self, rank: u8, owners: [Pubkey; N], had: [u64; N]) -> [u64; N] {
        let pay = self.deal.pay_holders(rank, &owners);
        self.world.go(&[pay]);
        audit::check(&mut self.world);
        let mut has = owners.map(|owner| self.world.wealth(&owner));
        for (has, had) in has.iter_mut().zip(had) {
            *has -= had;
        }
        has
    }
}

/// Debt with shares of 6 decimals.
fn debt(rate_ppm: u32) -> TrancheArgs {
    TrancheArgs {
        rate_ppm,
        decimals: 6,
        ..senior(0)
    }
}

fn lent<E: Engine>(rate_ppm: u32) -> (Scene<E>, Pubkey) {
    let classes = vec![debt(rate_ppm), junior(1)];
    let tiers = tiers_of(&classes);
    let (scene, old, _) = Scene::streaming(classes, tiers);
    (scene, old)
}

/// 40 of 1,000 come back, and another 1,000 come in, in one transaction: at 0.96, and 0.04 for what streams. Had a half come
/// back, the deal would owe as much of interest: that is refused.
fn returned<E: Engine>() -> World<E> {
    const BACK: u64 = 40 * ONE;
    let (mut scene, old) = lent::<E>(100);
    let (book, new) = scene.joined(0, ("new", SOLD));
    scene.world.engine.set_now(book.args.offer_ends);
    let interest = scene.class(0).interest_due;
    scene.income(0, interest);
    let deal = scene.deal.clone();
    let lock = deal.lock_book(&book, &deal.sponsor);
    let mint = scene.world.mint;
    let back = |amount| deal.return_proceeds(&deal.sponsor, &mint, 0, Some(amount));
    for much in [SOLD / 2, SOLD / 21] {
        let both = [back(much), lock.clone()];
        assert_eq!(scene.world.refused(&both), "StreamRunning");
    }
    scene.world.go(&[back(BACK), lock]);
    let state = story::tranche(&mut scene.world, &deal, 0);
    let locked = book.state(&mut scene.world);
    // Half a unit that has accrued rounds its price up.
    let shares = locked.shares_held;
    assert!((SOLD - 3..=SOLD).contains(&shares), "{shares}");
    assert_eq!(locked.price, ONE / 100 * 96);
    assert_eq!(state.payouts[0].streaming, BACK);
    assert!(
        (BACK - 2..=BACK).contains(&state.interest_due),
        "{}",
        state.interest_due
    );
    let principal = state.principal().expect("adds up");
    let left = 2 * (SOLD - BACK);
    assert!((left - 4..=left).contains(&principal), "{principal}");
    book.settle(&mut scene.world, &deal, 0);

    // Each has a half of what streams, and of the interest once it is paid.
    let had = [old, new].map(|owner| scene.world.wealth(&owner));
    scene.world.pass(DAY);
    let streamed = scene.gained(0, [old, new], had);
    assert!(streamed[0] + 1 >= BACK / 2 + interest, "{streamed:?}");
    assert!(
        (BACK / 2 - 2..=BACK / 2).contains(&streamed[1]),
        "{streamed:?}"
    );
    let due = scene.class(0).interest_due;
    scene.income(1, due);
    let paid = scene.gained(0, [old, new], had);
    assert!(
        paid[0] + 1 >= BACK + interest,
        "all that came back is the old ones': {paid:?}"
    );
    assert!((BACK - 4..=BACK + 200).contains(&paid[1]), "{paid:?}");
    scene.world
}

/// What a reserve pays of a quarter's interest on its due date takes a day, and nine times as much money comes in then. On
/// the due date itself nobody is charged for it: it would be owed on that day.
fn reserve_paid<E: Engine>() -> World<E> {
    let quarterly = TrancheArgs {
        period_months: 3,
        ..debt(80_000)
    };
    let tiers = vec![
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::Reserve {
            purpose: ReservePurpose::Interest,
            amount: 30 * ONE,
            bps: 0,
        },
        TierTerms::Principal { rank: 0 },
        TierTerms::Residual { rank: 1 },
    ];
    let (mut scene, old, _) = Scene::<E>::streaming(vec![quarterly, junior(1)], tiers);
    scene.income(0, 60 * ONE);
    let [had] = scene.gained(0, [old], [0]);
    let due = scene.class(0).next_due as i64 * DAY;
    scene.world.engine.set_now(due - 6 * DAY);
    let (book, new) = scene.joined(0, ("new", 9 * SOLD));
    scene.world.engine.set_now(due + DAY / 2);
    let interest = scene.class(0).interest_due;
    assert!(interest > 10 * ONE, "a quarter's");
    let deal = scene.deal.clone();
    let payer = scene.world.key("payer");
    let nothing = source(scene.world.engine.now(), 0);
    let nothing = deal.post_distribution(&payer, 1, nothing);
    let lock = deal.lock_book(&book, &deal.sponsor);
    let at_once = [nothing.clone(), lock.clone()];
    assert_eq!(scene.world.refused(&at_once), "StreamRunning");
    scene.world.go(&[nothing]);

    scene.world.engine.set_now(due + DAY);
    let of_a_day = scene.class(0).interest_due;
    scene.world.go(&[lock]);
    let state = story::tranche(&mut scene.world, &deal, 0);
    let streams = state.payouts[0].streaming;
    assert_eq!(streams, interest - interest / 2);
    // Who buys pays for as much as a share has of both, and is owed as much.
    let shares = state.shares - SOLD;
    let of_old = u128::from(of_a_day + streams);
    let brought = (of_old * u128::from(shares)).div_ceil(u128::from(SOLD)) as u64;
    assert_eq!(state.interest_due, of_a_day + brought);
    let cost = state.principal().expect("adds up") - SOLD + brought;
    assert!(
        (9 * SOLD - 12..=9 * SOLD).contains(&cost),
        "what it paid: {cost}"
    );
    book.settle(&mut scene.world, &deal, 0);
    scene.world.pass(DAY / 2);
    scene.income(2, state.interest_due);
    let [of_old, of_new] = scene.gained(0, [old, new], [had, 0]);
    let earned = interest + of_a_day;
    assert!(
        (earned - 2..=earned + 2).contains(&of_old),
        "{of_old} of {earned}"
    );
    assert!(
        (brought - 12..=brought).contains(&of_new),
        "{of_new} of {brought}"
    );
    scene.world
}

/// Half of a debt without interest comes back: nothing could pay its buyers for what still streams, so they wait a day.
fn without_interest<E: Engine>() -> World<E> {
    let (mut scene, old) = lent::<E>(0);
    let (book, new) = scene.joined(0, ("new", SOLD));
    scene.world.engine.set_now(book.args.offer_ends);
    let deal = scene.deal.clone();
    let back = deal.return_proceeds(&deal.sponsor, &scene.world.mint, 0, Some(SOLD / 2));
    let lock = deal.lock_book(&book, &deal.sponsor);
    assert_eq!(
        scene.world.refused(&[back.clone(), lock.clone()]),
        "StreamRunning"
    );
    scene.world.go(&[back]);
    // 0.052 still streams, and a ten-thousandth of the principal is 0.05.
    scene.world.pass(DAY - 9);
    assert_eq!(scene.refused_call(&lock), "StreamRunning");
    scene.world.pass(9);
    scene.world.go(&[lock]);
    book.settle(&mut scene.world, &deal, 0);
    assert_eq!(scene.shares(0, &new), 2 * SOLD, "at a half");
    let paid = scene.gained(0, [old, new], [0, 0]);
    assert_eq!(paid, [SOLD / 2, 0]);
    scene.world
}

/// The deadline is over and a loss' notice too: a stranger records it, for which a cover pays, and locks.
fn cover_paid<E: Engine>() -> World<E> {
    let tiers = vec![
        TierTerms::Principal { rank: 0 },
        TierTerms::Cover { rank: 1 },
        TierTerms::Residual { rank: 0 },
    ];
    let classes = vec![debt(0), cover(1)];
    let (mut scene, old, _) = Scene::<E>::streaming(classes, tiers);
    let lose = scene.deal.lose(SOLD / 2, 1);
    let (book, new) = scene.joined(0, ("new", SOLD));
    scene.world.engine.set_now(book.args.deadline);
    let stranger = scene.world.investor("stranger", 0);
    let deal = scene.deal.clone();
    let lock = deal.lock_book(&book, &stranger);
    let mut all = lose.to_vec();
    all.push(lock.clone());
    assert_eq!(scene.world.refused(&all), "StreamRunning");
    scene.world.go(&lose);
    assert_eq!(scene.refused_call(&lock), "StreamRunning");
    scene.world.pass(DAY);
    scene.world.go(&[lock]);
    book.settle(&mut scene.world, &deal, 0);
    let paid = scene.gained(0, [old, new], [0, 0]);
    assert_eq!(paid, [SOLD / 2, 0]);
    scene.world
}

/// All money for a cover is its capital, so none of it pays for the premium that its holders receive over three days.
fn premium<E: Engine>() -> World<E> {
    let smooth = TrancheArgs {
        smoothing_days: 3,
        decimals: 6,
        ..cover(1)
    };
    let tiers = vec![
        TierTerms::Principal { rank: 0 },
        TierTerms::Cover { rank: 1 },
        TierTerms::Residual { rank: 1 },
    ];
    let (mut scene, _, old) = Scene::<E>::streaming(vec![debt(0), smooth], tiers);
    let (book, new) = scene.joined(1, ("new", SOLD));
    scene.world.engine.set_now(book.args.offer_ends);
    scene.income(0, 12 * ONE);
    let lock = scene.deal.lock_book(&book, &scene.deal.sponsor);
    assert_eq!(scene.refused_call(&lock), "StreamRunning");
    scene.world.pass(3 * DAY);
    scene.world.go(&[lock]);
    book.settle(&mut scene.world, &scene.deal.clone(), 0);
    // All of it, but for the fraction of a unit that its record carries.
    assert_eq!(scene.gained(1, [old, new], [0, 0]), [12 * ONE - 1, 0]);
    scene.world
}

/// Whoever pays in less than a ten-thousandth of what a share stands for delays nothing, and shares it with all.
fn dust<E: Engine>() -> World<E> {
    let (mut scene, old) = lent::<E>(0);
    let (book, new) = scene.joined(0, ("new", SOLD));
    scene.world.engine.set_now(book.args.offer_ends);
    let deal = scene.deal.clone();
    let lock = deal.lock_book(&book, &deal.sponsor);
    // A ten-thousandth of what is left is 0.09999.
    let back = |world: &World<E>, nonce, amount| {
        deal.return_proceeds(&deal.sponsor, &world.mint, nonce, Some(amount))
    };
    let much = back(&scene.world, 0, ONE / 10);
    assert_eq!(scene.world.refused(&[much, lock.clone()]), "StreamRunning");
    let little = back(&scene.world, 0, ONE / 10 - 100);
    scene.world.go(&[little, lock]);
    book.settle(&mut scene.world, &deal, 0);
    scene.world.pass(DAY);
    let paid = scene.gained(0, [old, new], [0, 0]);
    // 0.0999 on 1,000 shares and the 1,000.099 that 1,000 buys at 0.999901.
    assert_eq!(paid, [49_947, 49_952]);
    scene.world
}
