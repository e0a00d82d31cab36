//! Payments to holders, and what becomes of those that cannot be made.

use super::{distribution::Coin, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{ID, accounts, instruction as call};

impl Deal {
    /// Pays owners to their associated accounts.
    #[must_use]
    pub fn pay_holders(&self, rank: u8, owners: &[Pubkey]) -> Instruction {
        let pairs = owners.iter().map(|owner| (*owner, self.cash(owner)));
        self.pay_holders_at(rank, &pairs.collect::<Vec<_>>())
    }

    /// Pays owners to accounts given.
    #[must_use]
    pub fn pay_holders_at(&self, rank: u8, pairs: &[(Pubkey, Pubkey)]) -> Instruction {
        self.pay_pairs(self.coin(), rank, pairs, Vec::new())
    }

    /// Pays owners in a mint to their associated accounts for it.
    #[must_use]
    pub fn pay_holders_in(
        &self,
        (mint, token_program): Coin<'_>,
        rank: u8,
        owners: &[Pubkey],
    ) -> Instruction {
        let (pairs, bumps): (Vec<_>, Vec<_>) = owners
            .iter()
            .map(|owner| {
                let account = address::token_account(owner, mint, token_program);
                let bump = address::token_account_bump(owner, mint, token_program);
                ((*owner, account), bump)
            })
            .unzip();
        self.pay_pairs((mint, token_program), rank, &pairs, bumps)
    }

    /// Pays owners in a mint to accounts given with their bumps.
    #[must_use]
    pub fn pay_pairs(
        &self,
        (mint, token_program): Coin<'_>,
        rank: u8,
        pairs: &[(Pubkey, Pubkey)],
        bumps: Vec<u8>,
    ) -> Instruction {
        let tranche = self.class(rank).tranche;
        let mut pay = instruction(
            &accounts::PayHolders {
                security: self.security,
                tranche,
                vault: address::vault(&self.security, mint),
                mint: *mint,
                token_program: *token_program,
                tip_account: self.cash(&self.bot),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::PayHolders { bumps },
        );
        for (owner, account) in pairs {
            pay.accounts
                .push(AccountMeta::new(address::holder(&tranche, owner), false));
            pay.accounts.push(AccountMeta::new(*account, false));
        }
        pay
    }

    /// Claims to the owner's associated account.
    #[must_use]
    pub fn claim(&self, rank: u8, owner: &Pubkey) -> Instruction {
        self.claim_in(self.coin(), rank, owner)
    }

    /// Claims in a mint to the owner's associated account for it.
    #[must_use]
    pub fn claim_in(
        &self,
        (mint, token_program): Coin<'_>,
        rank: u8,
        owner: &Pubkey,
    ) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::Claim {
                owner: *owner,
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                destination: address::token_account(owner, mint, token_program),
                vault: address::vault(&self.security, mint),
                mint: *mint,
                token_program: *token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::Claim {},
        )
    }

    /// Sends what an owner could not be paid to the escheat owner's associated account.
    #[must_use]
    pub fn escheat(&self, rank: u8, owner: &Pubkey) -> Instruction {
        self.escheat_in(self.coin(), rank, owner, 0)
    }

    /// The same in a mint, where the owner's associated account has a bump.
    #[must_use]
    pub fn escheat_in(
        &self,
        (mint, token_program): Coin<'_>,
        rank: u8,
        owner: &Pubkey,
        bump: u8,
    ) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::Escheat {
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                payout_account: address::token_account(owner, mint, token_program),
                escheat_account: address::token_account(&self.escheat.0, mint, token_program),
                vault: address::vault(&self.security, mint),
                mint: *mint,
                token_program: *token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::Escheat { bump },
        )
    }

    /// Gives an owner's escheated settlement money back from the payer's associated account.
    #[must_use]
    pub fn restore_escheated(
        &self,
        rank: u8,
        (payer, owner): (&Pubkey, &Pubkey),
        amount: u64,
    ) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::RestoreEscheated {
                payer: *payer,
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                paying_account: self.cash(payer),
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::RestoreEscheated { amount },
        )
    }
}
