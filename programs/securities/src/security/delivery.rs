//! The delivery that proceeds wait for, and `confirm_delivery`.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// What investors are promised before their money is drawn, such as a SPAC's merger.
#[zero_copy]
pub struct Delivery {
    /// Until when the arbitrator has to confirm it, Unix time; 0: nothing is awaited.
    pub by: i64,
    /// When it was confirmed, Unix time; 0: it was not.
    pub confirmed_at: i64,
    /// SHA-256 of the document that shows it.
    pub document_sha256: [u8; 32],
}

const _: () = assert!(size_of::<Delivery>() == 48);

impl Delivery {
    /// Whether proceeds wait for it, or were to.
    #[must_use]
    pub const fn is_awaited(&self) -> bool {
        self.by > 0 && self.confirmed_at == 0
    }

    /// Whether it did not come to pass in time: what is there goes back.
    #[must_use]
    pub const fn has_failed(&self, now: i64) -> bool {
        self.is_awaited() && now >= self.by
    }

    /// Takes the date that a security is created with.
    ///
    /// # Errors
    /// [`SecuritiesError::BadDelivery`] unless it is in the future, or 0.
    pub(crate) fn await_by(&mut self, by: i64, now: i64) -> Result<()> {
        ensure!(by == 0 || by > now, SecuritiesError::BadDelivery);
        self.by = by;
        Ok(())
    }

    /// Refuses a draw before it is confirmed.
    ///
    /// # Errors
    /// [`SecuritiesError::DeliveryAwaited`].
    pub(crate) fn require_confirmed(&self) -> Result<()> {
        ensure!(!self.is_awaited(), SecuritiesError::DeliveryAwaited);
        Ok(())
    }

    /// Refuses a book that could still be locked when the delivery is late, so that its money would only go back.
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
