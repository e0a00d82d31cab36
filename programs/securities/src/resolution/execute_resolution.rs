//! `execute_resolution`

use super::{
    events::ResolutionExecuted,
    governance::{Governance, PAUSE},
    proposal::Proposal,
    state::{Resolution, Status},
};
use crate::{
    cash::waterfall::state::Waterfall, chain::event::emit, conversion::state::Conversion,
    errors::SecuritiesError, math::calendar, role::held_role, security::state::Security,
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// The remaining account.
pub const CONVERSION: &str =
    "where it approves a conversion, the conversion, writable (WrongConversion)";

/// Accounts of `execute_resolution`, followed by [`CONVERSION`].
#[event_cpi]
#[derive(Accounts)]
pub struct ExecuteResolution<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// Its governance.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub governance: AccountLoader<'info, Governance>,
    /// The resolution.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub resolution: AccountLoader<'info, Resolution>,
    /// The tranche that it changes, if it changes one.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: Option<AccountLoader<'info, Tranche>>,
    /// The key that it gives a role to, if it gives one.
    pub new_holder: Option<Signer<'info>>,
}

/// See [`crate::securities::execute_resolution`].
pub fn execute_resolution<'info>(ctx: Context<'info, ExecuteResolution<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        let waterfall = &mut accounts.waterfall.load_mut()?;
        let governance = &mut accounts.governance.load_mut()?;
        let resolution = &mut accounts.resolution.load_mut()?;
        resolution.require_executable(governance, now)?;
        let proposal = resolution.proposal()?;
        let mut class = match (&accounts.tranche, proposal.changes()) {
            (_, None) => None,
            (None, Some(_)) => return Err(SecuritiesError::TranchesIncomplete.into()),
            (Some(tranche), Some(rank)) => {
                let class = tranche.load_mut()?;
                ensure!(class.rank == rank, SecuritiesError::WrongRank);
                Some(class)
            }
        };
        let class = class.as_deref_mut();
        let basis = proposal.basis(security, class.as_deref())?;
        ensure!(basis == resolution.basis, SecuritiesError::ResolutionStale);

        resolution.status = Status::Executed as u8;
        governance.end_pause(resolution)?;
        if proposal.changes_what_is_sold() {
            security.end_change()?;
            security.amend();
        }
        if let Proposal::Role { .. } = proposal {
            accounts.give_role(&proposal, security, waterfall)?;
        } else if let Proposal::Conversion { number, .. } = proposal {
            accounts.approve(number, class, ctx.remaining_accounts)?;
        } else {
            apply(&proposal, resolution, (security, waterfall), class, now)?;
        }
        ResolutionExecuted {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            number: resolution.number,
            proposal,
        }
    };
    emit(&accounts.event_authority, &event)
}

/// Does what a resolution says, except for roles and conversions.
fn apply(
    proposal: &Proposal,
    resolution: &Resolution,
    (security, waterfall): (&mut Security, &mut Waterfall),
    class: Option<&mut Tranche>,
    now: i64,
) -> Result<()> {
    let today = calendar::day_of(now)?;
    match (proposal, class) {
        (Proposal::Document, _) => security
            .document
            .replace(resolution.document_sha256, resolution.document_uri)?,
        (Proposal::Waiver { trigger, until }, _) => {
            let day = u32::try_from(calendar::day_of(*until)?);
            waterfall.waive(*trigger, day.map_err(|_| SecuritiesError::DateOutOfRange)?);
        }
        (Proposal::Authorised { shares, .. }, Some(class)) => class.raise_authorised(*shares)?,
        (Proposal::TransferRules { rules, .. }, Some(class)) => {
            class.rules = class.amended_rules(rules, today)?;
        }
        (
            Proposal::DebtTerms {
                rate_ppm, maturity, ..
            },
            Some(class),
        ) => {
            class.accrue(today)?;
            class.amend_debt(*rate_ppm, *maturity, now)?;
            waterfall.structure_version = waterfall
                .structure_version
                .checked_add(1)
                .ok_or(SecuritiesError::Overflow)?;
        }
        _ => {}
    }
    Ok(())
}

impl<'info> ExecuteResolution<'info> {
    /// Approves a conversion of a class.
    fn approve(
        &self,
        number: u32,
        class: Option<&mut Tranche>,
        extra: &'info [AccountInfo<'info>],
    ) -> Result<()> {
        let tranche = self.tranche.as_ref().zip(class);
        let (tranche, class) = tranche.ok_or(SecuritiesError::TranchesIncomplete)?;
        class.require_not_converted()?;
        let conversion = extra.first().ok_or(SecuritiesError::WrongConversion)?;
        let conversion = AccountLoader::<Conversion>::try_from(conversion)
            .map_err(|_| SecuritiesError::WrongConversion)?;
        let conversion = &mut conversion.load_mut()?;
        ensure!(
            conversion.tranche == tranche.key() && conversion.number == number,
            SecuritiesError::WrongConversion
        );
        conversion.approved = 1;
        Ok(())
    }

    /// Gives a role to the key that signs for it.
    fn give_role(
        &self,
        proposal: &Proposal,
        security: &mut Security,
        waterfall: &mut Waterfall,
    ) -> Result<()> {
        let Proposal::Role { role, to } = proposal else {
            return Ok(());
        };
        let new = self.new_holder.as_ref();
        let new = new.filter(|new| new.key() == *to);
        let new = new.ok_or(SecuritiesError::NotNamed)?;
        let held = held_role::held_role(*role, security, waterfall)?;
        ensure!(held.from != *to, SecuritiesError::ResolutionStale);
        let own = (&self.security.key(), &*security);
        held_role::require_able(*role, new, own, &self.waterfall.key())?;
        held_role::transfer(*role, *to, security, waterfall)
    }
}

impl Governance {
    /// Lets whoever proposed a resolution that is executed propose the next one at once.
    fn end_pause(&mut self, resolution: &Resolution) -> Result<()> {
        let own = resolution.closes_at.saturating_add(PAUSE);
        let proposable_at = self.proposable_at(resolution.proposed_by)?;
        if *proposable_at == own {
            *proposable_at = resolution.closes_at;
        }
        Ok(())
    }
}

impl Resolution {
    /// Refuses to execute it early, late, twice, after it was stopped, and without consent.
    fn require_executable(&self, governance: &Governance, now: i64) -> Result<()> {
        ensure!(
            self.status == Status::Proposed as u8,
            SecuritiesError::ResolutionEnded
        );
        ensure!(
            now >= self.executable_from,
            SecuritiesError::ResolutionEarly
        );
        ensure!(
            now < self.executable_until,
            SecuritiesError::ResolutionExpired
        );
        ensure!(
            self.is_consented(governance)?,
            SecuritiesError::NotConsented
        );
        Ok(())
    }
}
