//! `reassign_shares`

use super::{
    events::SharesReassigned,
    state::{Measure, Status},
};
use crate::{
    chain::{
        event::emit,
        extra::Extra,
        seeds::{self, SignerSeeds},
        token,
        token_acl::Freezing,
    },
    errors::SecuritiesError,
    math::{
        fixed::{add, sub},
        quantity::Shares,
    },
    security::{control::Power, measures::RECOVERY, state::Security},
    tranche::{
        delivery::{Delivery, Handling},
        holder::Holder,
        person::Person,
        reassign::{Owed, Reassignment},
        share_mint::{Burning, Minting},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022::Token2022;

/// The last remaining accounts: where the tokens are.
pub const SHARE_ACCOUNTS: &str = "token accounts of the record's owner for the share mint, writable, the associated one first (SharesOfAnother, WrongShareAccount)";

/// Accounts of `reassign_shares`, followed by [`crate::chain::token_acl::FREEZING`] and [`SHARE_ACCOUNTS`].
#[event_cpi]
#[derive(Accounts)]
pub struct ReassignShares<'info> {
    /// Whoever is in control, where it says with the arbitrator that nobody has the tokens that were not burnt.
    pub sponsor: Option<Signer<'info>>,
    /// The arbitrator, likewise.
    #[account(address = security.load()?.arbitrator @ SecuritiesError::NotArbitrator)]
    pub arbitrator: Option<Signer<'info>>,
    /// The security, which is the permanent delegate of the share mint.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The measure, a recovery or a court order.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = tranche @ SecuritiesError::WrongTranche,
        has_one = holder @ SecuritiesError::WrongMeasure
    )]
    pub measure: AccountLoader<'info, Measure>,
    /// The holder record that shares leave.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub holder: AccountLoader<'info, Holder>,
    /// The record of their new owner.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        constraint = to_holder.load()?.owner == measure.load()?.to @ SecuritiesError::WrongMeasure
    )]
    pub to_holder: AccountLoader<'info, Holder>,
    /// The account of the person that both records count for; it is there only where they have allotments.
    /// CHECK: by its address; read in the handler.
    #[account(
        mut,
        seeds = [seeds::PERSON, tranche.key().as_ref(), holder.load()?.person.as_ref()], bump
    )]
    pub person: UncheckedAccount<'info>,
    /// The share mint.
    /// CHECK: by address.
    #[account(mut, address = tranche.load()?.mint @ SecuritiesError::WrongMint)]
    pub share_mint: UncheckedAccount<'info>,
    /// The new owner's associated token account for it.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub to_account: UncheckedAccount<'info>,
    /// Token-2022.
    pub token_program: Program<'info, Token2022>,
}

/// What is burnt, what moves with it, and what is minted to the owner again.
struct Plan {
    /// Tokens to be burnt, by account; and whether it is frozen.
    burns: Vec<(u64, bool)>,
    handling: Handling,
    delegate: SignerSeeds,
    tranche: SignerSeeds,
    event: SharesReassigned,
}

/// See [`crate::securities::reassign_shares`].
pub fn reassign_shares<'info>(ctx: Context<'info, ReassignShares<'info>>) -> Result<()> {
    let accounts: &'info ReassignShares<'info> = ctx.accounts;
    let mut extra = Extra::new(ctx.remaining_accounts);
    let minting = accounts.minting(&accounts.to_account);
    let is_frozen_form = accounts.tranche.load()?.is_frozen_form();
    let delivery = Delivery::new(minting, is_frozen_form, &accounts.token_program, &mut extra)?;
    let freezing = if is_frozen_form {
        let own = [
            accounts.share_mint.as_ref(),
            accounts.tranche.as_ref(),
            accounts.token_program.as_ref(),
        ];
        Some(Freezing::read(
            &mut Extra::new(ctx.remaining_accounts),
            own,
        )?)
    } else {
        None
    };
    let sources = extra.rest();
    let plan = accounts.plan(&delivery, sources)?;
    accounts.burn(&plan, sources, freezing.as_ref())?;
    if plan.event.taken {
        delivery.carry_out(&plan.handling, Shares(plan.event.shares), &plan.tranche)?;
    } else {
        accounts.gather(&plan, sources, freezing.as_ref())?;
    }
    emit(&accounts.event_authority, &plan.event)
}

impl<'info> ReassignShares<'info> {
    /// Checks everything, and makes the records' part of it.
    #[inline(never)]
    fn plan(
        &'info self,
        delivery: &Delivery<'_, 'info>,
        sources: &[AccountInfo<'info>],
    ) -> Result<Plan> {
        let now = Clock::get()?.unix_timestamp;
        let security = &mut self.security.load_mut()?;
        let tranche = &mut self.tranche.load_mut()?;
        let measure = &mut self.measure.load_mut()?;
        if let Some(signer) = &self.sponsor {
            security.require_power(signer.key, Power::Measures)?;
        }
        let from = &mut self.holder.load_mut()?;
        let to = &mut self.to_holder.load_mut()?;
        measure.require_takeable(now)?;
        ensure!(
            measure.measure()?.receiver().is_some(),
            SecuritiesError::WrongMeasure
        );
        ensure!(!from.is_thawed(), SecuritiesError::AlreadyThawed);
        // What else binds the record is lifted, or ends, first.
        ensure!(
            measure.kind != RECOVERY || !from.is_blocked_by_another(measure.number, now),
            SecuritiesError::SharesBlocked
        );
        let shares = if measure.kind == RECOVERY {
            from.shares
        } else {
            measure.shares.min(from.shares)
        };
        let (mut burns, mut burnt) = self.burns(sources, &from.owner, shares)?;
        let missing = sub(shares, burnt)?;
        let taken = missing == 0 || (self.sponsor.is_some() && self.arbitrator.is_some());
        if !taken {
            // Nothing is burnt before all is: what is elsewhere is gathered in the associated account.
            if let Some((kept, _)) = burns.first_mut() {
                burnt = sub(burnt, core::mem::take(kept))?;
            }
            ensure!(burnt > 0, SecuritiesError::TokensMissing);
        }
        let mut event = SharesReassigned {
            security: self.security.key(),
            sequence: security.next_event()?,
            number: measure.number,
            tranche: self.tranche.key(),
            from: from.owner,
            to: to.owner,
            burnt,
            taken,
            shares: 0,
            missing: 0,
            owed: Owed::default(),
            frozen: Vec::new(),
        };
        let mut handling = Handling::Mint;
        if taken {
            let moved = Shares(shares);
            let parts = &mut Reassignment {
                from,
                to,
                shares: moved,
                now,
            };
            if measure.kind == RECOVERY {
                event.owed = self.reassign_all(tranche, parts)?;
            } else {
                tranche.reassign(parts)?;
            }
            (event.shares, event.missing) = (shares, missing);
            measure.status = Status::Taken as u8;
            from.unblock(measure.number);
            handling = delivery.record(tranche, to, moved, now)?;
            event.frozen.extend(handling.freeze());
            // Of a class that was converted or redeemed others' tokens stay when their shares are gone.
            if missing > 0 && !tranche.is_over() {
                self.require_supply(tranche, burnt, shares)?;
            }
            tranche.invariant()?;
        }
        Ok(Plan {
            burns,
            handling,
            delegate: security.signer(),
            tranche: tranche.signer(),
            event,
        })
    }

    /// Moves all that the record has. An allotment goes with it if both records count for one person.
    fn reassign_all(
        &'info self,
        tranche: &mut Tranche,
        parts: &mut Reassignment<'_>,
    ) -> Result<Owed> {
        let is_one = parts.from.person == parts.to.person;
        if !is_one || parts.from.allotted == 0 || !tranche.rules.is_limited() {
            return tranche.reassign_all(parts, None);
        }
        let person = AccountLoader::<Person>::try_from(self.person.as_ref())?;
        tranche.reassign_all(parts, Some(&mut *person.load_mut()?))
    }

    /// What is burnt of each token account, up to as many shares, and the sum. All of them are the owner's, and the first is its
    /// associated one, whether or not it is there: nobody calls tokens missing where they are looked for first.
    fn burns(
        &self,
        sources: &[AccountInfo<'info>],
        owner: &Pubkey,
        shares: u64,
    ) -> Result<(Vec<(u64, bool)>, u64)> {
        let (mut burns, mut burnt) = (Vec::with_capacity(sources.len()), 0);
        let first = sources.first().ok_or(SecuritiesError::TokensMissing)?;
        self.minting(first).require_owner(owner)?;
        for (at, source) in sources.iter().enumerate() {
            if at == 0 && source.data_is_empty() {
                burns.push((0, false));
                continue;
            }
            let state = token::state_of(source, self.share_mint.key)
                .filter(|state| state.owner == *owner)
                .ok_or(SecuritiesError::SharesOfAnother)?;
            let part = state.amount.min(sub(shares, burnt)?);
            burnt = add(burnt, part)?;
            burns.push((part, state.is_frozen));
        }
        Ok((burns, burnt))
    }

    /// Burns what was planned, with the permanent delegate's signature. An account that is frozen is so again afterwards.
    #[inline(never)]
    fn burn(
        &self,
        plan: &Plan,
        sources: &'info [AccountInfo<'info>],
        freezing: Option<&Freezing<'_, 'info>>,
    ) -> Result<()> {
        for (from, (amount, is_frozen)) in sources.iter().zip(&plan.burns) {
            if *amount == 0 {
                continue;
            }
            let freezing = freezing.filter(|_| *is_frozen);
            if let Some(freezing) = freezing {
                freezing.thaw(from, &plan.tranche)?;
            }
            Burning {
                from,
                token_program: self.token_program.key,
                mint: &self.share_mint,
                authority: self.security.as_ref(),
            }
            .burn_as(*amount, &plan.delegate)?;
            if let Some(freezing) = freezing {
                freezing.freeze(from, &plan.tranche)?;
            }
        }
        Ok(())
    }

    /// Mints to an account, with the tranche's signature.
    fn minting<'a>(&'a self, to: &'a AccountInfo<'info>) -> Minting<'a, 'info> {
        Minting {
            token_program: self.token_program.key,
            mint: &self.share_mint,
            to,
            authority: self.tranche.as_ref(),
        }
    }

    /// Mints what was burnt elsewhere to the owner's associated account, which is the first. One that is frozen is so again
    /// afterwards.
    #[inline(never)]
    fn gather(
        &self,
        plan: &Plan,
        sources: &'info [AccountInfo<'info>],
        freezing: Option<&Freezing<'_, 'info>>,
    ) -> Result<()> {
        let first = sources.first().zip(plan.burns.first());
        let (to, (_, is_frozen)) = first.ok_or(SecuritiesError::TokensMissing)?;
        let freezing = freezing.filter(|_| *is_frozen);
        if let Some(freezing) = freezing {
            freezing.thaw(to, &plan.tranche)?;
        }
        self.minting(to).mint(plan.event.burnt, &plan.tranche)?;
        if let Some(freezing) = freezing {
            freezing.freeze(to, &plan.tranche)?;
        }
        Ok(())
    }

    /// Refuses more tokens than there are shares: some that are said to be missing were not looked for.
    fn require_supply(&self, tranche: &Tranche, burnt: u64, minted: u64) -> Result<()> {
        let left = token::supply(&self.share_mint)?.checked_sub(burnt);
        let all = left.and_then(|left| left.checked_add(minted));
        ensure!(
            all.is_some_and(|all| all <= tranche.shares),
            SecuritiesError::TokensMissing
        );
        Ok(())
    }
}
