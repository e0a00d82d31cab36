//! Which tiers form a structure that can be run.

mod carries;
mod refusals;

use std::collections::{BTreeMap, BTreeSet};

use crate::waterfall::draw::{Dice, any_shapes, make_tiers};
use proptest::prelude::*;
use securities::math::{
    MathError,
    structure::{Shape, validate},
    waterfall::{Carry, Coverage, Kind, Tier},
};
use securities_math_tests::{MANY, cases};

pub const fn carry(rank: u8, base: u8, carry_bps: u32, catch_up_bps: u32) -> Tier {
    Tier::Carry(Carry {
        rank,
        base,
        carry_bps,
        catch_up_bps,
        multiple_bps: 0,
        deal_by_deal: false,
        reached: 0,
        paid: 0,
        clawed_back: 0,
    })
}

pub const fn split(rank: u8, bps: u32) -> Tier {
    Tier::Split { rank, bps }
}

pub const fn coverage(rank: u8, min_bps: u32) -> Coverage {
    Coverage {
        rank,
        min_bps,
        traps: false,
        pool: None,
        income: 0,
    }
}

pub const fn shape(kind: Kind, has_par: bool, has_rate: bool) -> Shape {
    Shape {
        kind,
        has_par,
        has_rate,
        pari_passu: false,
    }
}

/// Sort and taker, told apart here and not by the program.
const fn parts(tier: Tier) -> (&'static str, Option<u8>) {
    match tier {
        Tier::Fee(_) => ("fee", None),
        Tier::Interest(rank) => ("interest", Some(rank)),
        Tier::Arrears(rank) => ("arrears", Some(rank)),
        Tier::Principal(rank) => ("principal", Some(rank)),
        Tier::Sweep(rank) => ("sweep", Some(rank)),
        Tier::Capital(rank) => ("capital", Some(rank)),
        Tier::Reserve(_) => ("reserve", None),
        Tier::Cover(rank) => ("cover", Some(rank)),
        Tier::Carry(carry) => ("carry", Some(carry.rank)),
        Tier::Split { rank, .. } => ("split", Some(rank)),
        Tier::CollateralTest(_) => ("collateral test", None),
        Tier::InterestTest(_) => ("interest test", None),
        Tier::Residual(rank) => ("residual", Some(rank)),
    }
}

/// The structures that can be run, said another way: by the places of each sort, and by lists of ranks that must be
/// exactly those of the tranches that have the claim.
fn is_structure(tiers: &[Tier], shapes: &[Shape]) -> bool {
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
                ["interest", "arrears"].map(|sort| places.get(&(sort, Some(*rank))))
            });
            test.min_bps > 0
                && debts.contains(&test.rank)
                && protected.insert(test.rank)
                && interest.flatten().flatten().all(|place| *place < at)
        })
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
            &["interest", "arrears"]
        } else {
            &["interest", "arrears", "principal", "sweep", "capital"]
        };
        let of_principal = places.contains_key(&("capital", Some(carry.base)));
        let has_par = shapes
            .get(usize::from(carry.base))
            .is_some_and(|base| base.has_par);
        let last = sorts
            .iter()
            .filter_map(|sort| places.get(&(*sort, Some(carry.base))));
        let reserve = places.get(&("reserve", None));
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
            && last.chain(reserve).flatten().all(|place| *place < at)
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
                && !other("principal")
                && !other("sweep"))
    });
    let protects = !covers.is_empty() || places.contains_key(&("reserve", None));
    let protected =
        !debts.is_empty() || !that(&|shape| shape.kind == Kind::Equity && shape.has_par).is_empty();
    tiers.len() <= 24
        && (!protects || protected)
        && tests_fit
        && (1..=8).contains(&shapes.len())
        && !repeats
        && residuals == 1
        && tiers
            .last()
            .is_some_and(|tier| parts(*tier).0 == "residual")
        && takers == (0..shapes.len() as u8).collect()
        && ranks(&["interest"]) == bearing
        && ranks(&["arrears"]) == bearing
        && ranks(&["principal", "sweep", "capital"]) == repaid
        && ranks(&["cover"])
            .into_iter()
            .all(|rank| covers.contains(&rank))
        && splits_fit
        && steps_fit
        && capitals_fit
        && carries_fit
}

fn that_debts(shapes: &[Shape]) -> BTreeSet<u8> {
    let all = (0_u8..).zip(shapes);
    all.filter(|(_, shape)| shape.kind == Kind::Debt)
        .map(|(rank, _)| rank)
        .collect()
}

/// Whether tranches of one rank may be, and their tiers of each sort are in a row, in order.
fn are_ranks(tiers: &[Tier], shapes: &[Shape]) -> bool {
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
        let rows = ["interest", "arrears", "principal", "sweep", "capital"].map(|sort| {
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
        own.len() == 1 || (alike && rows == [true; 5])
    };
    tests_fit && groups.into_iter().all(fits)
}

fn agrees(tiers: &[Tier], shapes: &[Shape]) -> bool {
    let (good, ranks) = (is_structure(tiers, shapes), are_ranks(tiers, shapes));
    let judged = validate(tiers, shapes);
    let right = match judged {
        Ok(()) => good && ranks,
        Err(MathError::BadStructure) => !good,
        Err(MathError::BadRank) => !ranks,
        Err(_) => false,
    };
    assert!(right, "{judged:?}: {tiers:?} over {shapes:?}");
    good && ranks
}

/// All tranches that there are.
fn all_shapes() -> Vec<Shape> {
    let flags = [(false, false), (false, true), (true, false), (true, true)];
    let of = |kind| flags.map(|(par, rate)| shape(kind, par, rate));
    [Kind::Debt, Kind::Equity, Kind::Cover].map(of).concat()
}

#[test]
fn every_list_of_up_to_three_tiers_is_judged_right() {
    let mut symbols = vec![Tier::Fee(1), Tier::Reserve(1), Tier::Interest(2)];
    for sort in [
        Tier::Interest,
        Tier::Arrears,
        Tier::Principal,
        Tier::Sweep,
        Tier::Capital,
        Tier::Cover,
        Tier::Residual,
    ] {
        symbols.extend([sort(0), sort(1)]);
    }
    symbols.extend([
        Tier::CollateralTest(coverage(0, 1)),
        Tier::InterestTest(coverage(1, 1)),
        Tier::InterestTest(coverage(1, 0)),
    ]);
    symbols.extend([carry(0, 1, 1, 1), carry(1, 0, 10_000, 10_000)]);
    symbols.push(Tier::Carry(Carry {
        rank: 1,
        carry_bps: 1,
        catch_up_bps: 1,
        multiple_bps: 10_001,
        deal_by_deal: true,
        ..Carry::default()
    }));
    symbols.extend([split(0, 1), split(0, 9_999), split(1, 1), split(1, 10_000)]);
    let singles = all_shapes();
    let mut decks: Vec<Vec<Shape>> = vec![Vec::new()];
    decks.extend(singles.iter().map(|shape| vec![*shape]));
    let second = [
        shape(Kind::Equity, true, false),
        shape(Kind::Cover, true, false),
    ];
    let pairs = singles
        .iter()
        .flat_map(|one| second.map(|two| vec![*one, two]));
    decks.extend(pairs);
    let of_one_rank = |one: Shape| Shape {
        pari_passu: true,
        ..one
    };
    decks.push(vec![of_one_rank(singles[2])]);
    decks.extend(singles.iter().map(|one| vec![*one, of_one_rank(*one)]));
    decks.push(vec![singles[2], of_one_rank(singles[6])]);

    let (mut lists, mut good) = (vec![Vec::new()], [0; 3]);
    for _ in 0..=3 {
        for (list, shapes) in lists
            .iter()
            .flat_map(|list| decks.iter().map(move |deck| (list, deck)))
        {
            good[shapes.len()] += u32::from(agrees(list, shapes));
        }
        let longer = |list: &Vec<Tier>| {
            let list = list.clone();
            symbols
                .iter()
                .map(move |tier| [list.clone(), vec![*tier]].concat())
        };
        lists = lists.iter().flat_map(longer).collect();
    }
    assert_eq!(good[0], 0);
    assert!(good[1] > 50 && good[2] > 100, "{good:?}");
}

/// A good structure, changed in a few ways that often spoil it.
fn nearly_a_structure() -> impl Strategy<Value = (Vec<Tier>, Vec<Shape>)> {
    any::<u64>().prop_map(|seed| {
        let dice = &mut Dice(seed);
        let mut shapes = any_shapes(dice);
        let mut tiers = make_tiers(dice, &shapes);
        for _ in 0..dice.below(4) {
            change(dice, &mut tiers, &mut shapes);
        }
        (tiers, shapes)
    })
}

/// A carry of the list with another multiple, or for the other way of paying it.
fn changed_carry(dice: &mut Dice, tiers: &[Tier]) -> Tier {
    let mut carries = tiers.iter().filter_map(|tier| match *tier {
        Tier::Carry(carry) => Some(carry),
        _ => None,
    });
    let mut carry = carries.next_back().unwrap_or_default();
    carry.deal_by_deal ^= dice.one_in(3);
    carry.multiple_bps = 9_999 + dice.bps(10_000);
    Tier::Carry(carry)
}

fn change(dice: &mut Dice, tiers: &mut Vec<Tier>, shapes: &mut Vec<Shape>) {
    let (at, rank) = (dice.rank(tiers.len().max(1)), dice.rank(9));
    let (base, [one, two, three]) = (dice.rank(9), [0; 3].map(|_| dice.bps(10_001)));
    let changed = changed_carry(dice, tiers);
    let tier = dice.pick(&[
        Tier::Fee(0),
        Tier::Interest(rank),
        Tier::Arrears(rank),
        Tier::Principal(rank),
        Tier::Sweep(rank),
        Tier::Capital(rank),
        Tier::Reserve(0),
        Tier::Cover(rank),
        carry(rank, base, one, two),
        changed,
        split(rank, three),
        Tier::CollateralTest(coverage(rank, three)),
        Tier::InterestTest(coverage(rank, three)),
        Tier::Residual(rank),
    ]);
    let at = usize::from(at).min(tiers.len());
    match dice.below(8) {
        0 if at < tiers.len() => drop(tiers.remove(at)),
        1 => tiers.insert(at, tier),
        2 if at < tiers.len() => tiers[at] = tier,
        3 if at < tiers.len() => tiers.push(tiers[at]),
        4 if at < tiers.len() => tiers.swap(at, 0),
        5 if at + 1 < tiers.len() => tiers.swap(at, at + 1),
        6 => drop(shapes.pop()),
        _ => {
            let which = usize::from(rank) % shapes.len().max(1);
            if let Some(shape) = shapes.get_mut(which) {
                *shape = dice.pick(&all_shapes());
                shape.pari_passu = dice.one_in(4);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn only_structures_are_accepted((tiers, shapes) in nearly_a_structure()) {
        agrees(&tiers, &shapes);
    }
}
