//! A pool whose debts are pari passu, and so is its equity; a tier stands for each debt's service, and profit is shared
//! by capital.

use super::{Structure, WHOLE, build, follows, payee, step_ups};
use securities::{
    cash::waterfall::terms::{ReservePurpose, TestTerms, TierTerms},
    structure::create_tranche::TrancheArgs,
    tranche::state::{AmortisationRule, DayCountRule, TrancheKind},
};
use securities_tests::{
    deal::{self, Deal},
    lite::Lite,
    world::{BEGIN, DAY, World},
};

/// Two debts, two classes of equity and a cover.
pub fn pool(world: &mut World<Lite>) -> (Deal, Structure) {
    let payee = payee(world);
    let first = TrancheArgs {
        floating: Some(follows(world)),
        amortisation: AmortisationRule::Linear,
        period_months: 1,
        first_due: BEGIN + 30 * DAY,
        default_margin_ppm: 10_000,
        ..deal::senior(0)
    };
    let second = TrancheArgs {
        rate_ppm: 91_300,
        step_ups: step_ups([(100, 2_500), (200, 1_000), (300, 5_000)]),
        day_count: DayCountRule::Act360,
        amortisation: AmortisationRule::Sweep,
        period_months: 3,
        compounding: true,
        pari_passu: true,
        decimals: 6,
        ..deal::senior(1)
    };
    let equity = |rank| TrancheArgs {
        par: WHOLE,
        ..deal::junior(rank)
    };
    let cover = TrancheArgs {
        kind: TrancheKind::Cover,
        par: WHOLE,
        loss_bps: 9_000,
        ..deal::junior(4)
    };
    let share = |rank, with, multiplier_bps, gives_up_bps| TierTerms::Participation {
        rank,
        with,
        multiplier_bps,
        gives_up_bps,
    };
    let tiers = vec![
        TierTerms::Fee {
            bps: 100,
            income_only: true,
            payee,
        },
        TierTerms::Service { rank: 0 },
        TierTerms::Service { rank: 1 },
        TierTerms::InterestTest {
            rank: 1,
            min_bps: 15_000,
            traps: false,
        },
        TierTerms::Deficiency { rank: 0 },
        TierTerms::Deficiency { rank: 1 },
        TierTerms::Reserve {
            purpose: ReservePurpose::Interest,
            amount: 10 * WHOLE,
            bps: 0,
        },
        TierTerms::Reserve {
            purpose: ReservePurpose::All,
            amount: 20 * WHOLE,
            bps: 100,
        },
        TierTerms::Capital { rank: 2 },
        TierTerms::Capital { rank: 3 },
        TierTerms::Cover { rank: 4 },
        share(1, 0b1100, 10_000, 8_000),
        share(4, 0b1100, 20_000, 0),
        share(2, 0b1000, 15_000, 501),
        TierTerms::Residual { rank: 3 },
    ];
    let triggers = vec![
        TestTerms::Losses { max_bps: 1_500 },
        TestTerms::Subordination {
            rank: 1,
            min_bps: 3_000,
        },
    ];
    let classes = vec![
        first,
        second,
        equity(2),
        TrancheArgs {
            pari_passu: true,
            ..equity(3)
        },
        cover,
    ];
    build(world, classes, tiers, triggers, |deal| {
        deal.principal_pays_interest = true;
        (payee, true)
    })
}
