//! `announce_measure`

use super::{
    events::MeasureAnnounced,
    state::{DAY, Measure, MeasureKind, VERSION},
};
use crate::{
    chain::{create::New, event::emit, seeds, text},
    errors::SecuritiesError,
    security::{control::Power, state::Security},
    tranche::{
        blocks::{ALL_SHARES, TAKING},
        holder::Holder,
        state::Tranche,
    },
};
use anchor_lang::prelude::*;

/// A measure to be announced.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct MeasureArgs {
    /// What it is about.
    pub kind: MeasureKind,
    /// SHA-256 of the document that explains it, such as the court's order.
    pub document_sha256: [u8; 32],
    /// The address of the document, at most 128 bytes.
    pub document_uri: String,
}

/// Accounts of `announce_measure`.
#[event_cpi]
#[derive(Accounts)]
pub struct AnnounceMeasure<'info> {
    /// The security's sponsor, or the agent in control.
    pub sponsor: Signer<'info>,
    /// The security's arbitrator.
    pub arbitrator: Signer<'info>,
    /// Pays the rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security, which has such measures.
    #[account(
        mut,
        has_one = arbitrator @ SecuritiesError::NotArbitrator
    )]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record that it is about; none for a pause.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub holder: Option<AccountLoader<'info, Holder>>,
    /// The measure, of the security's next number.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [
            seeds::MEASURE,
            security.key().as_ref(),
            &security.load()?.measures.next.to_le_bytes(),
        ],
        bump
    )]
    pub measure: UncheckedAccount<'info>,
    /// Creates the measure.
    pub system_program: Program<'info, System>,
}

/// When a measure can be taken, and whom it is about.
struct Notice {
    from: i64,
    until: i64,
    owner: Pubkey,
}

/// See [`crate::securities::announce_measure`].
pub fn announce_measure(ctx: Context<AnnounceMeasure>, args: MeasureArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let (days, number, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        security.require_power(accounts.sponsor.key, Power::Measures)?;
        let kind = args.kind.bit();
        security.measures.require(kind)?;
        let days = security.measures.days_of(kind);
        (days, security.measures.number()?, security.next_event()?)
    };
    let from = now.saturating_add(i64::from(days).saturating_mul(DAY));
    args.kind.require_possible(now, from)?;
    let notice = match (&args.kind, &accounts.holder) {
        (MeasureKind::Pause { .. }, None) => Notice {
            from,
            until: from.saturating_add(TAKING),
            owner: Pubkey::default(),
        },
        (MeasureKind::Pause { .. }, Some(_)) => return Err(SecuritiesError::WrongMeasure.into()),
        (_, None) => return Err(SecuritiesError::HolderMissing.into()),
        (measure, Some(holder)) => {
            let holder = &mut *holder.load_mut()?;
            if measure.receiver().is_some() {
                holder.require_rested(days, now)?;
            }
            announce(measure, number, holder, from, now)?
        }
    };
    let security = accounts.security.key();
    {
        let measure = &mut New {
            payer: &accounts.payer,
            account: &accounts.measure,
        }
        .record::<Measure>(&[
            seeds::MEASURE,
            security.as_ref(),
            &number.to_le_bytes(),
            &[ctx.bumps.measure],
        ])?;
        measure.version = VERSION;
        measure.bump = ctx.bumps.measure;
        measure.number = number;
        measure.security = security;
        measure.tranche = accounts.tranche.key();
        if let Some(holder) = &accounts.holder {
            measure.holder = holder.key();
        }
        measure.rent_payer = accounts.payer.key();
        measure.document_sha256 = args.document_sha256;
        measure.document_uri = text::padded(&args.document_uri)?;
        measure.announced_at = now;
        measure.takeable_from = notice.from;
        measure.takeable_until = notice.until;
        measure.keep(&args.kind);
    }

    emit(
        &accounts.event_authority,
        &MeasureAnnounced {
            security,
            sequence,
            number,
            tranche: accounts.tranche.key(),
            owner: notice.owner,
            measure: args.kind,
            document_sha256: args.document_sha256,
            takeable_from: notice.from,
            takeable_until: notice.until,
        },
    )
}

/// Blocks the shares of a record at once, until a measure can be taken no more: it would find none of them otherwise.
fn announce(
    measure: &MeasureKind,
    number: u16,
    holder: &mut Holder,
    from: i64,
    now: i64,
) -> Result<Notice> {
    holder.require_not_wrapper()?;
    // What a program holds is other people's, as far as anybody can tell here.
    ensure!(holder.owner.is_on_curve(), SecuritiesError::HeldByProgram);
    let (shares, leaves) = match measure {
        MeasureKind::Block { shares, .. } => (*shares, false),
        MeasureKind::CourtOrder { shares, .. } => (*shares, true),
        MeasureKind::Recovery { .. } | MeasureKind::Pause { .. } => (ALL_SHARES, true),
    };
    ensure!(
        measure.receiver() != Some(&holder.owner),
        SecuritiesError::BadMeasure
    );
    ensure!(
        shares == ALL_SHARES || shares <= holder.shares,
        SecuritiesError::SharesShort
    );
    // Shares move once nothing that they have voted on is open; what would last longer is not voted any more.
    let from = if leaves {
        from.max(holder.voted_until(now))
    } else {
        from
    };
    let until = from.saturating_add(TAKING);
    // A block that ends before it can be taken no more binds no longer than it says.
    let bound = match measure {
        MeasureKind::Block { until: ends, .. } => until.min(*ends),
        _ => until,
    };
    holder.block((number, leaves), shares, bound, now)?;
    Ok(Notice {
        from,
        until,
        owner: holder.owner,
    })
}
