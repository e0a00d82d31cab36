//! Holders and the transfer hook.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, token};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, instruction as call};

impl Deal {
    /// Opens an owner's record and its account for shares; the world's payer pays.
    #[must_use]
    pub fn welcome(&self, rank: u8, payer: &Pubkey, owner: &Pubkey) -> Vec<Instruction> {
        vec![
            token::create_associated(payer, owner, &self.class(rank).mint, &token::TOKEN_2022),
            self.open_holder(rank, payer, owner),
        ]
    }

    /// Moves shares between the associated accounts of two owners.
    #[must_use]
    pub fn transfer_shares(
        &self,
        rank: u8,
        from: &Pubkey,
        to: &Pubkey,
        amount: u64,
    ) -> Instruction {
        let class = self.class(rank);
        token::transfer_shares(
            &class.tranche,
            (&self.share_account(rank, from), from),
            (&self.share_account(rank, to), to),
            amount,
            class.terms.decimals,
        )
    }

    /// Opens a record, paid to the owner's associated account.
    #[must_use]
    pub fn open_holder(&self, rank: u8, payer: &Pubkey, owner: &Pubkey) -> Instruction {
        self.open_holder_by(rank, payer, owner, None)
    }

    /// The same, with a ticket that shows that the owner has signed.
    #[must_use]
    pub fn open_holder_by(
        &self,
        rank: u8,
        payer: &Pubkey,
        owner: &Pubkey,
        ticket: Option<Pubkey>,
    ) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::OpenHolder {
                payer: *payer,
                owner: *owner,
                ticket,
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                payout_account: self.cash(owner),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::OpenHolder {},
        )
    }

    /// Hands the manager of a class of a fixed number what is its own.
    #[must_use]
    pub fn take_points(&self, rank: u8) -> Instruction {
        let class = self.class(rank);
        let manager = class.terms.manager;
        let mut take = instruction(
            &accounts::TakePoints {
                security: self.security,
                tranche: class.tranche,
                holder: address::holder(&class.tranche, &manager),
                share_account: address::share_account(&manager, &class.mint),
                share_mint: class.mint,
                share_token_program: token::TOKEN_2022,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::TakePoints {},
        );
        take.accounts.extend(self.freezing(rank));
        take
    }

    /// Names a payout account.
    #[must_use]
    pub fn set_payout_account(&self, rank: u8, owner: &Pubkey, account: &Pubkey) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::SetPayoutAccount {
                owner: *owner,
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                payout_account: *account,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetPayoutAccount {},
        )
    }

    /// Closes a record.
    #[must_use]
    pub fn close_holder(&self, rank: u8, owner: &Pubkey, rent_payer: &Pubkey) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::CloseHolder {
                owner: *owner,
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                rent_payer: *rent_payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseHolder {},
        )
    }

    /// Calls the hook directly, which nobody but the token program should be able to do.
    #[must_use]
    pub fn transfer_hook(&self, rank: u8, from: &Pubkey, to: &Pubkey, amount: u64) -> Instruction {
        let class = self.class(rank);
        instruction(
            &accounts::TransferHook {
                source: address::share_account(from, &class.mint),
                mint: class.mint,
                destination: address::share_account(to, &class.mint),
                authority: *from,
                hook_accounts: class.hook_accounts,
                tranche: class.tranche,
                source_holder: address::holder(&class.tranche, from),
                destination_holder: address::holder(&class.tranche, to),
            },
            &call::TransferHook { amount },
        )
    }
}
