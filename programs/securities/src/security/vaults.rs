//! The vaults of a security, and transfers between their counters.

use super::{
    draws::DrawTerms,
    state::{MAX_VAULTS, Orphaned, Security},
    vault::Vault,
};
use crate::{chain::token::PlainMint, errors::SecuritiesError, math::fixed};
use anchor_lang::prelude::*;
use std::cell::Ref;

/// A security's vault for a mint. The account constraints use it, each as a single call.
///
/// # Errors
/// [`SecuritiesError::WrongMint`] when there is none.
pub(crate) fn vault_of<'a>(
    security: &'a AccountLoader<'_, Security>,
    mint: &Pubkey,
) -> Result<Ref<'a, Vault>> {
    Ref::filter_map(security.load()?, |security| security.vault_of(mint).ok())
        .map_err(|_| SecuritiesError::WrongMint.into())
}

/// A security's settlement vault, for the same constraints.
///
/// # Errors
/// When the account cannot be read.
pub(crate) fn settlement_vault<'a>(
    security: &'a AccountLoader<'_, Security>,
) -> Result<Ref<'a, Vault>> {
    Ok(Ref::map(security.load()?, Security::vault))
}

impl Security {
    /// The settlement vault.
    #[must_use]
    pub const fn vault(&self) -> &Vault {
        let [first, ..] = &self.vaults;
        first
    }

    pub(crate) const fn vault_mut(&mut self) -> &mut Vault {
        let [first, ..] = &mut self.vaults;
        first
    }

    /// The vaults in use.
    #[must_use]
    pub fn vaults(&self) -> &[Vault] {
        self.vaults
            .get(..usize::from(self.vault_count))
            .unwrap_or(&[])
    }

    /// The vault for a mint.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongMint`] when there is none.
    pub fn vault_of(&self, mint: &Pubkey) -> Result<&Vault> {
        self.vaults()
            .iter()
            .find(|vault| vault.mint == *mint)
            .ok_or_else(|| SecuritiesError::WrongMint.into())
    }

    pub(crate) fn vault_of_mut(&mut self, mint: &Pubkey) -> Result<&mut Vault> {
        let index = self.vault_index(mint)?;
        self.vault_at_mut(index)
    }

    /// The index of the vault for a mint.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongMint`] when there is none.
    pub fn vault_index(&self, mint: &Pubkey) -> Result<u8> {
        self.vaults()
            .iter()
            .position(|vault| vault.mint == *mint)
            .and_then(|index| u8::try_from(index).ok())
            .ok_or_else(|| SecuritiesError::WrongMint.into())
    }

    /// A vault in use.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] when there is none.
    pub fn vault_at(&self, index: u8) -> Result<&Vault> {
        self.vaults()
            .get(usize::from(index))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

    pub(crate) fn vault_at_mut(&mut self, index: u8) -> Result<&mut Vault> {
        self.vaults
            .get_mut(..usize::from(self.vault_count))
            .and_then(|vaults| vaults.get_mut(usize::from(index)))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

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
        let begun = first.drawn >= first.draws.begin_with;
        ensure!(
            (limited || first.draws.limit == 0) && (dated || begun),
            SecuritiesError::BadDrawTerms
        );
        Ok(())
    }

    /// Returns to the treasury what was credited to cancelled shares, if no other shares are left to take it.
    pub(crate) fn reclaim(&mut self, orphaned: &Orphaned) -> Result<()> {
        for (vault, amount) in self.vaults.iter_mut().zip(orphaned) {
            vault.payable = fixed::sub(vault.payable, *amount)?;
            vault.add_unclaimed(*amount)?;
        }
        Ok(())
    }

    /// Refuses a payment into a vault that is below the smallest distribution; in a mint other than the settlement
    /// mint, only an empty payment.
    pub(crate) fn require_enough(&self, vault: u8, amount: u64) -> Result<()> {
        let least = if vault == 0 { self.min_distribution } else { 1 };
        ensure!(amount >= least, SecuritiesError::DistributionTooSmall);
        Ok(())
    }
}
