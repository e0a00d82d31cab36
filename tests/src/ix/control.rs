//! Who is in control.

use super::instruction;
use crate::{address, deal::Deal};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    ID, accounts,
    control::report::CovenantReport,
    instruction as call,
    security::control::{ALL_POWERS, Act, ControlTerms},
};

/// Control with two agents that may do everything, and ten days for what they announce.
#[must_use]
pub const fn control(investors: Pubkey, lenders: Pubkey) -> ControlTerms {
    ControlTerms {
        agents: [investors, lenders],
        powers: [ALL_POWERS; 3],
        act_days: 10,
    }
}

impl Deal {
    /// Sets who is in control.
    #[must_use]
    pub fn set_control(&self, terms: ControlTerms) -> Instruction {
        instruction(
            &accounts::SetControl {
                sponsor: self.sponsor,
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetControl { terms },
        )
    }

    /// Moves control one stage on.
    #[must_use]
    pub fn step_control(&self) -> Instruction {
        let mut step = instruction(
            &accounts::CheckTriggers {
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::StepControl {},
        );
        step.accounts.extend(self.tranches());
        step
    }

    /// Reports what a trigger needs to know, in the deal's version of the structure; for a disclosure, with the address of one.
    #[must_use]
    pub fn report_covenant(
        &self,
        authority: &Pubkey,
        place: u8,
        report: CovenantReport,
        disclosure: Option<Pubkey>,
    ) -> Instruction {
        let calendar = (report == CovenantReport::Disclosure).then(|| self.calendar());
        instruction(
            &accounts::ReportCovenant {
                authority: *authority,
                security: self.security,
                waterfall: self.waterfall,
                calendar,
                disclosure,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ReportCovenant {
                structure_version: self.structure_version,
                place,
                report,
            },
        )
    }

    /// Announces what an agent will do.
    #[must_use]
    pub fn announce_act(&self, agent: &Pubkey, act: Act) -> Instruction {
        instruction(&self.announces(agent), &call::AnnounceAct { act })
    }

    /// Stops what an agent announced.
    #[must_use]
    pub fn stop_act(&self, authority: &Pubkey) -> Instruction {
        instruction(&self.announces(authority), &call::StopAct {})
    }

    fn announces(&self, authority: &Pubkey) -> accounts::AnnounceAct {
        accounts::AnnounceAct {
            authority: *authority,
            security: self.security,
            event_authority: address::event_authority(),
            program: ID,
        }
    }
}
