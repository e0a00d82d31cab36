//! Deals at random: structures that can be run, and money for them.

use proptest::prelude::*;
use securities::math::{
    structure::Shape,
    waterfall::{Carry, Claimant, Coverage, Cushion, Kind, MAX_TIERS, Mode, Tier, WaterfallInput},
};
use securities_math_tests::EDGES;

/// A deal, and what comes in.
#[derive(Clone, Debug)]
pub struct Deal {
    pub shapes: Vec<Shape>,
    pub tiers: Vec<Tier>,
    pub claimants: Vec<Claimant>,
    pub cushions: Vec<Cushion>,
    pub amount: u64,
    pub reserve: u64,
    pub reinvestment: u64,
    pub mode: Mode,
    pub principal: u64,
    pub returns: bool,
    pub principal_pays_interest: bool,
    pub pro_rata: bool,
    pub recovery: bool,
    pub in_kind: bool,
}

impl Deal {
    /// Takes out the tests of coverage, which repay debts whatever is due.
    pub fn forget_tests(&mut self) {
        self.tiers.retain(|tier| protects(*tier).is_none());
    }

    pub fn has_tests(&self) -> bool {
        self.tiers.iter().any(|tier| protects(*tier).is_some())
    }

    pub fn flow(&self) -> WaterfallInput<'_> {
        WaterfallInput {
            amount: self.amount,
            reserve: self.reserve,
            reinvestment: self.reinvestment,
            mode: self.mode,
            principal: self.principal,
            returns: self.returns,
            principal_pays_interest: self.principal_pays_interest,
            pro_rata: self.pro_rata,
            recovery: self.recovery,
            in_kind: self.in_kind,
            tiers: &self.tiers,
            claimants: &self.claimants,
            cushions: &self.cushions,
        }
    }
}

/// Numbers that follow from one: a sequence by Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators", 2014 (SplitMix64). A deal has hundreds of choices, which the test framework would draw slowly.
pub struct Dice(pub u64);

impl Dice {
    pub const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub const fn below(&mut self, count: u64) -> u64 {
        self.roll() % count
    }

    pub const fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    pub const fn rank(&mut self, count: usize) -> u8 {
        self.below(count as u64) as u8
    }

    pub const fn bps(&mut self, most: u64) -> u32 {
        self.below(most + 1) as u32
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// Below 2^`bits`, each order of magnitude alike, and 0 a quarter of the time; where there are no bits, an edge.
    pub fn amount(&mut self, bits: Option<u32>) -> u64 {
        let Some(bits) = bits else {
            return self.pick(&EDGES);
        };
        let shift = 64 - self.below(u64::from(bits) + 1) as u32;
        let number = self.roll().checked_shr(shift).unwrap_or(0);
        if self.one_in(4) { 0 } else { number }
    }
}

/// Deals of every sort, with amounts of up to 59 bits, so that none of their sums overflows.
pub fn deal() -> impl Strategy<Value = Deal> {
    (any::<u64>(), 0_u32..60).prop_map(|(seed, bits)| make(&mut Dice(seed), Some(bits)))
}

/// Deals whose amounts are where 64-bit arithmetic changes its ways.
pub fn extreme_deal() -> impl Strategy<Value = Deal> {
    any::<u64>().prop_map(|seed| make(&mut Dice(seed), None))
}

fn make(dice: &mut Dice, bits: Option<u32>) -> Deal {
    let shapes = any_shapes(dice);
    let in_kind = dice.one_in(12);
    let mut tiers = make_tiers(dice, &shapes);
    set_amounts(dice, &mut tiers, bits);
    let claimants = shapes.iter().map(|shape| claimant(dice, shape.kind, bits));
    let claimants: Vec<Claimant> = claimants.collect();
    let cushions = (0..dice.below(4).saturating_sub(1)).map(|_| Cushion {
        rank: dice.rank(shapes.len()),
        min_bps: dice.bps(12_000),
    });
    let cushions = cushions.collect();
    let amount = dice.amount(bits.map(|bits| bits + 4));
    let returns = dice.one_in(4);
    let principal = match dice.below(4) {
        0 if !in_kind => amount,
        1 if !in_kind => dice.roll() % amount.max(1),
        _ => 0,
    };
    Deal {
        cushions,
        amount,
        principal,
        reserve: if in_kind { 0 } else { dice.amount(bits) },
        reinvestment: if in_kind || dice.one_in(2) {
            0
        } else {
            dice.amount(bits)
        },
        returns,
        principal_pays_interest: dice.one_in(2),
        pro_rata: dice.one_in(3),
        mode: dice.pick(&[
            Mode::Revolving,
            Mode::Amortising,
            Mode::Amortising,
            Mode::Accelerated,
        ]),
        recovery: dice.one_in(4),
        in_kind,
        shapes,
        tiers,
        claimants,
    }
}

fn claimant(dice: &mut Dice, kind: Kind, bits: Option<u32>) -> Claimant {
    // Of some nothing is owed but what is written off.
    let owed = |dice: &mut Dice, over: bool| if over { 0 } else { dice.amount(bits) };
    let over = dice.one_in(3);
    Claimant {
        kind,
        interest: owed(dice, over),
        arrears: owed(dice, over),
        scheduled: owed(dice, over),
        outstanding: owed(dice, over),
        loss: dice.amount(bits),
        interest_paid: dice.amount(bits),
        matured: dice.one_in(4),
        paid_in: dice.amount(bits),
        period_interest: dice.amount(bits),
        vacant: dice.one_in(6),
    }
}

/// Tiers that a tranche must have.
fn needs(shape: &Shape) -> usize {
    let principal = shape.has_par && shape.kind != Kind::Cover;
    // One that claims nothing must be paid something else.
    (2 * usize::from(shape.has_rate) + usize::from(principal)).max(1)
}

pub fn any_shapes(dice: &mut Dice) -> Vec<Shape> {
    let count = 1 + dice.below(8);
    let mut shapes: Vec<Shape> = (0..count)
        .map(|_| Shape {
            kind: dice.pick(&[
                Kind::Debt,
                Kind::Debt,
                Kind::Debt,
                Kind::Equity,
                Kind::Cover,
            ]),
            has_par: !dice.one_in(3),
            has_rate: dice.one_in(2),
        })
        .collect();
    // A reserve and covers need something to protect.
    let is_protected =
        |shape: &Shape| shape.kind == Kind::Debt || (shape.kind == Kind::Equity && shape.has_par);
    if !shapes.iter().any(is_protected) {
        shapes[0].kind = Kind::Debt;
    }
    if dice.one_in(2) {
        shapes.sort_by_key(|shape| shape.kind as u8);
    }
    // The residual is a tier too.
    while shapes.iter().map(needs).sum::<usize>() >= MAX_TIERS {
        let at = usize::from(dice.rank(shapes.len()));
        shapes[at].has_rate = false;
        shapes[at].has_par &= dice.one_in(2);
    }
    shapes
}

/// Tiers that form a structure over the shapes.
pub fn make_tiers(dice: &mut Dice, shapes: &[Shape]) -> Vec<Tier> {
    let mut strands = strands(dice, shapes);
    let mut tiers = Vec::new();
    while !strands.is_empty() {
        let at = usize::from(dice.rank(strands.len()));
        tiers.push(strands[at].remove(0));
        strands.retain(|strand| !strand.is_empty());
    }
    let room = MAX_TIERS - 1 - tiers.len();
    for _ in 0..dice.below(room as u64 + 1) {
        add(dice, &mut tiers, shapes);
    }
    tiers.push(Tier::Residual(dice.rank(shapes.len())));
    set_shares(dice, &mut tiers);
    tiers
}

/// What must be there, in strands whose order must be kept.
fn strands(dice: &mut Dice, shapes: &[Shape]) -> Vec<Vec<Tier>> {
    let mut strands = vec![Vec::new(); 3];
    for (rank, shape) in (0..).zip(shapes) {
        if shape.has_rate {
            strands[0].push(Tier::Interest(rank));
            strands[1].push(Tier::Arrears(rank));
        }
        if shape.has_par && shape.kind != Kind::Cover {
            strands[2].push(dice.pick(&[Tier::Principal(rank), Tier::Sweep(rank)]));
        } else if !shape.has_rate {
            let split = Tier::Split { rank, bps: 0 };
            let is_cover = shape.kind == Kind::Cover && !dice.one_in(4);
            strands.push(vec![if is_cover { Tier::Cover(rank) } else { split }]);
        }
    }
    strands.retain(|strand| !strand.is_empty());
    strands
}

/// Adds a tier that need not be there, where it may stand, unless the draw is of one that may not.
fn add(dice: &mut Dice, tiers: &mut Vec<Tier>, shapes: &[Shape]) {
    let rank = dice.rank(shapes.len());
    let shape = shapes[usize::from(rank)];
    let place =
        |wanted: &dyn Fn(&Tier) -> bool| tiers.iter().rposition(wanted).map_or(0, |at| at + 1);
    let repays = |tier: &Tier| *tier == Tier::Principal(rank) || *tier == Tier::Sweep(rank);
    let first_carry = tiers.iter().position(|tier| matches!(tier, Tier::Carry(_)));
    let end = tiers.len();
    let (tier, from, to) = match dice.below(9) {
        0 => (Tier::Fee(0), 0, end),
        1 => (Tier::Reserve(0), 0, first_carry.unwrap_or(end)),
        2 if shape.kind == Kind::Cover => (Tier::Cover(rank), 0, end),
        3 => (Tier::Split { rank, bps: 0 }, 0, end),
        7..=8 if shape.kind == Kind::Debt => {
            let test = Coverage {
                rank,
                min_bps: 1 + dice.bps(20_000),
                traps: dice.one_in(3),
                pool: None,
                income: 0,
            };
            let interest = |tier: &Tier| match *tier {
                Tier::Interest(other) | Tier::Arrears(other) => {
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
        4 if tiers.iter().any(repays) => {
            let other = match tiers.iter().find(|tier| repays(tier)) {
                Some(Tier::Sweep(_)) => Tier::Principal(rank),
                _ => Tier::Sweep(rank),
            };
            let carry = |tier: &Tier| matches!(tier, Tier::Carry(carry) if carry.base == rank);
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
                carry_bps: 0,
                catch_up_bps: 0,
                reached: 0,
                paid: 0,
            };
            let traps = |tier: &Tier| match tier {
                Tier::CollateralTest(test) | Tier::InterestTest(test) => test.traps,
                _ => false,
            };
            let claim = |tier: &Tier| {
                matches!(tier, Tier::Reserve(_)) || traps(tier) || claims(*tier) == Some(base)
            };
            (Tier::Carry(carry), place(&claim), end)
        }
    };
    let same = |other: &Tier| {
        core::mem::discriminant(other) == core::mem::discriminant(&tier)
            && other.rank() == tier.rank()
            && protects(*other) == protects(tier)
    };
    if matches!(tier, Tier::Fee(_)) || !tiers.iter().any(same) {
        let at = from + usize::from(dice.rank(to - from + 1));
        tiers.insert(at, tier);
    }
}

const fn protects(tier: Tier) -> Option<u8> {
    match tier {
        Tier::CollateralTest(test) | Tier::InterestTest(test) => Some(test.rank),
        _ => None,
    }
}

/// Whose claim a tier pays.
pub const fn claims(tier: Tier) -> Option<u8> {
    match tier {
        Tier::Interest(rank) | Tier::Arrears(rank) | Tier::Principal(rank) | Tier::Sweep(rank) => {
            Some(rank)
        }
        _ => None,
    }
}

fn set_amounts(dice: &mut Dice, tiers: &mut [Tier], bits: Option<u32>) {
    for tier in tiers {
        match tier {
            Tier::Fee(amount) | Tier::Reserve(amount) => *amount = dice.amount(bits),
            Tier::InterestTest(test) => test.income = dice.amount(bits),
            Tier::CollateralTest(test) => {
                test.pool = (!dice.one_in(4)).then(|| dice.amount(bits.map(|bits| bits + 2)));
            }
            Tier::Carry(carry) => {
                carry.reached = dice.amount(bits);
                carry.paid = dice.amount(bits.map(|bits| bits.saturating_sub(3)));
            }
            _ => {}
        }
    }
}

fn set_shares(dice: &mut Dice, tiers: &mut [Tier]) {
    let is_split = |tier: Option<&Tier>| matches!(tier, Some(Tier::Split { .. }));
    let ends_group = (0..tiers.len()).map(|at| !is_split(tiers.get(at + 1)));
    let ends_group: Vec<bool> = ends_group.collect();
    // Basis points left to a group of splits, of which 23 at most stand in a row.
    let mut left = 10_000;
    for (tier, ends_group) in tiers.iter_mut().zip(ends_group) {
        match tier {
            Tier::Carry(carry) => {
                carry.carry_bps = 1 + dice.bps(9_999);
                let more = 10_000.min(carry.carry_bps + dice.bps(9_999));
                carry.catch_up_bps = dice.pick(&[10_000, carry.carry_bps, more]);
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
