//! Exceptional measures.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, token};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    ID, accounts, instruction as call,
    measure::{announce_measure::MeasureArgs, state::MeasureKind},
    security::measures::MeasureTerms,
};

/// The address of every measure's document.
pub const DOCUMENT: &str = "https://example.org/measure.pdf";

/// All measures, with a week of notice and two days for corrections.
pub const ALL: MeasureTerms = MeasureTerms {
    kinds: 31,
    days: 7,
    hours: 48,
};

/// Who takes shares, and how.
#[derive(Clone, Debug, Default)]
pub struct Reassigned {
    /// Whether sponsor and arbitrator sign that nobody has the tokens that are missing.
    pub signed: bool,
    /// The person that both records count for; the default address: the owner of the record that shares leave.
    pub person: Pubkey,
    /// Token accounts of the owner.
    pub accounts: Vec<Pubkey>,
}

impl Deal {
    /// The security's measure of a number.
    #[must_use]
    pub fn measure(&self, number: u16) -> Pubkey {
        address::measure(&self.security, number)
    }

    /// An owner's record of a class, which a measure is about; nobody's of a pause.
    fn record_of(&self, rank: u8, owner: Option<&Pubkey>) -> Option<Pubkey> {
        owner.map(|owner| address::holder(&self.class(rank).tranche, owner))
    }

    /// Announces the measure of a number, about an owner's record; `payer` pays the rent.
    #[must_use]
    pub fn announce_measure(
        &self,
        number: u16,
        (rank, owner): (u8, Option<&Pubkey>),
        payer: &Pubkey,
        kind: MeasureKind,
    ) -> Instruction {
        instruction(
            &accounts::AnnounceMeasure {
                sponsor: self.sponsor,
                arbitrator: self.arbitrator,
                payer: *payer,
                security: self.security,
                tranche: self.class(rank).tranche,
                holder: self.record_of(rank, owner),
                measure: self.measure(number),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::AnnounceMeasure {
                args: MeasureArgs {
                    kind,
                    document_sha256: [17; 32],
                    document_uri: DOCUMENT.to_owned(),
                },
            },
        )
    }

    /// Cancels a measure.
    #[must_use]
    pub fn cancel_measure(
        &self,
        number: u16,
        (rank, owner): (u8, Option<&Pubkey>),
        authority: &Pubkey,
    ) -> Instruction {
        instruction(
            &accounts::DecideMeasure {
                authority: *authority,
                security: self.security,
                tranche: self.class(rank).tranche,
                measure: self.measure(number),
                holder: self.record_of(rank, owner),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CancelMeasure {},
        )
    }

    /// Takes a block or a pause, as the sponsor, which anyone could.
    #[must_use]
    pub fn take_measure(&self, number: u16, (rank, owner): (u8, Option<&Pubkey>)) -> Instruction {
        instruction(
            &accounts::DecideMeasure {
                authority: self.sponsor,
                security: self.security,
                tranche: self.class(rank).tranche,
                measure: self.measure(number),
                holder: self.record_of(rank, owner),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::TakeMeasure {},
        )
    }

    /// Takes a recovery or a court order, of the tokens in an owner's associated account.
    #[must_use]
    pub fn reassign_shares(
        &self,
        number: u16,
        (rank, from): (u8, &Pubkey),
        to: &Pubkey,
    ) -> Instruction {
        let accounts = vec![address::share_account(from, &self.class(rank).mint)];
        let how = Reassigned {
            accounts,
            ..Reassigned::default()
        };
        self.reassign_shares_so(number, (rank, from), to, how)
    }

    /// Takes a recovery or a court order so.
    #[must_use]
    pub fn reassign_shares_so(
        &self,
        number: u16,
        (rank, from): (u8, &Pubkey),
        to: &Pubkey,
        how: Reassigned,
    ) -> Instruction {
        let class = self.class(rank);
        let person = if how.person == Pubkey::default() {
            *from
        } else {
            how.person
        };
        let mut taken = instruction(
            &accounts::ReassignShares {
                sponsor: how.signed.then_some(self.sponsor),
                arbitrator: how.signed.then_some(self.arbitrator),
                security: self.security,
                tranche: class.tranche,
                measure: self.measure(number),
                holder: address::holder(&class.tranche, from),
                to_holder: address::holder(&class.tranche, to),
                person: address::person(&class.tranche, &person),
                share_mint: class.mint,
                to_account: address::share_account(to, &class.mint),
                token_program: token::TOKEN_2022,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ReassignShares {},
        );
        taken.accounts.extend(self.freezing(rank));
        let sources = how.accounts.into_iter();
        taken
            .accounts
            .extend(sources.map(|account| AccountMeta::new(account, false)));
        taken
    }

    /// Closes the account of a measure; the rent goes to `payer`.
    #[must_use]
    pub fn close_measure(&self, number: u16, payer: &Pubkey) -> Instruction {
        instruction(
            &accounts::CloseMeasure {
                security: self.security,
                measure: self.measure(number),
                rent_payer: *payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseMeasure {},
        )
    }
}
