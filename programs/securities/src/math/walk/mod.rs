//! How a distribution runs through the tiers.

mod coverage;
mod deficiency;
mod pari_passu;
mod principal;
mod profit;
mod recovery;
mod reserve;

pub use profit::overpaid;
pub use reserve::all_reserves;

use pari_passu::Entitlement;

use super::{
    MathError, MathResult, fixed,
    waterfall::{
        Claimant, EARMARKED, Kind, MAX_TIERS, MAX_TRANCHES, Mode, Outcome, Purpose, Receipt, Tier,
        WaterfallInput,
    },
};

/// Pays what goes before the tiers (see [`WaterfallInput::returns`] and [`WaterfallInput::recovery`]), then walks the
/// tiers: each takes the smaller of what is left and its entitlement, and the residual takes the rest. Principal is a pot of
/// its own (see [`WaterfallInput::principal`]): tiers that pay principal of debts draw on it first. Written-off
/// principal of the debts is an entitlement too, once the debts are owed nothing else: it comes ahead of every tier except the
/// debts' own and the fees ahead of these. What would reach a class that nobody holds is passed on, and is undistributed at
/// the end: a later buyer of the class has no part in it.
///
/// # Errors
/// [`MathError::BadStructure`] when money is left over, a tier names a tranche that does not exist, there are too many
/// tiers or tranches, principal exceeds the amount, there are reserves, a reinvestment account or a clawback in kind, or
/// a clawback is more than was overpaid or of a carry on a tranche that nobody holds;
/// [`MathError::Overflow`] when the amount with both exceeds 64 bits, or what tranches weigh together exceeds 128 bits.
// In a frame of its own, since it returns more than a kilobyte.
#[inline(never)]
pub fn run(flow: &WaterfallInput) -> MathResult<Outcome> {
    let has_settlement_money = flow.in_kind
        && (flow.reserve > 0
            || flow.earmarked != [0; EARMARKED]
            || flow.reinvestment > 0
            || flow.clawback.is_some());
    if flow.tiers.len() > MAX_TIERS
        || flow.claimants.len() > MAX_TRANCHES
        || flow.principal > flow.amount
        || has_settlement_money
    {
        return Err(MathError::BadStructure);
    }
    let reserves = all_reserves(flow.reserve, flow.earmarked)?;
    let all = fixed::add(flow.amount, reserves)?;
    let mut walk = Walk {
        flow,
        left: fixed::add(all, flow.reinvestment)?,
        reserve: flow.reserve,
        principal: 0,
        covered: 0,
        is_principal: false,
        parts: None,
        outcome: Outcome::default(),
        // Entitlements are in settlement money.
        written_off: !flow.in_kind
            && flow
                .claimants
                .iter()
                .any(|claimant| claimant.kind == Kind::Debt && claimant.loss > 0),
        first_debt: flow
            .tiers
            .iter()
            .position(|tier| debt_of(*tier, flow.claimants).is_some()),
        last_debt: flow
            .tiers
            .iter()
            .rposition(|tier| debt_of(*tier, flow.claimants).is_some()),
        next_split: usize::MAX,
        split: 0,
        earmarked_ahead_of: [0; EARMARKED],
        has_peers: flow.claimants.iter().any(|claimant| claimant.pari_passu),
        carries: flow.tiers.iter().fold(0, |carries, tier| match tier {
            Tier::Carry(carry) => carries | bit(carry.rank),
            _ => carries,
        }),
    };
    if let Some(clawback) = flow.clawback {
        walk.pay_back(clawback)?;
    }
    walk.begin()?;
    for (at, tier) in flow.tiers.iter().enumerate() {
        let is_behind = walk.last_debt.is_none_or(|last| at > last);
        if is_behind {
            walk.rest_of_principal(at)?;
        }
        if !walk.is_senior(at, *tier) {
            walk.reinstate()?;
        }
        if !(is_behind && walk.traps() && is_trapped(*tier)) {
            walk.pay(at, *tier, false)?;
        }
    }
    walk.trap_rest()?;
    let residual = flow.tiers.iter().rev().find_map(|tier| match *tier {
        Tier::Residual(rank) => flow.claimants.get(usize::from(rank)),
        _ => None,
    });
    if walk.left > 0 && residual.is_none_or(|claimant| !claimant.vacant) {
        return Err(MathError::BadStructure);
    }
    walk.outcome.undistributed = walk.left;
    Ok(walk.outcome)
}

/// Whether what a tier behind the debts would take is trapped, where that is so.
const fn is_trapped(tier: Tier) -> bool {
    !matches!(
        tier,
        Tier::Reserve(..) | Tier::Cover(_) | Tier::CollateralTest(_) | Tier::InterestTest(_)
    )
}

/// The rank of the debt whose entitlement a tier pays, if it pays one.
fn debt_of(tier: Tier, claimants: &[Claimant]) -> Option<u8> {
    let rank = tier.claimant()?;
    let claimant = claimants.get(usize::from(rank))?;
    (claimant.kind == Kind::Debt).then_some(rank)
}

/// The order in which a debt is paid, before the next debt is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// All its principal, then interest and arrears.
    PrincipalFirst,
    /// The entitlements of its tiers, in their order.
    Due,
    /// Interest, arrears, and all its principal through the first tier that pays any.
    Accelerated,
}

/// Takes the unpaid part of an entitlement.
fn take(received: &mut u64, entitlement: u64, left: u64) -> u64 {
    let pay = left.min(entitlement.saturating_sub(*received));
    // At most the entitlement, or unchanged if already above it.
    *received = received.wrapping_add(pay);
    pay
}

struct Walk<'a> {
    flow: &'a WaterfallInput<'a>,
    /// Income that is left; while the rest of the principal is spent, that.
    left: u64,
    /// What the reserve that may pay everything held, once it is part of what is left.
    reserve: u64,
    /// Principal that is left.
    principal: u64,
    /// What tests trapped of it before, and what deficiencies have added: spent after the rest of it, and on no interest
    /// that income left unpaid.
    covered: u64,
    /// Whether `left` is principal now.
    is_principal: bool,
    /// What each debt may still take of the principal, where debts are repaid pro rata; none before the first is.
    parts: Option<[u64; MAX_TRANCHES]>,
    outcome: Outcome,
    /// Whether principal of any debt is written off.
    written_off: bool,
    /// The place of the first tier that pays a debt.
    first_debt: Option<usize>,
    /// The place of the last one.
    last_debt: Option<usize>,
    /// The place of the tier that would continue the last group of splits.
    next_split: usize,
    /// What reached that group.
    split: u64,
    /// The places of the reserves of interest and of expenses, which pay what stands ahead of them; 0 for one that
    /// holds nothing.
    earmarked_ahead_of: [usize; EARMARKED],
    /// Whether any tranches are pari passu.
    has_peers: bool,
    /// The tranches that take a carry: bit n is the tranche of rank n.
    carries: u8,
}

impl<'a> Walk<'a> {
    /// Pays what goes before the tiers.
    fn begin(&mut self) -> MathResult<()> {
        let flow = self.flow;
        let rest = fixed::sub(flow.amount, flow.principal)?;
        if flow.in_kind {
            return self.capital(flow.principal, flow.returns);
        }
        let restores = if flow.recovery {
            let covers = flow.claimants.iter();
            let covers = covers.filter(|claimant| claimant.kind == Kind::Cover);
            let lost = covers.fold(0_u64, |sum, claimant| sum.saturating_add(claimant.loss));
            lost.min(rest)
        } else {
            0
        };
        let waits = fixed::sub(flow.reinvestment, flow.held)?;
        let principal = fixed::add(flow.principal, waits)?;
        if flow.mode == Mode::Accelerated {
            let all = self.left;
            self.fees_ahead()?;
            self.debts(Order::Accelerated)?;
            self.reinstate()?;
            let taken = fixed::sub(all, self.left)?;
            self.capital(principal.saturating_sub(taken), flow.returns)?;
            self.restore(restores);
            return Ok(());
        }
        // What has not run yet.
        let later = fixed::sub(fixed::sub(self.left, principal)?, restores)?;
        (self.left, self.reserve) = (0, 0);
        if flow.returns {
            self.principal = flow.principal;
            self.spend_principal(true)?;
            self.principal = waits;
        } else {
            self.principal = principal;
        }
        if restores > 0 {
            let waiting = core::mem::take(&mut self.principal);
            self.left = fixed::add(self.left, restores)?;
            self.debts(Order::Due)?;
            self.restore(restores);
            self.principal = waiting;
        }
        self.left = fixed::add(self.left, later)?;
        self.reserve = flow.reserve;
        self.covered = fixed::sub(flow.trapped, flow.held)?;
        self.set_apart()
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
        for rank in (0_u8..).take(self.flow.claimants.len()) {
            if self.left == 0 {
                break;
            }
            self.debt(rank, order)?;
        }
        Ok(())
    }

    /// Pays one debt and those pari passu with it; nothing of a rank that is none, and of one that is paid with the one before
    /// it.
    fn debt(&mut self, rank: u8, order: Order) -> MathResult<()> {
        if self.is_joined(rank) {
            return Ok(());
        }
        let (tiers, claimants) = (self.flow.tiers, self.flow.claimants);
        let peers = self.peers_of(rank);
        if order == Order::PrincipalFirst && self.is_debt(rank) {
            self.pay_principal(rank)?;
        }
        for (at, tier) in tiers.iter().enumerate() {
            let Some(rank) = debt_of(*tier, claimants).filter(|rank| peers.contains(rank)) else {
                continue;
            };
            match tier {
                // What is paid here is no income that is left over.
                Tier::Deficiency(_) => {}
                Tier::Service(_) if order != Order::Due => self.pay_all_interest(at)?,
                _ if order == Order::Due || !tier.repays(rank) => self.pay(at, *tier, false)?,
                _ => {}
            }
        }
        if order == Order::Accelerated && self.is_debt(rank) {
            self.pay_principal(rank)?;
        }
        Ok(())
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
        debts.all(|(claimant, got)| claimant.is_paid(got))
    }

    /// Pays a tier what it is still owed; with `all`, a principal tier takes all principal, whatever the schedule and
    /// the mode. Tiers of peers are paid with the first of them.
    fn pay(&mut self, at: usize, tier: Tier, all: bool) -> MathResult<()> {
        if self.follows(at) {
            return Ok(());
        }
        let left = self.left;
        let accelerated = self.flow.mode == Mode::Accelerated;
        let took = match tier {
            Tier::Split { rank, bps } => self.split(at, rank, bps)?,
            Tier::Participation(participation) => self.participation(participation)?,
            Tier::Residual(rank) => self.give(rank, left)?,
            // Entitlements are in settlement money.
            _ if self.flow.in_kind => 0,
            Tier::Fee(due) => {
                let paid = self.outcome.tiers.get(at).copied().unwrap_or(0);
                let unpaid = due.saturating_sub(paid);
                self.draw(Purpose::Expenses, at, unpaid)?;
                self.left.min(unpaid)
            }
            Tier::Interest(_) => return self.pay_interest(at, Entitlement::Interest),
            Tier::Arrears(_) => return self.pay_interest(at, Entitlement::Arrears),
            // Principal reaches it behind the debts' tiers.
            Tier::Capital(_) if !all => 0,
            Tier::Principal(rank)
            | Tier::Service(rank)
            | Tier::Sweep(rank)
            | Tier::Capital(rank)
                if all =>
            {
                return self.repay(at, rank, Entitlement::All);
            }
            Tier::Service(rank) => {
                self.pay_all_interest(at)?;
                return self.repay(at, rank, Entitlement::Due);
            }
            Tier::Principal(rank) => return self.repay(at, rank, Entitlement::Due),
            Tier::Sweep(rank) | Tier::Capital(rank) => {
                return self.repay(at, rank, Entitlement::Sweep);
            }
            // An acceleration repays debts of all money.
            Tier::Deficiency(_) if accelerated => 0,
            Tier::Deficiency(_) => return self.cover_deficiency(at),
            Tier::CollateralTest(_) | Tier::InterestTest(_) if accelerated => 0,
            Tier::CollateralTest(test) => return self.test_collateral(test),
            Tier::InterestTest(test) => return self.test_interest(at, test),
            Tier::Reserve(..) if accelerated => 0,
            Tier::Cover(_) if accelerated && !self.debts_are_paid() => 0,
            Tier::Reserve(purpose, target) => self.fill(purpose, target)?,
            Tier::Cover(rank) => {
                let entitlement = self.claimant(rank)?.loss;
                take(&mut self.receipt(rank)?.restored, entitlement, left)
            }
            Tier::Carry(carry) => self.carry(at, carry)?,
        };
        self.book(at, took)
    }

    /// Counts what a tier took of what is left.
    fn book(&mut self, at: usize, took: u64) -> MathResult<()> {
        self.left = fixed::sub(self.left, took)?;
        let outcome = &mut self.outcome;
        if let Some(entry) = outcome.tiers.get_mut(at) {
            *entry = fixed::add(*entry, took)?;
        }
        if self.is_principal
            && let Some(entry) = outcome.of_principal.get_mut(at)
        {
            *entry = fixed::add(*entry, took)?;
        }
        Ok(())
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

/// The bit of a rank among those of all tranches.
const fn bit(rank: u8) -> u8 {
    1_u8.wrapping_shl(rank as u32)
}

fn clamp(wide: u128) -> u64 {
    u64::try_from(wide).unwrap_or(u64::MAX)
}
