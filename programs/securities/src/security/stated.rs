//! What a security's governance and its calendar of disclosures say, as far as a book must know before it opens.

use anchor_lang::prelude::*;

/// What other accounts of the security say, which a book does not read.
#[zero_copy]
pub struct Stated {
    /// 1: it has a governance.
    pub governed: u8,
    /// The kinds of disclosures that its calendar asks for, one bit each.
    pub disclosures: u8,
    /// Zero.
    pub padding: [u8; 6],
}

const _: () = assert!(size_of::<Stated>() == 8);

impl Stated {
    /// Whether the calendar asks for disclosures of a kind.
    #[must_use]
    pub fn asks_for(&self, kind: u8) -> bool {
        let bit = 1_u8.checked_shl(kind.into()).unwrap_or(0);
        self.disclosures & bit != 0
    }

    /// Notes the kinds of disclosures that the calendar asks for.
    pub(crate) fn note_disclosures(&mut self, kinds: impl Iterator<Item = u8>) {
        self.disclosures = kinds.fold(0, |all, kind| {
            all | 1_u8.checked_shl(kind.into()).unwrap_or(0)
        });
    }
}
