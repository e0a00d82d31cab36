//! Rewards paid from the wrong place or to the wrong owner: another curve's or book's series and tranche, another
//! owner's record and accounts.

use super::{ONE, Scene, refuse, with};
use crate::{on_both_engines, story};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::state::AllocationRule, cash::waterfall::terms::TierTerms,
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    terms::Reward,
    world::{BEGIN, DAY, Money, World},
};

on_both_engines! {
    a_rate_that_falls_along_the_line_pays_by_place => falling;
    rewards_are_paid_from_their_own_curve_to_their_own_owner => rewards;
    a_lock_issues_the_points_of_each_promote_tranche_once => promotes;
}

/// Senior debt, and two classes of equity that take promote points.
pub(super) fn three_classes<E: Engine>(world: &mut World<E>) -> Deal {
    let classes = vec![deal::senior(0), deal::junior(1), deal::junior(2)];
    let mut tiers = deal::tiers();
    let half = TierTerms::Split {
        rank: 2,
        bps: 5_000,
    };
    tiers.insert(3, half);
    Deal::with(world, "sponsor", 1, classes, tiers)
}

/// A book of the senior tranche.
pub(super) fn book<E: Engine>(
    world: &mut World<E>,
    deal: &Deal,
    number: u16,
    allocation: AllocationRule,
) -> Offering {
    let mut book = Offering::plan(world, deal, 0, number, &format!("line {number}"));
    (book.args.minimum, book.args.allocation) = (ONE, allocation);
    book.open(world, deal, 16);
    book
}

/// A senior book that pays warrants of two series and promote points of two tranches.
fn rewarding<E: Engine>(world: &mut World<E>, deal: &Deal) -> Offering {
    let mut book = book(world, deal, 0, AllocationRule::FirstCome);
    for number in 0..3 {
        let terms = SeriesArgs {
            number,
            strike: ONE,
            expires_at: BEGIN + 100 * DAY,
        };
        world.go(&[deal.create_series(1, terms)]);
    }
    let points = [(100 * ONE, 50 * ONE)];
    for reward in [
        Reward::warrants(deal, (1, 0), &points),
        Reward::promote_points(deal, 1, &points),
        Reward::warrants(deal, (1, 1), &points),
        Reward::promote_points(deal, 2, &points),
    ] {
        book.promise(world, deal, reward);
    }
    book
}

fn rewards<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = three_classes(&mut world);
    let book = rewarding(&mut world, &deal);
    let [alice, thief] = ["alice", "thief"].map(|name| world.investor(name, 50 * ONE));
    for owner in [alice, thief] {
        book.deposit(&mut world, &deal, &owner, 50 * ONE);
    }
    let fifth = {
        let mut more = book.clone();
        let reward = Reward::warrants(&deal, (1, 2), &[(ONE, ONE)]);
        more.rewards.push(reward);
        vec![deal.set_curve(&more, 4, book.state(&mut world).offer_version)]
    };
    let mut other = self::book(&mut world, &deal, 1, AllocationRule::FirstCome);
    other.rewards = vec![book.rewards[0].clone()];
    let taken = vec![deal.set_curve(&other, 0, 1)];
    let cases = [
        ("a fifth curve", fifth, "TooManyCurves"),
        ("another book's series", taken, "BadSeries"),
    ];
    refuse(&mut world, &cases);
    book.lock(&mut world, &deal);
    for owner in [alice, thief] {
        for call in book.welcome(&mut world, &deal, &owner) {
            world.go(&[call]);
        }
    }
    let settle = deal.settle_ticket(&book, &book.ticket(&mut world, 0));
    let named = settle.accounts.len() - 3 - 4 - 3 - 4;
    // The accounts of each curve, in order.
    let [first, junior, second, promote] = [
        named..named + 3,
        named + 3..named + 7,
        named + 7..named + 10,
        named + 10..named + 14,
    ]
    .map(|range| settle.accounts[range].to_vec());
    let call = |curves: [&[_]; 4]| {
        let mut call = settle.clone();
        call.accounts.truncate(named);
        curves
            .iter()
            .for_each(|curve| call.accounts.extend_from_slice(curve));
        vec![call]
    };
    let one = |from: Pubkey, to: Pubkey| vec![with(&settle, &from, &to)];
    let tranche = |rank| deal.class(rank).tranche;
    let holder = |rank, owner| address::holder(&tranche(rank), owner);
    let cases = [
        (
            "the series of two curves exchanged",
            call([&second, &junior, &first, &promote]),
            "WrongReward",
        ),
        (
            "one series for both",
            call([&first, &junior, &first, &promote]),
            "WrongReward",
        ),
        (
            "the promote tranches exchanged",
            call([&first, &promote, &second, &junior]),
            "WrongReward",
        ),
        (
            "curves out of order",
            call([&junior, &first, &second, &promote]),
            "WrongReward",
        ),
        (
            "the last left out",
            call([&first, &junior, &second, &[]]),
            "RewardAccountsMissing",
        ),
        (
            "a part of it left out",
            call([&first, &junior, &second, &promote[..3]]),
            "RewardAccountsMissing",
        ),
        ("all left out", call([&[]; 4]), "RewardAccountsMissing"),
        (
            "a series that no curve pays in",
            one(deal.series(1, 0), deal.series(1, 2)),
            "WrongReward",
        ),
        (
            "the thief's warrants",
            one(
                deal.warrant_account(1, 0, &alice),
                deal.warrant_account(1, 0, &thief),
            ),
            "WrongShareAccount",
        ),
        (
            "the thief's record",
            one(holder(1, &alice), holder(1, &thief)),
            "HolderMissing",
        ),
        (
            "alice's record in another tranche",
            one(holder(2, &alice), holder(0, &alice)),
            "HolderMissing",
        ),
        (
            "the thief's points",
            one(deal.share_account(2, &alice), deal.share_account(2, &thief)),
            "WrongShareAccount",
        ),
        (
            "the mint of the other points",
            one(deal.class(1).mint, deal.class(0).mint),
            "WrongMint",
        ),
    ];
    refuse(&mut world, &cases);
    world.go(&[settle]);
    book.settle(&mut world, &deal, 1);
    for owner in [alice, thief] {
        let got = [
            world.balance(&deal.warrant_account(1, 0, &owner)),
            world.balance(&deal.warrant_account(1, 1, &owner)),
            world.balance(&deal.share_account(1, &owner)),
            world.balance(&deal.share_account(2, &owner)),
        ];
        assert_eq!(got, [25 * ONE; 4], "each has its own");
    }
    audit::check(&mut world);
    world
}

/// Distributions of a promote tranche wait for the book's tickets: nobody may leave one out, or tell one twice.
fn promotes<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = three_classes(&mut world);
    let book = rewarding(&mut world, &deal);
    let [alice, bob] = ["alice", "bob"].map(|name| world.investor(name, 50 * ONE));
    book.deposit(&mut world, &deal, &alice, 50 * ONE);
    world.go(&[deal.deposit(&book, (&bob, &bob), 1, 50 * ONE, 0)]);
    world.engine.set_now(book.args.offer_ends);
    let wrong = |call: &Instruction| {
        let named = call.accounts.len() - 2;
        let [first, second] = [0, 1].map(|at| call.accounts[named + at].clone());
        let of = |promotes: Vec<_>| {
            let mut call = call.clone();
            call.accounts.truncate(named);
            call.accounts.extend(promotes);
            vec![call]
        };
        let mut own = first.clone();
        own.pubkey = book.tranche;
        [
            ("none", of(vec![]), "RewardAccountsMissing"),
            ("one", of(vec![first.clone()]), "RewardAccountsMissing"),
            (
                "one twice",
                of(vec![first.clone(), first.clone()]),
                "WrongReward",
            ),
            ("exchanged", of(vec![second.clone(), first]), "WrongReward"),
            ("the book's own", of(vec![own, second]), "WrongReward"),
        ]
    };
    let lock = deal.lock_book(&book, &deal.sponsor);
    refuse(&mut world, &wrong(&lock));
    world.go(&[lock]);
    audit::check(&mut world);
    let refund = deal.refund_ticket(&book, &book.ticket(&mut world, 1));
    world.go(&[refund]);
    audit::check(&mut world);
    book.settle(&mut world, &deal, 0);
    assert_eq!(world.wealth(&bob), 50 * ONE);
    for rank in [1, 2] {
        assert_eq!(story::tranche(&mut world, &deal, rank).shares, 25 * ONE);
    }
    audit::check(&mut world);
    world
}

/// A bonus share for each at the head, none at 10,000, and evenly less in between; the first leaves.
fn falling<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.cap = 20_000 * ONE);
    let reward = Reward::bonus_shares(&scene.deal, 1, &[(10_000 * ONE, 5_000 * ONE)]).falling();
    scene.book.promise(&mut scene.world, &scene.deal, reward);
    let (first, _) = scene.join("first", 2_000);
    let (second, id) = scene.join("second", 3_000);
    scene.join("third", 5_000);
    let (last, end) = scene.join("last", 4_000);
    let earned = |scene: &mut Scene<E>| {
        let told = scene.previews(&[0, id, end]);
        told.iter().map(|told| told.rewards[0]).collect::<Vec<_>>()
    };
    assert_eq!(earned(&mut scene), [1_800 * ONE, 1_950 * ONE, 0]);
    scene.world.go(&[scene.withdraw(&first, 0, 2_000 * ONE)]);
    let told = scene.previews(&[id, end]);
    assert_eq!(
        [told[0].rewards[0], told[1].rewards[0]],
        [2_550 * ONE, 200 * ONE]
    );
    scene.book.lock(&mut scene.world, &scene.deal);
    for ticket in [end, id, 2] {
        scene.book.settle(&mut scene.world, &scene.deal, ticket);
        audit::check(&mut scene.world);
    }
    assert_eq!(scene.shares(&second), 5_550 * ONE);
    assert_eq!(scene.shares(&last), 4_200 * ONE);
    let granted = scene.book.state(&mut scene.world).curves()[0].granted;
    assert_eq!(granted, 5_000 * ONE, "all of it, in whatever order");
    scene.world
}
