//! A deal: one security with its tranches and its waterfall.

use crate::{
    address,
    engine::Engine,
    token, token_acl,
    world::{BEGIN, DAY, World},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::terms::{TierTerms, TriggerTerms, WaterfallRules},
    credential::protocol::ProtocolTerms,
    security::{draws::DrawTerms, measures::MeasureTerms},
    structure::{create_security::SecurityArgs, create_tranche::TrancheArgs},
    tranche::{
        business_days::BusinessDayTerms,
        pik::PikTerms,
        share_mint::ShareName,
        state::{AmortisationRule, DayCountRule, PrepaymentRule, TrancheKind},
    },
};

/// The smallest distribution of a deal.
pub const MIN_DISTRIBUTION: u64 = 1_000;

/// The most shares of a class there may be: as many as have a principal that fits 64 bits, at a thousand units a share
/// base unit.
pub const AUTHORISED: u64 = u64::MAX / 1_000;

/// One class of the deal, by its addresses.
#[derive(Clone)]
pub struct Class {
    /// The tranche.
    pub tranche: Pubkey,
    /// Its share mint.
    pub mint: Pubkey,
    /// The list of its hook's accounts.
    pub hook_accounts: Pubkey,
    /// What it was created with.
    pub terms: TrancheArgs,
    /// The token program of its wrapper's units.
    pub unit_program: Pubkey,
}

/// A security, by its addresses.
#[derive(Clone)]
pub struct Deal {
    /// The sponsor.
    pub sponsor: Pubkey,
    /// Who reports rates and losses in the sponsor's name.
    pub servicer: Pubkey,
    /// Who reports rates and the worth of the pool.
    pub reporter: Pubkey,
    /// Who may resume what was accelerated.
    pub arbitrator: Pubkey,
    /// Its number for the security.
    pub id: u64,
    /// The security.
    pub security: Pubkey,
    /// Its waterfall.
    pub waterfall: Pubkey,
    /// Its vault.
    pub vault: Pubkey,
    /// The mint it settles in.
    pub mint: Pubkey,
    /// The mint's program.
    pub token_program: Pubkey,
    /// Where proceeds go.
    pub destination: Pubkey,
    /// Where proceeds in other mints go.
    pub more_destinations: Vec<Pubkey>,
    /// How proceeds may be drawn, in every mint.
    pub draws: DrawTerms,
    /// Whether the arbitrator signs a draw too.
    pub co_signed: bool,
    /// Until when a delivery is to be confirmed before anything is drawn; 0: none is awaited.
    pub delivery_by: i64,
    /// Its exceptional measures.
    pub measures: MeasureTerms,
    /// Whose credentials admit holders; nobody: anyone may hold.
    pub qualifiers: Vec<Pubkey>,
    /// How protocols register themselves; none: they may not.
    pub protocols: Option<ProtocolTerms>,
    /// Tips to bots, flat and in basis points.
    pub tips: (u64, u32),
    /// Whose failed payments become, and after how many days; the default address: nobody's.
    pub escheat: (Pubkey, u32),
    /// What must hold of its debts.
    pub triggers: Vec<TriggerTerms>,
    /// Until when no principal is repaid but what has matured.
    pub revolving_until: i64,
    /// From when principal repays debts pro rata; 0: never.
    pub pro_rata_from: i64,
    /// Whether principal pays interest that income leaves unpaid.
    pub principal_pays_interest: bool,
    /// Seconds that an announced loss waits.
    pub loss_notice: i64,
    /// The most that the pool's reported worth may move in a day, basis points.
    pub pool_daily_bps: u32,
    /// The owner of the account that tips go to.
    pub bot: Pubkey,
    /// Ranks of the classes in the frozen form.
    pub frozen: Vec<u8>,
    /// Its tranches, by rank.
    pub classes: Vec<Class>,
    /// The structure version of the waterfall, which the next one replaces.
    pub structure_version: u32,
}

/// Senior debt at 8 %, Act/365, bullet, of 3 decimals: a share is 1,000 units at a par of one whole token.
#[must_use]
pub fn senior(rank: u8) -> TrancheArgs {
    TrancheArgs {
        rank,
        kind: TrancheKind::Debt,
        rate_ppm: 80_000,
        floating: None,
        step_ups: vec![],
        day_count: DayCountRule::Act365,
        amortisation: AmortisationRule::Bullet,
        compounding: false,
        period_months: 0,
        first_due: 0,
        first_instalment: 0,
        custom: vec![],
        business_days: BusinessDayTerms::default(),
        pik: PikTerms::default(),
        prepayments: PrepaymentRule::InOrder,
        default_margin_ppm: 0,
        smoothing_days: 0,
        loss_cap: 0,
        loss_bps: 0,
        covers_equity: false,
        pari_passu: false,
        maturity: BEGIN + 3 * 365 * DAY,
        par: 1_000_000,
        decimals: 3,
        authorised: AUTHORISED,
        manager: Pubkey::default(),
        share: name("Senior", "SNR"),
    }
}

/// Junior equity of 6 decimals.
#[must_use]
pub fn junior(rank: u8) -> TrancheArgs {
    TrancheArgs {
        kind: TrancheKind::Equity,
        rate_ppm: 0,
        maturity: 0,
        par: 0,
        decimals: 6,
        share: name("Junior", "JNR"),
        ..senior(rank)
    }
}

/// A first-loss cover with the senior class's par and decimals.
#[must_use]
pub fn cover(rank: u8) -> TrancheArgs {
    TrancheArgs {
        kind: TrancheKind::Cover,
        rate_ppm: 0,
        maturity: 0,
        share: name("Cover", "CVR"),
        ..senior(rank)
    }
}

/// A thousand points of a fixed number, of which the manager takes what books do not grant.
#[must_use]
pub fn points(rank: u8, manager: &Pubkey) -> TrancheArgs {
    TrancheArgs {
        decimals: 0,
        authorised: 1_000,
        manager: *manager,
        share: name("Points", "PTS"),
        ..junior(rank)
    }
}

fn name(name: &str, symbol: &str) -> ShareName {
    ShareName {
        name: name.to_owned(),
        symbol: symbol.to_owned(),
        uri: "https://example.org/share.json".to_owned(),
    }
}

/// Interest, arrears and principal of the senior tranche, then the rest to the junior.
#[must_use]
pub fn tiers() -> Vec<TierTerms> {
    tiers_of(&[senior(0), junior(1)])
}

/// What each class needs to be paid, in order of rank: one that is owed nothing a tenth of what is left then, the last
/// one all of it.
///
/// # Panics
/// Without a class.
#[must_use]
pub fn tiers_of(classes: &[TrancheArgs]) -> Vec<TierTerms> {
    let last = classes.last().expect("a class").rank;
    let mut tiers = Vec::new();
    for class in classes {
        let rank = class.rank;
        if class.rate_ppm > 0 {
            tiers.extend([TierTerms::Interest { rank }, TierTerms::Arrears { rank }]);
        }
        if class.kind == TrancheKind::Cover {
            tiers.push(TierTerms::Cover { rank });
        } else if class.par > 0 {
            tiers.push(TierTerms::Principal { rank });
        } else if rank != last {
            tiers.push(TierTerms::Split { rank, bps: 1_000 });
        }
    }
    tiers.push(TierTerms::Residual { rank: last });
    tiers
}

impl Deal {
    /// The addresses of a deal that is not created yet.
    pub fn plan<E: Engine>(world: &mut World<E>, sponsor: &str, id: u64) -> Self {
        // The servicer pays for what it announces.
        let servicer = world.person(&format!("{sponsor}'s servicer"));
        let [reporter, arbitrator, bot] =
            ["reporter", "arbitrator", "bot"].map(|role| world.key(&format!("{sponsor}'s {role}")));
        let sponsor = world.person(sponsor);
        let security = address::security(&sponsor, id);
        Self {
            sponsor,
            servicer,
            reporter,
            arbitrator,
            id,
            security,
            waterfall: address::waterfall(&security),
            vault: address::vault(&security, &world.mint),
            mint: world.mint,
            token_program: world.token_program,
            destination: world.cash(&sponsor),
            more_destinations: Vec::new(),
            draws: DrawTerms::default(),
            co_signed: false,
            delivery_by: 0,
            measures: MeasureTerms::default(),
            qualifiers: Vec::new(),
            protocols: None,
            tips: (0, 0),
            escheat: (Pubkey::default(), 0),
            triggers: Vec::new(),
            revolving_until: 0,
            pro_rata_from: 0,
            principal_pays_interest: false,
            loss_notice: 7 * DAY,
            pool_daily_bps: 1_000,
            bot,
            frozen: Vec::new(),
            classes: Vec::new(),
            structure_version: 0,
        }
    }

    /// What the security is created with.
    #[must_use]
    pub fn security_args(&self) -> SecurityArgs {
        SecurityArgs {
            id: self.id,
            document_sha256: [7; 32],
            document_uri: "https://example.org/memorandum.pdf".to_owned(),
            servicer: self.servicer,
            reporter: self.reporter,
            arbitrator: self.arbitrator,
            min_distribution: MIN_DISTRIBUTION,
            tip_flat: self.tips.0,
            tip_bps: self.tips.1,
            escheat: self.escheat.0,
            escheat_days: self.escheat.1,
            loss_notice: self.loss_notice,
            destinations: [&[self.destination], &*self.more_destinations].concat(),
            draws: self.draws,
            co_signed: self.co_signed,
            delivery_by: self.delivery_by,
            measures: self.measures,
        }
    }

    /// The deal as it is with another structure version of its waterfall.
    #[must_use]
    pub fn at_structure_version(&self, structure_version: u32) -> Self {
        Self {
            structure_version,
            ..self.clone()
        }
    }

    /// A waterfall of such tiers with the deal's triggers.
    #[must_use]
    pub fn waterfall_args(&self, tiers: Vec<TierTerms>) -> WaterfallRules {
        WaterfallRules {
            tiers,
            triggers: self.triggers.clone(),
            revolving_until: self.revolving_until,
            pro_rata_from: self.pro_rata_from,
            principal_pays_interest: self.principal_pays_interest,
            pool_daily_bps: self.pool_daily_bps,
        }
    }

    /// The addresses of the class of a rank.
    #[must_use]
    pub fn class_at(&self, rank: u8) -> Class {
        let tranche = address::tranche(&self.security, rank);
        let mint = address::share_mint(&tranche);
        let terms = self
            .classes
            .get(usize::from(rank))
            .map_or_else(|| senior(rank), |class| class.terms.clone());
        Class {
            tranche,
            mint,
            hook_accounts: address::hook_accounts(&mint),
            terms,
            unit_program: token::TOKEN_2022,
        }
    }

    /// A class that was created.
    #[must_use]
    pub fn class(&self, rank: u8) -> &Class {
        &self.classes[usize::from(rank)]
    }

    /// An owner's associated account for money.
    #[must_use]
    pub fn cash(&self, owner: &Pubkey) -> Pubkey {
        address::token_account(owner, &self.mint, &self.token_program)
    }

    /// An owner's associated account for shares.
    #[must_use]
    pub fn share_account(&self, rank: u8, owner: &Pubkey) -> Pubkey {
        address::share_account(owner, &self.class(rank).mint)
    }

    /// A deal on chain: senior debt and junior equity.
    pub fn standard<E: Engine>(world: &mut World<E>, sponsor: &str, id: u64) -> Self {
        Self::with(world, sponsor, id, vec![senior(0), junior(1)], tiers())
    }

    /// A deal on chain with classes and tiers of one's choice.
    pub fn with<E: Engine>(
        world: &mut World<E>,
        sponsor: &str,
        id: u64,
        classes: Vec<TrancheArgs>,
        tiers: Vec<TierTerms>,
    ) -> Self {
        Self::plan(world, sponsor, id).create(world, classes, tiers)
    }

    /// Brings a planned deal on chain.
    #[must_use]
    pub fn create<E: Engine>(
        mut self,
        world: &mut World<E>,
        classes: Vec<TrancheArgs>,
        tiers: Vec<TierTerms>,
    ) -> Self {
        world.give(&self.sponsor, 1);
        let args = self.security_args();
        world.go(&[self.create_security(args)]);
        if !self.qualifiers.is_empty() {
            world.go(&[self.set_qualifiers(self.qualifiers.clone())]);
        }
        if !self.frozen.is_empty() {
            token_acl::load(world);
        }
        for terms in classes {
            world.go(&[self.create_class(terms.clone())]);
            let class = self.class_at(terms.rank);
            self.classes.push(Class { terms, ..class });
        }
        world.go(&[self.set_waterfall(tiers)]);
        self.structure_version = 1;
        self
    }
}
