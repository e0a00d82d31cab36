//! `deposit`

use super::{
    events::Deposited,
    state::{Stake, Ticket},
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

/// A deposit.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct DepositArgs {
    /// The owner's number for the ticket; part of its address.
    pub nonce: u64,
    /// Which of the book's assets; 0 is the settlement mint.
    pub asset: u8,
    /// Base units of it.
    pub units: u64,
    /// The offer version to commit to; 0: none yet.
    pub offer_version: u32,
}

/// Accounts of `deposit`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: DepositArgs)]
pub struct Deposit<'info> {
    /// Whose ticket it is: a wallet, or another program by its address.
    pub owner: Signer<'info>,
    /// Pays the ticket's rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The book, open.
    #[account(mut, has_one = line @ SecuritiesError::WrongLine)]
    pub book: AccountLoader<'info, Book>,
    /// Its line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::TICKET, book.key().as_ref(), owner.key().as_ref(), &args.nonce.to_le_bytes()], bump
    )]
    pub ticket: UncheckedAccount<'info>,
    /// The owner's stake, where the book limits each owner's money, and while holders alone may deposit.
    #[account(
        mut,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = owner @ SecuritiesError::NotOwner
    )]
    pub stake: Option<AccountLoader<'info, Stake>>,
    /// The owner's record in the book's tranche, while holders alone may deposit.
    #[account(
        has_one = owner @ SecuritiesError::NotOwner,
        constraint = holder.load()?.tranche == book.load()?.tranche @ SecuritiesError::WrongTranche
    )]
    pub holder: Option<AccountLoader<'info, Holder>>,
    /// The security, where the book is of a group or a credential is given.
    #[account(address = book.load()?.security @ SecuritiesError::WrongSecurity)]
    pub security: Option<AccountLoader<'info, Security>>,
    /// A good credential of the owner's, which marks the ticket as qualified at once where the shares want one.
    pub credential: Option<AccountLoader<'info, Credential>>,
    /// The depositor's token account, which refunds go back to.
    /// CHECK: the token program checks mint and owner.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// The book's escrow of the asset.
    /// CHECK: by address.
    #[account(mut, address = asset_of(&book, args.asset)?.vault @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The asset's mint.
    /// CHECK: by address.
    #[account(address = asset_of(&book, args.asset)?.mint @ SecuritiesError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Where the asset's rate is read; none at 1:1.
    /// CHECK: by what the asset says.
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
    let (ticket, amount, decimals, security, sequence) = {
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
        if args.offer_version > 0 {
            book.require_group_complete(security)?;
        }
        let right = match &accounts.holder {
            Some(holder) if now < book.rights_until => Some(book.right_of(&*holder.load()?)?),
            _ => None,
        };
        if let Some(credential) = &accounts.credential {
            book.require_good(credential, security, &owner, now)?;
        }
        let new = NewTicket {
            book: accounts.book.key(),
            owner,
            rent_payer: accounts.payer.key(),
            refund_account: accounts.source.key(),
            nonce: args.nonce,
            bump: ctx.bumps.ticket,
            asset: args.asset,
            units: Units(args.units),
            rate,
            offer_version: args.offer_version,
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
            let stake = accounts.stake.as_ref();
            let stake = &mut stake.ok_or(SecuritiesError::StakeMissing)?.load_mut()?;
            stake.add(amount)?;
            let above = match right {
                Some(_) => SecuritiesError::AboveRight,
                None => SecuritiesError::OwnerLimit,
            };
            ensure!(stake.live <= limit, above);
        }
        let sequence = book.next_event()?;
        (ticket.id, amount, decimals, book.security, sequence)
    };
    Transfer {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        from: &accounts.source,
        to: &accounts.vault,
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
            offer_version: args.offer_version,
            qualified: ctx.accounts.credential.is_some(),
        },
    )?;
    Ok(())
}
