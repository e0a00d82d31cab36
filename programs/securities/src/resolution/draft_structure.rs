//! `draft_structure`

use super::{
    draft::{StructureDraft, VERSION},
    events::StructureDrafted,
};
use crate::{
    cash::waterfall::terms::WaterfallRules,
    chain::{create::New, event::emit, seeds},
    security::state::Security,
};
use anchor_lang::prelude::*;

/// A waterfall as a whole.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct DraftArgs {
    /// The author's own number for it; part of the address.
    pub number: u32,
    /// The structure version of the waterfall that it replaces.
    pub replaces: u32,
    /// All rules. A fee of 0 basis points takes nothing more, and pays out what the tier that it continues is due.
    pub rules: WaterfallRules,
    /// By tier, the place of the tier of the waterfall before that it continues, from 0: it takes over what that has counted and
    /// owes.
    pub continues: Vec<Option<u8>>,
}

/// Accounts of `draft_structure`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: DraftArgs)]
pub struct DraftStructure<'info> {
    /// Who lays it down, and may propose it.
    pub author: Signer<'info>,
    /// Pays the rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The draft.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [
            seeds::DRAFT, security.key().as_ref(), author.key().as_ref(), &args.number.to_le_bytes(),
        ],
        bump
    )]
    pub draft: UncheckedAccount<'info>,
    /// Creates the draft.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::draft_structure`].
pub fn draft_structure(ctx: Context<DraftStructure>, args: DraftArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let (key, author) = (accounts.security.key(), accounts.author.key());
    let security = &mut accounts.security.load_mut()?;
    let draft = &mut New {
        payer: &accounts.payer,
        account: &accounts.draft,
    }
    .record::<StructureDraft>(&[
        seeds::DRAFT,
        key.as_ref(),
        author.as_ref(),
        &args.number.to_le_bytes(),
        &[ctx.bumps.draft],
    ])?;
    draft.version = VERSION;
    draft.bump = ctx.bumps.draft;
    draft.number = args.number;
    draft.security = key;
    draft.author = author;
    draft.rent_payer = accounts.payer.key();
    draft.rules.set(
        (args.replaces, &args.rules),
        &args.continues,
        security.tranche_count,
    )?;
    emit(
        &accounts.event_authority,
        &StructureDrafted {
            security: key,
            sequence: security.next_event()?,
            draft: accounts.draft.key(),
            author,
            sha256: draft.sha256(),
            tiers: draft.rules.tier_count,
            triggers: draft.rules.trigger_count,
        },
    )
}
