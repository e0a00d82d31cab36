//! The offering document that a security names.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// Size of a document's address, in bytes.
pub const MAX_URI: usize = 128;

/// A document, by hash and address.
#[zero_copy]
pub struct Document {
    /// SHA-256 of the document.
    pub sha256: [u8; 32],
    /// The address of the document, UTF-8, padded with zeros.
    pub uri: [u8; MAX_URI],
    /// From 1, raised by one with every change. The document changes with the structure that it describes.
    pub version: u32,
    /// Zero.
    pub padding: [u8; 4],
}

const _: () = assert!(size_of::<Document>() == 168);

impl Document {
    /// Replaces hash and address.
    pub(crate) fn replace(&mut self, sha256: [u8; 32], uri: [u8; MAX_URI]) -> Result<()> {
        self.uri = uri;
        self.change(sha256)
    }

    /// Replaces the document, at the same address; the same hash changes nothing.
    pub(crate) fn change(&mut self, sha256: [u8; 32]) -> Result<()> {
        if sha256 != self.sha256 {
            self.sha256 = sha256;
            self.version = self
                .version
                .checked_add(1)
                .ok_or(SecuritiesError::Overflow)?;
        }
        Ok(())
    }
}
