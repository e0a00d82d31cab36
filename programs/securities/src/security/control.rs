//! Who is in control of a security, and what it may do then. The table of powers is the only one of it; docs/control.md prints it.

use crate::{errors::SecuritiesError, math::calendar};
use anchor_lang::prelude::*;

/// How many stages of control there are.
pub const STAGES: usize = 3;
/// How many stages an agent acts in: that of the investors and that of the lenders.
pub const AGENTS: usize = STAGES - 1;
/// The most days that an adverse act of an agent waits.
pub const MAX_ACT_DAYS: u8 = 30;
/// For how long an announced act can be done after its wait, in seconds.
pub const ACT_WINDOW: i64 = 30 * 86_400;

/// Who is in control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stage {
    /// The sponsor.
    Sponsor = 0,
    /// The investors, for whom their agent acts.
    Investors = 1,
    /// The lenders, for whom their agent acts.
    Lenders = 2,
}

/// What whoever is in control may do, if the bitmap of its stage says so. Before the first lock the sponsor may do all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Power {
    /// Draws proceeds and what waits for new assets.
    Draws = 0,
    /// Submits expenses.
    Expenses = 1,
    /// Elects that interest is added to principal.
    Pik = 2,
    /// Opens books, makes offers, and decides whom they accept.
    Books = 3,
    /// Creates series of warrants.
    Series = 4,
    /// Registers sources of revenue.
    Sources = 5,
    /// Ends the revolving period, accelerates, and winds down a deal that owes nothing.
    Mode = 6,
    /// Names other accounts that proceeds are drawn to.
    Destinations = 7,
    /// Posts notices.
    Notices = 8,
    /// Vetoes protocols.
    Protocols = 9,
    /// Proposes resolutions.
    Resolutions = 10,
    /// Adds vaults.
    Vaults = 11,
    /// Creates rates that the reporter reports.
    Rates = 12,
    /// Creates conversions, and takes them back before their time.
    Conversions = 13,
    /// Announces exceptional measures with the arbitrator, takes them back, and says with it that nobody has tokens.
    Measures = 14,
}

impl Power {
    /// Whether it is still used while the security is wound down: to tell the holders something, and to keep shares and what
    /// they are owed with their owners.
    pub(super) const fn outlasts_winding(self) -> bool {
        matches!(self, Self::Notices | Self::Protocols | Self::Measures)
    }
}

/// A row of the table of powers.
#[derive(Clone, Copy, Debug)]
pub struct PowerRow {
    /// The power; its number is its bit.
    pub power: Power,
    /// Its name in deal files.
    pub name: &'static str,
    /// The instructions that ask for it.
    pub lets: &'static str,
}

const fn row(power: Power, name: &'static str, lets: &'static str) -> PowerRow {
    PowerRow { power, name, lets }
}

/// The whole table, in the order of the bits.
pub const POWERS: [PowerRow; 15] = [
    row(Power::Draws, "draws", "draw_proceeds"),
    row(Power::Expenses, "expenses", "submit_expense"),
    row(Power::Pik, "pik", "elect_pik"),
    row(
        Power::Books,
        "books",
        "open_book, add_asset, set_curve, make_offer, raise_tip, open_poll, approve_ticket, lock_book, lock_group",
    ),
    row(Power::Series, "series", "create_series"),
    row(Power::Sources, "sources", "register_source"),
    row(Power::Mode, "mode", "set_mode, begin_wind_down"),
    row(Power::Destinations, "destinations", "propose_role"),
    row(Power::Notices, "notices", "post_notice"),
    row(Power::Protocols, "protocols", "decide_protocol"),
    row(Power::Resolutions, "resolutions", "propose_resolution"),
    row(Power::Vaults, "vaults", "add_vault"),
    row(Power::Rates, "rates", "create_rate"),
    row(
        Power::Conversions,
        "conversions",
        "create_conversion, close_conversion",
    ),
    row(
        Power::Measures,
        "measures",
        "announce_measure, cancel_measure, reassign_shares",
    ),
];

/// All powers.
pub const ALL_POWERS: u32 = (1 << POWERS.len()) - 1;

/// The control of a security.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct ControlTerms {
    /// Who acts for the investors and for the lenders; the default address: nobody yet, and control never steps there.
    pub agents: [Pubkey; AGENTS],
    /// What whoever acts in the stages sponsor, investors, lenders may do: bit n is the power of number n.
    pub powers: [u32; STAGES],
    /// Days that an adverse act of an agent waits, 1 to 30.
    pub act_days: u8,
}

/// What an agent does only after a notice.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A draw.
    Draw {
        /// Place of the vault, from 0.
        vault: u8,
        /// The account that it goes to.
        destination: Pubkey,
        /// The amount, in base units of the vault's mint.
        amount: u64,
        /// Whether it is from the reinvestment account.
        reinvestment: bool,
    },
    /// Accelerates.
    Accelerate,
    /// Ends the revolving period.
    Amortise,
}

impl Act {
    /// As [`Control`] stores it: which one, and of a draw its vault, its amount and its account.
    fn stored(&self) -> (u8, u8, u64, Pubkey) {
        match *self {
            Self::Draw {
                vault,
                destination,
                amount,
                reinvestment,
            } => (
                1_u8.saturating_add(reinvestment.into()),
                vault,
                amount,
                destination,
            ),
            Self::Accelerate => (3, 0, 0, Pubkey::default()),
            Self::Amortise => (4, 0, 0, Pubkey::default()),
        }
    }
}

/// Who is in control, and what it may do. Without terms (`act_days` is 0) that is the sponsor, who may do everything, and it
/// never steps.
#[zero_copy]
pub struct Control {
    /// Who acts for the investors and for the lenders; the default address: nobody.
    pub agents: [Pubkey; AGENTS],
    /// The account that an announced draw goes to.
    pub act_destination: Pubkey,
    /// The amount of an announced draw.
    pub act_amount: u64,
    /// From when the announced act can be done, in Unix seconds; 0: none is announced.
    pub act_from: i64,
    /// When control stepped last, in Unix seconds; 0: it never did.
    pub stepped_at: i64,
    /// What whoever acts in each stage may do; see [`Power`].
    pub powers: [u32; STAGES],
    /// 0 sponsor, 1 investors, 2 lenders.
    pub stage: u8,
    /// Days that an adverse act of an agent waits; 0: there are no terms.
    pub act_days: u8,
    /// The announced act: 1 a draw of proceeds, 2 a draw for new assets, 3 an acceleration, 4 the end of the revolving period.
    pub act: u8,
    /// Place of the vault of an announced draw.
    pub act_vault: u8,
}

const _: () = assert!(size_of::<Control>() == 136);

impl Control {
    /// What whoever is in control may do.
    #[must_use]
    pub fn powers(&self) -> u32 {
        if self.act_days == 0 {
            return ALL_POWERS;
        }
        let powers = self.powers.get(usize::from(self.stage));
        powers.copied().unwrap_or(0)
    }

    /// The agent of a stage, if it has one.
    #[must_use]
    pub fn agent(&self, stage: u8) -> Option<Pubkey> {
        let place = usize::from(stage).checked_sub(1)?;
        let agent = self.agents.get(place)?;
        (*agent != Pubkey::default()).then_some(*agent)
    }

    /// The next stage that has an agent, if there is one.
    #[must_use]
    pub fn next_stage(&self) -> Option<u8> {
        let later = self.stage.saturating_add(1)..=Stage::Lenders as u8;
        later.into_iter().find(|stage| self.agent(*stage).is_some())
    }

    /// Gives control to a stage; what the one before announced is void.
    pub(crate) const fn go_to(&mut self, stage: u8, now: i64) {
        self.stage = stage;
        self.stepped_at = now;
        self.end_act();
    }

    /// Nothing is announced any more.
    pub(crate) const fn end_act(&mut self) {
        self.act = 0;
        self.act_vault = 0;
        self.act_amount = 0;
        self.act_from = 0;
        self.act_destination = Pubkey::new_from_array([0; 32]);
    }

    /// Announces an act, in place of the one that was announced before. Returns from when it can be done.
    pub(crate) fn announce(&mut self, act: &Act, now: i64) -> i64 {
        (
            self.act,
            self.act_vault,
            self.act_amount,
            self.act_destination,
        ) = act.stored();
        self.act_from = now.saturating_add(calendar::seconds_of(u16::from(self.act_days)));
        self.act_from
    }

    /// Does an announced act: it is done once, and not before its wait nor 30 days after it.
    ///
    /// # Errors
    /// [`SecuritiesError::ActNotAnnounced`], [`SecuritiesError::ActNotDue`].
    pub(super) fn take(&mut self, act: &Act, now: i64) -> Result<()> {
        let announced = (
            self.act,
            self.act_vault,
            self.act_amount,
            self.act_destination,
        );
        ensure!(announced == act.stored(), SecuritiesError::ActNotAnnounced);
        let until = self.act_from.saturating_add(ACT_WINDOW);
        ensure!(
            (self.act_from..until).contains(&now),
            SecuritiesError::ActNotDue
        );
        self.end_act();
        Ok(())
    }
}
