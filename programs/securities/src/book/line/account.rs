//! The Line account: a header, then the nodes of the trees that keep the order of the money.

use crate::{
    errors::SecuritiesError,
    math::line::{self, Node},
};
use anchor_lang::prelude::*;

/// The order of the money in a book: this header, then `capacity` nodes of [`Node`]. The client creates the account for
/// the program, since a program cannot create an account of this size.
#[account(zero_copy)]
pub struct Line {
    /// The book.
    pub book: Pubkey,
    /// Number of places.
    pub capacity: u32,
    /// Layout version, 1.
    pub version: u8,
    /// Zero.
    pub padding: [u8; 3],
}

const _: () = assert!(size_of::<Line>() == 40 && align_of::<Line>() == 4);
/// Bytes before a line's first node: discriminator and header.
pub const LINE_HEADER: usize = 8 + size_of::<Line>();

/// Size of a line account with `capacity` places, in bytes.
///
/// # Errors
/// [`SecuritiesError::BadLineSize`].
pub fn line_size(capacity: u32) -> Result<usize> {
    ensure!(line::is_capacity(capacity), SecuritiesError::BadLineSize);
    (capacity as usize)
        .checked_mul(size_of::<Node>())
        .and_then(|nodes| nodes.checked_add(LINE_HEADER))
        .ok_or_else(|| SecuritiesError::BadLineSize.into())
}

/// The nodes in a line account's bytes.
///
/// # Errors
/// [`SecuritiesError::WrongLine`] when the bytes are not a line's.
pub fn nodes(data: &[u8]) -> Result<&[Node]> {
    data.get(LINE_HEADER..)
        .and_then(|tail| bytemuck::try_cast_slice(tail).ok())
        .ok_or_else(|| SecuritiesError::WrongLine.into())
}

/// The nodes in a line account's bytes, mutable.
///
/// # Errors
/// [`SecuritiesError::WrongLine`] when the bytes are not a line's.
pub fn nodes_mut(data: &mut [u8]) -> Result<&mut [Node]> {
    data.get_mut(LINE_HEADER..)
        .and_then(|tail| bytemuck::try_cast_slice_mut(tail).ok())
        .ok_or_else(|| SecuritiesError::WrongLine.into())
}
