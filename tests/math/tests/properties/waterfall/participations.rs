//! Carry and splits, worked by hand.

use super::examples::{debt, flow, of, taken};
use Tier::{Arrears, Fee, Interest, Residual, Sweep};
use securities::math::{
    walk::run,
    waterfall::{Carry, Claimant, Kind, Tier, WaterfallInput},
};

const fn carry(reached: u64, paid: u64) -> Tier {
    Tier::Carry(Carry {
        rank: 1,
        base: 0,
        carry_bps: 2_000,
        catch_up_bps: 10_000,
        reached,
        paid,
        multiple_bps: 0,
        deal_by_deal: false,
        clawed_back: 0,
        passed: 0,
        spent: 0,
    })
}

/// A fund: capital and its preferred return to the investors, carry to the manager, the rest to the investors.
const fn fund(reached: u64, paid: u64) -> [Tier; 5] {
    [
        Sweep(0),
        Interest(0),
        Arrears(0),
        carry(reached, paid),
        Residual(0),
    ]
}

#[test]
fn a_fund_pays_carry_on_profit_above_its_hurdle() {
    let mut investors = debt(80, 0, 0, 1_000);
    investors.kind = Kind::Equity;
    let claimants = [investors, of(Kind::Equity, 0)];
    let pays = |amount| taken::<5>(&flow(amount, &fund(0, 0), &claimants));
    assert_eq!(pays(1_000), [1_000, 0, 0, 0, 0]);
    assert_eq!(pays(1_080), [1_000, 80, 0, 0, 0]);
    assert_eq!(pays(1_090), [1_000, 80, 0, 10, 0]);
    assert_eq!(pays(1_100), [1_000, 80, 0, 20, 0]);
    assert_eq!(pays(1_110), [1_000, 80, 0, 22, 8]);
    assert_eq!(pays(2_000), [1_000, 80, 0, 200, 720]);
    let outcome = run(&flow(2_000, &fund(0, 0), &claimants)).unwrap();
    assert_eq!(outcome.reached[3], 920);
    assert_eq!(outcome.receipts[1].residual, 200);
    assert_eq!(outcome.receipts[0].total(), Ok(1_800));

    // The same in two parts, of which the first stops within the catch-up.
    let repaid = Claimant {
        interest_paid: 80,
        kind: Kind::Equity,
        ..debt(0, 0, 0, 0)
    };
    let claimants = [repaid, claimants[1]];
    assert_eq!(
        taken(&flow(910, &fund(10, 10), &claimants)),
        [0, 0, 0, 190, 720]
    );
}

#[test]
fn losses_of_the_base_lower_its_profit() {
    let investors = Claimant {
        kind: Kind::Equity,
        loss: 100,
        ..debt(0, 0, 0, 900)
    };
    let claimants = [investors, of(Kind::Equity, 0)];
    assert_eq!(
        taken(&flow(1_000, &fund(0, 0), &claimants)),
        [900, 0, 0, 0, 100]
    );
    assert_eq!(
        taken(&flow(1_100, &fund(0, 0), &claimants)),
        [900, 0, 0, 20, 180]
    );
    // What a recovery has written up is lost no more: 1,000 of capital come back, and 100 are profit.
    let tiers = fund(0, 0);
    let claimants = [
        Claimant {
            kind: Kind::Equity,
            ..debt(0, 0, 0, 1_000)
        },
        claimants[1],
    ];
    let recovery = WaterfallInput {
        recovery: true,
        principal: 100,
        ..flow(1_100, &tiers, &claimants)
    };
    assert_eq!(taken(&recovery), [1_000, 0, 0, 20, 80]);
}

#[test]
fn splits_share_what_reached_the_first_of_them() {
    let claimants = [of(Kind::Equity, 0); 3];
    let split = |rank, bps| Tier::Split { rank, bps };
    let tiers = [
        split(0, 5_000),
        split(1, 3_333),
        Fee(10),
        split(2, 5_000),
        Residual(0),
    ];
    assert_eq!(taken(&flow(100, &tiers, &claimants)), [50, 33, 10, 3, 4]);
    assert_eq!(taken(&flow(3, &tiers, &claimants)), [1, 0, 2, 0, 0]);
    let in_kind = WaterfallInput {
        in_kind: true,
        ..flow(100, &tiers, &claimants)
    };
    assert_eq!(taken(&in_kind), [50, 33, 0, 8, 9]);
}
