//! A revolving deal.

use super::{
    Structure, WHOLE, build, payee,
    rates::{business_days, follows, parts, step_ups},
};
use securities::{
    cash::waterfall::terms::{FeeBase, ReservePurpose, TestTerms, TierTerms},
    structure::create_tranche::TrancheArgs,
    tranche::{
        business_days::BusinessDayRule,
        state::{AmortisationRule, DayCountRule, PrepaymentRule},
    },
};
use securities_tests::{
    deal::{self, Deal},
    lite::Lite,
    world::{BEGIN, DAY, World},
};

/// A debt that revolves, bears interest by the quarter, is then repaid in equal parts, and matures.
pub fn revolving(world: &mut World<Lite>) -> (Deal, Structure) {
    let payee = payee(world);
    let senior = TrancheArgs {
        floating: Some(follows(world)),
        day_count: DayCountRule::ActAct,
        amortisation: AmortisationRule::Linear,
        prepayments: PrepaymentRule::ProRata,
        period_months: 3,
        // On the last business days of January, April, July and October.
        business_days: business_days(
            BusinessDayRule::ModifiedFollowing,
            &[29, 119, 210, 211, 303],
        ),
        first_due: BEGIN + 30 * DAY,
        first_instalment: BEGIN + 303 * DAY,
        compounding: true,
        maturity: BEGIN + 700 * DAY,
        ..deal::senior(0)
    };
    let mezzanine = TrancheArgs {
        amortisation: AmortisationRule::Custom,
        custom: parts([(301, 1_000), (350, 2_345), (351, 1), (500, 4_000)]),
        rate_ppm: 150_000,
        period_months: 2,
        step_ups: step_ups([(1, 2_500), (150, 10_000), (500, 12_345)]),
        ..deal::senior(1)
    };
    let tiers = vec![
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::AnnualFee {
            base: FeeBase::Debt,
            bps: 125,
            amount: 0,
            min: 0,
            max: 0,
            payee,
            from_treasury: true,
        },
        TierTerms::Reserve {
            purpose: ReservePurpose::All,
            amount: 0,
            bps: 300,
        },
        TierTerms::Principal { rank: 0 },
        TierTerms::Interest { rank: 1 },
        TierTerms::Arrears { rank: 1 },
        TierTerms::InterestTest {
            rank: 0,
            min_bps: 30_000,
            traps: true,
        },
        TierTerms::Reserve {
            purpose: ReservePurpose::Interest,
            amount: 20 * WHOLE,
            bps: 0,
        },
        TierTerms::Principal { rank: 1 },
        TierTerms::Residual { rank: 2 },
    ];
    let triggers = vec![TestTerms::Overdue { rank: 0, days: 100 }];
    let classes = vec![senior, mezzanine, deal::junior(2)];
    build(world, classes, tiers, triggers, |deal| {
        deal.revolving_until = BEGIN + 300 * DAY;
        deal.principal_pays_interest = true;
        (payee, true)
    })
}
