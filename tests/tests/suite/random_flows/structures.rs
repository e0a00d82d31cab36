//! Six deals, all shares of which are sold.

mod pool;
mod rates;
mod revolving;

use super::NAMES;
use anchor_lang::prelude::Pubkey;
pub use pool::pool;
pub use rates::report;
use rates::{business_days, follows, step_ups};
pub use revolving::revolving;
use securities::{
    cash::waterfall::terms::{FeeBase, ReservePurpose, TestTerms, TierTerms, TriggerTerms},
    structure::create_tranche::TrancheArgs,
    tranche::{
        business_days::BusinessDayRule,
        pik::PikTerms,
        state::{AmortisationRule, DayCountRule, TrancheKind},
        terms::FloatingTerms,
    },
};
use securities_tests::{
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{BEGIN, DAY, World},
};

/// A whole unit of money.
pub const WHOLE: u64 = 1_000_000;
/// What each of the four puts into each tranche, whole units: odd parts of an odd whole.
pub const STAKES: [u64; 4] = [1_003, 1_999, 337, 2_661];

/// What the model needs to know of a deal.
pub struct Structure {
    /// Tranches.
    pub classes: usize,
    /// Their terms.
    pub terms: Vec<TrancheArgs>,
    /// The tiers.
    pub tiers: Vec<TierTerms>,
    /// The triggers, without a cure.
    pub triggers: Vec<TestTerms>,
    /// Until when it revolves.
    pub revolving_until: i64,
    /// From when principal repays debts pro rata; 0: never.
    pub pro_rata_from: i64,
    /// Whether principal pays interest that income leaves unpaid.
    pub principal_pays_interest: bool,
    /// Who gets the fees.
    pub payee: Pubkey,
    /// Whether the second class may be overpaid of its carry.
    pub overpays: bool,
    /// Whether losses are drawn.
    pub has_losses: bool,
    /// When the book of each tranche was locked, by the test's own clock.
    pub locked_at: Vec<i64>,
    /// These books.
    pub books: Vec<Offering>,
}

impl Structure {
    /// Whether interest of the second class may be paid in kind.
    pub fn has_elections(&self) -> bool {
        self.terms.get(1).is_some_and(|terms| terms.pik.periods > 0)
    }

    /// Whether its sponsor may submit expenses.
    pub fn has_expenses(&self) -> bool {
        let mut tiers = self.tiers.iter();
        tiers.any(|tier| matches!(tier, TierTerms::Expense { .. }))
    }
}

/// Senior, mezzanine, a junior with a capital and a cover, with every tier that such a deal has.
pub fn credit(world: &mut World<Lite>) -> (Deal, Structure) {
    let payee = payee(world);
    let senior = TrancheArgs {
        day_count: DayCountRule::Thirty360,
        amortisation: AmortisationRule::Level,
        period_months: 1,
        first_due: BEGIN + 30 * DAY,
        business_days: business_days(BusinessDayRule::Preceding, &[88, 89, 90, 180, 575]),
        maturity: BEGIN + 1_093 * DAY,
        default_margin_ppm: 20_000,
        ..deal::senior(0)
    };
    let mezzanine = TrancheArgs {
        rate_ppm: 123_700,
        day_count: DayCountRule::Act360,
        amortisation: AmortisationRule::Sweep,
        period_months: 2,
        pik: PikTerms {
            periods: 4,
            notice_days: 3,
            margin_ppm: 12_345,
        },
        compounding: true,
        decimals: 6,
        ..deal::senior(1)
    };
    let junior = TrancheArgs {
        par: WHOLE,
        ..deal::junior(2)
    };
    let cover = TrancheArgs {
        kind: TrancheKind::Cover,
        par: WHOLE,
        loss_cap: 700 * WHOLE,
        loss_bps: 8_333,
        ..deal::junior(3)
    };
    let tiers = vec![
        TierTerms::Fee {
            bps: 100,
            income_only: false,
            payee,
        },
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::Interest { rank: 1 },
        TierTerms::Arrears { rank: 1 },
        TierTerms::InterestTest {
            rank: 1,
            min_bps: 12_500,
            traps: false,
        },
        TierTerms::Deficiency { rank: 0 },
        TierTerms::Deficiency { rank: 1 },
        TierTerms::Reserve {
            purpose: ReservePurpose::All,
            amount: 50 * WHOLE,
            bps: 150,
        },
        TierTerms::Reserve {
            purpose: ReservePurpose::Interest,
            amount: 5 * WHOLE,
            bps: 75,
        },
        TierTerms::Reserve {
            purpose: ReservePurpose::Expenses,
            amount: 0,
            bps: 40,
        },
        TierTerms::Principal { rank: 0 },
        TierTerms::Sweep { rank: 1 },
        TierTerms::Cover { rank: 3 },
        TierTerms::Sweep { rank: 2 },
        TierTerms::Split { rank: 3, bps: 777 },
        TierTerms::Residual { rank: 2 },
    ];
    let triggers = vec![
        TestTerms::Losses { max_bps: 900 },
        TestTerms::Subordination {
            rank: 1,
            min_bps: 2_500,
        },
        TestTerms::Overdue { rank: 0, days: 150 },
    ];
    let classes = vec![senior, mezzanine, junior, cover];
    build(world, classes, tiers, triggers, |deal| {
        (deal.pro_rata_from, deal.principal_pays_interest) = (BEGIN + 200 * DAY, true);
        (payee, true)
    })
}

/// Investors with a preferred return, a manager with a carry.
pub fn fund(world: &mut World<Lite>) -> (Deal, Structure) {
    let payee = payee(world);
    let investors = TrancheArgs {
        par: WHOLE,
        rate_ppm: 80_000,
        floating: Some(FloatingTerms {
            floor_ppm: 60_000,
            cap_ppm: 120_000,
            ..follows(world)
        }),
        step_ups: step_ups([(200, 5_000), (201, 1_000), (600, 20_000)]),
        day_count: DayCountRule::Thirty360Us,
        compounding: true,
        period_months: 3,
        business_days: business_days(BusinessDayRule::Following, &[]),
        ..deal::junior(0)
    };
    let tiers = vec![
        TierTerms::AnnualFee {
            base: FeeBase::Capital,
            bps: 211,
            amount: 123_456_789,
            min: 0,
            max: 211_000_000,
            payee,
            from_treasury: true,
        },
        TierTerms::Expense {
            cap: 33 * WHOLE,
            payee,
            from_treasury: true,
        },
        TierTerms::AnnualFee {
            base: FeeBase::Raised,
            bps: 77,
            amount: 0,
            min: 51_000_000,
            max: 0,
            payee,
            from_treasury: false,
        },
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::Sweep { rank: 0 },
        TierTerms::Carry {
            rank: 1,
            base: 0,
            carry_bps: 2_000,
            catch_up_bps: 10_000,
            multiple_bps: 0,
            deal_by_deal: false,
        },
        TierTerms::Residual { rank: 0 },
    ];
    let classes = vec![investors, deal::junior(1)];
    build(world, classes, tiers, vec![], |_| (payee, true))
}

/// Investors with a preferred return, a manager with a carry in three steps that is paid deal by deal, and a split.
pub fn deal_by_deal(world: &mut World<Lite>) -> (Deal, Structure) {
    let payee = payee(world);
    let investors = TrancheArgs {
        par: WHOLE,
        rate_ppm: 60_000,
        period_months: 6,
        ..deal::junior(0)
    };
    let step = |carry_bps, catch_up_bps, multiple_bps| TierTerms::Carry {
        rank: 1,
        base: 0,
        carry_bps,
        catch_up_bps,
        multiple_bps,
        deal_by_deal: true,
    };
    let tiers = vec![
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::Capital { rank: 0 },
        step(1_500, 8_000, 0),
        step(2_000, 10_000, 11_000),
        step(3_333, 3_333, 12_500),
        TierTerms::Split { rank: 1, bps: 700 },
        TierTerms::Residual { rank: 0 },
    ];
    let classes = vec![investors, deal::junior(1)];
    build(world, classes, tiers, vec![], |_| (payee, true))
}

/// Two classes that share revenue.
pub fn royalty(world: &mut World<Lite>) -> (Deal, Structure) {
    let payee = payee(world);
    let tiers = vec![
        TierTerms::Fee {
            bps: 333,
            income_only: true,
            payee,
        },
        TierTerms::Split {
            rank: 0,
            bps: 3_001,
        },
        TierTerms::Split { rank: 1, bps: 101 },
        TierTerms::Residual { rank: 1 },
    ];
    let classes = vec![deal::junior(0), deal::junior(1)];
    build(world, classes, tiers, vec![], |_| (payee, false))
}

fn payee(world: &mut World<Lite>) -> Pubkey {
    world.investor("payee", 0)
}

fn build(
    world: &mut World<Lite>,
    classes: Vec<TrancheArgs>,
    tiers: Vec<TierTerms>,
    triggers: Vec<TestTerms>,
    rules: impl FnOnce(&mut Deal) -> (Pubkey, bool),
) -> (Deal, Structure) {
    let mut deal = Deal::plan(world, "sponsor", 1);
    let (payee, has_losses) = rules(&mut deal);
    deal.triggers = triggers
        .iter()
        .map(|test| TriggerTerms {
            test: *test,
            cure_days: 0,
            consequences: 1,
        })
        .collect();
    let deal = deal.create(world, classes.clone(), tiers.clone());
    let owners = NAMES.map(|name| world.investor(name, 100_000 * WHOLE));
    let (mut locked_at, mut books) = (Vec::new(), Vec::new());
    for rank in 0..classes.len() as u8 {
        let book = Offering::standard_with(world, &deal, rank, &format!("line {rank}"), |_| {});
        let tickets: Vec<_> = owners
            .iter()
            .zip(STAKES)
            .map(|(owner, stake)| (*owner, stake * WHOLE))
            .collect();
        book.sell(world, &deal, &tickets);
        if classes[usize::from(rank)].kind == TrancheKind::Cover {
            world.go(&[deal.release_proceeds(&book, 0)]);
        }
        locked_at.push(book.args.offer_ends);
        assert_eq!(
            world.engine.now(),
            book.args.offer_ends,
            "locked and settled at once"
        );
        books.push(book);
    }
    let shares_each = |tier: &TierTerms| {
        matches!(
            tier,
            TierTerms::Carry {
                deal_by_deal: true,
                ..
            }
        )
    };
    let structure = Structure {
        classes: classes.len(),
        overpays: tiers.iter().any(shares_each),
        terms: classes,
        tiers,
        triggers,
        revolving_until: deal.revolving_until,
        pro_rata_from: deal.pro_rata_from,
        principal_pays_interest: deal.principal_pays_interest,
        payee,
        has_losses,
        locked_at,
        books,
    };
    (deal, structure)
}
