//! No draw while a trigger does not hold or is not known to, in accelerated mode, while a debt is overdue, or without
//! the signature that the deal asks for: whatever the sponsor puts before it in the same transaction.

use super::{ONE, SOLD, deal_of, sell, treasury, trigger, with_par};
use crate::{on_both_engines, payouts::source};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::waterfall::{set_mode::ModeChange, terms::TestTerms},
    structure::create_tranche::TrancheArgs,
    tranche::state::AmortisationRule,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    world::{BEGIN, DAY, Money, World},
};

on_both_engines! {
    nothing_is_drawn_in_accelerated_mode => accelerated;
    nothing_is_drawn_while_interest_is_in_arrears => arrears;
    nothing_is_drawn_without_the_second_signature => signatures;
}

/// A deal of a debt and of equity with a par, both sold, and a draw of one token.
fn sold<E: Engine>(
    world: &mut World<E>,
    senior: TrancheArgs,
    edit: impl FnOnce(&mut Deal),
) -> (Deal, Instruction) {
    let deal = deal_of(world, vec![senior, with_par(1)], deal::tiers_of, edit);
    for rank in [0, 1] {
        sell(world, &deal, (rank, ONE), SOLD);
    }
    let draw = deal.draw_proceeds(&deal.destination, ONE);
    (deal, draw)
}

fn refused<E: Engine>(world: &mut World<E>, call: &Instruction) -> String {
    world.refused(std::slice::from_ref(call))
}

/// Posts income that is far too little for the interest due.
fn pay_too_little<E: Engine>(world: &mut World<E>, deal: &Deal) {
    let payer = world.investor("payer", SOLD);
    let post = deal.post_distribution(&payer, 0, source(world.engine.now(), 1_000));
    world.go(&[post]);
}

/// Pays all that a debt is owed now.
fn pay_up<E: Engine>(world: &mut World<E>, deal: &Deal, number: u64) {
    let payer = world.investor("payer", SOLD);
    let post = deal.post_distribution(&payer, number, source(world.engine.now(), SOLD / 2));
    world.go(&[post]);
}

fn accelerated<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, draw) = sold(&mut world, deal::senior(0), |_| {});
    world.go(&[deal.set_mode(&deal.sponsor, ModeChange::Accelerate)]);
    assert_eq!(refused(&mut world, &draw), "Accelerated");
    let resume = deal.set_mode(&deal.arbitrator, ModeChange::Resume);
    world.go(&[resume, draw]);
    assert_eq!(world.wealth(&deal.sponsor), ONE + 1);
    audit::check(&mut world);
    world
}

fn arrears<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, draw) = sold(&mut world, deal::senior(0), |_| {});
    world.pass(90 * DAY);
    // Interest that no distribution left unpaid is not overdue.
    world.go(std::slice::from_ref(&draw));
    pay_too_little(&mut world, &deal);
    assert_eq!(refused(&mut world, &draw), "DebtOverdue");
    let before = treasury(&mut world, &deal);
    world.pass(DAY);
    assert_eq!(refused(&mut world, &draw), "DebtOverdue", "nor later");
    pay_up(&mut world, &deal, 1);
    world.go(&[draw]);
    assert_eq!(treasury(&mut world, &deal), before - ONE);
    audit::check(&mut world);
    world
}

fn signatures<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, draw) = sold(&mut world, deal::senior(0), |deal| deal.co_signed = true);
    let by = |who| {
        let mut draw = draw.clone();
        draw.accounts[1].pubkey = who;
        draw
    };
    let alone = Deal {
        co_signed: false,
        ..deal.clone()
    }
    .draw_proceeds(&deal.destination, ONE);
    let missing = "CoSignatureMissing";
    assert_eq!(refused(&mut world, &alone), missing);
    for who in [deal.sponsor, deal.servicer, deal.reporter] {
        assert_eq!(refused(&mut world, &by(who)), missing);
    }
    let mut unsigned = draw.clone();
    unsigned.accounts[1].is_signer = false;
    assert_eq!(refused(&mut world, &unsigned), "AccountNotSigner");
    let mut for_sponsor = draw.clone();
    for_sponsor.accounts[0].pubkey = deal.arbitrator;
    assert_eq!(
        refused(&mut world, &for_sponsor),
        "NotSponsor",
        "the arbitrator alone draws nothing"
    );
    world.go(&[draw]);
    audit::check(&mut world);
    world
}

/// Whoever created the security, its second signer is another.
#[test]
fn who_signs_second_is_not_who_signs_first() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    for (arbitrator, error) in [
        (deal.sponsor, "ArbitratorNotApart"),
        (Pubkey::default(), "KeyRefused"),
    ] {
        let deal = Deal {
            arbitrator,
            co_signed: true,
            ..deal.clone()
        };
        let create = deal.create_security(deal.security_args());
        assert_eq!(world.refused(&[create]), error);
    }
}

/// The draw tests the triggers itself: what has not been noticed yet stops it as well.
#[test]
fn nothing_is_drawn_while_a_trigger_does_not_hold_or_is_not_known_to() {
    let tests = [
        TestTerms::Subordination {
            rank: 0,
            min_bps: 6_000,
        },
        TestTerms::Overdue { rank: 0, days: 30 },
        TestTerms::Collateral {
            rank: 0,
            min_bps: 10_000,
            max_age: 7,
        },
    ];
    for test in tests {
        let mut world = World::<Lite>::new(Money::Classic);
        // Interest is due after a month, and overdue for more than thirty days after two.
        let senior = TrancheArgs {
            period_months: u8::from(matches!(test, TestTerms::Overdue { .. })),
            ..deal::senior(0)
        };
        let (deal, draw) = sold(&mut world, senior, |deal| {
            deal.triggers = trigger(test, 300);
        });
        world.pass(65 * DAY);
        let failing = "TriggerFailing";
        assert_eq!(refused(&mut world, &draw), failing, "{test:?}");
        let mut fewer = draw.clone();
        fewer.accounts.pop();
        assert_eq!(refused(&mut world, &fewer), "TranchesIncomplete");
        if let TestTerms::Collateral { .. } = test {
            let report = |value| deal.report_pool(value);
            assert_eq!(
                world.refused(&[report(SOLD - 1), draw.clone()]),
                failing,
                "too little"
            );
            world.go(&[report(SOLD), draw.clone()]);
            world.pass(7 * DAY + 1);
            assert_eq!(refused(&mut world, &draw), failing, "an old report");
        }
        audit::check(&mut world);
    }
}

#[test]
fn a_loss_stops_draws_where_losses_are_limited() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (deal, draw) = sold(&mut world, deal::senior(0), |deal| {
        deal.triggers = trigger(TestTerms::Losses { max_bps: 1_000 }, 300);
    });
    world.go(&deal.lose(SOLD / 5, 1));
    world.go(std::slice::from_ref(&draw));
    world.go(&deal.lose(1, 2));
    assert_eq!(refused(&mut world, &draw), "TriggerFailing");
}

/// Interest of a period is due when the period is over, whether a distribution has noticed or not.
#[test]
fn nothing_is_drawn_once_a_period_is_over_with_its_interest_unpaid() {
    let mut world = World::<Lite>::new(Money::Classic);
    let senior = TrancheArgs {
        period_months: 3,
        ..deal::senior(0)
    };
    let (deal, draw) = sold(&mut world, senior, |_| {});
    world.pass(60 * DAY);
    world.go(std::slice::from_ref(&draw));
    world.pass(45 * DAY);
    assert_eq!(refused(&mut world, &draw), "DebtOverdue");
    pay_up(&mut world, &deal, 0);
    world.go(std::slice::from_ref(&draw));
    world.pass(60 * DAY);
    world.go(std::slice::from_ref(&draw));
}

#[test]
fn nothing_is_drawn_while_principal_is_past_due() {
    // Without interest, of which the due dates would speak too.
    let short = |amortisation| TrancheArgs {
        amortisation,
        rate_ppm: 0,
        maturity: BEGIN + 400 * DAY,
        ..deal::senior(0)
    };
    let linear = |first_instalment| TrancheArgs {
        period_months: 1,
        first_due: BEGIN + 30 * DAY,
        first_instalment,
        ..short(AmortisationRule::Linear)
    };
    // By its instalments, which come after the revolving period; a bullet, and where principal is swept as cash comes, at
    // maturity alone.
    let cases = [
        (linear(0), 0, true),
        (linear(BEGIN + 333 * DAY), BEGIN + 300 * DAY, false),
        (short(AmortisationRule::Bullet), 0, false),
        (short(AmortisationRule::Sweep), 0, false),
    ];
    for (senior, revolving_until, is_due) in cases {
        let rule = senior.amortisation;
        let mut world = World::<Lite>::new(Money::Classic);
        let (_, draw) = sold(&mut world, senior, |deal| {
            deal.revolving_until = revolving_until;
        });
        world.go(std::slice::from_ref(&draw));
        world.pass(45 * DAY);
        if is_due {
            assert_eq!(refused(&mut world, &draw), "DebtOverdue", "{rule:?}");
        } else {
            world.go(std::slice::from_ref(&draw));
        }
        world.engine.set_now(BEGIN + 401 * DAY);
        assert_eq!(
            refused(&mut world, &draw),
            "DebtOverdue",
            "{rule:?}, not repaid on its maturity"
        );
    }
}
