//! Income that covers what is written off of a debt, before the equity has any.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell},
    on_both_engines,
    payouts::source,
};
use securities::{
    cash::{distribution::state::Distribution, waterfall::terms::TierTerms},
    security::state::Security,
    tranche::state::Tranche,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    read,
    world::{BEGIN, DAY, Money, World},
};

on_both_engines! {
    excess_income_restores_a_mezzanine_before_the_equity_gains => covered;
    what_covers_a_loss_while_a_deal_revolves_is_not_the_sponsors => revolving;
}

fn class<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8) -> Tranche {
    read::state(&mut world.engine, &deal.class(rank).tranche)
}

/// Two debts of 1,000 that bear no interest, and an equity.
fn covered<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let debt = |rank| securities::structure::create_tranche::TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(rank)
    };
    let tiers = |_: &[_]| {
        vec![
            TierTerms::Deficiency { rank: 0 },
            TierTerms::Deficiency { rank: 1 },
            TierTerms::Principal { rank: 0 },
            TierTerms::Principal { rank: 1 },
            TierTerms::Residual { rank: 2 },
        ]
    };
    let classes = vec![debt(0), debt(1), deal::junior(2)];
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    for rank in 0..3 {
        sell(&mut world, &deal, (rank, ONE), SOLD);
    }
    let mut posted = 0;
    let mut post = |world: &mut World<E>, amount: u64, recovery: bool| {
        let payer = deal.servicer;
        world.give(&payer, amount);
        let mut args = source(world.engine.now(), amount);
        args.recovery = recovery;
        world.go(&[deal.post_distribution(&payer, posted, args)]);
        let record = address::distribution(&deal.security, &payer, posted);
        posted += 1;
        audit::check(world);
        read::state::<Distribution>(&mut world.engine, &record)
    };

    // Nothing is written off: income is the equity's.
    assert_eq!(post(&mut world, 10 * ONE, false).tiers[4], 10 * ONE);
    // The pool loses 300, all of it the mezzanine's.
    world.go(&deal.lose(300 * ONE, 1));
    assert_eq!(class(&mut world, &deal, 1).loss, 300 * ONE);
    // 100 of income are principal: they repay the senior, and the mezzanine is written up.
    let record = post(&mut world, 100 * ONE, false);
    assert_eq!(record.tiers[..5], [0, 0, 100 * ONE, 0, 0]);
    assert_eq!(record.of_principal[..3], [0, 0, 100 * ONE]);
    assert_eq!(record.principal, 0, "what came in was income");
    assert_eq!(record.written_up[..3], [0, 100 * ONE, 0]);
    assert_eq!(record.outstanding[..2], [900 * ONE, 800 * ONE]);
    let mezzanine = class(&mut world, &deal, 1);
    assert_eq!((mezzanine.loss, mezzanine.principal_repaid), (200 * ONE, 0));
    // What is recovered beyond what is still written off is income.
    let record = post(&mut world, 230 * ONE, true);
    assert_eq!(record.written_up[..3], [0, 200 * ONE, 0]);
    assert_eq!(record.tiers[..5], [0, 0, 200 * ONE, 0, 30 * ONE]);
    assert_eq!(record.outstanding[..2], [700 * ONE, 1_000 * ONE]);

    // A class that is wiped out is open again once some of it is covered.
    world.go(&deal.lose(1_700 * ONE, 2));
    let wiped = [0, 1].map(|rank| class(&mut world, &deal, rank).status);
    assert_eq!(wiped, [1, 1]);
    let record = post(&mut world, 50 * ONE, false);
    assert_eq!(record.written_up[..2], [50 * ONE, 0]);
    assert_eq!(record.tiers[2], 50 * ONE, "and repaid at once");
    assert_eq!(record.outstanding[..2], [0, 0]);
    // A correction lowers no more than is still written off.
    let most = 1_700 * ONE - 50 * ONE;
    let too_much = deal.correct_loss(most + 1, 2);
    assert_eq!(world.refused(&[too_much]), "CorrectionTooLarge");
    world.go(&[deal.correct_loss(most, 2)]);
    let open = [0, 1].map(|rank| class(&mut world, &deal, rank).status);
    assert_eq!(open, [0, 0]);
    audit::check(&mut world);
    world
}

fn revolving<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let debt = |rank| securities::structure::create_tranche::TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(rank)
    };
    let tiers = |_: &[_]| {
        vec![
            TierTerms::Deficiency { rank: 0 },
            TierTerms::Deficiency { rank: 1 },
            TierTerms::Principal { rank: 0 },
            TierTerms::Principal { rank: 1 },
            TierTerms::Residual { rank: 2 },
        ]
    };
    let classes = vec![debt(0), debt(1), deal::junior(2)];
    let deal = deal_of(&mut world, classes, tiers, |deal| {
        deal.revolving_until = BEGIN + 200 * DAY;
    });
    for rank in 0..3 {
        sell(&mut world, &deal, (rank, ONE), SOLD);
    }
    world.go(&deal.lose(100 * ONE, 1));
    let payer = world.investor("payer", 100 * ONE);
    for (posted, principal) in [(0, 0), (1, 30 * ONE)] {
        let mut args = source(world.engine.now(), 50 * ONE);
        args.principal = principal;
        world.go(&[deal.post_distribution(&payer, posted, args)]);
    }
    // 50 and 20 of income covered losses. Only the 30 that came as principal are for new assets.
    assert_eq!(class(&mut world, &deal, 1).loss, 30 * ONE);
    let security: Security = read::state(&mut world.engine, &deal.security);
    let vault = security.vault();
    assert_eq!((vault.reinvestment, vault.trapped), (100 * ONE, 70 * ONE));
    let draw = |amount| deal.draw_reinvestment(&deal.destination, amount);
    assert_eq!(world.refused(&[draw(30 * ONE + 1)]), "InsufficientFunds");
    world.go(&[draw(30 * ONE)]);
    audit::check(&mut world);
    world
}
