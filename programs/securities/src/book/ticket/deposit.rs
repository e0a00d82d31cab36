//! `deposit`

use super::{
    consent::Consent,
    events::Deposited,
    state::{OwnerTotal, Ticket},
};
use crate::{
    book::{
        asset,
        ledger::NewTicket,
        line::account::{self, Line},
        state::{Book, asset_of},
    },
    chain::{create::New, event::emit, seeds, token::Transfer},
    credential::state::Credential,
    errors::SecuritiesError,
    math::quantity::Units,
    security::state::Security,
    tranche::holder::Holder,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// The terms of a deposit.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct DepositArgs {
    /// The owner's number for the ticket; part of its address.
    pub nonce: u64,
    /// The asset's place in the book; 0 is the settlement mint.
    pub asset: u8,
    /// Base units of the asset.
    pub units: u64,
    /// What the deposit is committed to; none: to nothing yet.
    pub consent: Option<Consent>,
}

/// Accounts of `deposit`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: DepositArgs)]
pub struct Deposit<'info> {
    /// The ticket's owner: a wallet, or an address of another program.
    pub owner: Signer<'info>,
    /// Pays the ticket's rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The open book.
    #[account(mut, has_one = line @ SecuritiesError::WrongLine)]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::TICKET, book.key().as_ref(), owner.key().as_ref(), &args.nonce.to_le_bytes()], bump
    )]
    pub ticket: UncheckedAccount<'info>,
    /// The owner's total; required where the book limits each owner's money, and while only holders may deposit.
    #[account(
        mut,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = owner @ SecuritiesError::NotOwner
    )]
    pub owner_total: Option<AccountLoader<'info, OwnerTotal>>,
    /// The owner's holder record in the book's tranche; required while only holders may deposit.
    #[account(
        has_one = owner @ SecuritiesError::NotOwner,
        constraint = holder.load()?.tranche == book.load()?.tranche @ SecuritiesError::WrongTranche
    )]
    pub holder: Option<AccountLoader<'info, Holder>>,
    /// The security; required to commit if the book is in a group, and if a credential is passed.
    #[account(address = book.load()?.security @ SecuritiesError::WrongSecurity)]
    pub security: Option<AccountLoader<'info, Security>>,
    /// A valid credential of the owner, where the shares require one; it marks the ticket as qualified at once. A gated book
    /// requires it.
    pub credential: Option<AccountLoader<'info, Credential>>,
    /// The token account that pays the deposit, and that refunds go back to.
    /// CHECK: the token program checks mint and owner.
    #[account(mut)]
    pub paying_account: UncheckedAccount<'info>,
    /// The book's escrow for the asset.
    /// CHECK: by address.
    #[account(mut, address = asset_of(&book, args.asset)?.escrow @ SecuritiesError::WrongVault)]
    pub escrow: UncheckedAccount<'info>,
    /// The asset's mint.
    /// CHECK: by address.
    #[account(address = asset_of(&book, args.asset)?.mint @ SecuritiesError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// The account that the asset's rate is read from; none at 1:1.
    /// CHECK: compared with the asset's rate source.
    pub rate_source: Option<UncheckedAccount<'info>>,
    /// The token program that owns the mint.
    #[account(
        address = asset_of(&book, args.asset)?.token_program @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the ticket.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::deposit`].
pub fn deposit(ctx: Context<Deposit>, args: DepositArgs) -> Result<()> {
    let clock = Clock::get()?;
    let accounts = &ctx.accounts;
    let owner = accounts.owner.key();
    let (ticket, offer_version, amount, decimals, security, sequence) = {
        let book = &mut accounts.book.load_mut()?;
        let asset = book.asset_at(args.asset)?;
        let source = accounts.rate_source.as_ref().map(AsRef::as_ref);
        let rate = asset::read_rate(asset, &book.security, source, &clock)?;
        let decimals = asset.decimals;
        let ticket = &mut New {
            payer: &accounts.payer,
            account: &accounts.ticket,
        }
        .record::<Ticket>(&[
            seeds::TICKET,
            accounts.book.as_ref().key.as_ref(),
            owner.as_ref(),
            &args.nonce.to_le_bytes(),
            &[ctx.bumps.ticket],
        ])?;
        let now = clock.unix_timestamp;
        let security = accounts.security.as_ref();
        if args.consent.is_some() {
            book.require_group_complete(security)?;
        }
        let right = match &accounts.holder {
            Some(holder) if now < book.rights_until => Some(book.right_of(&*holder.load()?)?),
            _ => None,
        };
        match &accounts.credential {
            Some(credential) => book.require_valid(credential, security, &owner, now)?,
            None => ensure!(book.gated == 0, SecuritiesError::CredentialMissing),
        }
        let new = NewTicket {
            book: accounts.book.key(),
            owner,
            rent_payer: accounts.payer.key(),
            refund_account: accounts.paying_account.key(),
            nonce: args.nonce,
            bump: ctx.bumps.ticket,
            asset: args.asset,
            units: Units(args.units),
            rate,
            consent: args.consent,
            qualified: accounts.credential.is_some(),
            right,
        };
        let amount = book.deposit(
            account::nodes_mut(&mut accounts.line.as_ref().try_borrow_mut_data()?)?,
            ticket,
            &new,
            now,
        )?;
        if let Some(limit) = right.or(book.owner_limit()) {
            let owner_total = accounts.owner_total.as_ref();
            let owner_total = &mut owner_total
                .ok_or(SecuritiesError::OwnerTotalMissing)?
                .load_mut()?;
            owner_total.add(amount)?;
            let above = match right {
                Some(_) => SecuritiesError::AboveRight,
                None => SecuritiesError::OwnerLimit,
            };
            ensure!(owner_total.live <= limit, above);
        }
        let sequence = book.next_event()?;
        (
            ticket.id,
            ticket.committed_to,
            amount,
            decimals,
            book.security,
            sequence,
        )
    };
    Transfer {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        from: &accounts.paying_account,
        to: &accounts.escrow,
        authority: &accounts.owner,
    }
    .receive(args.units)?;

    emit(
        &ctx.accounts.event_authority,
        &Deposited {
            book: ctx.accounts.book.key(),
            sequence,
            security,
            ticket,
            owner,
            asset: args.asset,
            units: args.units,
            amount,
            offer_version,
            qualified: ctx.accounts.credential.is_some(),
        },
    )?;
    Ok(())
}
