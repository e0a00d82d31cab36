//! `set_waterfall`

use super::{
    state::{MAX_TRIGGERS, Waterfall},
    terms::WaterfallArgs,
};
use crate::{
    errors::SecuritiesError,
    events::{self, WaterfallSet},
    math::waterfall::{self, MAX_TIERS},
    security::state::{Cushion, Security},
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
pub fn set_waterfall(ctx: Context<SetWaterfall>, args: WaterfallArgs) -> Result<()> {
    ensure!(args.tiers.len() <= MAX_TIERS, SecuritiesError::BadStructure);
    ensure!(
        args.triggers.len() <= MAX_TRIGGERS && args.revolving_until >= 0,
        SecuritiesError::BadTrigger
    );
    let security = &mut ctx.accounts.security.load_mut()?;
    security.require_draft()?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;

    waterfall.tiers = bytemuck::Zeroable::zeroed();
    for (slot, tier) in waterfall.tiers.iter_mut().zip(&args.tiers) {
        tier.check()?;
        *slot = (*tier).into();
    }
    let (key, own) = (ctx.accounts.security.key(), ctx.accounts.waterfall.key());
    waterfall
        .tiers
        .iter()
        .filter(|tier| tier.is_fee())
        .try_for_each(|tier| security.require_foreign(&tier.payee, &key, &own))?;
    waterfall.tier_count = count(args.tiers.len())?;
    waterfall.triggers = bytemuck::Zeroable::zeroed();
    for (slot, trigger) in waterfall.triggers.iter_mut().zip(&args.triggers) {
        trigger.check(security.tranche_count)?;
        *slot = (*trigger).into();
    }
    waterfall.trigger_count = count(args.triggers.len())?;
    waterfall.revolving_until = args.revolving_until;
    waterfall::validate(&waterfall.plan(0, false)?, &security.shapes()?)?;
    security.cushion = if waterfall.cushions().is_empty() {
        Cushion::None
    } else {
        Cushion::Unsure
    } as u8;
    waterfall.edition = waterfall.edition.saturating_add(1);

    let event = WaterfallSet {
        security: ctx.accounts.security.key(),
        sequence: security.next_event()?,
        edition: waterfall.edition,
        tiers: waterfall.tier_count,
        triggers: waterfall.trigger_count,
    };
    events::emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

fn count(items: usize) -> Result<u8> {
    u8::try_from(items).map_err(|_| SecuritiesError::BadStructure.into())
}
