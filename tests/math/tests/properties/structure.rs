//! Which tiers form a structure that can be run.

mod carries;
mod refusals;
mod reserves;
mod rules;

use crate::waterfall::draw::{Dice, any_shapes, make_tiers};
use proptest::prelude::*;
use rules::{are_pari_passu, is_structure};
use securities::math::{
    MathError,
    structure::{Shape, validate},
    waterfall::{Carry, Coverage, Kind, Participation, Period, Purpose, Tier},
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
        passed: 0,
        spent: 0,
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
        period: Period::NONE,
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

const fn share(rank: u8, with: u8) -> Tier {
    Tier::Participation(Participation {
        rank,
        with,
        multiplier_bps: 1_000_000,
        gives_up_bps: 9_999,
    })
}

fn agrees(tiers: &[Tier], shapes: &[Shape]) -> bool {
    let (good, peers) = (is_structure(tiers, shapes), are_pari_passu(tiers, shapes));
    let judged = validate(tiers, shapes);
    let right = match judged {
        Ok(()) => good && peers,
        Err(MathError::BadStructure) => !good,
        Err(MathError::BadPariPassu) => !peers,
        Err(_) => false,
    };
    assert!(right, "{judged:?}: {tiers:?} over {shapes:?}");
    good && peers
}

/// All tranches that there are.
fn all_shapes() -> Vec<Shape> {
    let flags = [(false, false), (false, true), (true, false), (true, true)];
    let of = |kind| flags.map(|(par, rate)| shape(kind, par, rate));
    [Kind::Debt, Kind::Equity, Kind::Cover].map(of).concat()
}

#[test]
fn every_list_of_up_to_three_tiers_is_judged_right() {
    let mut symbols = vec![
        Tier::Fee(1),
        Tier::Reserve(Purpose::All, 1),
        Tier::Interest(2),
    ];
    for sort in [
        Tier::Interest,
        Tier::Arrears,
        Tier::Principal,
        Tier::Service,
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
    symbols.extend([share(0, 2), share(1, 1), share(1, 0)]);
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
    let pari_passu_with = |one: Shape| Shape {
        pari_passu: true,
        ..one
    };
    decks.push(vec![pari_passu_with(singles[2])]);
    decks.extend(singles.iter().map(|one| vec![*one, pari_passu_with(*one)]));
    decks.push(vec![singles[2], pari_passu_with(singles[6])]);

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
        Tier::Service(rank),
        Tier::Sweep(rank),
        Tier::Capital(rank),
        Tier::Reserve(Purpose::All, 0),
        Tier::Cover(rank),
        carry(rank, base, one, two),
        changed,
        split(rank, three),
        share(rank, base),
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
