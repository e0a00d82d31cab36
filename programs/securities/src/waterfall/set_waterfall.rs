//! `set_waterfall`

use super::state::{TierState, TierTerms, Waterfall};
use crate::{
    errors::SecuritiesError,
    events::{self, WaterfallSet},
    math::waterfall::{self, MAX_TIERS, Tier},
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `set_waterfall`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetWaterfall<'info> {
    /// The security's sponsor.
    pub sponsor: Signer<'info>,
    /// The security, its structure still open.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::set_waterfall`].
pub fn set_waterfall(ctx: Context<SetWaterfall>, terms: Vec<TierTerms>) -> Result<()> {
    ensure!(terms.len() <= MAX_TIERS, SecuritiesError::BadStructure);
    let tiers: Vec<Tier> = terms.into_iter().map(Tier::from).collect();
    let security = &mut ctx.accounts.security.load_mut()?;
    security.require_draft()?;
    waterfall::validate(&tiers, security.tranche_count)?;

    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    waterfall.tiers = bytemuck::Zeroable::zeroed();
    for (slot, tier) in waterfall.tiers.iter_mut().zip(&tiers) {
        TierState::store(slot, *tier);
    }
    waterfall.tier_count = u8::try_from(tiers.len()).map_err(|_| SecuritiesError::BadStructure)?;
    waterfall.edition = waterfall.edition.saturating_add(1);

    let event = WaterfallSet {
        security: ctx.accounts.security.key(),
        sequence: security.next_event()?,
        edition: waterfall.edition,
        tiers: waterfall.tier_count,
    };
    events::emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
