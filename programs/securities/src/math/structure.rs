//! Which tiers form a structure that can be run.

use super::{
    MathError, MathResult,
    fixed::BPS,
    waterfall::{
        Carry, Coverage, Kind, MAX_CARRY_STEPS, MAX_MULTIPLIER_BPS, MAX_TIERS, MAX_TRANCHES,
        Participation, Purpose, Tier,
    },
};

/// A tranche as the rules see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// What it is.
    pub kind: Kind,
    /// Whether its shares have a par value, and so whether it has principal.
    pub has_par: bool,
    /// Whether it bears interest.
    pub has_rate: bool,
    /// Whether it is pari passu with the tranche before it.
    pub pari_passu: bool,
}

/// Whether tiers form a valid structure over the tranches. Amounts in tiers are ignored.
///
/// - There are 1 to 24 tiers and 1 to 8 tranches; each tier names an existing tranche, and each tranche is paid by at
///   least one tier. A reserve or a cover protects something: there is a debt, or equity with a par value.
/// - There is exactly one residual, and it is last. No tier except a fee and a carry appears twice: at most one reserve
///   of each purpose, and at most one split per tranche.
/// - A reserve of interest stands behind interest, arrears or service of a debt, and one of expenses behind a fee: it could pay
///   nothing otherwise.
/// - A tranche that bears interest has both an interest and an arrears tier; no other tranche has either. A tranche
///   with a par value, except a cover, has a principal tier or a sweep or both or, if it is equity, a capital tier
///   instead; no other tranche has any. A service tier stands for interest, arrears and principal of such a tranche, and
///   goes with none of these tiers. Only covers have cover tiers.
/// - Interest tiers are in order of rank; so are arrears, and so are the first tiers that pay each tranche principal. A
///   service tier is one of each.
/// - A deficiency tier is of a debt with a par value. Interest and arrears of that debt and of those senior to it come before
///   it: it would take them otherwise. Deficiency tiers are in order of rank, and before every carry; each debt with a par value
///   that is senior to one that has any has one too, since income would otherwise write up a junior while a senior's loss stands.
/// - A participation is of a tranche with a par value, with others that have one and are paid behind it by one, a split or the
///   residual. Its multiplier is 1 to 1,000,000 basis points, and it gives up less than all. A tranche has one at most.
/// - Splits are at least 1 basis point each, and consecutive splits sum to at most 10,000.
/// - A carry is 1 to 10,000 basis points, and its catch-up is between the carry and 10,000. It takes a part of the
///   profit of another tranche, which is not a cover and whose entitlements all come before it; of one that is paid deal by
///   deal, principal is paid by a capital tier, wherever this stands. The reserve, too, is filled
///   before it, and traps and deficiencies stand before it: what they keep behind a carry would count as profit, or reach the
///   carry again in the next run and count as profit twice.
/// - A tranche takes one carry, of up to three steps: tiers in a row, on the same base, all deal by deal or none. Each
///   further one has a higher multiple of a capital, above 10,000 basis points, and a share that is no smaller.
/// - A test of coverage protects a debt, and interest and arrears of all debts that it protects come before it: it
///   would take them otherwise. There is at most one of each type per tranche.
/// - Pari passu tranches are of one kind, with a par value, and no covers. Their tiers of a type stand in a row, in order
///   of the tranches; where one of them has a tier that pays principal or covers losses, each has one of that type. A test of coverage
///   protects all peers or none.
///
/// # Errors
/// [`MathError::BadStructure`]; [`MathError::BadPariPassu`] for a breach of the last rule.
pub fn validate(tiers: &[Tier], shapes: &[Shape]) -> MathResult<()> {
    if !(0..shapes.len()).all(|rank| may_be_pari_passu(tiers, shapes, rank))
        || !(0..tiers.len()).all(|at| keeps_peers(tiers, at, shapes))
    {
        return Err(MathError::BadPariPassu);
    }
    let good = (1..=MAX_TIERS).contains(&tiers.len())
        && (1..=MAX_TRANCHES).contains(&shapes.len())
        && splits_add_up(tiers)
        && protects_something(tiers, shapes)
        && (0..tiers.len()).all(|at| stands_well(tiers, at, shapes))
        && shapes
            .iter()
            .zip(0_u8..)
            .all(|(shape, rank)| is_served(tiers, *shape, rank));
    if good {
        Ok(())
    } else {
        Err(MathError::BadStructure)
    }
}

/// Whether no tranche behind a rank is a peer of its own, so that a test can protect those down to it.
#[must_use]
pub fn ends_peers(shapes: &[Shape], rank: u8) -> bool {
    let next = shapes.get(usize::from(rank).saturating_add(1));
    next.is_none_or(|shape| !shape.pari_passu)
}

/// Whether a tranche that is pari passu with the one before it can be, and has the same tiers of principal.
fn may_be_pari_passu(tiers: &[Tier], shapes: &[Shape], rank: usize) -> bool {
    let Some(shape) = shapes.get(rank).filter(|shape| shape.pari_passu) else {
        return true;
    };
    let Some(first) = rank.checked_sub(1).and_then(|at| shapes.get(at)) else {
        return false;
    };
    let repaid = |by: fn(u8) -> Tier| {
        let has = |rank: usize| u8::try_from(rank).is_ok_and(|rank| tiers.contains(&by(rank)));
        has(rank) == has(rank.saturating_sub(1))
    };
    shape.kind == first.kind
        && shape.kind != Kind::Cover
        && shape.has_par
        && first.has_par
        && repaid(Tier::Principal)
        && repaid(Tier::Service)
        && repaid(Tier::Sweep)
        && repaid(Tier::Capital)
        && repaid(Tier::Deficiency)
}

/// Whether a tier that pays a tranche stands right behind those of its type that pay its peers, in order, and
/// whether a test does not part peers.
fn keeps_peers(tiers: &[Tier], at: usize, shapes: &[Shape]) -> bool {
    let Some((tier, before)) = tiers.get(..=at).and_then(<[Tier]>::split_last) else {
        return false;
    };
    if let Some(rank) = protects(*tier) {
        return ends_peers(shapes, rank);
    }
    let leads = |tier: Tier| {
        let senior = shapes.get(..=usize::from(tier.claimant()?))?;
        senior.iter().rposition(|shape| !shape.pari_passu)
    };
    let first = leads(*tier);
    let is_peer = |other: &Tier| {
        first.is_some()
            && other.rank() != tier.rank()
            && core::mem::discriminant(other) == core::mem::discriminant(tier)
            && leads(*other) == first
    };
    let goes_on = before
        .last()
        .is_some_and(|last| is_peer(last) && last.rank() < tier.rank());
    goes_on || !before.iter().any(is_peer)
}

fn protects_something(tiers: &[Tier], shapes: &[Shape]) -> bool {
    let is_protection = tiers.iter().any(|tier| matches!(tier, Tier::Reserve(..)))
        || shapes.iter().any(|shape| shape.kind == Kind::Cover);
    let is_protected =
        |shape: &Shape| shape.kind == Kind::Debt || (shape.kind == Kind::Equity && shape.has_par);
    !is_protection || shapes.iter().any(is_protected)
}

fn splits_add_up(tiers: &[Tier]) -> bool {
    let mut sum = 0_u64;
    for tier in tiers {
        match *tier {
            Tier::Split { bps, .. } => {
                sum = sum.saturating_add(u64::from(bps));
                if bps == 0 || sum > BPS {
                    return false;
                }
            }
            _ => sum = 0,
        }
    }
    true
}

/// Whether a tier may stand at its place, given the tiers before and after it.
fn stands_well(tiers: &[Tier], at: usize, shapes: &[Shape]) -> bool {
    let (Some(before), Some([tier, after @ ..])) = (tiers.get(..at), tiers.get(at..)) else {
        return false;
    };
    let shape = match tier.rank() {
        None => Shape::default(),
        Some(rank) => match shapes.get(usize::from(rank)) {
            None => return false,
            Some(shape) => *shape,
        },
    };
    let once = matches!(tier, Tier::Fee(_) | Tier::Carry(_))
        || !before.iter().any(|other| same(*other, *tier));
    // No tier of a more junior tranche comes before one of the same type.
    let in_order_of = |is_sort: fn(Tier) -> bool| {
        let junior = |other: &Tier| is_sort(*other) && other.rank() > tier.rank();
        !before.iter().any(junior)
    };
    let fits = match *tier {
        Tier::CollateralTest(test) | Tier::InterestTest(test) => is_coverage(test, after, shapes),
        Tier::Fee(_) | Tier::Split { .. } | Tier::Residual(_) => true,
        Tier::Reserve(purpose, _) => {
            purpose == Purpose::All || before.iter().any(|other| serves(purpose, *other, shapes))
        }
        Tier::Interest(_) => shape.has_rate && in_order_of(is_interest),
        Tier::Arrears(_) => shape.has_rate && in_order_of(is_arrears),
        Tier::Principal(rank) | Tier::Service(rank) | Tier::Sweep(rank) => {
            let mut earlier = before.iter().filter(|other| other.repays(rank)).peekable();
            let in_order = earlier.peek().is_some() || in_order_of(is_principal);
            // Income may not repay what only principal repays.
            let of_income = !earlier.any(|other| matches!(other, Tier::Capital(_)));
            let is_service = matches!(tier, Tier::Service(_));
            let serves = !is_service
                || (in_order_of(is_interest)
                    && in_order_of(is_arrears)
                    && !tiers.iter().any(|other| {
                        matches!(
                            other,
                            Tier::Interest(_) | Tier::Arrears(_) | Tier::Principal(_)
                        ) && other.rank() == Some(rank)
                    }));
            shape.has_par && shape.kind != Kind::Cover && in_order && of_income && serves
        }
        Tier::Capital(rank) => {
            let alone = !before.iter().any(|other| other.repays(rank));
            shape.has_par && shape.kind == Kind::Equity && alone && in_order_of(is_principal)
        }
        Tier::Deficiency(rank) => {
            let is_deficiency = |tier| matches!(tier, Tier::Deficiency(_));
            let mut seniors = (0..rank).zip(shapes);
            let are_covered = seniors.all(|(senior, shape)| {
                shape.kind != Kind::Debt
                    || !shape.has_par
                    || before.contains(&Tier::Deficiency(senior))
            });
            shape.has_par
                && takes_no_interest(rank, after, shapes)
                && in_order_of(is_deficiency)
                && are_covered
        }
        Tier::Cover(_) => shape.kind == Kind::Cover,
        Tier::Participation(participation) => is_participation(participation, after, shapes),
        Tier::Carry(carry) => is_carry(carry, tiers, after, shapes) && continues(carry, before),
    };
    matches!(tier, Tier::Residual(_)) == after.is_empty() && once && fits
}

const fn is_principal(tier: Tier) -> bool {
    matches!(
        tier,
        Tier::Principal(_) | Tier::Service(_) | Tier::Sweep(_) | Tier::Capital(_)
    )
}

const fn is_interest(tier: Tier) -> bool {
    matches!(tier, Tier::Interest(_) | Tier::Service(_))
}

const fn is_arrears(tier: Tier) -> bool {
    matches!(tier, Tier::Arrears(_) | Tier::Service(_))
}

/// Whether two tiers are of the same type and pay, or protect, the same tranche.
fn same(one: Tier, other: Tier) -> bool {
    core::mem::discriminant(&one) == core::mem::discriminant(&other)
        && one.rank() == other.rank()
        && protects(one) == protects(other)
        && purpose(one) == purpose(other)
}

const fn purpose(tier: Tier) -> Option<Purpose> {
    match tier {
        Tier::Reserve(purpose, _) => Some(purpose),
        _ => None,
    }
}

/// Whether a reserve of a purpose pays what a tier does.
fn serves(purpose: Purpose, tier: Tier, shapes: &[Shape]) -> bool {
    match tier {
        Tier::Fee(_) => purpose == Purpose::Expenses,
        Tier::Interest(rank) | Tier::Arrears(rank) | Tier::Service(rank) => {
            let shape = shapes.get(usize::from(rank));
            purpose == Purpose::Interest && shape.is_some_and(|shape| shape.kind == Kind::Debt)
        }
        _ => false,
    }
}

const fn protects(tier: Tier) -> Option<u8> {
    match tier {
        Tier::CollateralTest(test) | Tier::InterestTest(test) => Some(test.rank),
        _ => None,
    }
}

fn is_coverage(test: Coverage, after: &[Tier], shapes: &[Shape]) -> bool {
    test.min_bps > 0 && takes_no_interest(test.rank, after, shapes)
}

/// Whether a tier that diverts income for the debts down to a rank, which is one of them, stands behind all their interest.
fn takes_no_interest(last: u8, after: &[Tier], shapes: &[Shape]) -> bool {
    let is_debt = |rank: u8| {
        let shape = shapes.get(usize::from(rank));
        shape.is_some_and(|shape| shape.kind == Kind::Debt)
    };
    let too_late = |tier: &Tier| match *tier {
        Tier::Interest(rank) | Tier::Arrears(rank) | Tier::Service(rank) => {
            rank <= last && is_debt(rank)
        }
        _ => false,
    };
    is_debt(last) && !after.iter().any(too_late)
}

fn is_participation(participation: Participation, after: &[Tier], shapes: &[Shape]) -> bool {
    let has_capital = |rank: u8| {
        let shape = shapes.get(usize::from(rank));
        shape.is_some_and(|shape| shape.has_par)
    };
    let is_paid = |rank: u8| {
        after.iter().any(|tier| {
            tier.rank() == Some(rank)
                && matches!(
                    tier,
                    Tier::Participation(_) | Tier::Split { .. } | Tier::Residual(_)
                )
        })
    };
    let others =
        (0..u8::BITS as u8).filter(|rank| participation.with.wrapping_shr((*rank).into()) & 1 == 1);
    (1..=MAX_MULTIPLIER_BPS).contains(&participation.multiplier_bps)
        && u64::from(participation.gives_up_bps) < BPS
        && participation.with != 0
        && has_capital(participation.rank)
        && others
            .into_iter()
            .all(|rank| rank != participation.rank && has_capital(rank) && is_paid(rank))
}

fn is_carry(carry: Carry, tiers: &[Tier], after: &[Tier], shapes: &[Shape]) -> bool {
    let most = BPS as u32;
    let base = shapes.get(usize::from(carry.base));
    let too_late = |tier: &Tier| match *tier {
        Tier::Interest(rank)
        | Tier::Arrears(rank)
        | Tier::Principal(rank)
        | Tier::Service(rank)
        | Tier::Sweep(rank) => rank == carry.base,
        Tier::Capital(rank) => rank == carry.base && !carry.deal_by_deal,
        Tier::Reserve(..) | Tier::Deficiency(_) => true,
        Tier::CollateralTest(test) | Tier::InterestTest(test) => test.traps,
        _ => false,
    };
    (1..=most).contains(&carry.carry_bps)
        && (carry.carry_bps..=most).contains(&carry.catch_up_bps)
        && (carry.multiple_bps == 0
            || (base.is_some_and(|base| base.has_par) && carry.multiple_bps > most))
        && carry.base != carry.rank
        && base.is_some_and(|base| base.kind != Kind::Cover)
        && (!carry.deal_by_deal || tiers.contains(&Tier::Capital(carry.base)))
        && !after.iter().any(too_late)
}

/// Whether a carry is the first of its class, or a step right behind the one before it.
fn continues(carry: Carry, before: &[Tier]) -> bool {
    let is_same = |tier: &Tier| matches!(tier, Tier::Carry(other) if other.rank == carry.rank);
    let steps = before.iter().filter(|tier| is_same(tier)).count();
    match before.last() {
        Some(Tier::Carry(last)) if last.rank == carry.rank => {
            steps < MAX_CARRY_STEPS
                && last.base == carry.base
                && last.deal_by_deal == carry.deal_by_deal
                && last.multiple_bps < carry.multiple_bps
                && last.carry_bps <= carry.carry_bps
        }
        _ => steps == 0,
    }
}

/// Whether a tranche has the tiers that its terms require.
fn is_served(tiers: &[Tier], shape: Shape, rank: u8) -> bool {
    let has = |tier: Tier| tiers.contains(&tier);
    let interest = !shape.has_rate
        || has(Tier::Service(rank))
        || (has(Tier::Interest(rank)) && has(Tier::Arrears(rank)));
    let principal =
        !shape.has_par || shape.kind == Kind::Cover || tiers.iter().any(|tier| tier.repays(rank));
    interest && principal && tiers.iter().any(|tier| tier.rank() == Some(rank))
}
