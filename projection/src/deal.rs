//! A deal in memory.

use crate::{
    cash::waterfall::{
        Tranches,
        state::{self as waterfall, Waterfall},
        terms::WaterfallRules,
        tier::PlanFacts,
    },
    conversion::{
        covenant::Covenant,
        state::{Conversion, ConversionTerms, ConvertedBy},
    },
    errors::SecuritiesError,
    math::{calendar, shares, structure, waterfall::MAX_TRANCHES},
    security::{
        measures::{MeasureTerms, Measures},
        state::{Security, VERSION},
    },
    tranche::{
        form::ShareForm,
        rules::TransferRulesTerms,
        state::{self as tranche, Tranche, TrancheKind},
        terms::TrancheTerms,
    },
};
use anchor_lang::{Discriminator, prelude::*};
use bytemuck::Zeroable;
use std::cell::RefCell;

/// The address of the security, and of its waterfall, in a projection of terms. They own nothing.
const ADDRESSES: [Pubkey; 2] = [
    Pubkey::new_from_array([1; 32]),
    Pubkey::new_from_array([2; 32]),
];

/// A tranche that is not on the chain yet, as `create_tranche` describes it.
#[derive(Clone, AnchorSerialize, AnchorDeserialize)]
pub struct TrancheSpec {
    /// What it is.
    pub kind: TrancheKind,
    /// What it pays, and when.
    pub terms: TrancheTerms,
    /// Decimals of its share mint.
    pub decimals: u8,
    /// The most shares there may be, in share base units.
    pub authorised: u64,
    /// Whether its number of shares is fixed.
    pub fixed: bool,
    /// Whether its shares require a credential.
    pub restricted: bool,
    /// Whether it has a wrapper.
    pub wrapped: bool,
    /// Its rules for transfers.
    pub transfers: TransferRulesTerms,
    /// Whether it is in the frozen form.
    pub frozen: bool,
}

/// The terms of a deal that is not on the chain yet.
#[derive(Clone, AnchorSerialize, AnchorDeserialize)]
pub struct DealTerms {
    /// When it is created, in Unix seconds.
    pub created_at: i64,
    /// Its tranches, by rank.
    pub tranches: Vec<TrancheSpec>,
    /// Its waterfall.
    pub rules: WaterfallRules,
    /// Its exceptional measures.
    pub measures: MeasureTerms,
    /// The conversions between its tranches.
    pub conversions: Vec<ConversionSpec>,
}

/// A conversion that is not on the chain yet.
#[derive(Clone, AnchorSerialize, AnchorDeserialize)]
pub struct ConversionSpec {
    /// Rank of the class whose shares are given.
    pub from: u8,
    /// Rank of the class whose shares are received.
    pub into: u8,
    /// As `create_conversion` takes them.
    pub terms: ConversionTerms,
}

/// A conversion as it stands on the chain.
#[derive(Clone, AnchorSerialize, AnchorDeserialize)]
pub struct ConversionAccount {
    /// Rank of the class whose shares are given.
    pub from: u8,
    /// Rank of the class whose shares are received.
    pub into: u8,
    /// The data of its account.
    pub data: Vec<u8>,
}

/// A conversion between two tranches of the deal.
#[derive(Clone)]
pub(crate) struct Converting {
    /// Rank of the class whose shares are given.
    pub from: u8,
    /// Rank of the class whose shares are received.
    pub into: u8,
    /// The account.
    pub conversion: Box<Conversion>,
}

/// The accounts of a deal that the flow of cash depends on.
#[derive(Clone)]
pub(crate) struct Deal {
    /// The security; of its vaults only the settlement vault takes part.
    pub security: Box<Security>,
    /// Its waterfall.
    pub waterfall: Box<Waterfall>,
    /// Its tranches, by rank.
    pub tranches: Vec<Tranche>,
    /// The conversions between them.
    pub conversions: Vec<Converting>,
}

impl Deal {
    /// A deal as its creation, `set_structure` and `create_conversion` leave it.
    ///
    /// # Errors
    /// Those of `create_security` for its measures, and of `create_tranche`, `set_transfer_rules`, `set_structure` and
    /// `create_conversion` for the terms.
    pub fn new(terms: &DealTerms) -> Result<Self> {
        let now = terms.created_at;
        let mut security: Box<Security> = Box::new(Zeroable::zeroed());
        security.version = VERSION;
        security.vault_count = 1;
        security.created_at = now;
        security.measures = Measures::of(&terms.measures)?;
        ensure!(
            terms.tranches.len() <= MAX_TRANCHES,
            SecuritiesError::WrongRank
        );
        let mut tranches = Vec::with_capacity(terms.tranches.len());
        for (args, rank) in terms.tranches.iter().zip(0_u8..) {
            ensure!(args.authorised > 0, SecuritiesError::BadAuthorised);
            let mut tranche: Tranche = Zeroable::zeroed();
            tranche.version = tranche::VERSION;
            tranche.rank = rank;
            tranche.kind = args.kind as u8;
            tranche.decimals = args.decimals;
            tranche.payout_count = 1;
            tranche.security = ADDRESSES[0];
            tranche.unit = shares::unit(args.decimals)?;
            tranche.authorised = args.authorised;
            tranche.restricted = args.restricted.into();
            tranche.is_wrapped = args.wrapped.into();
            tranche.set_form(if args.frozen {
                ShareForm::Frozen
            } else {
                ShareForm::Hooked
            });
            tranche.set_terms(&args.terms, now)?;
            tranche.set_rules(&args.transfers, calendar::day_of(now)?)?;
            if args.fixed {
                tranche.manager = ADDRESSES[1];
            }
            security.tranche_count = rank.saturating_add(1);
            let first = tranche.first_instalment_day()?;
            security.note_class(rank, tranche.shape(), first);
            tranches.push(tranche);
        }
        let mut waterfall: Box<Waterfall> = Box::new(Zeroable::zeroed());
        waterfall.version = waterfall::VERSION;
        waterfall.security = ADDRESSES[0];
        waterfall.set(&terms.rules, &security, (&ADDRESSES[0], &ADDRESSES[1]))?;
        structure::validate(&waterfall.plan(&PlanFacts::default())?, &security.shapes()?)?;
        waterfall.require_schedules(&security)?;
        let mut deal = Self {
            security,
            waterfall,
            tranches,
            conversions: Vec::new(),
        };
        for spec in &terms.conversions {
            deal.create_conversion(spec, now)?;
        }
        Ok(deal)
    }

    fn create_conversion(&mut self, spec: &ConversionSpec, now: i64) -> Result<()> {
        let &ConversionSpec {
            from,
            into,
            ref terms,
        } = spec;
        let mut conversion: Box<Conversion> = Box::new(Zeroable::zeroed());
        if let ConvertedBy::Trigger { place } = terms.by {
            let trigger = self.waterfall.triggers().get(usize::from(place));
            conversion.covenant = trigger.map(Covenant::from).unwrap_or_default();
        }
        // What a resolution decides is projected as if it had decided so.
        conversion.approved = 1;
        let (given, mut received) = (*self.tranche(from)?, *self.tranche(into)?);
        conversion.set(terms, (&given, &received), now)?;
        received.offer(terms.shares)?;
        self.put(received);
        self.conversions.push(Converting {
            from,
            into,
            conversion,
        });
        Ok(())
    }

    /// A deal as it stands on the chain: the data of its accounts, tranches by rank.
    ///
    /// # Errors
    /// [`SecuritiesError::TranchesIncomplete`], [`SecuritiesError::WrongSecurity`] for accounts that do not belong
    /// together, and Anchor's for data that is no such account.
    pub fn read(
        security: &[u8],
        waterfall: &[u8],
        tranches: &[Vec<u8>],
        conversions: &[ConversionAccount],
    ) -> Result<Self> {
        let deal = Self {
            security: Box::new(account(security)?),
            waterfall: Box::new(account(waterfall)?),
            tranches: tranches
                .iter()
                .map(|data| account(data))
                .collect::<Result<_>>()?,
            conversions: conversions
                .iter()
                .map(|one| {
                    Ok(Converting {
                        from: one.from,
                        into: one.into,
                        conversion: Box::new(account(&one.data)?),
                    })
                })
                .collect::<Result<_>>()?,
        };
        ensure!(
            deal.tranches.len() == usize::from(deal.security.tranche_count)
                && deal
                    .tranches
                    .iter()
                    .zip(0_u8..)
                    .all(|(tranche, rank)| tranche.rank == rank),
            SecuritiesError::TranchesIncomplete
        );
        for tranche in &deal.tranches {
            ensure_keys_eq!(
                tranche.security,
                deal.waterfall.security,
                SecuritiesError::WrongSecurity
            );
        }
        Ok(deal)
    }

    /// Runs a step that needs all tranches at once. If it fails, the deal stays as it was, as on the chain.
    pub(super) fn step<T>(
        &mut self,
        step: impl FnOnce(&mut Tranches<'_>, &mut Security, &mut Waterfall) -> Result<T>,
    ) -> Result<T> {
        let mut security = self.security.clone();
        let mut waterfall = self.waterfall.clone();
        let cells: Vec<RefCell<Tranche>> =
            self.tranches.iter().copied().map(RefCell::new).collect();
        let done = {
            let mut tranches = Tranches(cells.iter().map(RefCell::borrow_mut).collect());
            step(&mut tranches, &mut security, &mut waterfall)?
        };
        self.security = security;
        self.waterfall = waterfall;
        self.tranches = cells.into_iter().map(RefCell::into_inner).collect();
        Ok(done)
    }

    /// Puts a tranche in the place of its rank.
    pub(super) fn put(&mut self, tranche: Tranche) {
        if let Some(own) = self.tranches.get_mut(usize::from(tranche.rank)) {
            *own = tranche;
        }
    }

    /// A conversion by its place.
    pub(super) fn conversion(&self, place: u8) -> Result<&Converting> {
        let found = self.conversions.get(usize::from(place));
        found.ok_or_else(|| SecuritiesError::WrongConversion.into())
    }

    /// Puts a conversion in its place.
    pub(super) fn put_conversion(&mut self, place: u8, converting: Converting) {
        if let Some(own) = self.conversions.get_mut(usize::from(place)) {
            *own = converting;
        }
    }

    /// A tranche by rank.
    pub(super) fn tranche(&self, rank: u8) -> Result<&Tranche> {
        let tranche = self.tranches.get(usize::from(rank));
        tranche.ok_or_else(|| SecuritiesError::WrongRank.into())
    }
}

fn account<T: Discriminator + bytemuck::Pod>(data: &[u8]) -> Result<T> {
    let body = data
        .strip_prefix(T::DISCRIMINATOR)
        .ok_or(ErrorCode::AccountDiscriminatorMismatch)?;
    bytemuck::try_pod_read_unaligned(body).map_err(|_| ErrorCode::AccountDidNotDeserialize.into())
}
