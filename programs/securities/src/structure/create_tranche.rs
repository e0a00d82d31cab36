//! `create_tranche`

use super::events::TrancheCreated;
use crate::{
    chain::{
        create::New,
        event::emit,
        seeds::{self, SignerSeeds},
    },
    errors::SecuritiesError,
    math::{shares, waterfall::MAX_TRANCHES},
    security::state::Security,
    tranche::{
        business_days::BusinessDayTerms,
        form::ShareForm,
        pik::PikTerms,
        share_mint::{self, ShareMint, ShareName},
        state::{AmortisationRule, DayCountRule, PrepaymentRule, Tranche, TrancheKind, VERSION},
        terms::{CustomPart, FloatingTerms, StepUpTerms, TrancheTerms},
    },
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022::Token2022;

/// The terms of a tranche.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct TrancheArgs {
    /// The next rank; 0 is the most senior.
    pub rank: u8,
    /// Debt, equity or cover.
    pub kind: TrancheKind,
    /// Interest or preferred return a year, in parts per million, at most 10,000,000; 0 without a par. Of a floating
    /// tranche, that of its first period.
    pub rate_ppm: u32,
    /// For a floating tranche, how its rate follows a reference rate; none: the rate stays. It requires a rate and a
    /// period, and no level payments.
    pub floating: Option<FloatingTerms>,
    /// Dated increases of the rate, of a floating tranche of the margin, at most four in the order of their dates. They
    /// require a rate and a period, and no level payments.
    pub step_ups: Vec<StepUpTerms>,
    /// How days of interest are counted.
    pub day_count: DayCountRule,
    /// When principal falls due. Only debt has a schedule: an equity's capital is repaid as cash allows.
    pub amortisation: AmortisationRule,
    /// Whether arrears bear interest at the tranche's rate.
    pub compounding: bool,
    /// Months from one due date to the next, at most 12; positive for linear, level and custom debt. Interest that is unpaid when
    /// a due date is over becomes arrears. 0: there are no due dates but a debt's maturity, and unpaid interest becomes
    /// arrears with each distribution.
    pub period_months: u8,
    /// The first due date, in Unix seconds, of which the day counts (UTC). The others are whole periods after it, on the
    /// same day of the month or, in a shorter month, on its last day; only those after the day of the start count. 0: a
    /// period after the start, which linear and level debt may not have.
    pub first_due: i64,
    /// For linear and level debt: the due date of the first instalment, in Unix seconds, of which the day counts (UTC);
    /// there is one at each due date from then up to maturity. 0: the first due date, and for other tranches.
    pub first_instalment: i64,
    /// For a custom schedule: its parts, 1 to 24 in the order of their days, all before the maturity, at which the rest
    /// falls due. Empty for other tranches.
    pub custom: Vec<CustomPart>,
    /// Its business days, and how due dates that are none move. The maturity and the days of a custom schedule are business
    /// days.
    pub business_days: BusinessDayTerms,
    /// For bullet and swept debt with a rate and a period: whether its interest may be paid in kind.
    pub pik: PikTerms,
    /// For linear debt: what prepaid principal counts against. In order for other tranches.
    pub prepayments: PrepaymentRule,
    /// Further interest a year while the tranche is overdue, in parts per million; with the rate at most 10,000,000. 0
    /// without a rate.
    pub default_margin_ppm: u32,
    /// Days over which what it receives is released to its holders, at most 366; 0: at once.
    pub smoothing_days: u16,
    /// For a cover: the most it pays for one loss, in settlement base units; 0: everything it has. 0 for other
    /// tranches.
    pub loss_cap: u64,
    /// For a cover: the part of each loss that it pays, in basis points, at most 10,000; 0: all of it. 0 for other
    /// tranches.
    pub loss_bps: u32,
    /// For a cover: whether it stays while capital of equity is outstanding, also once the debts are repaid.
    pub covers_equity: bool,
    /// Whether it is pari passu with the tranche before it: they share in proportion what they are paid, what they
    /// loses and what is written up of it. Both are debt, or both equity with a par.
    pub pari_passu: bool,
    /// When all principal is due, in Unix seconds, of which the day counts (UTC), in the future; 0 for equity and covers.
    pub maturity: i64,
    /// Principal of one whole share, in settlement base units: positive for debt and covers, 0 for equity without a
    /// capital.
    pub par: u64,
    /// Decimals of the share mint, at most 9.
    pub decimals: u8,
    /// The most shares there may ever be, in share base units: what books, rewards and running warrants issue in total.
    /// It must be positive, and the principal of all of them must fit 64 bits.
    pub authorised: u64,
    /// The manager of an equity without a par, who receives the shares that books do not grant. It fixes the number of
    /// shares: all authorised shares come into being with the first book that grants some, and only curves of promote
    /// points grant them. It cannot change. The default address: no manager, and the number of shares grows as they are
    /// issued.
    pub manager: Pubkey,
    /// Name, symbol and metadata address of the share mint.
    pub share: ShareName,
}

impl TrancheArgs {
    /// The terms that may change until a book is locked.
    #[must_use]
    pub fn terms(&self) -> TrancheTerms {
        TrancheTerms {
            rate_ppm: self.rate_ppm,
            floating: self.floating,
            step_ups: self.step_ups.clone(),
            day_count: self.day_count,
            amortisation: self.amortisation,
            compounding: self.compounding,
            period_months: self.period_months,
            first_due: self.first_due,
            first_instalment: self.first_instalment,
            custom: self.custom.clone(),
            business_days: self.business_days.clone(),
            pik: self.pik,
            prepayments: self.prepayments,
            default_margin_ppm: self.default_margin_ppm,
            smoothing_days: self.smoothing_days,
            loss_cap: self.loss_cap,
            loss_bps: self.loss_bps,
            covers_equity: self.covers_equity,
            pari_passu: self.pari_passu,
            maturity: self.maturity,
            par: self.par,
        }
    }
}

/// Accounts of `create_tranche`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: TrancheArgs)]
pub struct CreateTranche<'info> {
    /// The security's sponsor; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security, without an open book and before the first lock.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::TRANCHE, security.key().as_ref(), &[args.rank]], bump
    )]
    pub tranche: UncheckedAccount<'info>,
    /// Its share mint, a Token-2022 mint.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::MINT, tranche.key().as_ref()], bump
    )]
    pub mint: UncheckedAccount<'info>,
    /// The list of accounts that a transfer passes to the hook.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::HOOK_ACCOUNTS, mint.key().as_ref()], bump
    )]
    pub hook_accounts: UncheckedAccount<'info>,
    /// Token-2022.
    pub token_program: Program<'info, Token2022>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// A tranche of either form that is being created, but for its mint.
pub(super) struct Creation<'a, 'info> {
    /// The sponsor.
    pub sponsor: &'a AccountInfo<'info>,
    /// The security.
    pub security: &'a AccountLoader<'info, Security>,
    /// The tranche.
    pub tranche: &'a AccountInfo<'info>,
    /// Its share mint.
    pub mint: Pubkey,
    /// Bumps of both addresses.
    pub bumps: [u8; 2],
    /// The form of its shares.
    pub form: ShareForm,
}

impl Creation<'_, '_> {
    /// Creates the account of the tranche, and counts it. Returns the seeds that sign for it, and the event.
    ///
    /// # Errors
    /// Those of [`crate::securities::create_tranche`].
    #[inline(never)]
    pub fn record(&self, args: &TrancheArgs) -> Result<(SignerSeeds, TrancheCreated)> {
        ensure!(
            args.decimals <= shares::MAX_DECIMALS,
            SecuritiesError::DecimalsOutOfRange
        );
        ensure!(args.authorised > 0, SecuritiesError::BadAuthorised);
        let now = Clock::get()?.unix_timestamp;
        let (security_key, key, mint) = (self.security.key(), *self.tranche.key, self.mint);
        let [bump, mint_bump] = self.bumps;
        let (sequence, restricted) = {
            let security = &mut self.security.load_mut()?;
            security.require_unoffered()?;
            ensure!(
                args.rank == security.tranche_count && usize::from(args.rank) < MAX_TRANCHES,
                SecuritiesError::WrongRank
            );
            // What a source takes in another mint could then never be paid out.
            ensure!(
                args.kind != TrancheKind::Debt
                    || security.next_source == 0
                    || security.vault_count == 1,
                SecuritiesError::DebtInOtherMint
            );
            security.tranche_count = security.tranche_count.saturating_add(1);
            security.invariant()?;
            (security.next_event()?, security.qualifier_count > 0)
        };
        let tranche = &mut New {
            payer: self.sponsor,
            account: self.tranche,
        }
        .record::<Tranche>(&[
            seeds::TRANCHE,
            security_key.as_ref(),
            &[args.rank],
            &[bump],
        ])?;
        tranche.version = VERSION;
        tranche.bump = bump;
        tranche.mint_bump = mint_bump;
        tranche.set_form(self.form);
        tranche.rank = args.rank;
        tranche.kind = args.kind as u8;
        tranche.decimals = args.decimals;
        tranche.payout_count = 1;
        tranche.restricted = u8::from(restricted);
        tranche.security = security_key;
        tranche.mint = mint;
        tranche.unit = shares::unit(args.decimals)?;
        tranche.authorised = args.authorised;
        tranche.set_terms(&args.terms(), now)?;
        tranche.manager = args.manager;
        let security = &mut self.security.load_mut()?;
        tranche.require_manager(security, &security_key, &key)?;
        let first = tranche.first_instalment_day()?;
        security.note_class(tranche.rank, tranche.shape(), first);
        let event = TrancheCreated {
            security: security_key,
            sequence,
            tranche: key,
            rank: args.rank,
            mint,
            manager: args.manager,
            form: self.form as u8,
        };
        Ok((tranche.signer(), event))
    }
}

/// See [`crate::securities::create_tranche`].
pub fn create_tranche(ctx: Context<CreateTranche>, args: TrancheArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let (key, mint) = (accounts.tranche.key(), accounts.mint.key());
    let (signer, event) = Creation {
        sponsor: &accounts.sponsor,
        security: &accounts.security,
        tranche: &accounts.tranche,
        mint,
        bumps: [ctx.bumps.tranche, ctx.bumps.mint],
        form: ShareForm::Hooked,
    }
    .record(&args)?;
    let payer = &accounts.sponsor;
    let (security, measures) = (accounts.security.key(), accounts.security.load()?.measures);
    New {
        payer,
        account: &accounts.hook_accounts,
    }
    .create(
        share_mint::hook_accounts_space()?,
        &crate::ID,
        &[
            seeds::HOOK_ACCOUNTS,
            mint.as_ref(),
            &[ctx.bumps.hook_accounts],
        ],
    )?;
    share_mint::write_hook_accounts(&accounts.hook_accounts, &key)?;
    New {
        payer,
        account: &accounts.mint,
    }
    .create(
        share_mint::mint_space(&measures)?,
        accounts.token_program.key,
        &[seeds::MINT, key.as_ref(), &[ctx.bumps.mint]],
    )?;
    ShareMint {
        payer,
        mint: &accounts.mint,
        authority: &accounts.tranche,
        token_program: &accounts.token_program,
        security: &security,
        measures,
    }
    .initialise(args.decimals, args.share, &[&signer.slices()])?;

    emit(&accounts.event_authority, &event)
}
