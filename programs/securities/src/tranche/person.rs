//! The Person account, and the limits of holders: how many persons may receive shares of a class, and how many each. A
//! record receives shares only up to its own allotment, so that a transfer reads no further account.

use super::{holder::Holder, state::Tranche};
use crate::{chain::wide::Wide, errors::SecuritiesError};
use anchor_lang::prelude::*;

/// Layout version of a Person.
pub const VERSION: u8 = 1;

/// What the records of one person in a tranche are allotted together. Address: see [`crate::chain::seeds::PERSON`].
#[account(zero_copy)]
pub struct Person {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 2],
    /// Number of its records that have an allotment.
    pub records: u32,
    /// The tranche.
    pub tranche: Pubkey,
    /// The person: an owner, or what a qualifier calls the person that has several addresses.
    pub person: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// What its records are allotted together, in share base units.
    pub allotted: Wide,
}

const _: () = assert!(size_of::<Person>() == 120 && align_of::<Person>() == 8);

impl Person {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Replaces one record's allotment by another.
    pub(super) fn replace(&mut self, old: u64, new: u64) -> Result<()> {
        let others = self.allotted.get().checked_sub(old.into());
        let all = others.and_then(|others| others.checked_add(new.into()));
        self.allotted
            .set(all.ok_or(SecuritiesError::CountersInconsistent)?);
        let other_records = self.records.checked_sub((old > 0).into());
        let records = other_records.and_then(|others| others.checked_add((new > 0).into()));
        self.records = records.ok_or(SecuritiesError::CountersInconsistent)?;
        Ok(())
    }
}

impl Tranche {
    /// Sets up to how many shares a record may receive, and counts it for its person. It asks for a credential only where the
    /// allotment rises, so that whoever has none any more can free its own.
    ///
    /// # Errors
    /// [`SecuritiesError::NotLimited`], [`SecuritiesError::ZeroAmount`], [`SecuritiesError::AllotmentBelowShares`],
    /// [`SecuritiesError::NotQualified`], [`SecuritiesError::PersonLimit`], [`SecuritiesError::TooManyHolders`].
    pub(crate) fn allot(
        &mut self,
        holder: &mut Holder,
        person: &mut Person,
        limit: u64,
        now: i64,
    ) -> Result<()> {
        let (max_holders, max_shares) = (self.rules.max_holders, self.rules.max_shares);
        let old = holder.allotted;
        ensure!(self.rules.is_limited(), SecuritiesError::NotLimited);
        ensure!(old.max(limit) > 0, SecuritiesError::ZeroAmount);
        ensure!(
            limit >= holder.shares,
            SecuritiesError::AllotmentBelowShares
        );
        if limit > old {
            self.require_qualified(holder, now)?;
        }
        let had_any = person.records > 0;
        person.replace(old, limit)?;
        ensure!(
            max_shares == 0 || person.allotted.get() <= u128::from(max_shares),
            SecuritiesError::PersonLimit
        );
        let others = self.rules.persons.checked_sub(had_any.into());
        let persons = others.and_then(|others| others.checked_add((person.records > 0).into()));
        self.rules.persons = persons.ok_or(SecuritiesError::CountersInconsistent)?;
        ensure!(
            max_holders == 0 || self.rules.persons <= max_holders,
            SecuritiesError::TooManyHolders
        );
        holder.allotted = limit;
        Ok(())
    }

    /// Refuses that others than its owner free the place of a record, unless it has no shares and can receive none: the
    /// class requires a credential, and the record's is over. A credential that is valid but was not taken over yet keeps the
    /// place.
    ///
    /// # Errors
    /// [`SecuritiesError::PlaceStands`].
    pub(crate) fn require_abandoned(
        &self,
        holder: &Holder,
        is_valid: bool,
        now: i64,
    ) -> Result<()> {
        let may_receive = self.restricted == 0 || is_valid || now < holder.credential_until;
        ensure!(
            holder.shares == 0 && !may_receive,
            SecuritiesError::PlaceStands
        );
        Ok(())
    }
}
