//! Structures at random.

use super::{
    Dice,
    shapes::{last_of_peers, peers},
};
use securities::math::{
    structure::Shape,
    waterfall::{Carry, Coverage, Kind, MAX_TIERS, Participation, Period, Purpose, Tier},
};

/// Tiers that form a structure over the shapes.
pub fn make_tiers(dice: &mut Dice, shapes: &[Shape]) -> Vec<Tier> {
    let mut strands = strands(dice, shapes);
    let mut tiers = Vec::new();
    while !strands.is_empty() {
        let at = usize::from(dice.rank(strands.len()));
        tiers.extend(strands[at].remove(0));
        strands.retain(|strand| !strand.is_empty());
    }
    let room = MAX_TIERS - 1 - tiers.len();
    for _ in 0..dice.below(room as u64 + 1) {
        if tiers.len() + 1 < MAX_TIERS {
            add(dice, &mut tiers, shapes);
        }
    }
    for at in (0..tiers.len()).rev() {
        // Further steps of a carry stand beside it.
        let base = base_of(tiers[at]).filter(|base| shapes[usize::from(*base)].has_par);
        let steps = if base.is_some() { dice.below(3) } else { 0 };
        for _ in 0..steps {
            if tiers.len() + 1 < MAX_TIERS {
                tiers.insert(at, tiers[at]);
            }
        }
    }
    tiers.push(Tier::Residual(dice.rank(shapes.len())));
    set_shares(dice, &mut tiers, shapes);
    tiers
}

/// What must be there, in strands whose order must be kept, each of rows of tiers of peers.
fn strands(dice: &mut Dice, shapes: &[Shape]) -> Vec<Vec<Vec<Tier>>> {
    let mut strands = vec![Vec::new(); 3];
    // All in one strand, where tiers that stand for three keep the order of each.
    let serves = dice.one_in(3);
    let [of_interest, of_arrears, of_principal] = if serves { [0; 3] } else { [0, 1, 2] };
    for (rank, shape) in (0..).zip(shapes).filter(|(_, shape)| !shape.pari_passu) {
        let row = |by: fn(u8) -> Tier, all: bool| -> Vec<Tier> {
            let rated = |rank: &u8| all || shapes[usize::from(*rank)].has_rate;
            peers(shapes, rank)
                .into_iter()
                .filter(rated)
                .map(by)
                .collect()
        };
        let repaid = shape.has_par && shape.kind != Kind::Cover;
        if serves && repaid && !dice.one_in(4) {
            strands[0].push(row(Tier::Service, true));
            continue;
        }
        let interest = row(Tier::Interest, false);
        if !interest.is_empty() {
            strands[of_interest].push(interest);
            strands[of_arrears].push(row(Tier::Arrears, false));
        }
        if repaid {
            let capital = if shape.kind == Kind::Equity {
                Tier::Capital
            } else {
                Tier::Sweep
            };
            let by: [fn(u8) -> Tier; 3] = [Tier::Principal, Tier::Sweep, capital];
            strands[of_principal].push(row(dice.pick(&by), true));
        } else if !shape.has_rate {
            let split = Tier::Split { rank, bps: 0 };
            let is_cover = shape.kind == Kind::Cover && !dice.one_in(4);
            strands.push(vec![vec![if is_cover { Tier::Cover(rank) } else { split }]]);
        }
    }
    strands.retain(|strand| !strand.is_empty());
    strands
}

/// Whether a place is amid a row of tiers of peers.
fn splits_a_row(tiers: &[Tier], at: usize, shapes: &[Shape]) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).map(|at| tiers[at]), tiers.get(at)) else {
        return false;
    };
    let same = core::mem::discriminant(&before) == core::mem::discriminant(after);
    match (owed_to(before), owed_to(*after)) {
        (Some(one), Some(other)) => same && peers(shapes, one).contains(&other),
        _ => false,
    }
}

/// Adds a tier that need not be there, where it may stand, unless the draw is of one that may not.
fn add(dice: &mut Dice, tiers: &mut Vec<Tier>, shapes: &[Shape]) {
    let rank = dice.rank(shapes.len());
    let shape = shapes[usize::from(rank)];
    let place =
        |wanted: &dyn Fn(&Tier) -> bool| tiers.iter().rposition(wanted).map_or(0, |at| at + 1);
    let group = peers(shapes, rank);
    let of_group = |tier: &Tier| owed_to(*tier).is_some_and(|rank| group.contains(&rank));
    let repays = |tier: &Tier| is_principal(*tier) && of_group(tier);
    let first_carry = tiers.iter().position(|tier| matches!(tier, Tier::Carry(_)));
    let end = tiers.len();
    let (tier, from, to) = match dice.below(12) {
        0 => (Tier::Fee(0), 0, end),
        1 => {
            let purpose = dice.pick(&[Purpose::All, Purpose::Interest, Purpose::Expenses]);
            let serves = |tier: &Tier| match *tier {
                Tier::Fee(_) => purpose == Purpose::Expenses,
                Tier::Interest(rank) | Tier::Arrears(rank) | Tier::Service(rank) => {
                    purpose == Purpose::Interest && shapes[usize::from(rank)].kind == Kind::Debt
                }
                _ => false,
            };
            // One that may not pay everything stands behind something that it may pay.
            let first = tiers.iter().position(serves).map(|at| at + 1);
            let to = first_carry.unwrap_or(end);
            let from = if purpose == Purpose::All {
                Some(0)
            } else {
                first
            };
            let Some(from) = from.filter(|from| *from <= to) else {
                return;
            };
            (Tier::Reserve(purpose, 0), from, to)
        }
        2 if shape.kind == Kind::Cover => (Tier::Cover(rank), 0, end),
        3 => (Tier::Split { rank, bps: 0 }, 0, end),
        9 if shape.has_par => {
            // Whoever is paid behind it by a share or a split.
            let at = usize::from(dice.rank(end + 1));
            let behind = tiers[at..].iter().filter_map(|tier| match tier {
                Tier::Participation(Participation { rank, .. }) | Tier::Split { rank, .. } => {
                    Some(*rank)
                }
                _ => None,
            });
            let behind =
                behind.filter(|other| shapes[usize::from(*other)].has_par && *other != rank);
            let with = behind
                .filter(|_| !dice.one_in(4))
                .fold(0, |with, rank| with | 1 << rank);
            if with == 0 {
                return;
            }
            let share = Participation {
                rank,
                with,
                multiplier_bps: 1 + dice.bps(30_000),
                gives_up_bps: if dice.one_in(2) { 0 } else { dice.bps(9_999) },
            };
            (Tier::Participation(share), at, at)
        }
        7..=8 if shape.kind == Kind::Debt => {
            let rank = last_of_peers(shapes, rank);
            let test = Coverage {
                rank,
                min_bps: 1 + dice.bps(20_000),
                traps: dice.one_in(3),
                pool: None,
                period: Period::NONE,
            };
            let interest = |tier: &Tier| match *tier {
                Tier::Interest(other) | Tier::Arrears(other) | Tier::Service(other) => {
                    other <= rank && shapes[usize::from(other)].kind == Kind::Debt
                }
                _ => false,
            };
            let sort = dice.pick(&[Tier::CollateralTest, Tier::InterestTest]);
            let (from, to) = (place(&interest), first_carry.unwrap_or(end));
            // A trap stands before every carry.
            if test.traps && from > to {
                return;
            }
            (sort(test), from, if test.traps { to } else { end })
        }
        10..=11
            if shape.kind == Kind::Debt
                && shape.has_par
                && tiers.len() + group.len() < MAX_TIERS =>
        {
            // Behind interest of it and of its seniors, behind their like, and ahead of every carry.
            let may_lose = |shape: &Shape| shape.kind == Kind::Debt && shape.has_par;
            let mut seniors = (0..rank).zip(shapes).filter(|(_, shape)| may_lose(shape));
            if !seniors.all(|(senior, _)| tiers.contains(&Tier::Deficiency(senior))) {
                return;
            }
            let last = last_of_peers(shapes, rank);
            let ahead = |tier: &Tier| match *tier {
                Tier::Interest(other) | Tier::Arrears(other) | Tier::Service(other) => {
                    other <= last && shapes[usize::from(other)].kind == Kind::Debt
                }
                Tier::Deficiency(other) => other < rank,
                _ => false,
            };
            let junior = |tier: &Tier| matches!(tier, Tier::Deficiency(other) if *other > last);
            let to = tiers.iter().position(junior).unwrap_or(end);
            let to = to.min(first_carry.unwrap_or(end));
            if place(&ahead) > to {
                return;
            }
            (Tier::Deficiency(rank), place(&ahead), to)
        }
        4 if tiers.iter().any(repays)
            && !tiers.contains(&Tier::Capital(rank))
            && tiers.len() + group.len() < MAX_TIERS =>
        {
            let other = match tiers.iter().find(|tier| repays(tier)) {
                Some(Tier::Sweep(_))
                    if !tiers
                        .iter()
                        .any(|tier| of_group(tier) && matches!(tier, Tier::Service(_))) =>
                {
                    Tier::Principal(rank)
                }
                _ => Tier::Sweep(rank),
            };
            let carry =
                |tier: &Tier| matches!(tier, Tier::Carry(carry) if group.contains(&carry.base));
            let carry = tiers.iter().position(carry).unwrap_or(end);
            (other, place(&repays), carry)
        }
        _ => {
            let base = dice.rank(shapes.len());
            if base == rank || shapes[usize::from(base)].kind == Kind::Cover {
                return;
            }
            let carry = Carry {
                rank,
                base,
                deal_by_deal: tiers.contains(&Tier::Capital(base)) && dice.one_in(2),
                ..Carry::default()
            };
            if tiers.iter().any(|tier| takes_carry(*tier, rank)) {
                return;
            }
            let traps = |tier: &Tier| match tier {
                Tier::CollateralTest(test) | Tier::InterestTest(test) => test.traps,
                Tier::Deficiency(_) => true,
                _ => false,
            };
            let entitlement = |tier: &Tier| {
                let entitlements = match *tier {
                    Tier::Capital(_) if carry.deal_by_deal => None,
                    other => owed_to(other),
                };
                matches!(tier, Tier::Reserve(..)) || traps(tier) || entitlements == Some(base)
            };
            (Tier::Carry(carry), place(&entitlement), end)
        }
    };
    let same = |other: &Tier| {
        core::mem::discriminant(other) == core::mem::discriminant(&tier)
            && other.rank() == tier.rank()
            && protects(*other) == protects(tier)
            && purpose(*other) == purpose(tier)
    };
    if matches!(tier, Tier::Fee(_)) || !tiers.iter().any(same) {
        let places = (from..=to).filter(|at| !splits_a_row(tiers, *at, shapes));
        let places: Vec<usize> = places.collect();
        if places.is_empty() {
            return;
        }
        let at = dice.pick(&places);
        let row = |by: fn(u8) -> Tier| group.iter().copied().map(by).collect();
        let row: Vec<Tier> = match tier {
            Tier::Principal(_) => row(Tier::Principal),
            Tier::Sweep(_) => row(Tier::Sweep),
            Tier::Deficiency(_) => row(Tier::Deficiency),
            _ => vec![tier],
        };
        tiers.splice(at..at, row);
    }
}

pub const fn protects(tier: Tier) -> Option<u8> {
    match tier {
        Tier::CollateralTest(test) | Tier::InterestTest(test) => Some(test.rank),
        _ => None,
    }
}

const fn purpose(tier: Tier) -> Option<Purpose> {
    match tier {
        Tier::Reserve(purpose, _) => Some(purpose),
        _ => None,
    }
}

/// Whose entitlement a tier pays.
pub const fn owed_to(tier: Tier) -> Option<u8> {
    match tier {
        Tier::Interest(rank)
        | Tier::Arrears(rank)
        | Tier::Principal(rank)
        | Tier::Service(rank)
        | Tier::Sweep(rank)
        | Tier::Capital(rank)
        | Tier::Deficiency(rank) => Some(rank),
        _ => None,
    }
}

/// Whether it repays debts with what would pass it, whatever is due.
pub const fn diverts(tier: Tier) -> bool {
    protects(tier).is_some() || matches!(tier, Tier::Deficiency(_))
}

pub const fn is_principal(tier: Tier) -> bool {
    matches!(
        tier,
        Tier::Principal(_) | Tier::Service(_) | Tier::Sweep(_) | Tier::Capital(_)
    )
}

const fn takes_carry(tier: Tier, rank: u8) -> bool {
    matches!(tier, Tier::Carry(carry) if carry.rank == rank)
}

const fn base_of(tier: Tier) -> Option<u8> {
    match tier {
        Tier::Carry(carry) => Some(carry.base),
        _ => None,
    }
}

pub fn set_amounts(dice: &mut Dice, tiers: &mut [Tier], bits: Option<u32>) {
    for tier in tiers {
        match tier {
            Tier::Fee(amount) | Tier::Reserve(_, amount) => *amount = dice.amount(bits),
            Tier::InterestTest(test) => {
                test.period = Period {
                    income: dice.amount(bits),
                    fees: dice.amount(bits),
                    paid: dice.amount(bits),
                };
            }
            Tier::CollateralTest(test) => {
                test.pool = (!dice.one_in(4)).then(|| dice.amount(bits.map(|bits| bits + 2)));
            }
            Tier::Carry(carry) => {
                carry.reached = dice.amount(bits);
                carry.paid = dice.amount(bits.map(|bits| bits.saturating_sub(3)));
                carry.clawed_back = dice.roll() % carry.paid.max(1);
                if dice.one_in(3) {
                    carry.passed = dice.roll() % (carry.paid - carry.clawed_back).max(1);
                }
                if carry.deal_by_deal && dice.one_in(2) {
                    carry.spent = dice.amount(bits);
                }
            }
            _ => {}
        }
    }
}

fn set_shares(dice: &mut Dice, tiers: &mut [Tier], shapes: &[Shape]) {
    let has_par = |rank: u8| shapes[usize::from(rank)].has_par;
    let is_split = |tier: Option<&Tier>| matches!(tier, Some(Tier::Split { .. }));
    let ends_group = (0..tiers.len()).map(|at| !is_split(tiers.get(at + 1)));
    let ends_group: Vec<bool> = ends_group.collect();
    // Basis points left to a group of splits, of which 23 at most stand in a row.
    let mut left = 10_000;
    let mut last = Carry::default();
    for (tier, ends_group) in tiers.iter_mut().zip(ends_group) {
        match tier {
            Tier::Carry(carry) => {
                let goes_on =
                    last.carry_bps > 0 && (last.rank, last.base) == (carry.rank, carry.base);
                let least = if goes_on { last.carry_bps } else { 1 };
                carry.carry_bps = least + dice.bps((10_000 - least).into());
                if goes_on {
                    carry.multiple_bps = last.multiple_bps.max(10_000) + 1 + dice.bps(20_000);
                } else if has_par(carry.base) && dice.one_in(3) {
                    carry.multiple_bps = 10_001 + dice.bps(20_000);
                }
                let more = 10_000.min(carry.carry_bps + dice.bps(9_999));
                carry.catch_up_bps = dice.pick(&[10_000, carry.carry_bps, more]);
                last = *carry;
            }
            Tier::Split { bps, .. } => {
                let some = 1 + dice.bps(u64::from(left).saturating_sub(24));
                let all = ends_group && dice.one_in(4);
                *bps = if all { left } else { some };
                left -= *bps;
            }
            _ => {}
        }
        if ends_group {
            left = 10_000;
        }
    }
}
