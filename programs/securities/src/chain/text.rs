//! Texts in accounts: UTF-8 in fields of fixed size.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// The text, padded with zero bytes.
///
/// # Errors
/// [`SecuritiesError::TextTooLong`].
pub fn padded<const N: usize>(text: &str) -> Result<[u8; N]> {
    let mut field = [0; N];
    field
        .get_mut(..text.len())
        .ok_or(SecuritiesError::TextTooLong)?
        .copy_from_slice(text.as_bytes());
    Ok(field)
}
