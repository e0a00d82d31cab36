//! Events by self-CPI, so that cut logs lose none.

use super::cpi::{Access, Call};
use anchor_lang::{event::EVENT_IX_TAG_LE, prelude::*};

/// Emits an event by a call of the program to itself, as Anchor's `emit_cpi!` does, from one place: spelt out in
/// every instruction it makes the program larger by a tenth.
///
/// # Errors
/// The runtime's, when the account is not the program's event authority.
pub(crate) fn emit<T: anchor_lang::Event + AnchorSerialize + Discriminator>(
    authority: &AccountInfo<'_>,
    event: &T,
) -> Result<()> {
    // What an event is in memory is as long as its bytes, but for its lists and padding.
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
