//! `lock_group`

use super::lock_book::Locking;
use crate::{
    book::state::Book,
    cash::waterfall::{Sale, Tranches, state::Waterfall, tranche_accounts},
    chain::{event::emit, extra::Extra, seeds},
    errors::SecuritiesError,
    math::fixed,
    security::{group::MAX_GROUP, state::Security},
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// The remaining accounts, book by book.
pub const EACH_BOOK: &str = "for each book, in any order, its tranche, writable, the address of its reported share value, \
    the book, writable (GroupIncomplete), and the remaining accounts of `lock_book`";

/// The remaining accounts that follow them.
pub const TESTED_TRANCHES: &str = "where the group requires the tests, every tranche, writable, in order of rank \
    (TranchesIncomplete)";

/// Accounts of `lock_group`; after them [`EACH_BOOK`] and [`TESTED_TRANCHES`].
#[event_cpi]
#[derive(Accounts)]
pub struct LockGroup<'info> {
    /// The sponsor, or the agent in control, once every offer has ended and every minimum is committed; anyone after the deadline.
    pub caller: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The security's waterfall, whose mode decides whether new money may come in.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::lock_group`].
pub fn lock_group<'info>(ctx: Context<'info, LockGroup<'info>>, group: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let clock = Clock::get()?;
    let (size, requires_tests) = {
        let security = accounts.security.load()?;
        let group = security.group(group)?;
        ensure!(group.is_complete(), SecuritiesError::GroupIncomplete);
        (group.size, group.requires_tests != 0)
    };
    let key = accounts.security.key();
    let locking = Locking {
        security: &accounts.security,
        waterfall: &accounts.waterfall,
        caller: accounts.caller.key(),
        clock: &clock,
    };
    let mut locked = Vec::with_capacity(usize::from(MAX_GROUP));
    let mut sales = Vec::with_capacity(usize::from(MAX_GROUP));
    let mut rest = Extra::new(ctx.remaining_accounts);
    for _ in 0..size {
        let member = Member::take(&mut rest)?;
        let book = member.book.key();
        let event = member
            .require(&key, group)
            .and_then(|()| {
                ensure!(!locked.contains(&book), SecuritiesError::GroupIncomplete);
                locking.lock(
                    &mut *member.book.load_mut()?,
                    (&member.tranche, &book),
                    member.share_rate,
                    &mut rest,
                )
            })
            // A refused book refuses all; the log says which one.
            .inspect_err(|_| book.log())?;
        locked.push(book);
        if requires_tests {
            sales.push(member.sale()?);
        }
        emit(&accounts.event_authority, &event)?;
    }
    if !requires_tests {
        ensure!(rest.is_empty(), SecuritiesError::GroupIncomplete);
        return Ok(());
    }
    let loaders = tranche_accounts(rest.rest())?;
    let security = accounts.security.load()?;
    Tranches::load(&loaders, &key, security.tranche_count)?.require_tests(
        &security,
        &*accounts.waterfall.load()?,
        &sales,
        clock.unix_timestamp,
    )
}

/// A book of the group, with the accounts that come before those for its assets and rewards.
struct Member<'info> {
    tranche: AccountLoader<'info, Tranche>,
    share_rate: &'info AccountInfo<'info>,
    book: AccountLoader<'info, Book>,
}

impl<'info> Member<'info> {
    /// Takes the next book's accounts.
    fn take(rest: &mut Extra<'info>) -> Result<Self> {
        let [tranche, share_rate, book] = rest.take(SecuritiesError::GroupIncomplete)?;
        Ok(Self {
            tranche: AccountLoader::try_from(tranche)?,
            share_rate,
            book: AccountLoader::try_from(book)?,
        })
    }

    /// What the locked book brings for sure. Shares that no ticket takes up are cancelled at its end, in proportion to the money
    /// that is not accepted, with the principal that they stand for.
    fn sale(&self) -> Result<Sale> {
        let (book, tranche) = (self.book.load()?, self.tranche.load()?);
        let (most, least) = (book.accepted_at_most(), book.accepted_at_least()?);
        let lost = fixed::sub(most, least)?;
        let (proceeds, uncertain) = if tranche.is_cover() {
            (0, lost)
        } else if lost == 0 {
            (least, 0)
        } else {
            let cancelled = fixed::mul_div_ceil(book.shares_held, lost, most)?;
            let principal = tranche.principal()?;
            (
                least,
                fixed::mul_div_ceil(principal, cancelled, tranche.shares)?,
            )
        };
        Ok(Sale {
            rank: tranche.rank,
            proceeds,
            uncertain,
        })
    }

    /// Refuses a book that is not in the group, or accounts that are not the book's own.
    fn require(&self, security: &Pubkey, group: u8) -> Result<()> {
        let (book, tranche) = (self.book.load()?, self.tranche.load()?);
        ensure_keys_eq!(tranche.security, *security, SecuritiesError::WrongSecurity);
        ensure_keys_eq!(
            book.tranche,
            self.tranche.key(),
            SecuritiesError::WrongTranche
        );
        ensure!(book.group == group, SecuritiesError::WrongGroup);
        let (address, _) = Pubkey::find_program_address(
            &[seeds::RATE, security.as_ref(), tranche.mint.as_ref()],
            &crate::ID,
        );
        ensure_keys_eq!(
            *self.share_rate.key,
            address,
            SecuritiesError::WrongRateSource
        );
        Ok(())
    }
}
