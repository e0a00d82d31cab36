//! `convert_shares`

use super::{convert::require_own, events::SharesConverted, state::Conversion};
use crate::{
    chain::{event::emit, seeds::SignerSeeds},
    errors::SecuritiesError,
    math::quantity::Shares,
    security::state::Security,
    tranche::{
        holder::{Holder, NOTHING_ON_CLAIM},
        issue::Accumulators,
        locks::Lock,
        moves::Move,
        share_mint::{Burning, Minting},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022::{self, Token2022};

/// Accounts of `convert_shares`.
#[event_cpi]
#[derive(Accounts)]
pub struct ConvertShares<'info> {
    /// The owner of the shares; of a class that was converted, nobody needs to sign.
    pub owner: Option<Signer<'info>>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The conversion.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = tranche @ SecuritiesError::WrongConversion,
        has_one = into @ SecuritiesError::WrongConversion
    )]
    pub conversion: AccountLoader<'info, Conversion>,
    /// The class whose shares are given.
    #[account(mut)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The class whose shares are received.
    #[account(mut)]
    pub into: AccountLoader<'info, Tranche>,
    /// The owner's holder record in the class whose shares are given.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub holder: AccountLoader<'info, Holder>,
    /// The owner's holder record in the class whose shares are received.
    #[account(
        mut,
        constraint = into_holder.load()?.tranche == into.key() @ SecuritiesError::WrongTranche,
        constraint = into_holder.load()?.owner == holder.load()?.owner @ SecuritiesError::NotOwner
    )]
    pub into_holder: AccountLoader<'info, Holder>,
    /// The mint of the shares that are given.
    /// CHECK: by address.
    #[account(mut, address = tranche.load()?.mint @ SecuritiesError::WrongMint)]
    pub share_mint: UncheckedAccount<'info>,
    /// The owner's token account of them, where the owner signs.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub share_account: UncheckedAccount<'info>,
    /// The mint of the shares that are received.
    /// CHECK: by address.
    #[account(mut, address = into.load()?.mint @ SecuritiesError::WrongMint)]
    pub into_mint: UncheckedAccount<'info>,
    /// The owner's associated token account for them.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub into_account: UncheckedAccount<'info>,
    /// Token-2022.
    pub share_token_program: Program<'info, Token2022>,
    /// The security of the class whose shares are received, if it is another one and the owner elects.
    pub into_security: Option<AccountLoader<'info, Security>>,
}

/// See [`crate::securities::convert_shares`].
pub fn convert_shares(ctx: Context<ConvertShares>, amount: Option<u64>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let minting = Minting {
        token_program: &token_2022::ID,
        mint: &accounts.into_mint,
        to: &accounts.into_account,
        authority: accounts.into.as_ref(),
    };
    let (event, signer) = accounts.record(&minting, amount, now)?;
    if let Some(owner) = &accounts.owner {
        let burning = Burning {
            from: &accounts.share_account,
            token_program: &token_2022::ID,
            mint: &accounts.share_mint,
            authority: owner,
        };
        burning.require_owned()?;
        burning.burn(event.given)?;
    }
    if event.received > 0 {
        minting.mint(event.received, &signer)?;
    }
    emit(&accounts.event_authority, &event)
}

impl ConvertShares<'_> {
    /// Moves the shares from the one record to the other.
    #[inline(never)]
    fn record(
        &self,
        minting: &Minting<'_, '_>,
        amount: Option<u64>,
        now: i64,
    ) -> Result<(SharesConverted, SignerSeeds)> {
        let conversion = &mut self.conversion.load_mut()?;
        let from = &mut self.tranche.load_mut()?;
        let into = &mut self.into.load_mut()?;
        let holder = &mut self.holder.load_mut()?;
        let receiver = &mut self.into_holder.load_mut()?;
        let owner = holder.owner;
        if let Some(signer) = &self.owner {
            ensure_keys_eq!(signer.key(), owner, SecuritiesError::NotOwner);
        }
        let securities = (&conversion.security, &into.security);
        require_own(securities, self.into_security.as_ref())?;
        minting.require_owner(&owner)?;
        holder.require_not_wrapper()?;
        receiver.require_not_wrapper()?;
        let given = amount.unwrap_or(holder.shares);
        ensure!(given > 0, SecuritiesError::NothingToConvert);
        from.roll(now)?;
        let security = &mut self.security.load_mut()?;
        let mut event = SharesConverted {
            security: self.security.key(),
            sequence: security.next_event()?,
            conversion: self.conversion.key(),
            tranche: self.tranche.key(),
            into: self.into.key(),
            owner,
            given,
            received: 0,
            principal: 0,
            interest: 0,
            burnt: self.owner.is_some(),
        };
        let since = if conversion.done == 1 {
            event.received = self.collect((conversion, from), (holder, receiver), given, now)?;
            conversion.since
        } else {
            ensure!(self.owner.is_some(), SecuritiesError::OwnerConverts);
            security.require_running()?;
            security.require_no_loss_announced()?;
            if into.security != event.security {
                into.require_running(self.into_security.as_ref())?;
            }
            elect(
                (conversion, from, into),
                (holder, receiver),
                &mut event,
                now,
            )?
        };
        into.check_move(&Move {
            from: None,
            to: Some(receiver),
            amount: event.received,
            now,
        })?;
        // Who has not signed has not shown that it takes payments.
        let on_claim = receiver.paid_on_claim;
        receiver.take_over(into, Shares(event.received), &since, now)?;
        let issued_at = if conversion.done == 1 {
            conversion.converted_at
        } else {
            now
        };
        receiver.note_new(into, (event.received, issued_at), now)?;
        if self.owner.is_none() {
            receiver.paid_on_claim = on_claim;
        }
        if conversion.done == 1 && conversion.rights_books < into.rights_books {
            receiver.add_right(Shares(event.received))?;
        }
        from.invariant()?;
        into.invariant()?;
        Ok((event, into.signer()))
    }

    /// Takes shares of a class that was converted out of a record, with their locks, and returns what they became.
    fn collect(
        &self,
        (conversion, from): (&mut Conversion, &mut Tranche),
        (holder, receiver): (&mut Holder, &mut Holder),
        given: u64,
        now: i64,
    ) -> Result<u64> {
        // A program has to be able to reach what it gets: it signs, or has shown that it takes payments.
        // Nor do others make shares wait longer that are new in its record.
        let anyone = given == holder.shares
            && holder.paid_on_claim == NOTHING_ON_CLAIM
            && receiver.new_shares.at(now) == 0;
        ensure!(
            self.owner.is_some() || anyone,
            SecuritiesError::OwnerConverts
        );
        ensure!(
            holder.shares.checked_sub(given).is_some(),
            SecuritiesError::SharesShort
        );
        if given < holder.shares {
            from.require_free(holder, given, now)?;
        } else {
            ensure!(holder.voted_at(now) == 0, SecuritiesError::SharesVoted);
            // Measures act on this record, not on the other.
            ensure!(!holder.is_blocked(now), SecuritiesError::SharesBlocked);
            for lock in core::mem::take(&mut holder.locks) {
                let shares = conversion.locked(lock.shares)?;
                receiver.lock(Lock { shares, ..lock }, now)?;
            }
        }
        holder.update(from)?;
        holder.take_shares(from, Shares(given))?;
        from.give(given)?;
        conversion.collect(given)
    }
}

/// Converts shares of a record that its owner elects to convert.
#[inline(never)]
fn elect(
    (conversion, from, into): (&mut Conversion, &mut Tranche, &mut Tranche),
    (holder, receiver): (&mut Holder, &Holder),
    event: &mut SharesConverted,
    now: i64,
) -> Result<Accumulators> {
    let given = event.given;
    conversion.ready((from, into), given, now)?;
    from.require_free(holder, given, now)?;
    holder.update(from)?;
    let leaving = from.convert_out(given)?;
    holder.take_shares(from, Shares(given))?;
    let (done, since) = conversion.exchange((from, into), (given, leaving), now)?;
    into.require_allotted(receiver, done.issued)?;
    event.received = done.issued;
    event.principal = leaving.principal;
    event.interest = leaving.interest;
    Ok(since)
}
