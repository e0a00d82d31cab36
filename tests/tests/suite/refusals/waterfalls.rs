//! Tiers and triggers that make no waterfall.

use super::twins::{Stage, Twins};
use anchor_lang::prelude::Pubkey;
use securities::cash::waterfall::{
    state::Waterfall,
    terms::{FeeBase, ReservePurpose, TestTerms, TierTerms, TriggerTerms, WaterfallRules},
};
use securities_tests::{deal, read};

/// What is edited in good tiers, and how.
type Edit = (&'static str, fn(&mut Vec<TierTerms>));

/// Carry of the junior tranche on the senior one's profit.
const fn carry(carry_bps: u32, catch_up_bps: u32) -> TierTerms {
    TierTerms::Carry {
        rank: 1,
        base: 0,
        carry_bps,
        catch_up_bps,
        multiple_bps: 0,
        deal_by_deal: false,
    }
}

const fn reserve(purpose: ReservePurpose, amount: u64, bps: u32) -> TierTerms {
    TierTerms::Reserve {
        purpose,
        amount,
        bps,
    }
}

const fn split(bps: u32) -> TierTerms {
    TierTerms::Split { rank: 1, bps }
}

const fn fee(bps: u32) -> TierTerms {
    TierTerms::Fee {
        bps,
        income_only: false,
        payee: Pubkey::new_from_array([5; 32]),
    }
}

const fn collateral(rank: u8, min_bps: u32, max_age: u16) -> TierTerms {
    TierTerms::CollateralTest {
        rank,
        min_bps,
        max_age,
        traps: false,
    }
}

#[test]
fn a_waterfall_reaches_every_tranche_once_and_ends_in_one_residual() {
    use TierTerms::{Arrears, Cover, Interest, Principal, Residual, Sweep};
    let mut twins = Twins::at(Stage::Structured);
    let cases: [Edit; 44] = [
        ("no tier", Vec::clear),
        ("25 tiers", |tiers| {
            tiers.splice(0..0, [fee(1); 21]);
        }),
        ("interest twice", |tiers| tiers.insert(0, tiers[0])),
        ("arrears twice", |tiers| tiers.insert(0, tiers[1])),
        ("principal twice", |tiers| tiers.insert(0, tiers[2])),
        ("no residual", |tiers| {
            tiers.pop();
        }),
        ("a residual before the end", |tiers| tiers.rotate_right(1)),
        ("two residuals", |tiers| {
            tiers.insert(3, Residual { rank: 0 });
        }),
        ("a tranche that gets nothing", |tiers| {
            tiers[3] = Residual { rank: 0 };
        }),
        ("a tranche that is not there", |tiers| {
            tiers.insert(0, TierTerms::Split { rank: 2, bps: 1 });
        }),
        ("interest without its tier", |tiers| {
            tiers.remove(0);
        }),
        ("interest without arrears", |tiers| {
            tiers.remove(1);
        }),
        ("principal without a tier", |tiers| {
            tiers.remove(2);
        }),
        ("interest of equity", |tiers| {
            tiers.insert(3, Interest { rank: 1 });
        }),
        ("arrears of equity", |tiers| {
            tiers.insert(3, Arrears { rank: 1 });
        }),
        ("principal of equity without a capital", |tiers| {
            tiers.insert(3, Principal { rank: 1 });
        }),
        ("a sweep of it", |tiers| tiers.insert(3, Sweep { rank: 1 })),
        ("a cover tier of equity", |tiers| {
            tiers.insert(3, Cover { rank: 1 });
        }),
        ("two reserves of a purpose", |tiers| {
            tiers.splice(0..0, [reserve(ReservePurpose::All, 5, 0); 2]);
        }),
        ("a reserve of nothing", |tiers| {
            tiers.insert(0, reserve(ReservePurpose::All, 0, 0));
        }),
        ("a reserve of more than all debt", |tiers| {
            tiers.insert(0, reserve(ReservePurpose::All, 0, 10_001));
        }),
        ("a reserve of interest ahead of all interest", |tiers| {
            tiers.insert(0, reserve(ReservePurpose::Interest, 5, 0));
        }),
        ("a reserve of expenses without any", |tiers| {
            tiers.insert(3, reserve(ReservePurpose::Expenses, 5, 0));
        }),
        ("a fee of nothing", |tiers| tiers.insert(0, fee(0))),
        ("a fee of more than all", |tiers| {
            tiers.insert(0, fee(10_001));
        }),
        ("a fee to nobody", |tiers| {
            let payee = Pubkey::default();
            tiers.insert(
                0,
                TierTerms::Fee {
                    bps: 1,
                    income_only: false,
                    payee,
                },
            );
        }),
        ("an annual fee of nothing", |tiers| {
            tiers.insert(0, annual(FeeBase::Debt, 0, [0; 3], false));
        }),
        ("a minimum of no part", |tiers| {
            tiers.insert(0, annual(FeeBase::Debt, 0, [5, 5, 0], false));
        }),
        ("a maximum below the minimum", |tiers| {
            tiers.insert(0, annual(FeeBase::Capital, 1, [0, 6, 5], false));
        }),
        ("a maximum below the flat amount", |tiers| {
            tiers.insert(0, annual(FeeBase::Capital, 1, [6, 0, 5], false));
        }),
        (
            "a fee on reports, out of the treasury, without a maximum",
            |tiers| {
                tiers.insert(0, annual(FeeBase::Pool, 1, [0; 3], true));
            },
        ),
        ("expenses up to nothing", |tiers| {
            tiers.insert(0, expense(0, Pubkey::new_from_array([5; 32])));
        }),
        ("expenses paid to nobody", |tiers| {
            tiers.insert(0, expense(1, Pubkey::default()));
        }),
        ("a test of collateral of nothing", |tiers| {
            tiers.insert(2, collateral(0, 0, 1));
        }),
        ("a test of more than ten times the principal", |tiers| {
            tiers.insert(2, collateral(0, 100_001, 1));
        }),
        ("a test on reports of no age", |tiers| {
            tiers.insert(2, collateral(0, 11_000, 0));
        }),
        ("a test before the interest that it protects", |tiers| {
            tiers.insert(1, collateral(0, 11_000, 1));
        }),
        ("a test that protects equity", |tiers| {
            tiers.insert(2, collateral(1, 11_000, 1));
        }),
        ("a test of interest of nothing", |tiers| {
            let (rank, min_bps, traps) = (0, 0, false);
            tiers.insert(
                2,
                TierTerms::InterestTest {
                    rank,
                    min_bps,
                    traps,
                },
            );
        }),
        ("a carry of nothing", |tiers| {
            tiers.insert(3, carry(0, 10_000));
        }),
        ("a catch-up below the carry", |tiers| {
            tiers.insert(3, carry(2_000, 1_999));
        }),
        ("a carry before what its base is owed", |tiers| {
            tiers.insert(2, carry(2_000, 10_000));
        }),
        ("a split of nothing", |tiers| tiers.insert(3, split(0))),
        ("splits of more than all", |tiers| {
            let other = TierTerms::Split {
                rank: 0,
                bps: 5_000,
            };
            tiers.splice(3..3, [split(5_001), other]);
        }),
    ];
    for (what, edit) in cases {
        let mut tiers = deal::tiers();
        edit(&mut tiers);
        assert_eq!(
            twins.world.refused(&[twins.own.deal.set_waterfall(tiers)]),
            "BadStructure",
            "{what}"
        );
    }
    let mut more = deal::tiers();
    more.splice(
        3..3,
        [Sweep { rank: 0 }, carry(2_000, 10_000), split(10_000)],
    );
    let deal = &twins.own.deal;
    twins.world.go(&[
        deal.set_waterfall(more),
        deal.at_structure_version(2).set_waterfall(deal::tiers()),
    ]);
    let state: Waterfall = read::state(&mut twins.world.engine, &twins.own.deal.waterfall);
    assert_eq!(
        (state.structure_version, state.tier_count),
        (3, 4),
        "it may be set again while nobody relies on it"
    );
    assert_eq!(state.tiers[4].kind, 0, "what was there before is gone");
}

#[test]
fn triggers_are_at_most_eight_of_tranches_that_exist_with_limits_in_range() {
    use TestTerms::{Collateral, Losses, Overdue, Subordination};
    let mut twins = Twins::at(Stage::Structured);
    let good = TriggerTerms {
        test: Overdue { rank: 0, days: 1 },
        cure_days: 0,
        consequences: 1,
    };
    let args = |triggers: Vec<TriggerTerms>, revolving_until| WaterfallRules {
        tiers: deal::tiers(),
        triggers,
        revolving_until,
        pro_rata_from: 0,
        principal_pays_interest: false,
        pool_daily_bps: 10_000,
    };
    let of = |test| args(vec![TriggerTerms { test, ..good }], 0);
    let (rank, min_bps, max_age) = (0, 1, 1);
    let cases = [
        ("nine", args(vec![good; 9], 0)),
        ("revolving before 1970", args(vec![good], -1)),
        (
            "pro rata before 1970",
            WaterfallRules {
                pro_rata_from: -1,
                ..args(vec![good], 0)
            },
        ),
        (
            "a pool that moves by more than all",
            WaterfallRules {
                pool_daily_bps: 10_001,
                ..args(vec![good], 0)
            },
        ),
        ("a rank too many", of(Overdue { rank: 2, days: 1 })),
        ("no days", of(Overdue { rank, days: 0 })),
        ("no part", of(Subordination { rank, min_bps: 0 })),
        (
            "more than all",
            of(Subordination {
                rank,
                min_bps: 10_001,
            }),
        ),
        (
            "a rank too many behind it",
            of(Subordination { rank: 2, min_bps }),
        ),
        ("losses above all", of(Losses { max_bps: 10_001 })),
        (
            "collateral of nothing",
            of(Collateral {
                rank,
                min_bps: 0,
                max_age,
            }),
        ),
        (
            "collateral without age",
            of(Collateral {
                rank,
                min_bps,
                max_age: 0,
            }),
        ),
        (
            "collateral of nobody",
            of(Collateral {
                rank: 2,
                min_bps,
                max_age,
            }),
        ),
    ];
    let deal = &twins.own.deal;
    for (what, args) in cases {
        let set = deal.set_waterfall_of(args);
        assert_eq!(twins.world.refused(&[set]), "BadTrigger", "{what}");
    }
    twins
        .world
        .go(&[deal.set_waterfall_of(args(vec![good; 4], 1))]);
}

fn annual(base: FeeBase, bps: u32, [amount, min, max]: [u64; 3], from_treasury: bool) -> TierTerms {
    TierTerms::AnnualFee {
        base,
        bps,
        amount,
        min,
        max,
        payee: Pubkey::new_from_array([5; 32]),
        from_treasury,
    }
}

const fn expense(cap: u64, payee: Pubkey) -> TierTerms {
    TierTerms::Expense {
        cap,
        payee,
        from_treasury: false,
    }
}
