//! The Owed account: one refund that waits for its owner, for ever.

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

/// Layout version of an Owed.
pub const VERSION: u8 = 1;
/// Days for which a refund has to have been unpayable before it leaves its book.
pub const REFUND_WAIT_DAYS: u32 = 365;

/// What is owed to one owner of a ticket whose book is over. Its money lies in a token account of its own. Address: see
/// [`crate::chain::seeds::OWED`].
#[account(zero_copy)]
pub struct Owed {
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
    /// Whose money it is.
    pub owner: Pubkey,
    /// The mint.
    pub mint: Pubkey,
    /// The token program that owns the mint.
    pub token_program: Pubkey,
    /// The token account that the money lies in; this record owns it.
    pub vault: Pubkey,
    /// Who paid the rent of record and vault and gets it back.
    pub rent_payer: Pubkey,
    /// How much, base units of the mint.
    pub amount: u64,
    /// When it left the book, Unix time.
    pub owed_at: i64,
}

const _: () = assert!(size_of::<Owed>() == 248 && align_of::<Owed>() == 8);

impl Owed {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// What signs for it.
    #[must_use]
    pub const fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(seeds::OWED, self.ticket, (0, 0), self.bump)
    }
}

/// The accounts of an owner that a refund may go to.
pub(crate) struct RefundAccounts<'a, 'info> {
    /// The one that the ticket names.
    pub named: &'a AccountInfo<'info>,
    /// The owner's associated token account for the mint.
    pub associated: &'a AccountInfo<'info>,
    /// The mint and the token program that owns it.
    pub coin: (&'a Pubkey, &'a Pubkey),
}

impl<'a, 'info> RefundAccounts<'a, 'info> {
    /// The named one if it can be paid, else the associated one if that can be.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongRefundAccount`] when the second is asked for and not the owner's.
    pub fn payable(&self, owner: &Pubkey) -> Result<Option<&'a AccountInfo<'info>>> {
        let (mint, program) = self.coin;
        if token::can_receive(self.named, program, mint) {
            return Ok(Some(self.named));
        }
        // Its address costs a search, which most refunds need not pay for.
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
    /// Notes at `now` that its refund cannot be paid, unless that is noted already.
    pub(crate) const fn note_unpayable(&mut self, now: i64) {
        if self.unpayable_since == 0 {
            self.unpayable_since = now;
        }
    }

    /// Refuses to let its refund leave the book before it was unpayable for its time.
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
