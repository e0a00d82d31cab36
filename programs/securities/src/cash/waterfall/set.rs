//! How a waterfall is set.

use super::{
    consequences::{STEPS, TRAPS},
    state::{MAX_TRIGGERS, Waterfall},
    terms::WaterfallRules,
    trigger::{DISCLOSURE_OVERDUE, TriggerState},
};
use crate::{
    errors::SecuritiesError,
    math::{
        calendar,
        fixed::BPS,
        structure::ends_peers,
        trigger::Test,
        waterfall::{Kind, MAX_TIERS},
    },
    security::state::Security,
};
use anchor_lang::prelude::*;

impl Waterfall {
    /// Replaces all tiers and triggers, before the first payment. `keys` are the addresses of the security and of the
    /// waterfall.
    ///
    /// # Errors
    /// [`SecuritiesError::BadStructure`] for too many tiers or parts out of range; [`SecuritiesError::BadTrigger`];
    /// [`SecuritiesError::KeyRefused`] for a payee that can take no money.
    pub(crate) fn set(
        &mut self,
        args: &WaterfallRules,
        security: &Security,
        keys: (&Pubkey, &Pubkey),
    ) -> Result<()> {
        ensure!(args.tiers.len() <= MAX_TIERS, SecuritiesError::BadStructure);
        ensure!(
            args.triggers.len() <= MAX_TRIGGERS
                && args.revolving_until >= 0
                && args.pro_rata_from >= 0
                && u64::from(args.pool_daily_bps) <= BPS,
            SecuritiesError::BadTrigger
        );
        // In place: all of them together are too large for a stack frame.
        self.tiers.fill(bytemuck::Zeroable::zeroed());
        for (slot, tier) in self.tiers.iter_mut().zip(&args.tiers) {
            tier.check()?;
            *slot = (*tier).into();
        }
        self.tiers
            .iter()
            .filter(|tier| tier.is_fee())
            .try_for_each(|tier| security.require_foreign(&tier.payee, keys.0, keys.1))?;
        self.tier_count = count(args.tiers.len())?;
        self.triggers.fill(bytemuck::Zeroable::zeroed());
        for (slot, trigger) in self.triggers.iter_mut().zip(&args.triggers) {
            trigger.check(security.tranche_count)?;
            *slot = (*trigger).into();
        }
        self.trigger_count = count(args.triggers.len())?;
        // The trigger that accelerated it was one of those replaced.
        self.tripped = 0;
        self.holds_since = 0;
        self.revolving_until = args.revolving_until;
        self.pro_rata_from = args.pro_rata_from;
        self.principal_pays_interest = u8::from(args.principal_pays_interest);
        self.pool_daily_bps = args.pool_daily_bps;
        Ok(())
    }

    /// Counts a change of the structure, which whoever read it before has not read.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub(crate) fn change_structure(&mut self) -> Result<()> {
        let version = self.structure_version.checked_add(1);
        self.structure_version = version.ok_or(SecuritiesError::Overflow)?;
        Ok(())
    }

    /// Refuses another version of the structure than that of now: a place of a tier or a trigger means what stood there when its
    /// version was read.
    ///
    /// # Errors
    /// [`SecuritiesError::StructureChanged`].
    pub(crate) fn require_version(&self, version: u32) -> Result<()> {
        ensure!(
            version == self.structure_version,
            SecuritiesError::StructureChanged
        );
        Ok(())
    }

    /// Refuses rules that payments by the tranches' due dates cannot keep: an overdue trigger on a tranche that can
    /// never be overdue, a trigger that protects some peers and not others, one that traps cash where there is no debt, and an instalment on a day on which the waterfall still
    /// revolves.
    ///
    /// # Errors
    /// [`SecuritiesError::NeverOverdue`], [`SecuritiesError::BadPariPassu`], [`SecuritiesError::BadConsequences`],
    /// [`SecuritiesError::InstalmentWhileRevolving`].
    pub(crate) fn require_schedules(&self, security: &Security) -> Result<()> {
        let shapes = security.shapes()?;
        for trigger in self.triggers() {
            let test = trigger.test(0)?;
            if let Test::Subordination { rank, .. }
            | Test::Collateral { rank, .. }
            | Test::LoanToValue { rank, .. } = test
            {
                ensure!(ends_peers(&shapes, rank), SecuritiesError::BadPariPassu);
            }
            let can = match test {
                Test::Overdue { rank, .. } => shapes
                    .get(usize::from(rank))
                    .is_some_and(|shape| shape.kind == Kind::Debt || shape.has_rate),
                _ => true,
            };
            ensure!(can, SecuritiesError::NeverOverdue);
            // Cash is trapped for the debts.
            ensure!(
                trigger.consequences & TRAPS == 0 || security.has_debt(),
                SecuritiesError::BadConsequences
            );
        }
        let ends_after =
            |day: u32| calendar::seconds_of(day.saturating_add(1)) > self.revolving_until;
        let mut first = security.first_instalments.into_iter();
        ensure!(
            first.all(|day| day == 0 || ends_after(day)),
            SecuritiesError::InstalmentWhileRevolving
        );
        Ok(())
    }
}

impl Waterfall {
    /// Refuses covenants that nobody could act on: steps of control to nobody or for ever, and a disclosure that is never due.
    ///
    /// # Errors
    /// [`SecuritiesError::NoStage`], [`SecuritiesError::NoWayBack`], [`SecuritiesError::NoSuchDisclosure`].
    pub(crate) fn require_covenants(&self, security: &Security) -> Result<()> {
        self.require_stages(security)?;
        security.require_way_back()?;
        self.require_disclosures(security)
    }

    /// Refuses a trigger on a disclosure that is never due: it could never fail.
    ///
    /// # Errors
    /// [`SecuritiesError::NoSuchDisclosure`].
    pub(super) fn require_disclosures(&self, security: &Security) -> Result<()> {
        let mut triggers = self.triggers().iter();
        let is_due = |trigger: &TriggerState| {
            trigger.kind != DISCLOSURE_OVERDUE || security.stated.asks_for(trigger.rank)
        };
        ensure!(triggers.all(is_due), SecuritiesError::NoSuchDisclosure);
        Ok(())
    }

    /// Refuses a trigger that would step control where nobody could take it.
    ///
    /// # Errors
    /// [`SecuritiesError::NoStage`].
    pub(crate) fn require_stages(&self, security: &Security) -> Result<()> {
        let steps = |trigger: &TriggerState| trigger.consequences & STEPS != 0;
        ensure!(
            !self.triggers().iter().any(steps) || security.control.next_stage().is_some(),
            SecuritiesError::NoStage
        );
        Ok(())
    }
}

fn count(items: usize) -> Result<u8> {
    u8::try_from(items).map_err(|_| SecuritiesError::BadStructure.into())
}
