//! Tiers that share profit: carry above hurdles, splits of what is left, and participations by capital; and carry that was overpaid.

use super::{Walk, bit, clamp};
use crate::math::{
    MathError, MathResult,
    carry::{self, Step},
    fixed::{self, BPS},
    waterfall::{
        Carry, Claimant, Clawback, MAX_CARRY_STEPS, Outcome, Participation, Receipt, Tier,
        WaterfallInput,
    },
};

/// The steps of a carry: carry tiers of the same tranche in a row.
struct Steps<'a> {
    /// The place of the first.
    at: usize,
    tiers: &'a [Tier],
}

impl<'a> Steps<'a> {
    /// Those that a tranche takes, if it takes any.
    fn of(tiers: &'a [Tier], rank: u8) -> Option<Self> {
        let is_step = |tier: &Tier| matches!(tier, Tier::Carry(carry) if carry.rank == rank);
        let at = tiers.iter().position(is_step)?;
        let count = tiers
            .iter()
            .skip(at)
            .take_while(|tier| is_step(tier))
            .count();
        let tiers = tiers.get(at..at.wrapping_add(count.min(MAX_CARRY_STEPS)))?;
        Some(Self { at, tiers })
    }

    fn carries(&self) -> impl Iterator<Item = Carry> {
        self.tiers.iter().filter_map(|tier| match *tier {
            Tier::Carry(carry) => Some(carry),
            _ => None,
        })
    }

    fn first(&self) -> MathResult<Carry> {
        self.carries().next().ok_or(MathError::BadStructure)
    }

    /// What all up to a place have taken by now, in earlier runs and in this one.
    fn taken(&self, upto: usize, outcome: &Outcome) -> u128 {
        let count = upto.wrapping_sub(self.at).wrapping_add(1);
        let taken = self.carries().map(|carry| carry.paid).take(count);
        let taking = outcome.tiers.iter().zip(&outcome.passed).skip(self.at);
        // Few numbers of 64 bits.
        taking
            .take(count)
            .map(|(took, passed)| u128::from(*took).wrapping_add(u128::from(*passed)))
            .chain(taken.map(u128::from))
            .fold(0, u128::wrapping_add)
    }

    /// What all of them have passed on in this run.
    fn passed(&self, outcome: &Outcome) -> u64 {
        let passed = outcome.passed.iter().skip(self.at).take(self.tiers.len());
        passed.fold(0, |sum, passed| sum.saturating_add(*passed))
    }

    /// What all of them have taken by now and not given back.
    fn paid(&self, outcome: &Outcome) -> MathResult<u64> {
        let first = self.first()?;
        let back = outcome.clawed_back.get(usize::from(first.rank));
        let back = u128::from(back.copied().unwrap_or(0)).wrapping_add(first.clawed_back.into());
        let taken = self.taken(self.last(), outcome);
        Ok(clamp(taken.saturating_sub(back)))
    }

    /// The place of the last.
    const fn last(&self) -> usize {
        // There is at least one.
        self.at.wrapping_add(self.tiers.len()).wrapping_sub(1)
    }

    /// What all up to a place are due by now, on all profit so far. Profit is what the base earned and what was left
    /// after its entitlements, less what it lost and did not recover and, deal by deal, what fees took of capital that is
    /// still outstanding. A hurdle is everything that the base was entitled to
    /// earn by now or, if that is more, a multiple of its capital. Interest that buyers of later shares paid for is theirs,
    /// and counts in neither.
    fn due(
        &self,
        upto: usize,
        base: &Claimant,
        got: &Receipt,
        outcome: &Outcome,
    ) -> MathResult<u64> {
        let reached = outcome.reached.get(self.at).copied().unwrap_or(0);
        // A sum of five 64-bit numbers is far below 128 bits.
        let wide = |parts: [u64; 5]| {
            let parts = parts.into_iter().map(u128::from);
            parts.fold(0, u128::wrapping_add)
        };
        let earned = wide([
            base.interest_paid,
            base.own_part(got),
            got.arrears,
            self.first()?.reached,
            reached,
        ]);
        let spent = base.unpaid_principal(got);
        let spent = spent.min(self.first()?.spent);
        let lost = base.lost(got).saturating_add(spent);
        let profit = clamp(earned.saturating_sub(u128::from(lost)));
        // What it is entitled to: what it got in this run and what it is still owed.
        let entitled = clamp(wide([
            base.interest_paid,
            base.own_interest(),
            base.arrears,
            0,
            0,
        ]));
        let mut steps = [Step::default(); MAX_CARRY_STEPS];
        let mut count = 0_usize;
        let upto = upto.wrapping_sub(self.at);
        for (slot, carry) in steps
            .iter_mut()
            .zip(self.carries().take(upto.wrapping_add(1)))
        {
            *slot = Step {
                hurdle: entitled.max(carry::multiple_hurdle(base.issued, carry.multiple_bps)),
                carry_bps: carry.carry_bps,
                catch_up_bps: carry.catch_up_bps,
            };
            count = count.wrapping_add(1);
        }
        carry::due(profit, steps.get(..count).unwrap_or(&steps))
    }

    /// How much more they have taken than they are due; at most what the class got, for what it passed on is gone.
    fn overpaid(&self, base: &Claimant, got: &Receipt, outcome: &Outcome) -> MathResult<u64> {
        let paid = self.paid(outcome)?;
        let passed = self.carries().map(|carry| carry.passed);
        let passed = passed.fold(self.passed(outcome), u64::saturating_add);
        let has = paid.saturating_sub(passed);
        if has == 0 {
            return Ok(0);
        }
        let due = self.due(self.last(), base, got, outcome)?;
        Ok(paid.saturating_sub(due).min(has))
    }
}

/// What a class was overpaid of its carry before a run: more than the carry on all profit so far, as profit that was
/// shared has been lost since, or the base has become entitled to more. 0 for a class without a carry, and where
/// nobody holds the base, who could have it back.
///
/// # Errors
/// [`MathError::BadStructure`] when a tier names a tranche that does not exist.
pub fn overpaid(flow: &WaterfallInput, rank: u8) -> MathResult<u64> {
    let Some(steps) = Steps::of(flow.tiers, rank) else {
        return Ok(0);
    };
    let base = flow.claimants.get(usize::from(steps.first()?.base));
    let base = base.ok_or(MathError::BadStructure)?;
    if base.vacant {
        return Ok(0);
    }
    steps.overpaid(base, &Receipt::default(), &Outcome::default())
}

impl Walk<'_> {
    /// The steps of a carry take what all of them are due and have not taken: each what is due up to it, and the last
    /// the rest. What was given back counts as given back by the last. Unless it is paid deal by deal, it takes nothing
    /// while capital of the base is outstanding.
    pub(super) fn carry(&mut self, at: usize, carry: Carry) -> MathResult<u64> {
        let base = self.claimant(carry.base)?;
        let got = *self.receipt(carry.base)?;
        let steps = Steps::of(self.flow.tiers, carry.rank).ok_or(MathError::BadStructure)?;
        if at == steps.at
            && let Some(entry) = self.outcome.reached.get_mut(at)
        {
            *entry = self.left;
        }
        if !carry.deal_by_deal && base.unpaid_principal(&got) > 0 {
            return Ok(0);
        }
        let paid = steps.paid(&self.outcome)?;
        let due = steps.due(steps.last(), base, &got, &self.outcome)?;
        // What the steps before passed on has not left.
        let left = self.left.saturating_sub(steps.passed(&self.outcome));
        let mut pay = due.saturating_sub(paid).min(left);
        if at < steps.last() && pay > 0 {
            let due = steps.due(at, base, &got, &self.outcome)?;
            let paid = clamp(steps.taken(at, &self.outcome)).min(paid);
            pay = pay.min(due.saturating_sub(paid));
        }
        if self.claimant(carry.rank)?.vacant {
            if let Some(entry) = self.outcome.passed.get_mut(at) {
                *entry = pay;
            }
            return Ok(0);
        }
        let receipt = self.receipt(carry.rank)?;
        receipt.residual = fixed::add(receipt.residual, pay)?;
        Ok(pay)
    }

    pub(super) fn split(&mut self, at: usize, rank: u8, bps: u32) -> MathResult<u64> {
        if at != self.next_split {
            self.split = self.left;
        }
        self.next_split = at.wrapping_add(1);
        let part = fixed::bps_floor(self.split, bps)?;
        self.give(rank, part.min(self.left))
    }

    /// A part of what is left, in proportion to what the tranches weigh, which counts as often as the own participation of each
    /// says, or once; less what the tranche gives up of it. Weights, the part and what of it is kept are
    /// rounded down; weights that together exceed 64 bits are halved alike until they fit.
    /// Before any capital of these has been outstanding for a day, what is outstanding counts.
    pub(super) fn participation(&mut self, participation: Participation) -> MathResult<u64> {
        let (mut own, mut all) = self.weights(participation, |claimant| claimant.weight)?;
        if all == 0 {
            (own, all) = self.weights(participation, |claimant| claimant.outstanding.into())?;
        }
        let above = u64::BITS.saturating_sub(all.leading_zeros());
        let all = all.wrapping_shr(above);
        if all == 0 {
            return Ok(0);
        }
        let own = fixed::narrow(own.wrapping_shr(above))?;
        let part = fixed::mul_div_floor(self.left, own, fixed::narrow(all)?)?;
        let keeps = (BPS as u32).saturating_sub(participation.gives_up_bps);
        self.give(participation.rank, fixed::bps_floor(part, keeps)?)
    }

    /// What a class weighs in a participation, and what all that participate weigh together.
    fn weights(
        &self,
        participation: Participation,
        of: impl Fn(&Claimant) -> u128,
    ) -> MathResult<(u128, u128)> {
        let (mut own, mut all) = (0_u128, 0_u128);
        for (rank, claimant) in (0_u8..).zip(self.flow.claimants) {
            let is_own = rank == participation.rank;
            if !is_own && participation.with.wrapping_shr(rank.into()) & 1 == 0 {
                continue;
            }
            let tiers = self.flow.tiers.iter();
            let multiplier = tiers
                .filter_map(|tier| match tier {
                    Tier::Participation(other) if other.rank == rank => Some(other.multiplier_bps),
                    _ => None,
                })
                .next()
                .unwrap_or(BPS as u32);
            let weight = of(claimant).checked_mul(multiplier.into());
            let weight = weight.and_then(|weight| weight.checked_div(BPS.into()));
            let weight = weight.ok_or(MathError::Overflow)?;
            all = all.checked_add(weight).ok_or(MathError::Overflow)?;
            if is_own {
                own = weight;
            }
        }
        Ok((own, all))
    }

    /// Gives a class its part of profit, less any carry it was overpaid, which goes back to the tranche it was taken
    /// from. Nothing to a class that nobody holds. Returns what the class itself got.
    pub(super) fn give(&mut self, rank: u8, amount: u64) -> MathResult<u64> {
        if self.claimant(rank)?.vacant {
            return Ok(0);
        }
        let back = self.claw_back(rank, amount)?;
        let rest = fixed::sub(amount, back)?;
        let receipt = self.receipt(rank)?;
        receipt.residual = fixed::add(receipt.residual, rest)?;
        Ok(rest)
    }

    /// Passes overpaid carry to the base, at most `most` of what is left, and returns how much it was. In kind, where
    /// nothing measures it in settlement money, nothing is; neither to a base that nobody holds.
    fn claw_back(&mut self, rank: u8, most: u64) -> MathResult<u64> {
        if self.flow.in_kind || most == 0 || self.carries & bit(rank) == 0 {
            return Ok(0);
        }
        let Some(steps) = Steps::of(self.flow.tiers, rank) else {
            return Ok(0);
        };
        let whose = steps.first()?.base;
        let base = self.claimant(whose)?;
        if base.vacant {
            return Ok(0);
        }
        let got = *self.receipt(whose)?;
        let back = steps.overpaid(base, &got, &self.outcome)?.min(most);
        self.left = fixed::sub(self.left, back)?;
        self.return_carry(rank, whose, back)?;
        Ok(back)
    }

    /// Gives the base what is paid back of overpaid carry, before anything else.
    pub(super) fn pay_back(&mut self, clawback: Clawback) -> MathResult<()> {
        let Some(steps) = Steps::of(self.flow.tiers, clawback.rank) else {
            return Err(MathError::BadStructure);
        };
        let whose = steps.first()?.base;
        if clawback.amount > overpaid(self.flow, clawback.rank)? {
            return Err(MathError::BadStructure);
        }
        self.return_carry(clawback.rank, whose, clawback.amount)
    }

    fn return_carry(&mut self, rank: u8, whose: u8, amount: u64) -> MathResult<()> {
        let receipt = self.receipt(whose)?;
        receipt.residual = fixed::add(receipt.residual, amount)?;
        if let Some(entry) = self.outcome.clawed_back.get_mut(usize::from(rank)) {
            *entry = fixed::add(*entry, amount)?;
        }
        Ok(())
    }
}
