//! The wind-down of a deal.

use super::instruction;
use crate::{address, deal::Deal, ix::distribution::Coin};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{ID, accounts, instruction as call};

impl Deal {
    fn winds(&self, sponsor: Option<Pubkey>) -> accounts::WindDown {
        accounts::WindDown {
            sponsor,
            security: self.security,
            waterfall: self.waterfall,
            event_authority: address::event_authority(),
            program: ID,
        }
    }

    /// Begins the wind-down, as somebody.
    #[must_use]
    pub fn begin_wind_down(&self, sponsor: &Pubkey) -> Instruction {
        let mut begin = instruction(&self.winds(Some(*sponsor)), &call::BeginWindDown {});
        begin.accounts.extend(self.tranches());
        begin
    }

    /// Ends it.
    #[must_use]
    pub fn end_wind_down(&self) -> Instruction {
        let mut end = instruction(&self.winds(None), &call::EndWindDown {});
        end.accounts.extend(self.tranches());
        end
    }

    /// Closes a source.
    #[must_use]
    pub fn close_source(&self, (mint, token_program): Coin<'_>, number: u32) -> Instruction {
        let source = address::source(&self.security, number);
        instruction(
            &accounts::CloseSource {
                security: self.security,
                source,
                account: address::vault(&source, mint),
                vault: address::vault(&self.security, mint),
                mint: *mint,
                token_program: *token_program,
                origin: self.sponsor,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseSource {},
        )
    }

    /// Closes an account of a deal that has ended, with the accounts that it needs.
    #[must_use]
    pub fn close_account(
        &self,
        account: &Pubkey,
        rent_payer: &Pubkey,
        more: &[Pubkey],
    ) -> Instruction {
        let mut close = instruction(
            &accounts::CloseAccount {
                security: self.security,
                account: *account,
                rent_payer: *rent_payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseAccount {},
        );
        let more = more.iter().map(|key| AccountMeta::new(*key, false));
        close.accounts.extend(more);
        close
    }

    /// Closes a record of a class.
    #[must_use]
    pub fn close_record(&self, rank: u8, owner: &Pubkey, rent_payer: &Pubkey) -> Instruction {
        let tranche = self.class(rank).tranche;
        let record = address::holder(&tranche, owner);
        self.close_account(&record, rent_payer, &[tranche])
    }

    /// Closes a hooked class.
    #[must_use]
    pub fn close_class(&self, rank: u8) -> Instruction {
        let class = self.class(rank);
        self.close_account(&class.tranche, &self.sponsor, &[class.hook_accounts])
    }

    /// Closes the last vault.
    #[must_use]
    pub fn close_vault(&self, (mint, token_program): Coin<'_>, to: &Pubkey) -> Instruction {
        instruction(
            &accounts::CloseVault {
                security: self.security,
                vault: address::vault(&self.security, mint),
                mint: *mint,
                token_program: *token_program,
                destination: *to,
                origin: self.sponsor,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseVault {},
        )
    }

    /// Closes the security.
    #[must_use]
    pub fn close_security(&self) -> Instruction {
        instruction(
            &accounts::CloseSecurity {
                security: self.security,
                waterfall: self.waterfall,
                origin: self.sponsor,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseSecurity {},
        )
    }
}
