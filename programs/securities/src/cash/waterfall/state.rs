//! The Waterfall account: the ordered tiers that each distribution of a security runs through, and its triggers.

use super::{
    consequences::ACCELERATES,
    tier::{PlanFacts, TierState},
    trigger::TriggerState,
};
use crate::{
    chain::wide::Wide,
    errors::SecuritiesError,
    math::{
        calendar, fixed,
        rate::Rate,
        trigger::{self, Acceleration, TriggerInputs, Verdict},
        waterfall::{Cushion, EARMARKED, MAX_TIERS, Mode, Outcome, Tier, WaterfallInput},
    },
    rate::state::Report,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Layout version of a Waterfall.
pub const VERSION: u8 = 1;
/// What [`Waterfall::declared`] is once the sponsor or the arbitrator has accelerated it.
pub(super) const DECLARED: u8 = 1;
/// What it is once lenders have.
pub(crate) const DECLARED_BY_LENDERS: u8 = 2;
/// How many triggers a waterfall may have.
pub const MAX_TRIGGERS: usize = 8;

/// The ordered tiers of a security. Address: see [`crate::chain::seeds::WATERFALL`].
#[account(zero_copy)]
pub struct Waterfall {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Tiers in use, 1 to 24.
    pub tier_count: u8,
    /// Triggers in use, 0 to 8.
    pub trigger_count: u8,
    /// Raised by one with each change of the structure: of tiers and triggers, or of tranches' terms; 0: none has been
    /// set.
    pub structure_version: u32,
    /// The security.
    pub security: Pubkey,
    /// The tiers, in order.
    pub tiers: [TierState; MAX_TIERS],
    /// The triggers.
    pub triggers: [TriggerState; MAX_TRIGGERS],
    /// The end of the revolving period, during which principal waits for new assets and repays only what has matured,
    /// in Unix seconds.
    pub revolving_until: i64,
    /// 1: a trigger has accelerated it.
    pub tripped: u8,
    /// 1: the sponsor or the arbitrator has accelerated it; 2: lenders have, by a resolution.
    pub declared: u8,
    /// 1: principal also pays interest and arrears of debts that income leaves unpaid.
    pub principal_pays_interest: u8,
    /// Zero.
    pub padding: u8,
    /// The most that the pool's reported value may move in a day, in basis points; 0: not at all after the first
    /// report.
    pub pool_daily_bps: u32,
    /// From when principal repays the debts pro rata while all subordination tests hold, in Unix seconds; 0: never.
    pub pro_rata_from: i64,
    /// Day number up to which annual fees have accrued; 0: none have.
    pub accrued_to: u64,
    /// The pool's last reported value, in settlement base units.
    pub pool_value: u64,
    /// When it was reported, in Unix seconds; 0: never.
    pub pool_at: i64,
    /// SHA-256 of the report behind it.
    pub pool_sha256: [u8; 32],
    /// The value that reports are measured from: the one in effect when the day of the last report began (UTC) or, if
    /// the arbitrator signed a report since, that report's.
    pub pool_base: u64,
    /// When that value was reported, in Unix seconds.
    pub pool_base_at: i64,
    /// While a trigger has accelerated it: since when all triggers that accelerate have held again, in Unix seconds; 0: one does not
    /// hold.
    pub holds_since: i64,
    /// The pool's reported value times days since the annual fees were last brought up to date.
    pub pool_days: Wide,
    /// Day number up to which that is counted.
    pub pool_counted_to: u64,
    /// Day number on which the participation period began; 0 before the first run. See `participation.rs`.
    pub participation_since: u64,
    /// The part of the settlement vault's reinvestment account that triggers trapped: income that waits.
    pub held: u64,
}

const _: () = assert!(size_of::<Waterfall>() == 4_216 && align_of::<Waterfall>() == 8);

impl Waterfall {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The tiers in use.
    #[must_use]
    pub fn tiers(&self) -> &[TierState] {
        self.tiers
            .get(..usize::from(self.tier_count))
            .unwrap_or(&[])
    }

    /// The triggers in use.
    #[must_use]
    pub fn triggers(&self) -> &[TriggerState] {
        self.triggers
            .get(..usize::from(self.trigger_count))
            .unwrap_or(&[])
    }

    /// The tiers as a run sees them. The check of the structure ignores the amounts.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] when the account holds a value that this version does not know.
    pub fn plan(&self, facts: &PlanFacts) -> Result<Vec<Tier>> {
        let mut tiers = Vec::with_capacity(self.tiers().len());
        for tier in self.tiers() {
            tiers.push(tier.tier(facts)?);
        }
        Ok(tiers)
    }

    /// What the reserves hold: the one that may pay everything, and the others by
    /// [`Purpose::place`](crate::math::waterfall::Purpose::place).
    pub(crate) fn reserves(&self) -> Result<(u64, [u64; EARMARKED])> {
        let (mut all, mut earmarked) = (0, [0; EARMARKED]);
        for tier in self.tiers().iter().filter(|tier| tier.is_reserve()) {
            match tier.purpose()?.place() {
                None => all = tier.taken,
                Some(place) => {
                    if let Some(slot) = earmarked.get_mut(place) {
                        *slot = tier.taken;
                    }
                }
            }
        }
        Ok((all, earmarked))
    }

    /// The pool's last reported value and its age at `now`, in seconds; none without a report.
    pub(crate) fn pool(&self, now: i64) -> Option<(u64, i64)> {
        (self.pool_at > 0).then_some((self.pool_value, now.saturating_sub(self.pool_at)))
    }

    /// The mode at `now`.
    #[must_use]
    pub const fn mode(&self, now: i64) -> Mode {
        if self.tripped == 1 || self.declared != 0 {
            Mode::Accelerated
        } else if now < self.revolving_until {
            Mode::Revolving
        } else {
            Mode::Amortising
        }
    }

    /// Ends the revolving period.
    pub(crate) fn stop_revolving(&mut self, now: i64) {
        self.revolving_until = self.revolving_until.min(now);
    }

    /// Whether principal repays the debts pro rata at `now`, by the triggers as tested last.
    pub(crate) fn is_pro_rata(&self, now: i64) -> bool {
        self.pro_rata_from > 0
            && now >= self.pro_rata_from
            && self
                .triggers()
                .iter()
                .all(|trigger| trigger.kind != 1 || trigger.failed_since == 0)
    }

    /// The cash that stands behind the principal: the reserve and the reinvestment account, without what triggers trapped. That
    /// would heal the breach for which it waits.
    pub(super) fn collateral(&self, security: &Security) -> Result<u64> {
        let vault = security.vault();
        let waits = vault.reinvestment.saturating_sub(self.held);
        Ok(fixed::add(vault.reserve, waits)?)
    }

    /// Whether a trigger traps what would be paid behind the debts at `now`, by the triggers as tested last.
    pub(crate) fn traps(&self, now: i64) -> bool {
        self.triggers().iter().any(|trigger| trigger.traps(now))
    }

    /// The subordination floors, below which principal of juniors is not repaid.
    pub(crate) fn cushions(&self) -> Vec<Cushion> {
        self.triggers()
            .iter()
            .filter(|trigger| trigger.kind == 1)
            .map(|trigger| Cushion {
                rank: trigger.rank,
                min_bps: trigger.bps,
            })
            .collect()
    }

    /// How long all triggers that accelerate have to hold before an acceleration by one ends, in seconds: the longest of their
    /// cure periods, and at least a day.
    fn cure(&self) -> i64 {
        let triggers = self.triggers().iter();
        let accelerate = triggers.filter(|trigger| trigger.consequences & ACCELERATES != 0);
        let cures = accelerate.map(|trigger| trigger.cure_days);
        calendar::seconds_of(cures.max().unwrap_or(1).max(1))
    }

    /// Tests the triggers: records when one first failed, starts or ends an acceleration, and returns which do not
    /// hold: bit n is trigger n.
    pub(crate) fn test_triggers(&mut self, inputs: &TriggerInputs<'_>) -> Result<u8> {
        let (mut failing, mut tripped, mut all_hold) = (0_u8, false, true);
        let mut bit = 1_u8;
        let count = usize::from(self.trigger_count);
        for state in self.triggers.iter_mut().take(count) {
            let verdict = if state.is_waived(inputs.now)? {
                Verdict::Holds
            } else {
                trigger::judge(state.test(inputs.now)?, inputs)
            };
            let holds = verdict == Verdict::Holds;
            let accelerates = state.consequences & ACCELERATES != 0;
            state.note(verdict, inputs.now);
            let cure = calendar::seconds_of(state.cure_days);
            let (since, trips) = trigger::step(inputs.now, state.failed_since, cure, holds);
            state.failed_since = since;
            tripped |= trips && accelerates;
            all_hold &= holds || !accelerates;
            if !holds {
                failing |= bit;
            }
            bit = bit.wrapping_shl(1);
        }
        let accelerated = Acceleration {
            tripped: self.tripped == 1,
            holds_since: self.holds_since,
        }
        .at(inputs.now, tripped, all_hold, self.cure());
        self.tripped = u8::from(accelerated.tripped);
        self.holds_since = accelerated.holds_since;
        Ok(failing)
    }

    /// Takes a report of the pool's value. The first may be any value, and so may one that the arbitrator signs too.
    /// Any other moves no further than a [`ReportedRate`](crate::rate::state::ReportedRate) may.
    ///
    /// # Errors
    /// [`SecuritiesError::PoolMoved`], [`SecuritiesError::DateOutOfRange`].
    pub(crate) fn report_pool(&mut self, value: u64, now: i64, signed: bool) -> Result<()> {
        let worth = |value, at| Report {
            rate: Rate {
                numerator: value,
                denominator: 1,
            },
            at,
        };
        let report = worth(value, now);
        let mut base = report;
        if self.pool_at > 0 && !signed {
            let last = worth(self.pool_value, self.pool_at);
            base = last.base_on(worth(self.pool_base, self.pool_base_at), now)?;
            ensure!(
                report.is_within(base, self.pool_daily_bps)?,
                SecuritiesError::PoolMoved
            );
        }
        let last = self.pool_at;
        let triggers = self.triggers.iter_mut();
        triggers
            .filter(|trigger| trigger.reads_pool())
            .for_each(|trigger| trigger.note_report(last, now));
        self.pool_base = base.rate.numerator;
        self.pool_base_at = base.at;
        self.pool_value = value;
        self.pool_at = now;
        Ok(())
    }

    /// Counts what each tier took in a run in the settlement mint, and returns how much of it is fees.
    pub(crate) fn take(&mut self, flow: &WaterfallInput, outcome: &Outcome) -> Result<u64> {
        let mut fees = 0;
        for (at, (tier, run)) in self.tiers.iter_mut().zip(flow.tiers).enumerate() {
            let of = |amounts: &[u64; MAX_TIERS]| amounts.get(at).copied().unwrap_or(0);
            let amount = of(&outcome.tiers);
            match run {
                Tier::InterestTest(test) => {
                    tier.count_period(test.period_after(at, flow, outcome));
                }
                Tier::Reserve(..) => tier.taken = amount,
                Tier::Fee(_) => {
                    tier.pay(amount)?;
                    tier.owed = fixed::add(tier.owed, amount)?;
                    fees = fixed::add(fees, amount)?;
                }
                Tier::Carry(_) => {
                    let passed = of(&outcome.passed);
                    tier.taken = tier.taken.saturating_add(fixed::add(amount, passed)?);
                    tier.reached = tier.reached.saturating_add(of(&outcome.reached));
                    tier.due = tier.due.saturating_add(passed);
                }
                _ => tier.taken = tier.taken.saturating_add(amount),
            }
        }
        for (rank, back) in (0_u8..).zip(outcome.clawed_back) {
            let is_first = |tier: &&mut TierState| tier.is_carry() && tier.rank == rank;
            if back > 0
                && let Some(carry) = self.tiers.iter_mut().find(is_first)
            {
                carry.clawed_back = carry.clawed_back.saturating_add(back);
            }
        }
        Ok(fees)
    }
}
