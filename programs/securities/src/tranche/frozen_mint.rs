//! The share mint of the frozen form: a Token-2022 mint with metadata, whose accounts begin frozen; and what token-acl passes
//! to the gate, which is this program.

use super::{
    marked_mint,
    share_mint::{ShareMint, ShareName},
};
use crate::{
    chain::{
        seeds,
        token_acl::{CanFreezePermissionless, CanThawPermissionless},
    },
    security::measures::Measures,
};
use anchor_lang::{prelude::*, solana_program::program_error::ProgramError};
use anchor_spl::{
    token_2022::spl_token_2022::{extension::ExtensionType, state::AccountState},
    token_interface::{self, DefaultAccountStateInitialize},
};
use spl_tlv_account_resolution::{
    account::ExtraAccountMeta, seeds::Seed, state::ExtraAccountMetaList,
};

/// Accounts that the gate needs beyond those of the interface: the tranche, the holder, the security, and what events take.
const GATE_ACCOUNTS: usize = 5;
/// Index of the first of them: after caller, token account, mint, owner, flag and the list itself.
const TRANCHE_INDEX: u8 = 6;
/// Index of the token account's owner.
const OWNER_INDEX: u8 = 3;

/// Size of the mint before its metadata, in bytes.
///
/// # Errors
/// Never for these extensions.
pub fn frozen_mint_space(measures: &Measures) -> Result<usize> {
    marked_mint::space(ExtensionType::DefaultAccountState, measures)
}

/// Size of each list of the gate's accounts, in bytes.
///
/// # Errors
/// Never for this count.
pub fn gate_accounts_space() -> Result<usize> {
    ExtraAccountMetaList::size_of(GATE_ACCOUNTS).map_err(Into::into)
}

/// Writes the lists of accounts that token-acl passes to the gate of thaws and to that of freezes, which are the same: of a
/// security and a tranche, and the holder record that token-acl derives from the token account's owner.
///
/// # Errors
/// Never for accounts of [`gate_accounts_space`].
pub fn write_gate_accounts(
    thaws: &AccountInfo<'_>,
    freezes: &AccountInfo<'_>,
    [security, tranche]: [&Pubkey; 2],
) -> Result<()> {
    let holder = [
        Seed::Literal {
            bytes: seeds::HOLDER.to_vec(),
        },
        Seed::AccountKey {
            index: TRANCHE_INDEX,
        },
        Seed::AccountKey { index: OWNER_INDEX },
    ];
    let metas: [ExtraAccountMeta; GATE_ACCOUNTS] = [
        ExtraAccountMeta::new_with_pubkey(tranche, false, true)?,
        ExtraAccountMeta::new_with_seeds(&holder, false, true)?,
        ExtraAccountMeta::new_with_pubkey(security, false, true)?,
        ExtraAccountMeta::new_with_pubkey(&crate::EVENT_AUTHORITY_AND_BUMP.0, false, false)?,
        ExtraAccountMeta::new_with_pubkey(&crate::ID, false, false)?,
    ];
    let write = || {
        ExtraAccountMetaList::init::<CanThawPermissionless>(
            &mut thaws.try_borrow_mut_data()?,
            &metas,
        )?;
        ExtraAccountMetaList::init::<CanFreezePermissionless>(
            &mut freezes.try_borrow_mut_data()?,
            &metas,
        )
    };
    write().map_err(|error: ProgramError| error.into())
}

impl ShareMint<'_, '_> {
    /// Initialises the mint so that its accounts begin frozen, and its metadata. The tranche has the freeze authority, which
    /// token-acl takes over.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::TextTooLong`]; those of the token program.
    pub fn initialise_frozen(
        self,
        decimals: u8,
        name: ShareName,
        signer: &[&[&[u8]]],
    ) -> Result<()> {
        token_interface::default_account_state_initialize(
            CpiContext::new(
                *self.token_program.key,
                DefaultAccountStateInitialize {
                    token_program_id: self.token_program.clone(),
                    mint: self.mint.clone(),
                },
            ),
            &AccountState::Frozen,
        )?;
        self.delegate()?;
        let freezes = Some(self.authority.key);
        self.describe((decimals, freezes), name, signer)
    }
}
