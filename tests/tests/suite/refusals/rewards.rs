//! Curves that are none, promise less, or pay in what they may not; and settlements without them.

use super::{
    furnished,
    twins::{Stage, TICKET, Twins},
};
use anchor_lang::solana_program::instruction::Instruction;
use securities::{
    book::reward::RewardKind, tranche::state::Tranche, warrant::create_series::SeriesArgs,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    terms::Reward,
    world::{Money, World},
};

/// Sets a reward as the curve of an index, in place of the first version of the offer.
fn set(deal: &Deal, book: &Offering, index: u8, reward: &Reward) -> Instruction {
    set_after(deal, book, (index, 1), reward)
}

fn set_after(
    deal: &Deal,
    book: &Offering,
    (index, version): (u8, u32),
    reward: &Reward,
) -> Instruction {
    let mut book = book.clone();
    book.rewards = vec![reward.clone(); usize::from(index) + 1];
    deal.set_curve(&book, index, version)
}

#[test]
fn a_curve_rises_ever_more_slowly() {
    let mut twins = Twins::at(Stage::Opened);
    let (world, own) = (&mut twins.world, &twins.own);
    let bonus = |points: &[(u64, u64)]| {
        let reward = Reward::bonus_shares(&own.deal, 0, points);
        set(&own.deal, own.book(), 0, &reward)
    };
    let nine: Vec<_> = (1..10).map(|at| (at, at)).collect();
    for points in [
        &[][..],
        &[(5, 0)],
        &[(0, 5)],
        &[(5, 5), (5, 6)],
        &[(5, 5), (6, 4)],
        &[(5, 5), (6, 7)],
        &nine,
    ] {
        assert_eq!(world.refused(&[bonus(points)]), "BadCurve", "{points:?}");
    }
    let everything = bonus(&[(1, u64::MAX)]);
    assert_eq!(
        world.refused(&[everything]),
        "AboveAuthorised",
        "nobody could pay it"
    );
    world.go(&[bonus(&nine[..8])]);
}

#[test]
fn a_curve_is_changed_by_a_version_and_keeps_its_kind_and_target() {
    let mut twins = Twins::at(Stage::Opened);
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    world.go(&[
        deal.create_series(1, furnished::series(0)),
        deal.create_series(1, furnished::series(1)),
    ]);
    let warrants = |number, points: &[(u64, u64)]| Reward::warrants(deal, (1, number), points);
    let first = warrants(0, &[(TICKET, 100), (2 * TICKET, 150)]);
    let early = set(deal, book, 1, &first);
    assert_eq!(
        world.refused(&[early]),
        "TooManyCurves",
        "the first is first"
    );
    world.go(&[set(deal, book, 0, &first)]);
    for (reward, index, error) in [
        (warrants(1, &[(TICKET, 200)]), 0, "WrongReward"),
        (
            Reward::promote_points(deal, 1, &[(TICKET, 200)]),
            0,
            "WrongReward",
        ),
        (first.clone(), 1, "WrongReward"),
        (
            Reward {
                series: None,
                ..first.clone()
            },
            1,
            "WrongReward",
        ),
        (
            Reward::bonus_shares(deal, 1, &[(TICKET, 1)]),
            1,
            "WrongTranche",
        ),
        (
            Reward::promote_points(deal, 0, &[(TICKET, 1)]),
            1,
            "NotEquityWithoutPar",
        ),
    ] {
        let call = set_after(deal, book, (index, 2), &reward);
        assert_eq!(world.refused(&[call]), error);
    }
    let again = set(deal, book, 0, &first);
    assert_eq!(world.refused(&[again]), "OfferChanged", "a second time");
    let offered = |world: &mut World<Lite>| {
        let class: Tranche = read::state(&mut world.engine, &deal.class(1).tranche);
        class.shares_offered
    };
    let points = [
        [(TICKET, 100), (2 * TICKET, 180)],
        [(TICKET, 99), (2 * TICKET, 120)],
        [(TICKET, 100), (2 * TICKET, 180)],
    ];
    let mut version = 2;
    for points in points {
        let call = set_after(deal, book, (0, version), &warrants(0, &points));
        world.go(&[call]);
        audit::check(world);
        assert_eq!(offered(world), points[1].1, "what it pays is set aside");
        version += 1;
    }
    let last = set_after(deal, book, (0, version), &first);
    let late = book.args.deadline - book.args.offer_period + 1;
    world.engine.set_now(late);
    assert_eq!(
        world.refused(std::slice::from_ref(&last)),
        "OfferPeriodTooLong"
    );
    world.engine.set_now(book.args.deadline);
    assert_eq!(world.refused(&[last]), "BookNotOpen");
}

#[test]
fn a_book_promises_four_rewards_and_a_series_is_one_books() {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![deal::senior(0), deal::senior(1), deal::junior(2)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    let mut book = Offering::standard(&mut world, &deal, 0, "line");
    for number in 0..4 {
        world.go(&[deal.create_series(2, furnished::series(number))]);
        let reward = Reward::warrants(&deal, (2, number), &[(TICKET, 9)]);
        book.promise(&mut world, &deal, reward);
    }
    let fifth = Reward::bonus_shares(&deal, 0, &[(1, 1)]);
    let fifth = set_after(&deal, &book, (4, 5), &fifth);
    assert_eq!(world.refused(&[fifth]), "TooManyCurves");

    let other = Offering::standard(&mut world, &deal, 1, "second line");
    let reward = |number| Reward::warrants(&deal, (2, number), &[(TICKET, 10)]);
    assert_eq!(
        world.refused(&[set(&deal, &other, 0, &reward(0))]),
        "BadSeries",
        "another book grants it"
    );
    let short = SeriesArgs {
        expires_at: other.args.latest_deadline,
        ..furnished::series(4)
    };
    world.go(&[deal.create_series(2, short)]);
    assert_eq!(
        world.refused(&[set(&deal, &other, 0, &reward(4))]),
        "BadSeries",
        "it could expire before it is granted"
    );
    let debt = Reward::promote_points(&deal, 0, &[(TICKET, 1)]);
    assert_eq!(
        world.refused(&[set(&deal, &other, 0, &debt)]),
        "NotEquityWithoutPar"
    );
}

#[test]
fn a_ticket_with_rewards_is_settled_with_all_of_them() {
    let mut twins = furnished::locked();
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    let ticket = own.ticket();
    let settle = deal.settle_ticket(book, &ticket);
    for count in 1..=7 {
        let mut fewer = settle.clone();
        fewer.accounts.truncate(settle.accounts.len() - count);
        assert_eq!(world.refused(&[fewer]), "RewardAccountsMissing");
    }
    let refund = deal.refund_ticket(book, &ticket);
    assert_eq!(
        world.refused(std::slice::from_ref(&refund)),
        "NotRefunding",
        "something of it is accepted"
    );
    world.go(std::slice::from_ref(&settle));
    assert!(world.send(&[settle]).is_err(), "once");
    assert!(world.send(&[refund]).is_err(), "and not refunded as well");
    audit::check(world);
    let paid: Vec<_> = book
        .rewards
        .iter()
        .map(|reward| (reward.kind, world.balance(&reward.account(&own.owner))))
        .collect();
    let price = book.state(world).price;
    assert_eq!(price, 900_000, "the reported one");
    let bought = TICKET / 900;
    assert_eq!(
        paid,
        [
            (RewardKind::Warrants, 1_000_000),
            (RewardKind::BonusShares, bought + 5_000),
            (RewardKind::PromotePoints, 3_000_000)
        ]
    );
}
