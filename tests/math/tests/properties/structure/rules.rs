//! The rules of a structure, said another way than the program says them.

use super::reserves;
use securities::math::{
    structure::Shape,
    waterfall::{Carry, Kind, Purpose, Tier},
};
use std::collections::{BTreeMap, BTreeSet};

/// Sort and taker, told apart here and not by the program.
const fn parts(tier: Tier) -> (&'static str, Option<u8>) {
    match tier {
        Tier::Fee(_) => ("fee", None),
        Tier::Interest(rank) => ("interest", Some(rank)),
        Tier::Arrears(rank) => ("arrears", Some(rank)),
        Tier::Principal(rank) => ("principal", Some(rank)),
        Tier::Service(rank) => ("service", Some(rank)),
        Tier::Participation(share) => ("share", Some(share.rank)),
        Tier::Sweep(rank) => ("sweep", Some(rank)),
        Tier::Capital(rank) => ("capital", Some(rank)),
        Tier::Deficiency(rank) => ("deficiency", Some(rank)),
        Tier::Reserve(Purpose::All, _) => ("reserve", None),
        Tier::Reserve(Purpose::Interest, _) => ("reserve of interest", None),
        Tier::Reserve(Purpose::Expenses, _) => ("reserve of expenses", None),
        Tier::Cover(rank) => ("cover", Some(rank)),
        Tier::Carry(carry) => ("carry", Some(carry.rank)),
        Tier::Split { rank, .. } => ("split", Some(rank)),
        Tier::CollateralTest(_) => ("collateral test", None),
        Tier::InterestTest(_) => ("interest test", None),
        Tier::Residual(rank) => ("residual", Some(rank)),
    }
}

/// The structures that can be run, said another way: by the places of each sort, and by lists of ranks that must be
/// exactly those of the tranches that have the entitlement.
pub fn is_structure(tiers: &[Tier], shapes: &[Shape]) -> bool {
    let mut places: BTreeMap<(&str, Option<u8>), Vec<usize>> = BTreeMap::new();
    for (at, tier) in tiers.iter().enumerate() {
        places.entry(parts(*tier)).or_default().push(at);
    }
    let repeats = places.iter().any(|((sort, _), at)| {
        at.len() > 1 && !["fee", "carry"].contains(sort) && !sort.ends_with("test")
    });
    let debts = that_debts(shapes);
    let tests_fit = ["collateral test", "interest test"].iter().all(|sort| {
        let mut protected = BTreeSet::new();
        let at = places.get(&(*sort, None)).cloned().unwrap_or_default();
        at.into_iter().all(|at| {
            let (Tier::CollateralTest(test) | Tier::InterestTest(test)) = tiers[at] else {
                panic!("it is a test");
            };
            let interest = debts.iter().filter(|rank| **rank <= test.rank);
            let interest = interest.flat_map(|rank| {
                ["interest", "arrears", "service"].map(|sort| places.get(&(sort, Some(*rank))))
            });
            test.min_bps > 0
                && debts.contains(&test.rank)
                && protected.insert(test.rank)
                && interest.flatten().flatten().all(|place| *place < at)
        })
    });
    let deficiencies_fit = tiers.iter().enumerate().all(|(at, tier)| {
        let Tier::Deficiency(rank) = *tier else {
            return true;
        };
        let is_late = |(sort, of): (&str, Option<u8>)| {
            let senior = of.is_some_and(|of| of <= rank && debts.contains(&of));
            senior && ["interest", "arrears", "service"].contains(&sort)
        };
        let (before, behind) = (&tiers[..at], &tiers[at..]);
        let may_lose = |senior: &u8| debts.contains(senior) && shapes[usize::from(*senior)].has_par;
        let seniors = (0..rank).filter(may_lose);
        debts.contains(&rank)
            && seniors
                .into_iter()
                .all(|senior| before.contains(&Tier::Deficiency(senior)))
            && shapes[usize::from(rank)].has_par
            && !behind.iter().any(|tier| is_late(parts(*tier)))
            && !before.iter().any(|tier| parts(*tier).0 == "carry")
    });
    let ranks = |sorts: &[&str]| -> Vec<u8> {
        let mut ranks: Vec<u8> = Vec::new();
        for (sort, rank) in tiers.iter().map(|tier| parts(*tier)) {
            let new = rank.filter(|rank| sorts.contains(&sort) && !ranks.contains(rank));
            ranks.extend(new);
        }
        ranks
    };
    let that = |has: &dyn Fn(&Shape) -> bool| -> Vec<u8> {
        let all = (0_u8..).zip(shapes);
        all.filter(|(_, shape)| has(shape))
            .map(|(rank, _)| rank)
            .collect()
    };
    let bearing = that(&|shape| shape.has_rate);
    let repaid = that(&|shape| shape.has_par && shape.kind != Kind::Cover);
    let covers: BTreeSet<u8> = that(&|shape| shape.kind == Kind::Cover)
        .into_iter()
        .collect();
    let takers: BTreeSet<u8> = tiers.iter().filter_map(|tier| parts(*tier).1).collect();
    let residuals = tiers
        .iter()
        .filter(|tier| parts(**tier).0 == "residual")
        .count();

    let groups = tiers.split(|tier| parts(*tier).0 != "split");
    let splits_fit = groups.into_iter().all(|group| {
        let bps = group.iter().map(|tier| match tier {
            Tier::Split { bps, .. } => u64::from(*bps),
            _ => 0,
        });
        let bps: Vec<u64> = bps.collect();
        !bps.contains(&0) && bps.iter().sum::<u64>() <= 10_000
    });
    let carries_fit = tiers.iter().enumerate().all(|(at, tier)| {
        let Tier::Carry(carry) = tier else {
            return true;
        };
        let sorts: &[&str] = if carry.deal_by_deal {
            &["interest", "arrears", "service"]
        } else {
            &[
                "interest",
                "arrears",
                "principal",
                "service",
                "sweep",
                "capital",
            ]
        };
        let of_principal = places.contains_key(&("capital", Some(carry.base)));
        let has_par = shapes
            .get(usize::from(carry.base))
            .is_some_and(|base| base.has_par);
        let last = sorts
            .iter()
            .filter_map(|sort| places.get(&(*sort, Some(carry.base))));
        let reserves = reserves::SORTS
            .iter()
            .filter_map(|sort| places.get(&(*sort, None)));
        let traps = |tier: &Tier| match tier {
            Tier::CollateralTest(test) | Tier::InterestTest(test) => test.traps,
            _ => false,
        };
        let trapped = tiers.iter().skip(at).any(traps);
        0 < carry.carry_bps
            && carry.carry_bps <= carry.catch_up_bps
            && carry.catch_up_bps <= 10_000
            && carry.base != carry.rank
            && (of_principal || !carry.deal_by_deal)
            && (carry.multiple_bps == 0 || (carry.multiple_bps > 10_000 && has_par))
            && usize::from(carry.base) < shapes.len()
            && !covers.contains(&carry.base)
            && !trapped
            && last.chain(reserves).flatten().all(|place| *place < at)
    });
    let steps_fit = (0..8).all(|rank| {
        let at = places
            .get(&("carry", Some(rank)))
            .cloned()
            .unwrap_or_default();
        let steps = at.iter().filter_map(|at| match tiers[*at] {
            Tier::Carry(carry) => Some(carry),
            _ => None,
        });
        let steps: Vec<Carry> = steps.collect();
        let in_a_row = at.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let rises = steps.windows(2).all(|pair| {
            pair[0].multiple_bps < pair[1].multiple_bps
                && pair[0].carry_bps <= pair[1].carry_bps
                && (pair[0].base, pair[0].deal_by_deal) == (pair[1].base, pair[1].deal_by_deal)
        });
        in_a_row && rises && steps.len() <= 3
    });
    let capitals_fit = places.keys().all(|(sort, rank)| {
        let whose = rank.and_then(|rank| shapes.get(usize::from(rank)));
        let other = |sort| places.contains_key(&(sort, *rank));
        *sort != "capital"
            || (whose.is_some_and(|shape| shape.kind == Kind::Equity)
                && !["principal", "service", "sweep"]
                    .iter()
                    .any(|sort| other(sort)))
    });
    // With those that a service tier pays, in order.
    let bears = |sort: &'static str| {
        let paid = ranks(&[sort, "service"]);
        paid.is_sorted()
            && bearing.iter().all(|rank| paid.contains(rank))
            && ranks(&[sort]).iter().all(|rank| bearing.contains(rank))
    };
    let serves_alone = places.keys().all(|(sort, rank)| {
        let other = |sort| places.contains_key(&(sort, *rank));
        *sort != "service"
            || !["interest", "arrears", "principal"]
                .iter()
                .any(|sort| other(sort))
    });
    let shares_fit = tiers.iter().enumerate().all(|(at, tier)| {
        let Tier::Participation(share) = tier else {
            return true;
        };
        let has_par = |rank: u8| {
            shapes
                .get(usize::from(rank))
                .is_some_and(|shape| shape.has_par)
        };
        let paid = |rank: u8| {
            let sorts = ["share", "split", "residual"];
            sorts.iter().any(|sort| {
                let own = places.get(&(*sort, Some(rank)));
                own.is_some_and(|own| own.iter().any(|place| *place > at))
            })
        };
        let with: Vec<u8> = (0..8).filter(|rank| share.with & 1 << rank != 0).collect();
        !with.is_empty()
            && with
                .iter()
                .all(|rank| has_par(*rank) && paid(*rank) && *rank != share.rank)
            && has_par(share.rank)
            && share.multiplier_bps > 0
            && share.multiplier_bps <= 1_000_000
            && share.gives_up_bps < 10_000
    });
    let protects = !covers.is_empty()
        || reserves::SORTS
            .iter()
            .any(|sort| places.contains_key(&(*sort, None)));
    let protected =
        !debts.is_empty() || !that(&|shape| shape.kind == Kind::Equity && shape.has_par).is_empty();
    tiers.len() <= 24
        && (!protects || protected)
        && tests_fit
        && deficiencies_fit
        && ranks(&["deficiency"]).is_sorted()
        && (1..=8).contains(&shapes.len())
        && !repeats
        && residuals == 1
        && tiers
            .last()
            .is_some_and(|tier| parts(*tier).0 == "residual")
        && takers == (0..shapes.len() as u8).collect()
        && bears("interest")
        && bears("arrears")
        && serves_alone
        && shares_fit
        && ranks(&["principal", "service", "sweep", "capital"]) == repaid
        && ranks(&["cover"])
            .into_iter()
            .all(|rank| covers.contains(&rank))
        && splits_fit
        && steps_fit
        && capitals_fit
        && reserves::fit(tiers, shapes)
        && carries_fit
}

fn that_debts(shapes: &[Shape]) -> BTreeSet<u8> {
    let all = (0_u8..).zip(shapes);
    all.filter(|(_, shape)| shape.kind == Kind::Debt)
        .map(|(rank, _)| rank)
        .collect()
}

/// Whether pari passu tranches may be, and their tiers of each sort are in a row, in order.
pub fn are_pari_passu(tiers: &[Tier], shapes: &[Shape]) -> bool {
    if shapes.first().is_some_and(|shape| shape.pari_passu) {
        return false;
    }
    let ends = |rank: u8| {
        let next = shapes.get(usize::from(rank) + 1);
        next.is_none_or(|shape| !shape.pari_passu)
    };
    let tests_fit = tiers.iter().all(|tier| match tier {
        Tier::CollateralTest(test) | Tier::InterestTest(test) => ends(test.rank),
        _ => true,
    });
    let starts = (0..shapes.len()).filter(|rank| !shapes[*rank].pari_passu);
    let groups = starts.map(|first| {
        let more = shapes[first + 1..]
            .iter()
            .take_while(|shape| shape.pari_passu);
        first as u8..(first + 1 + more.count()) as u8
    });
    let fits = |group: core::ops::Range<u8>| {
        let own = &shapes[usize::from(group.start)..usize::from(group.end)];
        let alike = own
            .iter()
            .all(|shape| shape.has_par && shape.kind == own[0].kind && shape.kind != Kind::Cover);
        let sorts = [
            "interest",
            "arrears",
            "principal",
            "service",
            "sweep",
            "capital",
            "deficiency",
        ];
        let rows = sorts.map(|sort| {
            let row = tiers
                .iter()
                .enumerate()
                .filter_map(|(at, tier)| match parts(*tier) {
                    (own, Some(rank)) if own == sort && group.contains(&rank) => Some((at, rank)),
                    _ => None,
                });
            let row: Vec<(usize, u8)> = row.collect();
            let in_a_row = row
                .windows(2)
                .all(|pair| pair[1].0 == pair[0].0 + 1 && pair[1].1 > pair[0].1);
            let whole = row.is_empty() || row.len() == own.len();
            in_a_row && (whole || ["interest", "arrears"].contains(&sort))
        });
        own.len() == 1 || (alike && rows == [true; 7])
    };
    tests_fit && groups.into_iter().all(fits)
}
