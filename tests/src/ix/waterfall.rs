//! Triggers, modes, the worth of the pool and fees.

use super::instruction;
use crate::{address, deal::Deal};
use anchor_lang::{InstructionData, prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, cash::waterfall::set_mode::ModeChange, instruction as call};

impl Deal {
    /// Says what the pool is worth.
    #[must_use]
    pub fn report_pool(&self, value: u64) -> Instruction {
        self.report_pool_with(None, value)
    }

    /// Says what the pool is worth, with somebody's signature as the arbitrator's.
    #[must_use]
    pub fn report_pool_with(&self, arbitrator: Option<Pubkey>, value: u64) -> Instruction {
        instruction(
            &accounts::ReportPool {
                reporter: self.reporter,
                arbitrator,
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ReportPool {
                value,
                report_sha256: [4; 32],
            },
        )
    }

    /// Tests the triggers.
    #[must_use]
    pub fn check_triggers(&self) -> Instruction {
        let mut check = instruction(
            &accounts::CheckTriggers {
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CheckTriggers {},
        );
        check.accounts.extend(self.tranches());
        check
    }

    /// Changes the mode, as somebody.
    #[must_use]
    pub fn set_mode(&self, authority: &Pubkey, change: ModeChange) -> Instruction {
        instruction(
            &accounts::SetMode {
                authority: *authority,
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetMode { change },
        )
    }

    /// Pays the fee of a tier to its payee's associated account.
    #[must_use]
    pub fn pay_fee(&self, tier: u8, payee: &Pubkey) -> Instruction {
        instruction(
            &accounts::PayFee {
                security: self.security,
                waterfall: self.waterfall,
                payee_account: self.cash(payee),
                vault: self.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::PayFee { tier },
        )
    }

    /// Pays what is due of a fee or an expense out of the treasury, to its payee's associated account.
    #[must_use]
    pub fn pay_fee_from_treasury(&self, tier: u8, payee: &Pubkey) -> Instruction {
        let mut pay = self.pay_fee(tier, payee);
        pay.data = call::PayFeeFromTreasury { tier }.data();
        pay.accounts.extend(self.tranches());
        pay
    }

    /// Submits an expense against a document, as somebody, in the deal's version of the structure.
    #[must_use]
    pub fn submit_expense(&self, sponsor: &Pubkey, tier: u8, amount: u64) -> Instruction {
        instruction(
            &accounts::SubmitExpense {
                sponsor: *sponsor,
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SubmitExpense {
                structure_version: self.structure_version,
                tier,
                amount,
                document_sha256: [5; 32],
                note: "audit".to_owned(),
            },
        )
    }

    /// Elects, as somebody, that the interest of a class's current period is paid in kind.
    #[must_use]
    pub fn elect_pik(&self, sponsor: &Pubkey, rank: u8) -> Instruction {
        let mut elect = instruction(
            &accounts::ElectPik {
                sponsor: *sponsor,
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ElectPik { rank },
        );
        elect.accounts.extend(self.tranches());
        elect
    }
}
