//! The OwedRefund account: one refund that waits for its owner, forever.

use crate::{
    book::ticket::state::Ticket,
    chain::{
        seeds::{self, SignerSeeds},
        token,
    },
    errors::SecuritiesError,
    math::calendar,
};
use anchor_lang::prelude::*;
use anchor_spl::associated_token::get_associated_token_address_with_program_id;

/// Layout version of the OwedRefund account.
pub const VERSION: u8 = 1;
/// Days that must pass after a refund was first found unpayable before it may leave its book.
pub const REFUND_WAIT_DAYS: u32 = 365;

/// A refund that has left its book and is owed to the ticket's owner. The record's own token account holds the money.
/// Address: see [`crate::chain::seeds::OWED`].
#[account(zero_copy)]
pub struct OwedRefund {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Decimals of the mint.
    pub decimals: u8,
    /// Zero.
    pub padding: [u8; 5],
    /// The security.
    pub security: Pubkey,
    /// The ticket, which is closed; part of the address.
    pub ticket: Pubkey,
    /// The owner of the money.
    pub owner: Pubkey,
    /// The mint.
    pub mint: Pubkey,
    /// The token program that owns the mint.
    pub token_program: Pubkey,
    /// The token account that holds the money; this record owns it.
    pub vault: Pubkey,
    /// Whoever paid the rent of the record and its vault, and gets it back.
    pub rent_payer: Pubkey,
    /// The amount, in base units of the mint.
    pub amount: u64,
    /// When the refund left the book, in Unix seconds.
    pub owed_at: i64,
}

const _: () = assert!(size_of::<OwedRefund>() == 248 && align_of::<OwedRefund>() == 8);

impl OwedRefund {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The seeds that sign for the record.
    #[must_use]
    pub const fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(seeds::OWED, self.ticket, (0, 0), self.bump)
    }
}

/// The token accounts that a refund may go to.
pub(crate) struct RefundAccounts<'a, 'info> {
    /// The account that the ticket names.
    pub named: &'a AccountInfo<'info>,
    /// The owner's associated token account for the mint.
    pub associated: &'a AccountInfo<'info>,
    /// The mint and the token program that owns it.
    pub coin: (&'a Pubkey, &'a Pubkey),
}

impl<'a, 'info> RefundAccounts<'a, 'info> {
    /// The named account if it can be paid; otherwise the associated one, if that can be paid.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongRefundAccount`] when the associated account is needed and is not the owner's.
    pub fn payable(&self, owner: &Pubkey) -> Result<Option<&'a AccountInfo<'info>>> {
        let (mint, program) = self.coin;
        if token::can_receive(self.named, program, mint) {
            return Ok(Some(self.named));
        }
        // Deriving its address is expensive, and most refunds do not need it.
        let associated = get_associated_token_address_with_program_id(owner, mint, program);
        ensure_keys_eq!(
            *self.associated.key,
            associated,
            SecuritiesError::WrongRefundAccount
        );
        Ok(token::can_receive(self.associated, program, mint).then_some(self.associated))
    }
}

impl Ticket {
    /// Notes that its refund was found unpayable at `now`, unless an earlier time is noted.
    pub(crate) const fn note_unpayable(&mut self, now: i64) {
        if self.unpayable_since == 0 {
            self.unpayable_since = now;
        }
    }

    /// Refuses to let its refund leave the book before [`REFUND_WAIT_DAYS`] have passed since it was found unpayable.
    ///
    /// # Errors
    /// [`SecuritiesError::RefundTooEarly`].
    pub(crate) fn require_waited(&self, now: i64) -> Result<()> {
        let since = self.unpayable_since;
        let wait = calendar::seconds_of(REFUND_WAIT_DAYS);
        ensure!(
            since > 0 && now >= since.saturating_add(wait),
            SecuritiesError::RefundTooEarly
        );
        Ok(())
    }
}
