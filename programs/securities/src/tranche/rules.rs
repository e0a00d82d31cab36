//! The rules of a class for transfers of its shares. They are fixed before anybody pays: nobody has a power over those
//! who hold, but they themselves, by a resolution of the class.

use super::window::{WindowRule, WindowTerms};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// Categories of investors that moves distinguish, 0 to 7.
pub const MAX_CATEGORIES: usize = 8;
/// The most countries that a class refuses.
pub const MAX_COUNTRIES: usize = 16;
/// The largest number of a country in ISO 3166-1.
const MAX_COUNTRY: u16 = 999;
/// The longest lock-up, and the longest vesting, in days: ten years.
pub const MAX_LOCK_DAYS: u16 = 3_653;

/// Which categories of investors may receive shares from which: for each sender's category, 0 to 7, one bit for each
/// receiver's.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CategoryMoves {
    /// The moves that are always allowed.
    pub always: [u8; 8],
    /// Those that are allowed from a time on.
    pub later: [u8; 8],
    /// That time, in Unix seconds; 0 if there are none.
    pub later_from: i64,
}

/// What an owner keeps.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// The owner.
    pub owner: Pubkey,
    /// The shares that its record keeps at the least, in share base units: 1 to the authorised number.
    pub shares: u64,
}

/// The rules of a class for transfers, as the sponsor sends them. The default: no rules.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct TransferRulesTerms {
    /// When shares may change hands.
    pub window: WindowTerms,
    /// The kinds of disclosures, 0 to 7, that must have been made before a window opens, one bit each. 0 without windows.
    pub needs: u8,
    /// Which categories may receive from which; none: each from each. It requires qualifiers.
    pub moves: Option<CategoryMoves>,
    /// Countries whose owners receive no shares, ISO 3166-1 numeric, at most 16, each once. They require qualifiers.
    pub refused_countries: Vec<u16>,
    /// Whether whoever sends or wraps shares needs a valid credential too. It requires qualifiers.
    pub sender_qualified: bool,
    /// For how many days from the start of the class shares of rewards and the manager's are locked, at most 3,653; 0: not
    /// at all.
    pub insider_lock_days: u16,
    /// What an owner keeps while debt of the security is outstanding; none: nobody does. It requires a tranche of debt.
    pub retained: Option<Retention>,
    /// The most shares that a record sends or wraps in a day (UTC), in share base units; 0: no limit.
    pub daily_shares: u64,
    /// The most persons that have an allotment, up to which a record may receive shares; 0: no limit. It requires qualifiers.
    pub max_holders: u32,
    /// The most shares that are allotted to the records of one person, in share base units; 0: no limit.
    pub max_shares: u64,
}

/// The rules of a class for transfers, as the tranche keeps them. All zero: no rules.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TransferRules {
    /// Until when shares may change hands, in Unix seconds, where there are windows: the end of the window that was opened
    /// last; 0: none was.
    pub open_until: i64,
    /// From when the later moves are allowed, in Unix seconds; 0: there are none.
    pub later_from: i64,
    /// The most shares that a record sends or wraps in a day (UTC), in share base units; 0: no limit.
    pub daily_shares: u64,
    /// The shares that one owner's record keeps at the least, in share base units; 0: nobody's does.
    pub retained_shares: u64,
    /// That owner.
    pub retained_owner: Pubkey,
    /// When shares may change hands.
    pub window: WindowRule,
    /// For each sender's category, 0 to 7, the receivers' categories that may always receive: one bit each.
    pub moves: [u8; MAX_CATEGORIES],
    /// Those that may from a time on.
    pub later_moves: [u8; MAX_CATEGORIES],
    /// Countries whose owners receive no shares, ISO 3166-1 numeric; 0 after the last.
    pub refused_countries: [u16; MAX_COUNTRIES],
    /// For how many days from the start of the class shares of rewards and the manager's are locked; 0: not at all.
    pub insider_lock_days: u16,
    /// 1: moves between categories are restricted.
    pub has_moves: u8,
    /// 1: whoever sends or wraps shares needs a valid credential too.
    pub sender_qualified: u8,
    /// The most persons that have an allotment; 0: no limit.
    pub max_holders: u32,
    /// The most shares that are allotted to the records of one person, in share base units; 0: no limit.
    pub max_shares: u64,
    /// Persons that have an allotment now.
    pub persons: u32,
    /// How often a resolution has replaced them.
    pub version: u32,
}

const _: () = assert!(size_of::<TransferRules>() == 176 && align_of::<TransferRules>() == 8);

impl TransferRules {
    /// By its terms, as they are set on a day.
    pub(super) fn of(terms: &TransferRulesTerms, today: u64) -> Result<Self> {
        let mut rules = Self {
            window: WindowRule::of(&terms.window, terms.needs, today)?,
            daily_shares: terms.daily_shares,
            insider_lock_days: terms.insider_lock_days,
            sender_qualified: terms.sender_qualified.into(),
            max_holders: terms.max_holders,
            max_shares: terms.max_shares,
            ..Self::default()
        };
        if let Some(moves) = &terms.moves {
            rules.has_moves = 1;
            (rules.moves, rules.later_moves) = (moves.always, moves.later);
            rules.later_from = moves.later_from;
            let has_later = moves.later != [0; MAX_CATEGORIES];
            ensure!(
                has_later == (moves.later_from > 0),
                SecuritiesError::BadTransferRules
            );
        }
        if let Some(retained) = &terms.retained {
            (rules.retained_owner, rules.retained_shares) = (retained.owner, retained.shares);
            ensure!(
                retained.shares > 0 && retained.owner != Pubkey::default(),
                SecuritiesError::BadTransferRules
            );
        }
        let countries = &terms.refused_countries;
        for (slot, country) in rules.refused_countries.iter_mut().zip(countries) {
            *slot = *country;
        }
        let are_countries = countries.iter().enumerate().all(|(at, one)| {
            (1..=MAX_COUNTRY).contains(one) && !countries.iter().take(at).any(|other| other == one)
        });
        ensure!(
            are_countries
                && countries.len() <= MAX_COUNTRIES
                && terms.insider_lock_days <= MAX_LOCK_DAYS,
            SecuritiesError::BadTransferRules
        );
        Ok(rules)
    }

    /// Whether it means something only where qualifiers say who an owner is: it asks what credentials say, or counts persons,
    /// of whom anybody would otherwise be as many as it likes.
    pub(super) const fn needs_qualifiers(&self) -> bool {
        self.has_moves != 0
            || self.sender_qualified != 0
            || self.has_refused_countries()
            || self.max_holders > 0
    }

    /// Whether it refuses countries.
    #[must_use]
    pub const fn has_refused_countries(&self) -> bool {
        let [first, ..] = self.refused_countries;
        first != 0
    }

    /// Whether it has rules that units of a wrapper, which move freely, would break.
    pub(super) const fn forbids_wrapper(&self) -> bool {
        self.window.is_rule() || self.has_moves != 0 || self.daily_shares > 0 || self.is_limited()
    }

    /// Whether it limits holders, so that a record receives shares only up to its allotment.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        self.max_holders > 0 || self.max_shares > 0
    }
}
