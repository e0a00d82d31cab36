//! Events of conversions.

use super::state::ConversionTerms;
use anchor_lang::prelude::*;

/// A conversion was created.
#[event]
pub struct ConversionCreated {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The conversion.
    pub conversion: Pubkey,
    /// The class whose shares are given.
    pub tranche: Pubkey,
    /// The class whose shares are received.
    pub into: Pubkey,
    /// Whether it is part of what is offered, and needs no resolution.
    pub approved: bool,
    /// Its terms.
    pub terms: ConversionTerms,
}

/// A whole class was converted.
#[event]
pub struct ClassConverted {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The conversion.
    pub conversion: Pubkey,
    /// The class whose shares are given.
    pub tranche: Pubkey,
    /// The class whose shares are received.
    pub into: Pubkey,
    /// Shares that are given, in share base units.
    pub given: u64,
    /// Shares that were issued for them and wait to be collected, in share base units.
    pub issued: u64,
    /// Principal that ended with it, in settlement base units.
    pub principal: u64,
    /// Interest and arrears that ended with it, in settlement base units.
    pub interest: u64,
    /// What is converted of both, in settlement base units.
    pub converted: u64,
}

/// Shares of a holder became shares of another class.
#[event]
pub struct SharesConverted {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The conversion.
    pub conversion: Pubkey,
    /// The class whose shares were given.
    pub tranche: Pubkey,
    /// The class whose shares were received.
    pub into: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// Shares that were given, in share base units.
    pub given: u64,
    /// Shares that were received, in share base units.
    pub received: u64,
    /// Principal that ended with it, in settlement base units; 0 where the whole class was converted before.
    pub principal: u64,
    /// Interest and arrears that ended with it, likewise.
    pub interest: u64,
    /// Whether the owner's tokens of the shares that were given were burnt. Otherwise they are still there, and are worth nothing.
    pub burnt: bool,
}

/// A conversion was closed.
#[event]
pub struct ConversionClosed {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The conversion.
    pub conversion: Pubkey,
    /// The class whose shares were given.
    pub tranche: Pubkey,
    /// The class whose shares were received.
    pub into: Pubkey,
    /// Shares that were set aside and are free again, in share base units.
    pub freed: u64,
    /// Shares that were issued and that nobody's share became, in share base units: they are cancelled.
    pub cancelled: u64,
}
