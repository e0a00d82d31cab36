//! Distributions.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    ID, accounts, distribution::post_distribution::DistributionArgs, instruction as call,
};

impl Deal {
    /// Posts a distribution from the payer's associated account.
    #[must_use]
    pub fn post_distribution(
        &self,
        payer: &Pubkey,
        number: u32,
        args: DistributionArgs,
    ) -> Instruction {
        instruction(
            &accounts::PostDistribution {
                payer: *payer,
                security: self.security,
                distribution: address::distribution(&self.security, number),
                source: self.cash(payer),
                vault: self.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::PostDistribution { args },
        )
    }

    /// Runs a distribution over all tranches.
    #[must_use]
    pub fn run_distribution(&self, number: u32) -> Instruction {
        let mut run = instruction(
            &accounts::RunDistribution {
                security: self.security,
                waterfall: self.waterfall,
                distribution: address::distribution(&self.security, number),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::RunDistribution {},
        );
        run.accounts.extend(
            self.classes
                .iter()
                .map(|class| AccountMeta::new(class.tranche, false)),
        );
        run
    }

    /// Pays owners to their associated accounts.
    #[must_use]
    pub fn pay_holders(&self, rank: u8, owners: &[Pubkey]) -> Instruction {
        let pairs = owners.iter().map(|owner| (*owner, self.cash(owner)));
        self.pay_holders_at(rank, &pairs.collect::<Vec<_>>())
    }

    /// Pays owners to accounts given.
    #[must_use]
    pub fn pay_holders_at(&self, rank: u8, pairs: &[(Pubkey, Pubkey)]) -> Instruction {
        let tranche = self.class(rank).tranche;
        let mut pay = instruction(
            &accounts::PayHolders {
                security: self.security,
                tranche,
                vault: self.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::PayHolders {},
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
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::Claim {
                owner: *owner,
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                destination: self.cash(owner),
                vault: self.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::Claim {},
        )
    }
}
