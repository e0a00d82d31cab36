//! How a security takes a vault into use.

use super::{
    draws::DrawTerms,
    state::{MAX_VAULTS, Security},
};
use crate::{chain::token::PlainMint, errors::SecuritiesError};
use anchor_lang::prelude::*;

impl Security {
    /// Takes the next vault into use, for a mint that has none. If the settlement vault has a limit, this vault must
    /// have one too; if the settlement vault has a date, so must this one, unless drawing from the settlement vault has
    /// begun.
    ///
    /// # Errors
    /// [`SecuritiesError::TooManyAssets`], [`SecuritiesError::BadDrawTerms`].
    pub(crate) fn new_vault(
        &mut self,
        mint: &PlainMint<'_, '_>,
        address: Pubkey,
        bump: u8,
        draws: &DrawTerms,
    ) -> Result<()> {
        draws.check(Clock::get()?.unix_timestamp)?;
        let info = mint.info;
        let index = self.vault_count;
        ensure!(
            usize::from(index) < MAX_VAULTS && self.vaults().iter().all(|v| v.mint != *info.key),
            SecuritiesError::TooManyAssets
        );
        self.vault_count = index.saturating_add(1);
        let vault = self.vault_at_mut(index)?;
        vault.mint = *info.key;
        vault.address = address;
        vault.token_program = *info.owner;
        vault.decimals = mint.decimals;
        vault.bump = bump;
        vault.draws.set(draws);
        let (limited, dated) = (draws.limit > 0, draws.begin_by > 0);
        // The first vault is compared with itself.
        let first = self.vault();
        let begun = first.has_begun();
        ensure!(
            (limited || first.draws.limit == 0) && (dated || begun),
            SecuritiesError::BadDrawTerms
        );
        Ok(())
    }
}
