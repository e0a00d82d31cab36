//! Events by self-CPI, so that cut logs lose none.

use anchor_lang::{
    event::EVENT_IX_TAG_LE,
    prelude::*,
    solana_program::{instruction::Instruction, program::invoke_signed},
};

/// Emits an event by a call of the program to itself, as Anchor's `emit_cpi!` does, from one place: spelt out in
/// every instruction it makes the program larger by a tenth.
///
/// # Errors
/// The runtime's, when the account is not the program's event authority.
pub(crate) fn emit(authority: &AccountInfo<'_>, event: &impl anchor_lang::Event) -> Result<()> {
    send(authority, event.data())
}

#[inline(never)]
fn send(authority: &AccountInfo<'_>, event: Vec<u8>) -> Result<()> {
    let mut data = EVENT_IX_TAG_LE.to_vec();
    data.extend(event);
    let call = Instruction {
        program_id: crate::ID,
        accounts: vec![AccountMeta::new_readonly(*authority.key, true)],
        data,
    };
    let bump = crate::EVENT_AUTHORITY_AND_BUMP.1;
    invoke_signed(
        &call,
        core::slice::from_ref(authority),
        &[&[b"__event_authority", &[bump]]],
    )?;
    Ok(())
}
