//! How a distribution runs through the tiers.

use super::{
    MathError, MathResult, carry, fixed, loss, subordination,
    waterfall::{
        Carry, Flow, Kind, MAX_TIERS, MAX_TRANCHES, Mode, Money, Outcome, Party, Receipt, Tier,
    },
};

/// Makes good losses if the money is a recovery, gives capital back if it is unused proceeds, then walks the tiers: each
/// takes the smaller of what is left and its claim; the residual takes the rest.
/// What would reach a class that nobody holds passes it by, and is left unclaimed at
/// the end: whoever buys the class later has no part in it.
///
/// # Errors
/// [`MathError::BadStructure`] when money is left over, a tier names a tranche that is not there, there are more
/// tiers or tranches than may be, or there is a reserve in kind; [`MathError::Overflow`] when the amount with the
/// reserve, or the principal that a cushion looks at, passes 64 bits.
pub fn run(flow: &Flow) -> MathResult<Outcome> {
    let reserve_in_kind = flow.in_kind && flow.reserve > 0;
    if flow.tiers.len() > MAX_TIERS || flow.parties.len() > MAX_TRANCHES || reserve_in_kind {
        return Err(MathError::BadStructure);
    }
    let mut walk = Walk {
        flow,
        left: flow.amount,
        outcome: Outcome::default(),
        next_split: usize::MAX,
        split: 0,
        unbound: false,
    };
    match flow.money {
        Money::Recovery if !flow.in_kind => walk.recover(),
        Money::Proceeds => walk.give_back()?,
        Money::Income | Money::Recovery => {}
    }
    walk.left = fixed::add(walk.left, flow.reserve)?;
    let done = if flow.mode == Mode::Accelerated && !flow.in_kind {
        walk.accelerate()?
    } else {
        0
    };
    for (at, tier) in flow.tiers.iter().enumerate() {
        if done & bit(at) == 0 {
            walk.pay(at, *tier)?;
        }
    }
    let residual = flow.tiers.iter().rev().find_map(|tier| match *tier {
        Tier::Residual(rank) => flow.parties.get(usize::from(rank)),
        _ => None,
    });
    if walk.left > 0 && residual.is_none_or(|party| !party.vacant) {
        return Err(MathError::BadStructure);
    }
    walk.outcome.unclaimed = walk.left;
    Ok(walk.outcome)
}

/// A set of tiers has one bit for each.
const fn bit(at: usize) -> u16 {
    1_u16.wrapping_shl(at as u32)
}

/// Takes what is still unpaid of a claim.
fn take(received: &mut u64, claim: u64, left: u64) -> u64 {
    let pay = left.min(claim.saturating_sub(*received));
    // No more than the claim, or as much as it was.
    *received = received.wrapping_add(pay);
    pay
}

struct Walk<'a> {
    flow: &'a Flow<'a>,
    left: u64,
    outcome: Outcome,
    /// The place of a tier that would go on with the last group of splits,
    next_split: usize,
    /// and what reached that group.
    split: u64,
    /// Principal is repaid whatever mode and cushions say.
    unbound: bool,
}

impl<'a> Walk<'a> {
    fn recover(&mut self) {
        let losses = self.flow.parties.iter();
        let recovery = loss::recover(self.left, losses.map(|party| (party.kind, party.loss)));
        self.left = recovery.left;
        self.outcome.recovered = recovery.made_good;
        let receipts = self.outcome.receipts.iter_mut().zip(self.flow.parties);
        for ((receipt, party), good) in receipts.zip(recovery.made_good) {
            match party.kind {
                Kind::Cover => receipt.restored = good,
                Kind::Debt | Kind::Equity => receipt.recovered = good,
            }
        }
    }

    /// Pays what comes before all else in accelerated mode, and tells which tiers that were: the fees ahead of the
    /// debts, then debt by debt its interest, and all its principal by the first tier that pays any.
    fn accelerate(&mut self) -> MathResult<u16> {
        let mut done = 0;
        let (tiers, parties) = (self.flow.tiers, self.flow.parties);
        let is_of_debt = |tier: &Tier| match *tier {
            Tier::Interest(rank)
            | Tier::Arrears(rank)
            | Tier::Principal(rank)
            | Tier::Sweep(rank) => parties
                .get(usize::from(rank))
                .is_some_and(|party| party.kind == Kind::Debt),
            _ => false,
        };
        let ahead = tiers.iter().position(is_of_debt).unwrap_or(0);
        for (at, tier) in tiers.iter().enumerate().take(ahead) {
            if matches!(tier, Tier::Fee(_)) {
                self.pay(at, *tier)?;
                done |= bit(at);
            }
        }
        for (rank, party) in (0_u8..).zip(parties) {
            if party.kind == Kind::Debt {
                done |= self.pay_interest(rank)? | self.repay(rank)?;
            }
        }
        Ok(done)
    }

    /// Pays a tranche its interest and its arrears, and tells which tiers that were.
    fn pay_interest(&mut self, rank: u8) -> MathResult<u16> {
        let mut done = 0;
        for (at, tier) in self.flow.tiers.iter().enumerate() {
            if matches!(*tier, Tier::Interest(whose) | Tier::Arrears(whose) if whose == rank) {
                self.pay(at, *tier)?;
                done |= bit(at);
            }
        }
        Ok(done)
    }

    /// Repays a tranche all its principal, by the first tier that repays any, and tells which that was.
    fn repay(&mut self, rank: u8) -> MathResult<u16> {
        let repays = |tier: &Tier| matches!(*tier, Tier::Principal(whose) | Tier::Sweep(whose) if whose == rank);
        let Some(at) = self.flow.tiers.iter().position(repays) else {
            return Ok(0);
        };
        self.pay(at, Tier::Sweep(rank))?;
        Ok(bit(at))
    }

    /// Gives unused proceeds back, whatever mode and cushions say: first what is owed to debts, the most senior first,
    /// interest before principal; then the capital of equities, the most senior first; then what tranches paid in above
    /// their principal, each the same part of it.
    fn give_back(&mut self) -> MathResult<()> {
        if !self.flow.in_kind {
            self.unbound = true;
            for kind in [Kind::Debt, Kind::Equity] {
                for (rank, party) in (0_u8..).zip(self.flow.parties) {
                    if party.kind != kind {
                        continue;
                    }
                    if kind == Kind::Debt {
                        self.pay_interest(rank)?;
                    }
                    self.repay(rank)?;
                }
            }
            self.unbound = false;
        }
        // Who nobody holds has nobody to give back to.
        let of = |party: &Party| {
            if party.vacant {
                0
            } else {
                u128::from(party.paid_in)
            }
        };
        let parties = self.flow.parties;
        let all = clamp(parties.iter().map(of).fold(0, u128::wrapping_add));
        let pot = self.left.min(all);
        let (mut upto, mut given) = (0_u128, 0);
        for (receipt, party) in self.outcome.receipts.iter_mut().zip(parties) {
            // Of eight numbers of 64 bits, at most the sum.
            upto = upto.wrapping_add(of(party));
            if pot > 0 {
                let part = fixed::mul_div_floor(pot, clamp(upto).min(all), all)?;
                receipt.returned = fixed::sub(part, given)?;
                given = part;
            }
        }
        self.left = fixed::sub(self.left, given)?;
        Ok(())
    }

    /// Pays a tier what it claims, and counts what it took.
    fn pay(&mut self, at: usize, tier: Tier) -> MathResult<()> {
        let left = self.left;
        let accelerated = self.flow.mode == Mode::Accelerated;
        let took = match tier {
            Tier::Split { rank, bps } => self.split(at, rank, bps)?,
            Tier::Residual(rank) => self.give(rank, left)?,
            // Claims are in settlement money.
            _ if self.flow.in_kind => 0,
            Tier::Fee(due) => left.min(due),
            Tier::Interest(rank) => {
                let claim = self.party(rank)?.interest;
                take(&mut self.receipt(rank)?.interest, claim, left)
            }
            Tier::Arrears(rank) => {
                let claim = self.party(rank)?.arrears;
                take(&mut self.receipt(rank)?.arrears, claim, left)
            }
            Tier::Principal(rank) => self.principal(rank, false)?,
            Tier::Sweep(rank) => self.principal(rank, true)?,
            Tier::Reserve(_) | Tier::Cover(_) if accelerated => 0,
            Tier::Reserve(target) => {
                let pay = left.min(target);
                self.outcome.reserve = fixed::add(self.outcome.reserve, pay)?;
                pay
            }
            Tier::Cover(rank) => {
                let claim = self.party(rank)?.loss;
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

    fn principal(&mut self, rank: u8, all: bool) -> MathResult<u64> {
        let party = self.party(rank)?;
        if !self.unbound && self.flow.mode == Mode::Revolving && !party.matured {
            return Ok(0);
        }
        let claim = if all {
            party.outstanding
        } else {
            party.scheduled.min(party.outstanding)
        };
        let mut most = self.left;
        // Who gets nothing anyway has no use for the headroom, which costs sums over all tranches.
        if !self.unbound && most > 0 && claim > self.receipt(rank)?.principal {
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
            let parties = self.flow.parties.iter().zip(&self.outcome.receipts);
            let now = parties.map(|(party, receipt)| {
                let outstanding = match party.kind {
                    Kind::Cover => party.outstanding.saturating_add(receipt.restored),
                    Kind::Debt | Kind::Equity => {
                        party.outstanding.saturating_sub(receipt.principal)
                    }
                };
                (party.kind, outstanding)
            });
            let (protected, below) = subordination::around(cushion.rank, now);
            if protected > 0 {
                let (protected, below) = (fixed::narrow(protected)?, fixed::narrow(below)?);
                room = room.min(subordination::headroom(protected, below, cushion.min_bps));
            }
        }
        Ok(room)
    }

    /// Profit is what the base earned and what was left after its claims, less what it lost and did not recover;
    /// the hurdle is all that it may have earned by now. Both are cumulative, and so is what is due of them.
    fn carry(&mut self, at: usize, carry: Carry) -> MathResult<u64> {
        let base = self.party(carry.base)?;
        let got = *self.receipt(carry.base)?;
        if let Some(entry) = self.outcome.reached.get_mut(at) {
            *entry = self.left;
        }
        // A sum of five numbers of 64 bits is far below 128.
        let wide = |parts: [u64; 5]| {
            let parts = parts.into_iter().map(u128::from);
            parts.fold(0, u128::wrapping_add)
        };
        let earned = wide([
            base.interest_paid,
            got.interest,
            got.arrears,
            carry.reached,
            self.left,
        ]);
        let lost = base.loss.saturating_sub(got.recovered);
        let profit = clamp(earned.saturating_sub(u128::from(lost)));
        // What it got in this run and what is still unpaid of it are its claims.
        let hurdle = clamp(wide([
            base.interest_paid,
            base.interest,
            base.arrears,
            0,
            0,
        ]));
        let due = carry::due(profit, hurdle, carry.carry_bps, carry.catch_up_bps)?;
        let pay = due.saturating_sub(carry.paid).min(self.left);
        let given = self.give(carry.rank, pay)?;
        if let Some(entry) = self.outcome.passed.get_mut(at) {
            *entry = pay.wrapping_sub(given); // all of it or nothing
        }
        Ok(given)
    }

    fn split(&mut self, at: usize, rank: u8, bps: u32) -> MathResult<u64> {
        if at != self.next_split {
            self.split = self.left;
        }
        self.next_split = at.wrapping_add(1);
        let part = fixed::bps_floor(self.split, bps)?;
        self.give(rank, part.min(self.left))
    }

    fn give(&mut self, rank: u8, amount: u64) -> MathResult<u64> {
        if self.party(rank)?.vacant {
            return Ok(0);
        }
        let receipt = self.receipt(rank)?;
        receipt.residual = fixed::add(receipt.residual, amount)?;
        Ok(amount)
    }

    fn party(&self, rank: u8) -> MathResult<&'a Party> {
        let party = self.flow.parties.get(usize::from(rank));
        party.ok_or(MathError::BadStructure)
    }

    fn receipt(&mut self, rank: u8) -> MathResult<&mut Receipt> {
        let receipt = self.outcome.receipts.get_mut(usize::from(rank));
        receipt.ok_or(MathError::BadStructure)
    }
}

fn clamp(wide: u128) -> u64 {
    u64::try_from(wide).unwrap_or(u64::MAX)
}
