//! What resolutions need to know of a class: until when it votes.

use anchor_lang::prelude::*;

/// What resolutions need to know of a tranche.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Voting {
    /// Until when resolutions that ask it can be voted on, in Unix seconds: the latest close of those proposed so far; 0:
    /// none was.
    pub until: i64,
}

const _: () = assert!(size_of::<Voting>() == 8 && align_of::<Voting>() == 8);
