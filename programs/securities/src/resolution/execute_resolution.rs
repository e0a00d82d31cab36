//! `execute_resolution`

use super::{
    draft,
    events::{ClassRedeemed, ResolutionExecuted},
    governance::Governance,
    proposal::Proposal,
    redeem,
    state::{Resolution, Status},
};
use crate::{
    cash::waterfall::{
        state::{DECLARED_BY_LENDERS, Waterfall},
        tranches::{Tranches, tranche_accounts},
    },
    chain::event::emit,
    conversion::state::Conversion,
    errors::SecuritiesError,
    math::calendar,
    role::{held_role, state::Role},
    security::state::Security,
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// The remaining accounts, by what is proposed.
pub const BY_KIND: &str = "for an acceleration every tranche, writable, in order of rank (TranchesIncomplete), for a \
    destination the token account that replaces it (WrongDestination), for a conversion the conversion, writable (WrongConversion), \
    and for a waterfall every tranche, writable, in order of rank, and the draft (WrongDraft)";

/// Accounts of `execute_resolution`; after them [`BY_KIND`].
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
    /// The key that it gives a role to, if it gives one; of a destination, the owner of the new account.
    pub new_holder: Option<Signer<'info>>,
}

/// See [`crate::securities::execute_resolution`].
pub fn execute_resolution<'info>(ctx: Context<'info, ExecuteResolution<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let more = ctx.remaining_accounts;
    let now = Clock::get()?.unix_timestamp;
    let (event, redeemed) = {
        let security = &mut accounts.security.load_mut()?;
        let waterfall = &mut accounts.waterfall.load_mut()?;
        let governance = &mut accounts.governance.load_mut()?;
        let resolution = &mut accounts.resolution.load_mut()?;
        resolution.require_executable(governance, now)?;
        security.require_not_ended()?;
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
        let basis = proposal.basis((security, waterfall), class.as_deref())?;
        ensure!(basis == resolution.basis, SecuritiesError::ResolutionStale);

        resolution.status = Status::Executed as u8;
        if !matches!(proposal, Proposal::Acceleration { .. }) {
            governance.end_pause(resolution, (security.tranche_count, proposal.holds_up()))?;
        }
        if proposal.changes_what_is_sold() {
            security.end_change()?;
            security.amend();
        }
        let mut redeemed = None;
        match proposal {
            Proposal::Role { to, .. } | Proposal::Agent { to, .. } => {
                accounts.give_role(&proposal, to, security, waterfall)?;
            }
            Proposal::Destination { from, to } => {
                accounts.replace_destination((from, to), more, security, waterfall)?;
            }
            Proposal::Acceleration { declare } => {
                let own: (&Pubkey, &Security) = (&accounts.security.key(), security);
                accelerate((declare, resolution.asked), own, waterfall, more)?;
            }
            Proposal::Conversion { number, .. } => accounts.approve(number, class, more)?,
            Proposal::Call { price, most, .. } => {
                redeemed = Some((price, redeem::execute((price, most), security, class, now)?));
            }
            Proposal::Waterfall { .. } => {
                security.require_running()?;
                let keys = (&accounts.security.key(), &accounts.waterfall.key());
                draft::execute(&proposal, (keys, security, waterfall), more)?;
            }
            _ => apply(&proposal, resolution, (security, waterfall), class, now)?,
        }
        let event = ResolutionExecuted {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            number: resolution.number,
            proposal,
        };
        let redeemed = match (redeemed, &accounts.tranche) {
            (Some((price, ended)), Some(tranche)) => Some(ClassRedeemed {
                security: event.security,
                sequence: security.next_event()?,
                number: event.number,
                tranche: tranche.key(),
                price,
                shares: ended.shares,
                amount: ended.amount,
                principal: ended.principal,
                interest: ended.interest,
            }),
            _ => None,
        };
        (event, redeemed)
    };
    emit(&accounts.event_authority, &event)?;
    redeemed.map_or(Ok(()), |event| emit(&accounts.event_authority, &event))
}

/// Does what a resolution says that changes no more than a class, the document or a trigger.
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
        (Proposal::WindDown, _) => {
            security.require_running()?;
            security.wind_down(now);
            waterfall.stop_revolving(now);
        }
        (Proposal::Control { stage }, _) => security.give_control(*stage, now),
        (Proposal::Budget { terms }, _) => security.set_budget(terms, now)?,
        (Proposal::Waiver { trigger, until }, _) => {
            let day = u32::try_from(calendar::day_of(*until)?);
            if let Some(trigger) = waterfall.triggers.get_mut(usize::from(*trigger)) {
                trigger.waive(day.map_err(|_| SecuritiesError::DateOutOfRange)?);
            }
        }
        (Proposal::Authorised { shares, .. }, Some(class)) => class.raise_authorised(*shares)?,
        (
            Proposal::Floor {
                price,
                shares,
                until,
                ..
            },
            Some(class),
        ) => class.allow_below_floor((*price, *shares), *until)?,
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
            waterfall.change_structure()?;
        }
        _ => {}
    }
    Ok(())
}

/// Declares an acceleration for lenders, or takes back what they declared. `more` are
/// all tranches.
#[inline(never)]
fn accelerate<'info>(
    (declare, asked): (bool, u8),
    (key, security): (&Pubkey, &Security),
    waterfall: &mut Waterfall,
    more: &'info [AccountInfo<'info>],
) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let loaders = tranche_accounts(more)?;
    let mut tranches = Tranches::load(&loaders, key, security.tranche_count)?;
    for tranche in &mut tranches.0 {
        tranche.accrue(calendar::day_of(now)?)?;
    }
    let is_declared = waterfall.declared == DECLARED_BY_LENDERS;
    // Those decide who come first by now.
    ensure!(
        declare != is_declared && tranches.senior_debts()? & !asked == 0,
        SecuritiesError::ResolutionStale
    );
    if declare {
        tranches.require_default(security, waterfall, now)?;
        waterfall.declared = DECLARED_BY_LENDERS;
    } else {
        waterfall.declared = 0;
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

    /// Gives a role, or the place of an agent, to the key that signs for it.
    fn give_role(
        &self,
        proposal: &Proposal,
        to: Pubkey,
        security: &mut Security,
        waterfall: &mut Waterfall,
    ) -> Result<()> {
        let new = self.new_holder.as_ref();
        let new = new.filter(|new| new.key() == to);
        let new = new.ok_or(SecuritiesError::NotNamed)?;
        let keys = (&self.security.key(), &self.waterfall.key());
        match proposal {
            Proposal::Role { role, .. } => {
                let held = held_role::held_role(*role, security, waterfall)?;
                ensure!(held.from != to, SecuritiesError::ResolutionStale);
                held_role::require_able(*role, new, (keys.0, &*security), keys.1)?;
                held_role::transfer(*role, to, security, waterfall)
            }
            Proposal::Agent { stage, .. } => {
                // An agent takes what any key takes.
                held_role::require_able(Role::Sponsor, new, (keys.0, &*security), keys.1)?;
                security.set_agent(*stage, to)
            }
            _ => Ok(()),
        }
    }

    /// Replaces a destination by an account whose owner signs. `more` is the account.
    fn replace_destination(
        &self,
        (from, to): (Pubkey, Pubkey),
        more: &[AccountInfo<'_>],
        security: &mut Security,
        waterfall: &mut Waterfall,
    ) -> Result<()> {
        let new = more.first().filter(|new| *new.key == to);
        let new = new.ok_or(SecuritiesError::WrongDestination)?;
        let place = (0_u8..)
            .zip(security.destinations())
            .find_map(|(place, own)| (*own == from).then_some(place))
            .ok_or(SecuritiesError::ResolutionStale)?;
        let role = Role::Destination { place };
        let own = (&self.security.key(), &*security);
        let owner = held_role::require_able(role, new, own, &self.waterfall.key())?;
        let signer = self.new_holder.as_ref().map(|signer| signer.key());
        ensure!(signer == Some(owner), SecuritiesError::NotNamed);
        held_role::transfer(role, to, security, waterfall)
    }
}

impl Governance {
    /// Lets whoever proposed a resolution that is executed propose the next one at once.
    fn end_pause(&mut self, resolution: &Resolution, held_up: (u8, bool)) -> Result<()> {
        let open = resolution.closes_at.saturating_sub(resolution.proposed_at);
        let pause = Self::pause(resolution.proposed_by, open, held_up);
        let own = resolution.closes_at.saturating_add(pause);
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
