//! The Security account: one issue by one sponsor, its roles, its document and the counters of its vaults.

use super::{
    budget::Budget,
    control::Control,
    counters::Winding,
    delivery::Delivery,
    document::Document,
    group::{Group, MAX_GROUPS},
    measures::Measures,
    stated::Stated,
    vault::Vault,
};
use crate::{
    chain::seeds::{self, SignerSeeds},
    errors::SecuritiesError,
    math::{
        calendar, fixed,
        structure::Shape,
        waterfall::{Kind, MAX_TRANCHES},
    },
};
use anchor_lang::prelude::*;
use std::cell::Ref;

/// Layout version of a Security.
pub const VERSION: u8 = 1;
/// How many mints a security can hold; the first is its settlement mint.
pub const MAX_VAULTS: usize = 4;

/// Earnings of cancelled shares that no other shares are left to take, by payout mint.
pub type Orphaned = [u64; MAX_VAULTS];
/// How many accounts proceeds may be drawn to.
pub const MAX_DESTINATIONS: usize = 4;
/// How many qualifiers a security may name.
pub const MAX_QUALIFIERS: usize = 4;
/// The bits of a tranche's shape that hold its kind.
const SHAPE_KIND: u8 = 3;
/// The bit of a tranche's shape that is set if it has a par.
pub const SHAPE_PAR: u8 = 4;
/// The bit of a tranche's shape that is set if it has a rate.
pub const SHAPE_RATE: u8 = 8;
/// The bit of a tranche's shape that is set if it is pari passu with the tranche before it.
pub const SHAPE_PARI_PASSU: u8 = 16;

/// The status of a security.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// No book has been locked yet: the structure is negotiable, and part of every offer.
    Draft = 0,
    /// A book has been locked: the structure is fixed.
    Active = 1,
    /// It is being wound down: nothing new begins, and what is in it goes out.
    Winding = 2,
    /// It has ended: nothing comes in any more, and its accounts close.
    Ended = 3,
}

/// One issue by one sponsor. Address: see [`crate::chain::seeds::SECURITY`].
#[account(zero_copy)]
pub struct Security {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 0 draft, 1 active, 2 winding down, 3 ended; see [`Status`].
    pub status: u8,
    /// Tranches created, 0 to 8.
    pub tranche_count: u8,
    /// 1: drawing proceeds requires the arbitrator's signature too.
    pub co_signed: u8,
    /// Number of draw destinations, 1 to 4.
    pub destination_count: u8,
    /// Number of vaults in use, 1 to 4.
    pub vault_count: u8,
    /// Number of qualifiers; 0: anyone may hold shares.
    pub qualifier_count: u8,
    /// The sponsor's own number for the security; part of the address.
    pub id: u64,
    /// Number of the last event, from 1; a gap shows an indexer that it missed an event.
    pub event_sequence: u64,
    /// Number of the next distribution.
    pub next_distribution: u32,
    /// Number of the next revenue source.
    pub next_source: u32,
    /// Number of its books that are neither locked nor closed.
    pub open_books: u32,
    /// Days from the registration of a protocol until it is valid, 1 to 30; 0: no protocol may register.
    pub protocol_days: u8,
    /// The category of investors that registered protocols count as; above 7: none that rules between categories know.
    pub protocol_category: u8,
    /// The country that they count as, ISO 3166-1 numeric; 0: not stated.
    pub protocol_jurisdiction: u16,
    /// When it was created, in Unix seconds.
    pub created_at: i64,
    /// The key that created it; part of the address.
    pub origin: Pubkey,
    /// The current sponsor, who acts for the security.
    pub sponsor: Pubkey,
    /// The servicer, who announces losses and posts recoveries.
    pub servicer: Pubkey,
    /// The reporter, who reports rates and the value of the pool.
    pub reporter: Pubkey,
    /// The arbitrator, whose second signature exceptional measures require; never the sponsor, the servicer or the
    /// reporter.
    pub arbitrator: Pubkey,
    /// The qualifiers, whose credentials admit holders.
    pub qualifiers: [Pubkey; MAX_QUALIFIERS],
    /// The offering document.
    pub document: Document,
    /// The vaults; the first is for the settlement mint.
    pub vaults: [Vault; MAX_VAULTS],
    /// Token accounts that proceeds may be drawn to.
    pub destinations: [Pubkey; MAX_DESTINATIONS],
    /// The smallest distribution anyone may post, in settlement base units.
    pub min_distribution: u64,
    /// The owner of the account that receives payments that could not be made; the default address: they wait forever.
    pub escheat: Pubkey,
    /// The maximum tip for paying one holder, in settlement base units. The smaller of this and `tip_bps` is paid.
    pub tip_flat: u64,
    /// The maximum tip as a part of the payment, in basis points.
    pub tip_bps: u32,
    /// Days until a payment that could not be made may go to the escheat account, at least 365.
    pub escheat_days: u32,
    /// The shape of each tranche, by rank: 0 debt, 1 equity, 2 cover; plus 4 with a par, plus 8 with a rate, plus
    /// 16 if it is pari passu with the tranche before it.
    pub shapes: [u8; MAX_TRANCHES],
    /// How long an announced loss waits before it takes effect, in seconds.
    pub loss_notice: i64,
    /// The delivery that proceeds wait for.
    pub delivery: Delivery,
    /// The groups of books that close together; each number is used once.
    pub groups: [Group; MAX_GROUPS],
    /// Day number of the first instalment of each tranche, by rank; 0: none before maturity.
    pub first_instalments: [u32; MAX_TRANCHES],
    /// When its first book was locked, in Unix seconds; 0 before.
    pub began_at: i64,
    /// Resolutions that changed what is sold, modulo 65,536: a book that was offered before the last one cannot be locked.
    pub amendments: u16,
    /// Resolutions that would change what is sold, and were neither executed, stopped nor closed: until then no book is
    /// locked.
    pub pending: u16,
    /// Losses that were announced, and neither recorded nor struck out: until then nothing converts.
    pub announced_losses: u32,
    /// Who is in control, and what it may do.
    pub control: Control,
    /// The exceptional measures that it has.
    pub measures: Measures,
    /// What a manager may draw whom holders have elected.
    pub budget: Budget,
    /// What its governance and its calendar of disclosures say.
    pub stated: Stated,
    /// How far it is wound down.
    pub winding: Winding,
}

const _: () = assert!(size_of::<Vault>() == 320);
const _: () = assert!(size_of::<Security>() == 2_496 && align_of::<Security>() == 8);

/// The security account, where an instruction takes it as optional but needs it in this case.
///
/// # Errors
/// [`SecuritiesError::SecurityMissing`].
pub(crate) fn require_security<'a>(
    security: Option<&'a AccountLoader<'_, Security>>,
) -> Result<Ref<'a, Security>> {
    security.ok_or(SecuritiesError::SecurityMissing)?.load()
}

impl Security {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The shape of each tranche, by rank.
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
                    pari_passu: shape & SHAPE_PARI_PASSU != 0,
                })
            })
            .collect()
    }

    /// Keeps what the check of the structure needs to know of a tranche: its shape, and the day of its first instalment.
    pub(crate) fn note_class(&mut self, rank: u8, shape: u8, first_instalment: u32) {
        let rank = usize::from(rank);
        if let Some(own) = self.shapes.get_mut(rank) {
            *own = shape;
        }
        if let Some(own) = self.first_instalments.get_mut(rank) {
            *own = first_instalment;
        }
    }

    /// Whether any of its tranches is debt.
    #[must_use]
    pub fn has_debt(&self) -> bool {
        self.shapes
            .iter()
            .take(usize::from(self.tranche_count))
            .any(|shape| shape & SHAPE_KIND == Kind::Debt as u8)
    }

    /// Refuses a change of structure once a book has been locked, since money has then bought what the structure
    /// defines.
    ///
    /// # Errors
    /// [`SecuritiesError::StructureClosed`].
    pub(crate) fn require_negotiable(&self) -> Result<()> {
        ensure!(
            self.status == Status::Draft as u8,
            SecuritiesError::StructureClosed
        );
        Ok(())
    }

    /// Refuses another tranche while money may be in line for the existing ones, and once a book has been locked.
    ///
    /// # Errors
    /// [`SecuritiesError::StructureClosed`].
    pub(crate) fn require_unoffered(&self) -> Result<()> {
        self.require_negotiable()?;
        ensure!(self.open_books == 0, SecuritiesError::StructureClosed);
        Ok(())
    }

    /// Fixes the structure and begins the deal, with the first lock of a book.
    pub(crate) const fn begin(&mut self, now: i64) {
        if self.status == Status::Draft as u8 {
            self.status = Status::Active as u8;
            self.began_at = now;
        }
    }

    /// The day on which the deal began, or `today` before that.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`].
    pub(crate) fn began_on(&self, today: u64) -> Result<u64> {
        if self.began_at == 0 {
            return Ok(today);
        }
        Ok(calendar::day_of(self.began_at)?)
    }

    /// Counts a resolution that would change what is sold.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub(crate) fn await_change(&mut self) -> Result<()> {
        let pending = self.pending.checked_add(1);
        self.pending = pending.ok_or(SecuritiesError::Overflow)?;
        Ok(())
    }

    /// Counts that one of them has ended.
    ///
    /// # Errors
    /// [`SecuritiesError::CountersInconsistent`].
    pub(crate) fn end_change(&mut self) -> Result<()> {
        let pending = self.pending.checked_sub(1);
        self.pending = pending.ok_or(SecuritiesError::CountersInconsistent)?;
        Ok(())
    }

    /// Counts a resolution that changed what is sold: nobody in line has consented to that.
    pub(crate) const fn amend(&mut self) {
        self.amendments = self.amendments.wrapping_add(1);
    }

    /// Counts the next event and returns its number.
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

    /// Refuses an address that can neither hold a role nor take money: the default address, the program's, and the
    /// security's own addresses.
    ///
    /// # Errors
    /// [`SecuritiesError::KeyRefused`].
    pub(crate) fn require_foreign(
        &self,
        key: &Pubkey,
        security: &Pubkey,
        waterfall: &Pubkey,
    ) -> Result<()> {
        let unownable = [Pubkey::default(), crate::ID, *security, *waterfall];
        ensure!(
            !unownable.contains(key)
                && self
                    .vaults()
                    .iter()
                    .all(|v| ![v.mint, v.address, v.token_program].contains(key)),
            SecuritiesError::KeyRefused
        );
        Ok(())
    }

    /// Refuses an arbitrator that is one of the roles it checks. This is called when the security is created and at
    /// every role transfer, so no role transfer can bring the two into one hand, nor a role into that of an agent.
    ///
    /// # Errors
    /// [`SecuritiesError::ArbitratorNotApart`], [`SecuritiesError::AgentNotApart`].
    pub(crate) fn require_roles_apart(&self) -> Result<()> {
        ensure!(
            ![self.sponsor, self.servicer, self.reporter].contains(&self.arbitrator),
            SecuritiesError::ArbitratorNotApart
        );
        self.require_agents_apart()
    }

    /// The seeds that sign for its vaults.
    #[must_use]
    pub const fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(seeds::SECURITY, self.origin, (self.id, 8), self.bump)
    }

    /// The invariant after every instruction that changes the account.
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
