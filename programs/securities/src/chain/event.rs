//! Events by self-CPI, so that log truncation loses none.

use super::cpi::{Access, Call};
use anchor_lang::{event::EVENT_IX_TAG_LE, prelude::*};

/// Emits an event by a call of the program to itself, as Anchor's `emit_cpi!` does, but from one place: written out in
/// every instruction, it makes the program larger by a tenth.
///
/// # Errors
/// Those of the runtime, when the account is not the program's event authority.
pub(crate) fn emit<T: anchor_lang::Event + AnchorSerialize + Discriminator>(
    authority: &AccountInfo<'_>,
    event: &T,
) -> Result<()> {
    // Except for lists and padding, an event is as long in memory as it is serialised.
    let mut data = Vec::with_capacity(size_of::<T>().saturating_add(64));
    data.extend_from_slice(EVENT_IX_TAG_LE);
    data.extend_from_slice(T::DISCRIMINATOR);
    event.serialize(&mut data)?;
    send(authority, data)
}

#[inline(never)]
fn send(authority: &AccountInfo<'_>, data: Vec<u8>) -> Result<()> {
    let mut call = Call::new(crate::ID, 1);
    call.lend(authority, Access::Sign)?;
    let bump = crate::EVENT_AUTHORITY_AND_BUMP.1;
    call.send(data, &[&[b"__event_authority", &[bump]]])
}
