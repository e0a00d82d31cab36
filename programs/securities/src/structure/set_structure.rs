//! `set_structure`

use super::{
    events::{StructureSet, TrancheTermsSet},
    open_books::NewPar,
};
use crate::{
    book::offer::events::OfferFollowed,
    cash::waterfall::{state::Waterfall, terms::WaterfallRules, tier::PlanFacts},
    chain::event::emit,
    errors::SecuritiesError,
    math::structure,
    security::state::Security,
    tranche::{state::Tranche, terms::TrancheTerms},
};
use anchor_lang::prelude::*;

/// New terms of a tranche.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct ClassTerms {
    /// The tranche's rank.
    pub rank: u8,
    /// All of its terms that may change.
    pub terms: TrancheTerms,
}

/// A change of structure.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct StructureArgs {
    /// The current structure version of the waterfall, which this replaces; 0 if none has been set.
    pub replaces: u32,
    /// SHA-256 of the offering document that describes the structure; the current one if it still does.
    pub document_sha256: [u8; 32],
    /// The tranches that change, in order of rank.
    pub classes: Vec<ClassTerms>,
    /// All rules of the waterfall, which replace the current ones; none: they stay as they are.
    pub rules: Option<WaterfallRules>,
}

/// The first remaining accounts: the tranche of each class that changes.
pub const CHANGED_TRANCHES: &str = "the tranches that change, writable, in order of rank (TranchesIncomplete, WrongRank, \
    WrongTranche)";

/// Accounts of `set_structure`, followed by [`CHANGED_TRANCHES`] and [`super::open_books::EVERY_OPEN_BOOK`].
#[event_cpi]
#[derive(Accounts)]
pub struct SetStructure<'info> {
    /// The security's sponsor.
    pub sponsor: Signer<'info>,
    /// The security, none of whose books has been locked.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::set_structure`].
pub fn set_structure<'info>(
    ctx: Context<'info, SetStructure<'info>>,
    args: StructureArgs,
) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let key = ctx.accounts.security.key();
    let authority = &ctx.accounts.event_authority;
    let security = &mut ctx.accounts.security.load_mut()?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    security.require_negotiable()?;
    waterfall.require_version(args.replaces)?;
    let (tranches, books) = ctx
        .remaining_accounts
        .split_at_checked(args.classes.len())
        .ok_or(SecuritiesError::TranchesIncomplete)?;
    let books = security.all_open_books(&key, books)?;

    let mut pars = Vec::with_capacity(tranches.len());
    let mut next_rank = 0;
    for (class, account) in args.classes.iter().zip(tranches) {
        ensure!(class.rank >= next_rank, SecuritiesError::WrongRank);
        next_rank = class.rank.saturating_add(1);
        let changed = change_class(security, &key, class, account, now)?;
        pars.push(NewPar {
            tranche: changed.tranche,
            par: class.terms.par,
        });
        emit(authority, &changed)?;
    }
    if let Some(rules) = &args.rules {
        waterfall.set(rules, security, (&key, &ctx.accounts.waterfall.key()))?;
    }
    // A waterfall that was never set is checked when the first book opens.
    if args.rules.is_some() || waterfall.tier_count > 0 {
        structure::validate(&waterfall.plan(&PlanFacts::default())?, &security.shapes()?)?;
        waterfall.require_schedules(security)?;
        // Control is set before a book opens, and its agents stay with what its buyers are offered.
        if security.open_books > 0 {
            waterfall.require_covenants(security)?;
        }
    }
    waterfall.change_structure()?;

    let before = security.document.sha256;
    security.document.change(args.document_sha256)?;
    let document = (&before, &args.document_sha256);
    for loader in &books {
        let book = &mut loader.load_mut()?;
        if book.follow(&pars, document, now)? {
            let event = OfferFollowed {
                book: loader.key(),
                sequence: book.next_event()?,
                security: key,
                version: book.offer_version,
                terms_sha256: book.terms_sha256,
                offer_ends: book.offer_ends,
            };
            emit(authority, &event)?;
        }
    }
    let event = StructureSet {
        security: key,
        sequence: security.next_event()?,
        structure_version: waterfall.structure_version,
        document_sha256: args.document_sha256,
        tiers: waterfall.tier_count,
        triggers: waterfall.trigger_count,
    };
    emit(authority, &event)
}

/// Sets the terms of a tranche.
fn change_class<'info>(
    security: &mut Security,
    key: &Pubkey,
    ClassTerms { rank, terms }: &ClassTerms,
    account: &'info AccountInfo<'info>,
    now: i64,
) -> Result<TrancheTermsSet> {
    let loader = AccountLoader::<Tranche>::try_from(account)?;
    let tranche = &mut loader.load_mut()?;
    ensure_keys_eq!(tranche.security, *key, SecuritiesError::WrongSecurity);
    ensure!(tranche.rank == *rank, SecuritiesError::WrongTranche);
    tranche.change_terms(terms, now)?;
    let first = tranche.first_instalment_day()?;
    security.note_class(tranche.rank, tranche.shape(), first);
    Ok(TrancheTermsSet {
        security: *key,
        sequence: security.next_event()?,
        tranche: loader.key(),
        rank: *rank,
        terms: terms.clone(),
    })
}
