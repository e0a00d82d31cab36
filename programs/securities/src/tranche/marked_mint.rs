//! What the share mint of a security with exceptional measures has besides: a field of its metadata that wallets show, and
//! the permanent delegate where they move shares. A mint of a security without them has neither.

use crate::{
    chain::cpi::{Access, Call},
    security::measures::Measures,
};
use anchor_lang::prelude::*;
use anchor_spl::{
    token_2022::spl_token_2022::{extension::ExtensionType, state::Mint},
    token_interface::{self, PermanentDelegateInitialize},
};
use spl_discriminator::SplDiscriminate;

/// The name of the field.
const FIELD: &str = "measures";
/// A field of a name of its own, among those that Token-2022 knows.
const NAMED: u8 = 3;

/// Writes a field of a mint's metadata.
#[derive(SplDiscriminate)]
#[discriminator_hash_input("spl_token_metadata_interface:updating_field")]
struct UpdateField;

/// Size of a share mint with an extension of its form, before its metadata, in bytes.
pub(super) fn space(form: ExtensionType, measures: &Measures) -> Result<usize> {
    let extensions = [
        form,
        ExtensionType::MetadataPointer,
        ExtensionType::PermanentDelegate,
    ];
    let count = if measures.move_shares() { 3 } else { 2 };
    let extensions = extensions.get(..count).unwrap_or(&extensions);
    ExtensionType::try_calculate_account_len::<Mint>(extensions).map_err(Into::into)
}

/// Size of the field in the metadata, in bytes.
pub(super) fn field_space(measures: &Measures) -> usize {
    if measures.kinds == 0 {
        return 0;
    }
    let texts = FIELD.len().saturating_add(measures.words().len());
    texts.saturating_add(8)
}

/// Makes the security the permanent delegate of a mint that is not initialised yet, where measures move shares. It is not the
/// tranche, whose signature other programs than the token program see.
pub(super) fn delegate<'info>(
    token_program: &AccountInfo<'info>,
    mint: &AccountInfo<'info>,
    (security, measures): (&Pubkey, &Measures),
) -> Result<()> {
    if !measures.move_shares() {
        return Ok(());
    }
    token_interface::permanent_delegate_initialize(
        CpiContext::new(
            *token_program.key,
            PermanentDelegateInitialize {
                token_program_id: token_program.clone(),
                mint: mint.clone(),
            },
        ),
        security,
    )
}

/// Writes the field, whose rent the mint has, with the signature of the mint's authority.
pub(super) fn write_field<'info>(
    token_program: &Pubkey,
    (mint, authority): (&AccountInfo<'info>, &AccountInfo<'info>),
    measures: &Measures,
    signer: &[&[&[u8]]],
) -> Result<()> {
    if measures.kinds == 0 {
        return Ok(());
    }
    let words = measures.words();
    let mut data = UpdateField::SPL_DISCRIMINATOR_SLICE.to_vec();
    data.push(NAMED);
    for text in [FIELD, &words] {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        data.extend_from_slice(&length.to_le_bytes());
        data.extend_from_slice(text.as_bytes());
    }
    let mut call = Call::new(*token_program, 2);
    call.lend(mint, Access::Write)?
        .lend(authority, Access::Sign)?;
    call.send(data, signer)
}
