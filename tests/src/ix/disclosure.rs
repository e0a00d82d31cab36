//! Disclosures and windows.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{ID, accounts, disclosure::calendar::DisclosureTerms, instruction as call};

/// The address of every document.
pub const URI: &str = "https://example.org/report.pdf";

impl Deal {
    /// The security's calendar of disclosures.
    #[must_use]
    pub fn calendar(&self) -> Pubkey {
        address::disclosures(&self.security)
    }

    /// The disclosure of a kind and a period.
    #[must_use]
    pub fn disclosure(&self, (kind, period): (u8, u32)) -> Pubkey {
        address::disclosure(&self.security, kind, period)
    }

    /// Says what is due.
    #[must_use]
    pub fn set_disclosures(&self, items: Vec<DisclosureTerms>) -> Instruction {
        instruction(
            &accounts::SetDisclosures {
                sponsor: self.sponsor,
                security: self.security,
                calendar: self.calendar(),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetDisclosures { items },
        )
    }

    /// Posts the disclosure of a kind and a period.
    #[must_use]
    pub fn post_disclosure(&self, attestor: &Pubkey, of: (u8, u32)) -> Instruction {
        self.post_disclosure_at(attestor, of, URI)
    }

    /// The same, of a document at some address.
    #[must_use]
    pub fn post_disclosure_at(
        &self,
        attestor: &Pubkey,
        (kind, period): (u8, u32),
        uri: &str,
    ) -> Instruction {
        instruction(
            &accounts::PostDisclosure {
                attestor: *attestor,
                security: self.security,
                calendar: self.calendar(),
                disclosure: self.disclosure((kind, period)),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::PostDisclosure {
                kind,
                period,
                sha256: [kind; 32],
                uri: uri.to_owned(),
            },
        )
    }

    /// Posts a notice, of a document at some address.
    #[must_use]
    pub fn post_notice(&self, kind: u8, uri: &str) -> Instruction {
        instruction(
            &accounts::PostNotice {
                sponsor: self.sponsor,
                security: self.security,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::PostNotice {
                kind,
                sha256: [kind; 32],
                uri: uri.to_owned(),
            },
        )
    }

    /// Opens a class's window that needs these disclosures.
    #[must_use]
    pub fn open_window(&self, rank: u8, needed: &[(u8, u32)]) -> Instruction {
        let mut call = self.open_window_without(rank, Some(self.calendar()));
        let told = needed.iter().map(|of| self.disclosure(*of));
        let told = told.map(|address| AccountMeta::new_readonly(address, false));
        call.accounts.extend(told);
        call
    }

    /// Opens a class's window with no disclosure and perhaps no calendar.
    #[must_use]
    pub fn open_window_without(&self, rank: u8, calendar: Option<Pubkey>) -> Instruction {
        instruction(
            &accounts::OpenWindow {
                security: self.security,
                tranche: self.class(rank).tranche,
                calendar,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::OpenWindow {},
        )
    }
}
