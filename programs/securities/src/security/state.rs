//! The Security account: one issue by one sponsor, its roles, its document and the counters of its vaults.

use super::{
    delivery::Delivery,
    group::{Group, MAX_GROUPS},
    vault::Vault,
};
use crate::{
    chain::seeds::{self, SignerSeeds},
    errors::SecuritiesError,
    math::{
        fixed,
        structure::Shape,
        waterfall::{Kind, MAX_TRANCHES},
    },
};
use anchor_lang::prelude::*;
use std::cell::Ref;

/// Layout version of a Security.
pub const VERSION: u8 = 1;
/// Mints a security can hold; the first is its settlement mint.
pub const MAX_VAULTS: usize = 4;

/// What shares that vanish had earned when nobody is left to take it, by payout mint.
pub type Orphaned = [u64; MAX_VAULTS];
/// Accounts that proceeds may be drawn to.
pub const MAX_DESTINATIONS: usize = 4;
/// Qualifiers a security may name.
pub const MAX_QUALIFIERS: usize = 4;
/// Bits of a tranche's shape that say what it is.
const SHAPE_KIND: u8 = 3;
/// Bit of a tranche's shape: it has a par.
pub const SHAPE_PAR: u8 = 4;
/// Bit of a tranche's shape: it has a rate.
pub const SHAPE_RATE: u8 = 8;
/// Bytes of a document's address.
pub const MAX_URI: usize = 128;

/// A document by hash and address.
#[zero_copy]
pub struct Document {
    /// SHA-256 of the document.
    pub sha256: [u8; 32],
    /// Where it is found, UTF-8, padded with zeros.
    pub uri: [u8; MAX_URI],
    /// Raised by one with every change, from 1: it changes with the structure that it describes.
    pub version: u32,
    /// Zero.
    pub padding: [u8; 4],
}

/// Where a security stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// No book was ever locked: its structure is negotiated, and part of every offer.
    Draft = 0,
    /// A book was locked: its structure stands.
    Active = 1,
}

/// One issue by one sponsor. Address: see [`crate::chain::seeds::SECURITY`].
#[account(zero_copy)]
pub struct Security {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 0 draft, 1 active; see [`Status`].
    pub status: u8,
    /// Tranches created, 0 to 8.
    pub tranche_count: u8,
    /// 1: drawing proceeds takes the arbitrator's signature too.
    pub co_signed: u8,
    /// Draw destinations named, 1 to 4.
    pub destination_count: u8,
    /// Vaults in use, 1 to 4.
    pub vault_count: u8,
    /// Qualifiers named; 0: anyone may hold.
    pub qualifier_count: u8,
    /// The sponsor's own number for it; part of the address.
    pub id: u64,
    /// Number of the last event, from 1; an indexer that sees a gap has missed one.
    pub event_sequence: u64,
    /// Number the next posted distribution gets.
    pub next_distribution: u32,
    /// Number the next revenue source gets.
    pub next_source: u32,
    /// Books of it that are neither locked nor closed.
    pub open_books: u32,
    /// Zero.
    pub padding: [u8; 4],
    /// When it was created, Unix time.
    pub created_at: i64,
    /// Who created it; part of the address.
    pub origin: Pubkey,
    /// Who acts for it now.
    pub sponsor: Pubkey,
    /// Who may post and report in the sponsor's name.
    pub servicer: Pubkey,
    /// Who reports values.
    pub reporter: Pubkey,
    /// Whose second signature exceptional measures need; never the sponsor, the servicer or the reporter.
    pub arbitrator: Pubkey,
    /// Whose credentials admit holders.
    pub qualifiers: [Pubkey; MAX_QUALIFIERS],
    /// The offering document.
    pub document: Document,
    /// The vaults; the first is of the settlement mint.
    pub vaults: [Vault; MAX_VAULTS],
    /// Token accounts that proceeds may be drawn to.
    pub destinations: [Pubkey; MAX_DESTINATIONS],
    /// The smallest distribution anyone may post, in settlement base units.
    pub min_distribution: u64,
    /// Whose account unclaimed payments go to; the default address: they wait for ever.
    pub escheat: Pubkey,
    /// The most that a bot is tipped for paying a holder, settlement base units.
    pub tip_flat: u64,
    /// And the most of the payment, basis points.
    pub tip_bps: u32,
    /// Days after which a payment that could not be made may go to the escheat account, at least 365.
    pub escheat_days: u32,
    /// What each tranche is, by rank: 0 debt, 1 equity, 2 cover, plus 4 with a par, plus 8 with a rate.
    pub shapes: [u8; MAX_TRANCHES],
    /// How long an announced loss waits before it takes effect, in seconds.
    pub loss_notice: i64,
    /// The delivery that proceeds wait for.
    pub delivery: Delivery,
    /// Its groups of books that close together; a number is used once.
    pub groups: [Group; MAX_GROUPS],
}

const _: () = assert!(size_of::<Document>() == 168 && size_of::<Vault>() == 280);
const _: () = assert!(size_of::<Security>() == 1_968 && align_of::<Security>() == 8);

/// The security, where an instruction that takes it only at need does need it.
///
/// # Errors
/// [`SecuritiesError::SecurityMissing`].
pub(crate) fn require_security<'a>(
    security: Option<&'a AccountLoader<'_, Security>>,
) -> Result<Ref<'a, Security>> {
    security.ok_or(SecuritiesError::SecurityMissing)?.load()
}

impl Document {
    /// Takes another document at the same address; the present one changes nothing.
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

impl Security {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// What each tranche is, by rank.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn shapes(&self) -> Result<Vec<Shape>> {
        self.shapes
            .iter()
            .take(usize::from(self.tranche_count))
            .map(|shape| {
                Ok(Shape {
                    kind: match shape & SHAPE_KIND {
                        0 => Kind::Debt,
                        1 => Kind::Equity,
                        2 => Kind::Cover,
                        _ => return Err(SecuritiesError::UnknownValue.into()),
                    },
                    has_par: shape & SHAPE_PAR != 0,
                    has_rate: shape & SHAPE_RATE != 0,
                })
            })
            .collect()
    }

    /// Whether any of its tranches is debt.
    #[must_use]
    pub fn has_debt(&self) -> bool {
        self.shapes
            .iter()
            .take(usize::from(self.tranche_count))
            .any(|shape| shape & SHAPE_KIND == Kind::Debt as u8)
    }

    /// The number of the next event.
    pub(crate) fn next_event(&mut self) -> Result<u64> {
        self.event_sequence = fixed::add(self.event_sequence, 1)?;
        Ok(self.event_sequence)
    }

    /// The qualifiers named.
    #[must_use]
    pub fn qualifiers(&self) -> &[Pubkey] {
        self.qualifiers
            .get(..usize::from(self.qualifier_count))
            .unwrap_or(&[])
    }

    /// The place of a qualifier among those named, from 1.
    ///
    /// # Errors
    /// [`SecuritiesError::NotQualifier`].
    pub(crate) fn qualifier_place(&self, qualifier: &Pubkey) -> Result<u8> {
        (1_u8..)
            .zip(self.qualifiers())
            .find_map(|(place, named)| (named == qualifier).then_some(place))
            .ok_or_else(|| SecuritiesError::NotQualifier.into())
    }

    /// The destinations in use.
    #[must_use]
    pub fn destinations(&self) -> &[Pubkey] {
        self.destinations
            .get(..usize::from(self.destination_count))
            .unwrap_or(&[])
    }

    /// Refuses an address that can hold no role and take no money: nobody's, the program's, and the security's own.
    ///
    /// # Errors
    /// [`SecuritiesError::KeyRefused`].
    pub(crate) fn require_foreign(
        &self,
        key: &Pubkey,
        security: &Pubkey,
        waterfall: &Pubkey,
    ) -> Result<()> {
        let nobodys = [Pubkey::default(), crate::ID, *security, *waterfall];
        ensure!(
            !nobodys.contains(key)
                && self
                    .vaults()
                    .iter()
                    .all(|v| ![v.mint, v.address, v.token_program].contains(key)),
            SecuritiesError::KeyRefused
        );
        Ok(())
    }

    /// Refuses an arbitrator that is one of those it checks. When the security is created and at every hand-over, so
    /// that none brings them into one hand.
    ///
    /// # Errors
    /// [`SecuritiesError::ArbitratorNotApart`].
    pub(crate) fn require_arbitrator_apart(&self) -> Result<()> {
        ensure!(
            ![self.sponsor, self.servicer, self.reporter].contains(&self.arbitrator),
            SecuritiesError::ArbitratorNotApart
        );
        Ok(())
    }

    /// What signs for its vaults.
    #[must_use]
    pub const fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(seeds::SECURITY, self.origin, (self.id, 8), self.bump)
    }

    /// What holds after every instruction that changes the account.
    pub(crate) fn invariant(&self) -> Result<()> {
        ensure!(
            usize::from(self.tranche_count) <= MAX_TRANCHES
                && (1..=MAX_VAULTS).contains(&usize::from(self.vault_count)),
            SecuritiesError::UnknownValue
        );
        self.vaults()
            .iter()
            .try_for_each(|vault| vault.obligations().map(drop))
    }
}
