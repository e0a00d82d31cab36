//! The delivery that proceeds wait for.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// What investors are promised before their money is drawn, such as a SPAC's merger.
#[zero_copy]
pub struct Delivery {
    /// The date by which the arbitrator must confirm it, in Unix seconds; 0: no delivery is awaited.
    pub by: i64,
    /// When it was confirmed, in Unix seconds; 0: not confirmed.
    pub confirmed_at: i64,
    /// SHA-256 of the document that proves it.
    pub document_sha256: [u8; 32],
}

const _: () = assert!(size_of::<Delivery>() == 48);

impl Delivery {
    /// Whether a delivery was promised and is not confirmed, also after its date.
    #[must_use]
    pub const fn is_awaited(&self) -> bool {
        self.by > 0 && self.confirmed_at == 0
    }

    /// Whether it was not confirmed in time, so that unused proceeds go back.
    #[must_use]
    pub const fn has_failed(&self, now: i64) -> bool {
        self.is_awaited() && now >= self.by
    }

    /// Sets the date, when the security is created.
    ///
    /// # Errors
    /// [`SecuritiesError::BadDelivery`] unless it is in the future, or 0.
    pub(crate) fn await_by(&mut self, by: i64, now: i64) -> Result<()> {
        ensure!(by == 0 || by > now, SecuritiesError::BadDelivery);
        self.by = by;
        Ok(())
    }

    /// Refuses a draw before the delivery is confirmed.
    ///
    /// # Errors
    /// [`SecuritiesError::DeliveryAwaited`].
    pub(crate) fn require_confirmed(&self) -> Result<()> {
        ensure!(!self.is_awaited(), SecuritiesError::DeliveryAwaited);
        Ok(())
    }

    /// Refuses a book that could still be locked once the delivery is late: its money would only go back.
    ///
    /// # Errors
    /// [`SecuritiesError::BadDelivery`].
    pub(crate) fn require_after(&self, last_lock: i64) -> Result<()> {
        ensure!(
            !self.is_awaited() || last_lock < self.by,
            SecuritiesError::BadDelivery
        );
        Ok(())
    }

    pub(crate) fn confirm(&mut self, document_sha256: [u8; 32], now: i64) -> Result<()> {
        ensure!(document_sha256 != [0; 32], SecuritiesError::BadDelivery);
        ensure!(
            self.is_awaited() && !self.has_failed(now),
            SecuritiesError::DeliveryClosed
        );
        self.confirmed_at = now;
        self.document_sha256 = document_sha256;
        Ok(())
    }
}
