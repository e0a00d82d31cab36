//! Reserves that pay only interest of debts, or only fees and expenses.

use crate::{
    drawing::{ONE, SOLD},
    on_both_engines,
    scene::Scene,
};
use securities::{
    cash::{
        distribution::state::Distribution,
        waterfall::{
            set_mode::ModeChange,
            state::Waterfall,
            terms::{FeeBase, ReservePurpose, TierTerms},
        },
    },
    security::state::Security,
};
use securities_tests::{
    deal,
    engine::Engine,
    read,
    world::{DAY, World},
};

on_both_engines! {
    reserves_pay_what_they_are_for_and_go_home_when_the_debt_is_repaid => purposes;
    an_acceleration_repays_the_debt_with_all_reserves => accelerated;
}

/// The places of the tiers.
const FEE: usize = 0;
const INTEREST: usize = 1;
const ARREARS: usize = 2;
const EXPENSE_RESERVE: usize = 3;
const INTEREST_RESERVE: usize = 4;
const PRINCIPAL: usize = 5;
const RESIDUAL: usize = 6;

/// 1,000 of debt at 8 % and an equity, with a fee of 36.50 a year, 5 kept for it and 20 for interest.
fn with_reserves<E: Engine>() -> Scene<E> {
    let reserve = |purpose, amount| TierTerms::Reserve {
        purpose,
        amount,
        bps: 0,
    };
    let tiers = |payee| {
        vec![
            TierTerms::AnnualFee {
                base: FeeBase::Debt,
                bps: 0,
                amount: 365 * ONE / 10,
                min: 0,
                max: 0,
                payee,
                from_treasury: false,
            },
            TierTerms::Interest { rank: 0 },
            TierTerms::Arrears { rank: 0 },
            reserve(ReservePurpose::Expenses, 5 * ONE),
            reserve(ReservePurpose::Interest, 20 * ONE),
            TierTerms::Principal { rank: 0 },
            TierTerms::Residual { rank: 1 },
        ]
    };
    Scene::new(vec![deal::senior(0), deal::junior(1)], tiers, |_| {})
}

impl<E: Engine> Scene<E> {
    /// Pays in so many days after the debt was sold, and gives the record.
    fn post_on(&mut self, days: i64, amount: u64) -> Distribution {
        let began = self.security().began_at;
        self.world.engine.set_now(began + days * DAY);
        self.post(amount)
    }

    fn security(&mut self) -> Security {
        read::state(&mut self.world.engine, &self.deal.security)
    }

    /// What the reserves hold, by their tiers; the vault counts the sum.
    fn held(&mut self) -> [u64; 2] {
        let waterfall: Waterfall = read::state(&mut self.world.engine, &self.deal.waterfall);
        let held = [EXPENSE_RESERVE, INTEREST_RESERVE].map(|at| waterfall.tiers[at].taken);
        assert_eq!(self.security().vault().reserve, held.iter().sum::<u64>());
        held
    }
}

fn purposes<E: Engine>() -> World<E> {
    let mut scene = with_reserves::<E>();
    // 0.10 a day of fees and 0.219178082 of interest; the reserves are filled, and the rest is the equity's.
    let record = scene.post_on(100, 60 * ONE);
    let interest = 21_917_808;
    assert_eq!(record.tiers[FEE], 10 * ONE);
    assert_eq!(record.tiers[INTEREST], interest);
    assert_eq!(record.tiers[RESIDUAL], 25 * ONE - interest);
    assert_eq!(scene.held(), [5 * ONE, 20 * ONE]);

    // 30 days later 1 comes in, and 3 and 6.575342 are due: income first, then the reserve of each.
    let record = scene.post_on(130, ONE);
    assert_eq!(record.reserve, 25 * ONE);
    assert_eq!(record.tiers[FEE], 3 * ONE);
    assert_eq!(record.tiers[INTEREST], 6_575_342);
    assert_eq!(record.tiers[PRINCIPAL..=RESIDUAL], [0, 0]);
    assert_eq!(scene.held(), [3 * ONE, 20 * ONE - 6_575_342]);

    // A year later both are used up, and what they do not pay stays due; neither pays what the other is for.
    let record = scene.post_on(495, ONE);
    assert_eq!(record.tiers[FEE], 4 * ONE);
    assert_eq!(record.tiers[INTEREST], 20 * ONE - 6_575_342);
    assert_eq!(scene.held(), [0, 0]);
    let record = scene.post_on(496, 150 * ONE);
    assert!(record.tiers[ARREARS] > 66 * ONE, "what was not paid");
    assert_eq!(record.tiers[EXPENSE_RESERVE], 5 * ONE);
    assert_eq!(scene.held(), [5 * ONE, 20 * ONE]);

    // At maturity the debt is repaid, and what the reserves hold is the next run's income.
    let record = scene.post_on(3 * 365 + 1, 2 * SOLD);
    assert_eq!(record.tiers[PRINCIPAL], SOLD);
    assert_eq!(scene.held(), [5 * ONE, 20 * ONE], "they were full");
    let record = scene.post_on(3 * 365 + 1, 0);
    assert_eq!(record.tiers[RESIDUAL], 25 * ONE);
    assert_eq!(scene.held(), [0, 0]);
    scene.world
}

fn accelerated<E: Engine>() -> World<E> {
    let mut scene = with_reserves::<E>();
    scene.post_on(100, 60 * ONE);
    let accelerate = scene
        .deal
        .set_mode(&scene.deal.sponsor, ModeChange::Accelerate);
    scene.world.go(&[accelerate]);
    let record = scene.post_on(100, 10 * ONE);
    assert_eq!(record.tiers[PRINCIPAL], 35 * ONE);
    assert_eq!(scene.held(), [0, 0]);
    scene.world
}
