//! Conversions.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, token};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{ID, accounts, conversion::state::ConversionTerms, instruction as call};

/// A conversion of the class of a rank into a class of the same deal or of another.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    /// The rank of the class whose shares are given.
    pub from: u8,
    /// The deal of the class whose shares are received, where it is another one.
    pub other: Option<&'a Deal>,
    /// The rank of the class whose shares are received.
    pub to: u8,
    /// The conversion's number.
    pub number: u32,
}

impl Deal {
    /// The address of a conversion.
    #[must_use]
    pub fn conversion(&self, pair: &Pair<'_>) -> Pubkey {
        address::conversion(&self.class(pair.from).tranche, pair.number)
    }

    fn into<'a>(&'a self, pair: &Pair<'a>) -> &'a Self {
        pair.other.unwrap_or(self)
    }

    /// Creates a conversion.
    #[must_use]
    pub fn create_conversion(&self, pair: &Pair<'_>, args: ConversionTerms) -> Instruction {
        instruction(
            &accounts::CreateConversion {
                sponsor: self.sponsor,
                security: self.security,
                waterfall: self.waterfall,
                tranche: self.class(pair.from).tranche,
                into: self.into(pair).class(pair.to).tranche,
                into_security: pair.other.map(|other| other.security),
                into_sponsor: pair.other.map(|other| other.sponsor),
                conversion: self.conversion(pair),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CreateConversion { args },
        )
    }

    /// Converts the whole class.
    #[must_use]
    pub fn convert_class(&self, pair: &Pair<'_>) -> Instruction {
        let mut converts = instruction(
            &accounts::ConvertClass {
                security: self.security,
                waterfall: self.waterfall,
                conversion: self.conversion(pair),
                into: pair.other.map(|other| other.class(pair.to).tranche),
                into_security: pair.other.map(|other| other.security),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ConvertClass {},
        );
        let tranches = self.classes.iter();
        converts
            .accounts
            .extend(tranches.map(|class| AccountMeta::new(class.tranche, false)));
        converts
    }

    /// Converts an owner's shares, as the owner or for it.
    #[must_use]
    pub fn convert_shares(
        &self,
        pair: &Pair<'_>,
        (owner, signs): (&Pubkey, bool),
        amount: Option<u64>,
    ) -> Instruction {
        let into = self.into(pair);
        instruction(
            &accounts::ConvertShares {
                owner: signs.then_some(*owner),
                security: self.security,
                conversion: self.conversion(pair),
                tranche: self.class(pair.from).tranche,
                into: into.class(pair.to).tranche,
                holder: self.record(pair.from, owner),
                into_holder: into.record(pair.to, owner),
                share_mint: self.class(pair.from).mint,
                share_account: self.share_account(pair.from, owner),
                into_mint: into.class(pair.to).mint,
                into_account: into.share_account(pair.to, owner),
                share_token_program: token::TOKEN_2022,
                into_security: pair.other.map(|other| other.security),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ConvertShares { amount },
        )
    }

    /// Closes a conversion, as the sponsor or as anyone.
    #[must_use]
    pub fn close_conversion(&self, pair: &Pair<'_>, is_sponsor: bool) -> Instruction {
        instruction(
            &accounts::CloseConversion {
                sponsor: is_sponsor.then_some(self.sponsor),
                security: self.security,
                tranche: self.class(pair.from).tranche,
                into: self.into(pair).class(pair.to).tranche,
                conversion: self.conversion(pair),
                rent_payer: self.sponsor,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseConversion {},
        )
    }

    /// Executes a resolution that approves a conversion.
    #[must_use]
    pub fn approve_conversion(&self, number: u32, pair: &Pair<'_>) -> Instruction {
        let mut call = self.execute_resolution(number, Some(pair.from), None);
        let conversion = AccountMeta::new(self.conversion(pair), false);
        call.accounts.push(conversion);
        call
    }
}
