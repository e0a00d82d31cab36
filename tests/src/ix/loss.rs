//! Losses of the pool. A report is named by the byte that its hash is made of.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, instruction as call};

impl Deal {
    /// The account of a report's loss.
    #[must_use]
    pub fn loss(&self, report: u8) -> Pubkey {
        address::loss(&self.security, &[report; 32])
    }

    /// Announces a loss.
    #[must_use]
    pub fn announce_loss(&self, amount: u64, report: u8) -> Instruction {
        instruction(
            &accounts::AnnounceLoss {
                servicer: self.servicer,
                security: self.security,
                loss: self.loss(report),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::AnnounceLoss {
                amount,
                report_sha256: [report; 32],
            },
        )
    }

    /// Records an announced loss, as anybody.
    #[must_use]
    pub fn record_loss(&self, report: u8) -> Instruction {
        self.record_loss_with(None, report)
    }

    /// Records an announced loss, with somebody's signature as the arbitrator's.
    #[must_use]
    pub fn record_loss_with(&self, arbitrator: Option<Pubkey>, report: u8) -> Instruction {
        let mut record = instruction(
            &accounts::RecordLoss {
                arbitrator,
                security: self.security,
                waterfall: self.waterfall,
                loss: self.loss(report),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::RecordLoss {},
        );
        record.accounts.extend(self.tranches());
        record
    }

    /// Announces a loss and records it at once, as the arbitrator allows.
    #[must_use]
    pub fn lose(&self, amount: u64, report: u8) -> [Instruction; 2] {
        [
            self.announce_loss(amount, report),
            self.record_loss_with(Some(self.arbitrator), report),
        ]
    }

    /// Strikes out an announced loss.
    #[must_use]
    pub fn strike_loss(&self, report: u8) -> Instruction {
        instruction(
            &accounts::StrikeLoss {
                arbitrator: self.arbitrator,
                security: self.security,
                loss: self.loss(report),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::StrikeLoss {},
        )
    }

    /// Lowers a recorded loss.
    #[must_use]
    pub fn correct_loss(&self, amount: u64, report: u8) -> Instruction {
        let mut correct = instruction(
            &accounts::CorrectLoss {
                servicer: self.servicer,
                arbitrator: self.arbitrator,
                security: self.security,
                waterfall: self.waterfall,
                loss: self.loss(report),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CorrectLoss { amount },
        );
        correct.accounts.extend(self.tranches());
        correct
    }
}
