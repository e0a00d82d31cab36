//! Reserves that may pay only interest, or only fees and expenses.

use super::{
    refusals::{DEBT, accepts, refuses},
    shape,
};
use Tier::{Arrears, Fee, Interest, Principal, Reserve, Residual, Service};
use securities::math::{
    structure::Shape,
    waterfall::{Kind, Purpose, Tier},
};

/// The sorts of reserves.
pub const SORTS: [&str; 3] = ["reserve", "reserve of interest", "reserve of expenses"];

/// Whether each stands behind something that it may pay.
pub fn fit(tiers: &[Tier], shapes: &[Shape]) -> bool {
    let of_debt = |tier: &Tier| {
        let whose = match *tier {
            Interest(rank) | Arrears(rank) | Service(rank) => shapes.get(usize::from(rank)),
            _ => None,
        };
        whose.is_some_and(|shape| shape.kind == Kind::Debt)
    };
    tiers.iter().enumerate().all(|(at, tier)| match tier {
        Reserve(Purpose::Interest, _) => tiers[..at].iter().any(of_debt),
        Reserve(Purpose::Expenses, _) => tiers[..at].iter().any(|tier| matches!(tier, Fee(_))),
        _ => true,
    })
}

#[test]
fn a_reserve_with_a_purpose_stands_behind_what_it_pays() {
    let equity = shape(Kind::Equity, true, true);
    let tiers = |reserves: &[Tier]| {
        let entitlements = [Fee(0), Interest(0), Arrears(0)];
        [&entitlements[..], reserves, &[Principal(0), Residual(0)]].concat()
    };
    let [all, interest, expenses] =
        [Purpose::All, Purpose::Interest, Purpose::Expenses].map(|purpose| Reserve(purpose, 1));
    // One of each purpose, in any order, and none twice.
    accepts(&tiers(&[all, interest, expenses]), &[DEBT]);
    accepts(&tiers(&[expenses, interest, all]), &[DEBT]);
    refuses(&tiers(&[interest, interest]), &[DEBT]);
    refuses(&tiers(&[expenses, all, expenses]), &[DEBT]);
    // A preferred return is no interest of a debt.
    accepts(&tiers(&[expenses]), &[equity]);
    refuses(&tiers(&[interest]), &[equity]);
    let behind = |tiers: &[Tier]| [tiers, &[Principal(0), Residual(0)]].concat();
    accepts(&behind(&[Interest(0), interest, Arrears(0)]), &[DEBT]);
    accepts(&behind(&[Arrears(0), interest, Interest(0)]), &[DEBT]);
    // One tier for all that a class is owed pays interest too.
    let served = |kind: Kind| shape(kind, true, true);
    accepts(&[Service(0), interest, Residual(0)], &[served(Kind::Debt)]);
    refuses(&[interest, Service(0), Residual(0)], &[served(Kind::Debt)]);
    refuses(
        &[Service(0), interest, Residual(0)],
        &[served(Kind::Equity)],
    );
    refuses(
        &behind(&[Fee(0), interest, Interest(0), Arrears(0)]),
        &[DEBT],
    );
    refuses(
        &behind(&[Interest(0), Arrears(0), expenses, Fee(0)]),
        &[DEBT],
    );
}
