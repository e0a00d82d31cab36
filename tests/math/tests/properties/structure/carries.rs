//! Capital that principal alone repays, carry deal by deal, and steps of a carry: which tiers form them.

use super::{
    refusals::{EQUITY, accepts, refuses},
    shape, split,
};
use Tier::{Arrears, Capital, Fee, Interest, Principal, Residual, Sweep};
use securities::math::{
    structure::Shape,
    waterfall::{Carry, Kind, Tier},
};

/// A fund's equity with a preferred return, and its manager.
const FUND: [Shape; 2] = [shape(Kind::Equity, true, true), EQUITY];

/// A fund whose capital is repaid by one tier, with some carries before the residual.
fn fund(repays: Tier, carries: &[Carry]) -> Vec<Tier> {
    let mut tiers = vec![Interest(0), Arrears(0), repays];
    tiers.extend(carries.iter().copied().map(Tier::Carry));
    tiers.push(Residual(0));
    tiers
}

const STEP: Carry = Carry {
    rank: 1,
    base: 0,
    carry_bps: 2_000,
    catch_up_bps: 10_000,
    multiple_bps: 0,
    deal_by_deal: false,
    reached: 0,
    paid: 0,
    clawed_back: 0,
    passed: 0,
    spent: 0,
};

#[test]
fn capital_of_equity_is_repaid_out_of_principal_by_one_tier() {
    accepts(&fund(Capital(0), &[STEP]), &FUND);
    let with_par = shape(Kind::Debt, true, true);
    refuses(&fund(Capital(0), &[STEP]), &[with_par, EQUITY]);
    for other in [Principal(0), Sweep(0), Capital(0)] {
        for at in [2, 3] {
            let mut tiers = fund(Capital(0), &[STEP]);
            tiers.insert(at, other);
            refuses(&tiers, &FUND);
        }
    }
    let mut tiers = fund(Capital(0), &[STEP]);
    tiers.insert(3, Capital(1));
    refuses(&tiers, &FUND);
}

#[test]
fn a_carry_is_paid_deal_by_deal_where_principal_alone_repays_its_base() {
    let each = Carry {
        deal_by_deal: true,
        ..STEP
    };
    accepts(&fund(Capital(0), &[each]), &FUND);
    refuses(&fund(Principal(0), &[each]), &FUND);
    refuses(&fund(Sweep(0), &[each]), &FUND);
    // The capital tier may stand behind it, unlike the interest; for a whole-fund carry it stands before.
    let mut tiers = fund(Capital(0), &[each]);
    tiers.swap(2, 3);
    accepts(&tiers, &FUND);
    tiers.swap(1, 2);
    refuses(&tiers, &FUND);
    let mut tiers = fund(Capital(0), &[STEP]);
    tiers.swap(2, 3);
    refuses(&tiers, &FUND);
    // A base without a capital has nothing to wait for.
    let tiers = [split(0, 1), Tier::Carry(each), Residual(0)];
    refuses(&tiers, &[EQUITY; 2]);
}

#[test]
fn steps_of_a_carry_rise_in_a_row() {
    let next = |multiple_bps, carry_bps| Carry {
        multiple_bps,
        carry_bps,
        ..STEP
    };
    let of = |carries: &[Carry]| fund(Principal(0), carries);
    accepts(
        &of(&[STEP, next(20_000, 2_000), next(20_001, 5_000)]),
        &FUND,
    );
    accepts(&of(&[next(10_001, 1)]), &FUND);
    // Four; a multiple of no more than the capital; one that does not rise; a share that falls.
    let four = [
        STEP,
        next(20_000, 3_000),
        next(30_000, 3_000),
        next(40_000, 3_000),
    ];
    refuses(&of(&four), &FUND);
    refuses(&of(&[next(10_000, 2_000)]), &FUND);
    refuses(&of(&[STEP, STEP]), &FUND);
    refuses(&of(&[next(20_000, 2_000), next(20_000, 3_000)]), &FUND);
    refuses(&of(&[STEP, next(20_000, 1_999)]), &FUND);
    // On another base, or paid another way, or with something between.
    let three = [FUND[0], EQUITY, FUND[0]];
    let both = [Interest(2), Arrears(2), Principal(2)];
    let with_other = |second| {
        let mut tiers = fund(Principal(0), &[STEP, second]);
        tiers.splice(3..3, both);
        tiers
    };
    accepts(&with_other(next(20_000, 3_000)), &three[..]);
    let other_base = Carry {
        base: 2,
        ..next(20_000, 3_000)
    };
    refuses(&with_other(other_base), &three[..]);
    let each = Carry {
        deal_by_deal: true,
        ..next(20_000, 3_000)
    };
    refuses(&fund(Capital(0), &[STEP, each]), &FUND);
    let mut tiers = of(&[STEP, next(20_000, 3_000)]);
    tiers.insert(4, Fee(1));
    refuses(&tiers, &FUND);
    // A multiple of a capital that is not there.
    let tiers = [split(0, 1), Tier::Carry(next(20_000, 2_000)), Residual(0)];
    refuses(&tiers, &[EQUITY; 2]);
}
