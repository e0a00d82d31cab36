//! How a distribution runs through the tiers.

mod profit;
mod recovery;

use super::{
    MathError, MathResult, fixed, subordination,
    waterfall::{
        Claimant, Kind, MAX_TIERS, MAX_TRANCHES, Mode, Outcome, Receipt, Tier, WaterfallInput,
    },
};

/// Pays what goes before the tiers (see [`WaterfallInput::principal`] and [`WaterfallInput::recovery`]), then walks the
/// tiers: each takes the smaller of what is left and its claim, and the residual takes the rest. Written-off principal
/// of the debts is a claim too, once the debts are owed nothing else: it comes ahead of every tier except the debts'
/// own and the fees ahead of these. What would reach a class that nobody holds is passed on, and is unclaimed at the
/// end: a later buyer of the class has no part in it.
///
/// # Errors
/// [`MathError::BadStructure`] when money is left over, a tier names a tranche that does not exist, there are too many
/// tiers or tranches, principal proceeds exceed the money, or there is a reserve in kind; [`MathError::Overflow`] when
/// the amount with the reserve, or the principal that a cushion tests, exceeds 64 bits.
pub fn run(flow: &WaterfallInput) -> MathResult<Outcome> {
    let claims_in_kind = flow.in_kind && flow.reserve > 0;
    if flow.tiers.len() > MAX_TIERS
        || flow.claimants.len() > MAX_TRANCHES
        || flow.principal > flow.amount
        || claims_in_kind
    {
        return Err(MathError::BadStructure);
    }
    let mut walk = Walk {
        flow,
        left: fixed::add(flow.amount, flow.reserve)?,
        outcome: Outcome::default(),
        // Claims are in settlement money.
        written_off: !flow.in_kind
            && flow
                .claimants
                .iter()
                .any(|claimant| claimant.kind == Kind::Debt && claimant.loss > 0),
        first_debt: flow
            .tiers
            .iter()
            .position(|tier| debt_of(*tier, flow.claimants).is_some()),
        next_split: usize::MAX,
        split: 0,
    };
    walk.begin()?;
    for (at, tier) in flow.tiers.iter().enumerate() {
        if !walk.is_senior(at, *tier) {
            walk.reinstate();
        }
        walk.pay(at, *tier, false)?;
    }
    let residual = flow.tiers.iter().rev().find_map(|tier| match *tier {
        Tier::Residual(rank) => flow.claimants.get(usize::from(rank)),
        _ => None,
    });
    if walk.left > 0 && residual.is_none_or(|claimant| !claimant.vacant) {
        return Err(MathError::BadStructure);
    }
    walk.outcome.unclaimed = walk.left;
    Ok(walk.outcome)
}

/// The rank of the debt whose claim a tier pays, if it pays one.
fn debt_of(tier: Tier, claimants: &[Claimant]) -> Option<u8> {
    match tier {
        Tier::Interest(rank) | Tier::Arrears(rank) | Tier::Principal(rank) | Tier::Sweep(rank) => {
            let claimant = claimants.get(usize::from(rank))?;
            (claimant.kind == Kind::Debt).then_some(rank)
        }
        Tier::Fee(_)
        | Tier::Reserve(_)
        | Tier::Cover(_)
        | Tier::Carry(_)
        | Tier::Split { .. }
        | Tier::Residual(_) => None,
    }
}

const fn repays(tier: Tier, whose: u8) -> bool {
    matches!(tier, Tier::Principal(rank) | Tier::Sweep(rank) if rank == whose)
}

/// The order in which a debt is paid, before the next debt is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// All its principal, then interest and arrears.
    PrincipalFirst,
    /// The claims of its tiers, in their order.
    Due,
    /// Interest, arrears, and all its principal through the first tier that pays any.
    Accelerated,
}

/// Takes the unpaid part of a claim.
fn take(received: &mut u64, claim: u64, left: u64) -> u64 {
    let pay = left.min(claim.saturating_sub(*received));
    // At most the claim, or unchanged if already above it.
    *received = received.wrapping_add(pay);
    pay
}

struct Walk<'a> {
    flow: &'a WaterfallInput<'a>,
    left: u64,
    outcome: Outcome,
    /// Whether principal of any debt is written off.
    written_off: bool,
    /// The place of the first tier that pays a debt.
    first_debt: Option<usize>,
    /// The place of the tier that would continue the last group of splits.
    next_split: usize,
    /// What reached that group.
    split: u64,
}

impl<'a> Walk<'a> {
    /// Pays what goes before the tiers.
    fn begin(&mut self) -> MathResult<()> {
        let flow = self.flow;
        let rest = fixed::sub(flow.amount, flow.principal)?;
        if flow.in_kind {
            return self.capital(flow.principal);
        }
        let restores = if flow.recovery {
            let covers = flow.claimants.iter();
            let covers = covers.filter(|claimant| claimant.kind == Kind::Cover);
            let lost = covers.fold(0_u64, |sum, claimant| sum.saturating_add(claimant.loss));
            lost.min(rest)
        } else {
            0
        };
        if flow.mode == Mode::Accelerated {
            let all = self.left;
            self.fees_ahead()?;
            self.debts(Order::Accelerated)?;
            self.reinstate();
            let taken = fixed::sub(all, self.left)?;
            self.capital(flow.principal.saturating_sub(taken))?;
            self.restore(restores);
            return Ok(());
        }
        let all = self.left;
        if flow.principal > 0 {
            self.left = flow.principal;
            self.debts(Order::PrincipalFirst)?;
            self.reinstate();
            self.capital(flow.principal)?;
        } else {
            self.left = 0;
        }
        if restores > 0 {
            self.left = fixed::add(self.left, restores)?;
            self.debts(Order::Due)?;
            self.restore(restores);
        }
        // What has not run yet.
        let later = fixed::sub(all, fixed::add(flow.principal, restores)?)?;
        self.left = fixed::add(self.left, later)?;
        Ok(())
    }

    /// Pays the fees ahead of the debts.
    fn fees_ahead(&mut self) -> MathResult<()> {
        let ahead = self.first_debt.unwrap_or(0);
        for (at, tier) in self.flow.tiers.iter().enumerate().take(ahead) {
            if matches!(tier, Tier::Fee(_)) {
                self.pay(at, *tier, false)?;
            }
        }
        Ok(())
    }

    /// Pays debt by debt, the most senior first.
    fn debts(&mut self, order: Order) -> MathResult<()> {
        let (tiers, claimants) = (self.flow.tiers, self.flow.claimants);
        for rank in (0_u8..).take(claimants.len()) {
            if self.left == 0 {
                break;
            }
            if order == Order::PrincipalFirst && self.is_debt(rank) {
                self.pay_principal(rank)?;
            }
            for (at, tier) in tiers.iter().enumerate() {
                let claims = debt_of(*tier, claimants) == Some(rank);
                if claims && (order == Order::Due || !repays(*tier, rank)) {
                    self.pay(at, *tier, false)?;
                }
            }
            if order == Order::Accelerated && self.is_debt(rank) {
                self.pay_principal(rank)?;
            }
        }
        Ok(())
    }

    /// Pays back the capital of equity, the most senior first, then what tranches paid in above their principal, in the
    /// same proportion for each; in total at most `most` of what is left.
    fn capital(&mut self, most: u64) -> MathResult<()> {
        let most = most.min(self.left);
        if most == 0 {
            return Ok(());
        }
        let others = fixed::sub(self.left, most)?;
        self.left = most;
        for (rank, claimant) in (0_u8..).zip(self.flow.claimants) {
            if self.left > 0 && claimant.kind == Kind::Equity {
                self.pay_principal(rank)?;
            }
        }
        self.give_back()?;
        self.left = fixed::add(self.left, others)?;
        Ok(())
    }

    /// Gives back what tranches paid in above their principal, in the same proportion for each. A tranche that nobody
    /// holds gets nothing.
    fn give_back(&mut self) -> MathResult<()> {
        let of = |claimant: &Claimant| {
            if claimant.vacant {
                0
            } else {
                u128::from(claimant.paid_in)
            }
        };
        let claimants = self.flow.claimants;
        let all = clamp(claimants.iter().map(of).fold(0, u128::wrapping_add));
        let pot = self.left.min(all);
        if pot == 0 {
            return Ok(());
        }
        let (mut upto, mut given) = (0_u128, 0);
        for (receipt, claimant) in self.outcome.receipts.iter_mut().zip(claimants) {
            // A sum of up to eight 64-bit numbers.
            upto = upto.wrapping_add(of(claimant));
            let part = fixed::mul_div_floor(pot, clamp(upto).min(all), all)?;
            receipt.returned = fixed::sub(part, given)?;
            given = part;
        }
        self.left = fixed::sub(self.left, given)?;
        Ok(())
    }

    /// Pays all principal of a tranche, through the first tier that pays any.
    fn pay_principal(&mut self, rank: u8) -> MathResult<()> {
        let mut tiers = self.flow.tiers.iter().enumerate();
        match tiers.find(|(_, tier)| repays(**tier, rank)) {
            Some((at, tier)) => self.pay(at, *tier, true),
            None => Ok(()),
        }
    }

    /// Whether a tier pays a debt, or is a fee ahead of the first such tier.
    fn is_senior(&self, at: usize, tier: Tier) -> bool {
        debt_of(tier, self.flow.claimants).is_some()
            || (matches!(tier, Tier::Fee(_)) && self.first_debt.is_some_and(|first| at < first))
    }

    fn is_debt(&self, rank: u8) -> bool {
        let claimant = self.flow.claimants.get(usize::from(rank));
        claimant.is_some_and(|claimant| claimant.kind == Kind::Debt)
    }

    /// Whether the debts are owed nothing except written-off principal.
    fn debts_are_paid(&self) -> bool {
        let claimants = self.flow.claimants.iter().zip(&self.outcome.receipts);
        let mut debts = claimants.filter(|(claimant, _)| claimant.kind == Kind::Debt);
        debts.all(|(claimant, got)| {
            claimant.interest == got.interest
                && claimant.arrears == got.arrears
                && claimant.outstanding == got.principal
        })
    }

    /// Pays a tier what it is still owed; with `all`, a principal tier claims all principal, whatever the schedule and
    /// the mode.
    fn pay(&mut self, at: usize, tier: Tier, all: bool) -> MathResult<()> {
        let left = self.left;
        let accelerated = self.flow.mode == Mode::Accelerated;
        let took = match tier {
            Tier::Split { rank, bps } => self.split(at, rank, bps)?,
            Tier::Residual(rank) => self.give(rank, left)?,
            // Claims are in settlement money.
            _ if self.flow.in_kind => 0,
            Tier::Fee(due) => {
                let paid = self.outcome.tiers.get(at).copied().unwrap_or(0);
                left.min(due.saturating_sub(paid))
            }
            Tier::Interest(rank) => {
                let claim = self.claimant(rank)?.interest;
                take(&mut self.receipt(rank)?.interest, claim, left)
            }
            Tier::Arrears(rank) => {
                let claim = self.claimant(rank)?.arrears;
                take(&mut self.receipt(rank)?.arrears, claim, left)
            }
            Tier::Principal(rank) | Tier::Sweep(rank) if !all && self.stays(rank)? => 0,
            Tier::Principal(rank) => self.principal(rank, all)?,
            Tier::Sweep(rank) => self.principal(rank, true)?,
            Tier::Reserve(_) if accelerated => 0,
            Tier::Cover(_) if accelerated && !self.debts_are_paid() => 0,
            Tier::Reserve(target) => {
                let pay = left.min(target);
                self.outcome.reserve = fixed::add(self.outcome.reserve, pay)?;
                pay
            }
            Tier::Cover(rank) => {
                let claim = self.claimant(rank)?.loss;
                take(&mut self.receipt(rank)?.restored, claim, left)
            }
            Tier::Carry(carry) => self.carry(at, carry)?,
        };
        self.left = fixed::sub(left, took)?;
        if let Some(entry) = self.outcome.tiers.get_mut(at) {
            *entry = fixed::add(*entry, took)?;
        }
        Ok(())
    }

    /// Whether the principal of a tranche stays in the deal.
    fn stays(&self, rank: u8) -> MathResult<bool> {
        Ok(self.flow.mode == Mode::Revolving && !self.claimant(rank)?.matured)
    }

    fn principal(&mut self, rank: u8, all: bool) -> MathResult<u64> {
        let claimant = self.claimant(rank)?;
        let claim = if all {
            claimant.outstanding
        } else {
            claimant.scheduled.min(claimant.outstanding)
        };
        let mut most = self.left;
        // A tranche that gets nothing anyway does not need the headroom, which costs sums over all tranches.
        if most > 0 && claim > self.receipt(rank)?.principal {
            most = most.min(self.room(rank)?);
        }
        Ok(take(&mut self.receipt(rank)?.principal, claim, most))
    }

    /// The most principal that the cushions let a tranche receive now.
    fn room(&self, rank: u8) -> MathResult<u64> {
        let mut room = u64::MAX;
        for cushion in self.flow.cushions {
            if cushion.rank >= rank {
                continue;
            }
            let claimants = self.flow.claimants.iter().zip(&self.outcome.receipts);
            let now = claimants.map(|(claimant, receipt)| {
                let outstanding = match claimant.kind {
                    Kind::Cover => claimant.outstanding.saturating_add(receipt.restored),
                    Kind::Debt | Kind::Equity => {
                        claimant.outstanding.saturating_sub(receipt.principal)
                    }
                };
                (claimant.kind, outstanding)
            });
            let (protected, below) = subordination::around(cushion.rank, now);
            if protected > 0 {
                let (protected, below) = (fixed::narrow(protected)?, fixed::narrow(below)?);
                room = room.min(subordination::headroom(protected, below, cushion.min_bps));
            }
        }
        Ok(room)
    }

    fn give(&mut self, rank: u8, amount: u64) -> MathResult<u64> {
        if self.claimant(rank)?.vacant {
            return Ok(0);
        }
        let receipt = self.receipt(rank)?;
        receipt.residual = fixed::add(receipt.residual, amount)?;
        Ok(amount)
    }

    fn claimant(&self, rank: u8) -> MathResult<&'a Claimant> {
        let claimant = self.flow.claimants.get(usize::from(rank));
        claimant.ok_or(MathError::BadStructure)
    }

    fn receipt(&mut self, rank: u8) -> MathResult<&mut Receipt> {
        let receipt = self.outcome.receipts.get_mut(usize::from(rank));
        receipt.ok_or(MathError::BadStructure)
    }
}

fn clamp(wide: u128) -> u64 {
    u64::try_from(wide).unwrap_or(u64::MAX)
}
