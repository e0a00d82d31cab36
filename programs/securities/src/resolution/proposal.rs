//! What a resolution would do.

use crate::{
    cash::waterfall::state::{DECLARED_BY_LENDERS, Waterfall},
    errors::SecuritiesError,
    math::calendar,
    role::{held_role, state::Role},
    security::{budget::BudgetTerms, control::Control, state::Security},
    tranche::{rules::TransferRulesTerms, state::Tranche},
};
use anchor_lang::prelude::*;

/// The most days that a trigger is waived for, from the first day on which the resolution can be executed.
pub const MAX_WAIVER_DAYS: u16 = 366;
/// The most days for which a price below the floor is allowed or a budget runs, from then on.
pub const MAX_ALLOWANCE_DAYS: u16 = 366;

/// What a resolution would do.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// Nothing: the classes say what they think of the resolution's document.
    Advisory {
        /// The classes that are asked, one bit by rank.
        classes: u8,
    },
    /// Makes the resolution's document the deal's.
    Document,
    /// Gives a role to another key: sponsor, servicer, reporter, arbitrator or a qualifier.
    Role {
        /// The role.
        role: Role,
        /// The key, which signs when the resolution is executed.
        to: Pubkey,
    },
    /// Lets a trigger count as met.
    Waiver {
        /// The trigger's place, from 0.
        trigger: u8,
        /// Up to when, in Unix seconds, of which the day counts (UTC) and is the first on which it is tested again; at most 366
        /// days after the resolution can first be executed.
        until: i64,
    },
    /// Raises a class's authorised number.
    Authorised {
        /// The class's rank.
        rank: u8,
        /// The most shares there may be from then on, in share base units.
        shares: u64,
    },
    /// Replaces a class's rules for transfers, except for a retention, which stays.
    TransferRules {
        /// The class's rank.
        rank: u8,
        /// All rules, without a retention.
        rules: TransferRulesTerms,
    },
    /// Changes a debt's rate and maturity, from the day on which it is executed.
    DebtTerms {
        /// The class's rank.
        rank: u8,
        /// Interest a year, in parts per million; not of a floating class or of level payments, unless it stays as it is.
        rate_ppm: u32,
        /// When all principal is due, in Unix seconds; of bullet and swept debt that has not matured, unless it stays as it is.
        maturity: i64,
    },
    /// Accelerates the security while an event of default goes on, or takes back what lenders declared so.
    Acceleration {
        /// Whether it accelerates.
        declare: bool,
    },
    /// Lets the next book of a class of equity ask less than the price of the last issue and the reported value.
    Floor {
        /// The class's rank.
        rank: u8,
        /// The lowest price of a whole share, in settlement base units.
        price: u64,
        /// The most shares that the book may sell below the floor, in share base units.
        shares: u64,
        /// Until when it is locked, in Unix seconds; at most 366 days after the resolution can first be executed.
        until: i64,
    },
    /// Replaces a token account that proceeds may be drawn to. The owner of the new one signs when it is executed.
    Destination {
        /// The account that is replaced.
        from: Pubkey,
        /// The one that replaces it.
        to: Pubkey,
    },
    /// Gives control back to an earlier stage.
    Control {
        /// The stage: 0 sponsor, 1 investors.
        stage: u8,
    },
    /// Names who acts for the investors or for the lenders.
    Agent {
        /// The stage in which it acts: 1 investors, 2 lenders.
        stage: u8,
        /// The key, which signs when the resolution is executed.
        to: Pubkey,
    },
    /// Approves a conversion of a class: its holders can then elect it, or anyone carries it out for all.
    Conversion {
        /// The class's rank.
        rank: u8,
        /// The number of the conversion, whose terms never change.
        number: u32,
    },
    /// Winds the deal down: nothing new begins, what is in it goes out, and it ends.
    WindDown,
    /// Lets a manager draw within a budget, in place of the one that there is, or ends that.
    Budget {
        /// All of it.
        terms: BudgetTerms,
    },
    /// Replaces the waterfall as a whole, all tiers and triggers, by a draft.
    Waterfall {
        /// The draft, which its author has laid down and proposes.
        draft: Pubkey,
        /// Its SHA-256: of its fields from `rules` on.
        sha256: [u8; 32],
    },
    /// Calls a class: all its shares end, at a price that the treasury pays.
    Call {
        /// The class's rank.
        rank: u8,
        /// What a whole share is paid, with all that it is owed, in settlement base units.
        price: u64,
        /// The most that all shares may cost when it is executed, in settlement base units.
        most: u64,
    },
}

/// What a proposal changes, as it is when it is proposed: if that has changed by the time when it is executed, the classes
/// decided about something else.
pub type Basis = [u8; 32];

impl Proposal {
    /// The rank of the class that it changes, if it changes one.
    #[must_use]
    pub const fn changes(&self) -> Option<u8> {
        match *self {
            Self::Authorised { rank, .. }
            | Self::TransferRules { rank, .. }
            | Self::DebtTerms { rank, .. }
            | Self::Floor { rank, .. }
            | Self::Conversion { rank, .. }
            | Self::Call { rank, .. } => Some(rank),
            _ => None,
        }
    }

    /// The agent whose record does not count: where power is given, that in control, or the one whose place is given away.
    #[must_use]
    pub fn disregarded_agent(&self, control: &Control) -> Option<Pubkey> {
        let stage = self.stage(control.stage).unwrap_or(control.stage);
        control.agent(stage).filter(|_| self.gives_power())
    }

    /// Whether a class that is owed nothing can lose its part of the profit by it.
    pub(super) const fn ends_profit(&self) -> bool {
        matches!(self, Self::Waterfall { .. } | Self::WindDown)
    }

    /// The stage whose classes it asks, where it asks only those: the stage that the security is in, or that of the agent.
    #[must_use]
    pub const fn stage(&self, current: u8) -> Option<u8> {
        match *self {
            Self::Control { .. } => Some(current),
            Self::Agent { stage, .. } => Some(stage),
            _ => None,
        }
    }

    /// Whether it replaces the arbitrator, which the arbitrator neither proposes nor stops.
    pub(super) const fn replaces_arbitrator(&self) -> bool {
        matches!(
            self,
            Self::Role {
                role: Role::Arbitrator,
                ..
            }
        )
    }

    /// What it changes, as it is now.
    ///
    /// # Errors
    /// [`SecuritiesError::BadProposal`] without the class that it changes; those of `held_role`.
    pub(super) fn basis(
        &self,
        (security, waterfall): (&Security, &Waterfall),
        class: Option<&Tranche>,
    ) -> Result<Basis> {
        let mut basis = Basis::default();
        let class = || class.ok_or(SecuritiesError::BadProposal);
        let (first, last) = basis.split_at_mut(16);
        let number = |value: u64| {
            let mut wide = [0; 16];
            if let Some(low) = wide.first_chunk_mut() {
                *low = value.to_le_bytes();
            }
            wide
        };
        match self {
            // Whoever has the role by then: it could hand it over to a key of its own.
            Self::Advisory { .. }
            | Self::Role { .. }
            | Self::Acceleration { .. }
            | Self::Destination { .. }
            | Self::Conversion { .. }
            | Self::WindDown => {}
            // It names a place, where another trigger may stand by then.
            Self::Waiver { trigger, .. } => basis = waterfall.terms_at(*trigger),
            // The draft says which structure it replaces; whoever ends the revolving period ends it for good.
            Self::Waterfall { .. } => {
                first.copy_from_slice(&number(waterfall.revolving_until.cast_unsigned()));
            }
            Self::Floor { .. } => first.copy_from_slice(&number(class()?.last_price)),
            Self::Document => basis = security.document.sha256,
            Self::Control { .. } => {
                let control = &security.control;
                first.copy_from_slice(&number(control.stage.into()));
                last.copy_from_slice(&number(control.stepped_at.cast_unsigned()));
            }
            // What there was, and who was in control.
            Self::Budget { .. } => {
                first.copy_from_slice(&number(security.budget.number.into()));
                last.copy_from_slice(&number(security.control.stepped_at.cast_unsigned()));
            }
            Self::Agent { stage, .. } => {
                basis = security
                    .control
                    .agent(*stage)
                    .unwrap_or_default()
                    .to_bytes();
            }
            Self::Authorised { .. } => first.copy_from_slice(&number(class()?.authorised)),
            // The price is for shares of which as much was repaid and lost.
            Self::Call { .. } => {
                let (returned, lost) = class()?.returned_and_lost();
                first.copy_from_slice(&number(returned));
                last.copy_from_slice(&number(lost));
            }
            Self::TransferRules { .. } => {
                first.copy_from_slice(&number(class()?.rules.version.into()));
            }
            Self::DebtTerms { .. } => {
                let class = class()?;
                first.copy_from_slice(&number(class.rate_ppm.into()));
                last.copy_from_slice(&number(class.maturity.cast_unsigned()));
            }
        }
        Ok(basis)
    }

    /// Refuses what could not be done at `from`, when it could first be executed, as things are now.
    ///
    /// # Errors
    /// [`SecuritiesError::BadProposal`], [`SecuritiesError::WrongRole`]; those of what it does.
    pub(super) fn require_possible(
        &self,
        security: &Security,
        waterfall: &Waterfall,
        class: Option<&Tranche>,
        from: i64,
    ) -> Result<()> {
        // What would be done is tried on a copy.
        let class = || {
            let class = class.ok_or(SecuritiesError::BadProposal)?;
            Ok::<_, Error>(Box::new(*class))
        };
        match self {
            Self::Advisory { .. } | Self::Document => Ok(()),
            // A waterfall is tried with its draft besides.
            Self::WindDown | Self::Waterfall { .. } => security.require_running(),
            Self::Control { stage } => {
                ensure!(
                    *stage < security.control.stage && security.is_actable(*stage),
                    SecuritiesError::BadProposal
                );
                Ok(())
            }
            Self::Agent { stage, to } => {
                let mut after = Box::new(*security);
                after.set_agent(*stage, *to)
            }
            Self::Role { role, to } => {
                let may_change = matches!(
                    role,
                    Role::Sponsor
                        | Role::Servicer
                        | Role::Reporter
                        | Role::Arbitrator
                        | Role::Qualifier { .. }
                );
                ensure!(may_change, SecuritiesError::WrongRole);
                let held = held_role::held_role(*role, security, waterfall)?;
                ensure!(
                    *to != held.from && *to != Pubkey::default(),
                    SecuritiesError::BadProposal
                );
                Ok(())
            }
            Self::Waiver { trigger, until } => {
                let last = from.saturating_add(calendar::seconds_of(MAX_WAIVER_DAYS));
                ensure!(
                    *trigger < waterfall.trigger_count && *until > from && *until <= last,
                    SecuritiesError::BadProposal
                );
                Ok(())
            }
            Self::Authorised { shares, .. } => class()?.raise_authorised(*shares),
            Self::TransferRules { rules, .. } => {
                rules.require_limits_of(security)?;
                let class = class()?;
                let mut amended = class.amended_rules(rules, calendar::day_of(from)?)?;
                amended.version = class.rules.version;
                ensure!(
                    bytemuck::bytes_of(&amended) != bytemuck::bytes_of(&class.rules),
                    SecuritiesError::BadProposal
                );
                Ok(())
            }
            Self::DebtTerms {
                rate_ppm, maturity, ..
            } => class()?.amend_debt(*rate_ppm, *maturity, from),
            Self::Acceleration { declare } => {
                let is_declared = waterfall.declared == DECLARED_BY_LENDERS;
                ensure!(*declare != is_declared, SecuritiesError::BadProposal);
                Ok(())
            }
            Self::Floor {
                price,
                shares,
                until,
                ..
            } => {
                let last = from.saturating_add(calendar::seconds_of(MAX_ALLOWANCE_DAYS));
                ensure!(
                    *until > from && *until <= last,
                    SecuritiesError::BadProposal
                );
                class()?.allow_below_floor((*price, *shares), *until)
            }
            Self::Destination { from: old, to } => {
                let destinations = security.destinations();
                ensure!(
                    destinations.contains(old)
                        && !destinations.contains(to)
                        && *to != Pubkey::default(),
                    SecuritiesError::BadProposal
                );
                Ok(())
            }
            Self::Budget { terms } => {
                let last = from.saturating_add(calendar::seconds_of(MAX_ALLOWANCE_DAYS));
                ensure!(
                    terms.amount == 0 || terms.until <= last,
                    SecuritiesError::BadBudget
                );
                let mut after = Box::new(*security);
                after.set_budget(terms, from)
            }
            Self::Call { price, most, .. } => {
                security.require_running()?;
                let class = class()?;
                class.require_redeemable()?;
                class.cost_at(*price, *most).map(drop)
            }
            Self::Conversion { number, .. } => {
                let class = class()?;
                class.require_not_converted()?;
                ensure!(
                    *number < class.conversions.next,
                    SecuritiesError::BadProposal
                );
                Ok(())
            }
        }
    }
}
