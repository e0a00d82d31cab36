//! The StructureDraft account: a waterfall as a whole that holders may consent to, and how it replaces the one that there is.

use super::{proposal::Proposal, state::Resolution};
use crate::{
    cash::waterfall::{
        replacement::Replacement,
        state::Waterfall,
        tranches::{Tranches, tranche_accounts},
    },
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;
use solana_sha256_hasher::hash;

/// Layout version of a StructureDraft.
pub const VERSION: u8 = 1;

/// The remaining account of the proposal of a waterfall, after all others.
pub const DRAFT_PROPOSED: &str = "for a waterfall, the draft, writable (WrongDraft)";

/// A waterfall as a whole, which never changes. Address: see [`crate::chain::seeds::DRAFT`].
#[account(zero_copy)]
pub struct StructureDraft {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 2],
    /// The author's own number for it; part of the address.
    pub number: u32,
    /// The security.
    pub security: Pubkey,
    /// Who laid it down, and may propose it.
    pub author: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// The resolution that names it; the default address: none has yet.
    pub resolution: Pubkey,
    /// What would replace the waterfall.
    pub rules: Replacement,
}

const _: () = assert!(size_of::<StructureDraft>() == 4_224 && align_of::<StructureDraft>() == 8);

impl StructureDraft {
    /// Its SHA-256, of all that the classes consent to.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        hash(bytemuck::bytes_of(&self.rules)).to_bytes()
    }
}

/// The draft that a proposal names, if it is one of a waterfall and this account of the security is that.
fn named<'info>(
    proposal: &Proposal,
    security: &Pubkey,
    account: Option<&'info AccountInfo<'info>>,
) -> Result<AccountLoader<'info, StructureDraft>> {
    let Proposal::Waterfall { draft, sha256 } = proposal else {
        return Err(SecuritiesError::WrongDraft.into());
    };
    let account = account.filter(|account| account.key == draft);
    let account = account.ok_or(SecuritiesError::WrongDraft)?;
    let loader = AccountLoader::<StructureDraft>::try_from(account)
        .map_err(|_| SecuritiesError::WrongDraft)?;
    {
        let draft = loader.load()?;
        ensure!(
            draft.security == *security && draft.sha256() == *sha256,
            SecuritiesError::WrongDraft
        );
    }
    Ok(loader)
}

/// Binds a draft of the proposer's to the resolution that names it, if it could replace the waterfall as it is now. `account` is the
/// draft.
///
/// # Errors
/// [`SecuritiesError::WrongDraft`], [`SecuritiesError::DraftUsed`], [`SecuritiesError::StructureChanged`]; those of
/// [`Waterfall::replace`].
#[inline(never)]
pub(super) fn propose<'info>(
    (proposal, proposer): (&Proposal, &Pubkey),
    resolution: Pubkey,
    (keys, security, waterfall): ((&Pubkey, &Pubkey), &Security, &Waterfall),
    account: Option<&'info AccountInfo<'info>>,
) -> Result<()> {
    let loader = named(proposal, keys.0, account)?;
    ensure!(loader.as_ref().is_writable, SecuritiesError::WrongDraft);
    let draft = &mut loader.load_mut()?;
    ensure_keys_eq!(draft.author, *proposer, SecuritiesError::WrongDraft);
    ensure!(
        draft.resolution == Pubkey::default(),
        SecuritiesError::DraftUsed
    );
    waterfall.require_version(draft.rules.replaces)?;
    waterfall.require_payees(&draft.rules)?;
    // It is tried on a copy.
    for copy in &mut waterfall.copied() {
        copy.replace(&draft.rules, security, keys)?;
    }
    draft.resolution = resolution;
    Ok(())
}

/// Replaces the waterfall by the draft that a resolution names. `accounts` are every tranche, and the draft.
///
/// # Errors
/// [`SecuritiesError::WrongDraft`], [`SecuritiesError::ResolutionStale`]; those of [`Tranches::restructure`].
#[inline(never)]
pub(super) fn execute<'info>(
    proposal: &Proposal,
    (keys, security, waterfall): ((&Pubkey, &Pubkey), &Security, &mut Waterfall),
    accounts: &'info [AccountInfo<'info>],
) -> Result<()> {
    let (account, classes) = accounts.split_last().ok_or(SecuritiesError::WrongDraft)?;
    let loader = named(proposal, keys.0, Some(account))?;
    let draft = loader.load()?;
    ensure!(
        draft.rules.replaces == waterfall.structure_version,
        SecuritiesError::ResolutionStale
    );
    let loaders = tranche_accounts(classes)?;
    let mut tranches = Tranches::load(&loaders, keys.0, security.tranche_count)?;
    tranches.restructure(security, waterfall, &draft.rules, keys)
}

/// Whether an account is a resolution that may still be executed, or voted on.
pub(super) fn is_open<'info>(account: &'info AccountInfo<'info>) -> Result<bool> {
    if *account.owner != crate::ID {
        return Ok(false);
    }
    let loader = AccountLoader::<Resolution>::try_from(account)?;
    let status = loader.load()?.status;
    Ok(status == super::state::Status::Proposed as u8)
}
