//! Deals at random: structures that can be run, and money for them.

mod shapes;
mod tiers;

use proptest::prelude::*;
use securities::math::{
    structure::Shape,
    walk::overpaid,
    waterfall::{Claimant, Clawback, Cushion, Mode, Tier, WaterfallInput},
};
use securities_math_tests::EDGES;
pub use shapes::{any_shapes, last_of_peers, peers};
use tiers::{diverts, set_amounts};
pub use tiers::{is_principal, make_tiers, owed_to};

/// A deal, and what comes in.
#[derive(Clone, Debug)]
pub struct Deal {
    pub shapes: Vec<Shape>,
    pub tiers: Vec<Tier>,
    pub claimants: Vec<Claimant>,
    pub cushions: Vec<Cushion>,
    pub amount: u64,
    pub reserve: u64,
    pub earmarked: [u64; 2],
    pub reinvestment: u64,
    pub trapped: u64,
    pub held: u64,
    pub traps: bool,
    pub mode: Mode,
    pub principal: u64,
    pub returns: bool,
    pub principal_pays_interest: bool,
    pub pro_rata: bool,
    pub recovery: bool,
    pub clawback: Option<Clawback>,
    pub in_kind: bool,
}

impl Deal {
    /// Takes out the tests of coverage and the deficiencies, which repay debts whatever is due.
    pub fn forget_tests(&mut self) {
        self.tiers.retain(|tier| !diverts(*tier));
    }

    /// Puts pari passu tranches one behind the other.
    pub fn forget_peers(&mut self) {
        for claimant in &mut self.claimants {
            claimant.pari_passu = false;
        }
    }

    /// Whether two tiers are of one type and pay pari passu tranches.
    pub fn are_peers(&self, one: Tier, other: Tier) -> bool {
        let same = core::mem::discriminant(&one) == core::mem::discriminant(&other);
        match (owed_to(one), owed_to(other)) {
            (Some(one), Some(other)) => same && peers(&self.shapes, one).contains(&other),
            _ => false,
        }
    }

    pub fn has_tests(&self) -> bool {
        self.tiers.iter().any(|tier| diverts(*tier))
    }

    pub fn flow(&self) -> WaterfallInput<'_> {
        WaterfallInput {
            amount: self.amount,
            reserve: self.reserve,
            earmarked: self.earmarked,
            reinvestment: self.reinvestment,
            trapped: self.trapped,
            held: self.held,
            traps: self.traps,
            mode: self.mode,
            principal: self.principal,
            returns: self.returns,
            principal_pays_interest: self.principal_pays_interest,
            pro_rata: self.pro_rata,
            recovery: self.recovery,
            clawback: self.clawback,
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
    let claimants = shapes.iter().map(|shape| claimant(dice, *shape, bits));
    let claimants: Vec<Claimant> = claimants.collect();
    let cushions = (0..dice.below(4).saturating_sub(1)).map(|_| Cushion {
        rank: last_of_peers(&shapes, dice.rank(shapes.len())),
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
    let mut deal = Deal {
        clawback: None,
        cushions,
        amount,
        principal,
        reserve: if in_kind { 0 } else { dice.amount(bits) },
        earmarked: if in_kind {
            [0; 2]
        } else {
            [dice.amount(bits), dice.amount(bits)]
        },
        reinvestment: if in_kind || dice.one_in(2) {
            0
        } else {
            dice.amount(bits)
        },
        trapped: 0,
        held: 0,
        traps: false,
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
    };
    deal.traps = dice.one_in(5);
    if dice.one_in(2) {
        deal.trapped = dice.roll() % deal.reinvestment.saturating_add(1).max(1);
        if dice.one_in(2) {
            deal.held = dice.roll() % deal.trapped.saturating_add(1).max(1);
        }
    }
    if !in_kind && dice.one_in(8) {
        let rank = dice.rank(deal.shapes.len());
        let most = overpaid(&deal.flow(), rank).unwrap();
        let amount = if dice.one_in(2) {
            most
        } else {
            dice.roll() % most.max(1)
        };
        deal.clawback = Some(Clawback { rank, amount }).filter(|clawback| clawback.amount > 0);
    }
    deal
}

fn claimant(dice: &mut Dice, shape: Shape, bits: Option<u32>) -> Claimant {
    // Of some nothing is owed but what is written off.
    let owed = |dice: &mut Dice, over: bool| if over { 0 } else { dice.amount(bits) };
    let over = dice.one_in(3);
    let outstanding = owed(dice, over);
    Claimant {
        kind: shape.kind,
        pari_passu: shape.pari_passu,
        interest: owed(dice, over),
        arrears: owed(dice, over),
        scheduled: owed(dice, over),
        outstanding,
        // Both are of what was issued.
        loss: dice.amount(bits).min(u64::MAX - outstanding),
        issued: dice.amount(bits.map(|bits| bits + 2)),
        interest_paid: dice.amount(bits),
        matured: dice.one_in(4),
        paid_in: dice.amount(bits),
        bought_interest: dice.amount(bits),
        vacant: dice.one_in(6),
        weight: u128::from(dice.amount(bits)) * u128::from(dice.below(40_000)),
    }
}
