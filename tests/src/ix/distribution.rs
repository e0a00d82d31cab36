//! Distributions and the sources that they are collected from.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    ID, accounts, cash::distribution::post_distribution::DistributionArgs, instruction as call,
};

/// A mint and the token program that owns it.
pub type Coin<'a> = (&'a Pubkey, &'a Pubkey);

impl Deal {
    /// The mint it settles in.
    #[must_use]
    pub const fn coin(&self) -> Coin<'_> {
        (&self.mint, &self.token_program)
    }

    /// Every tranche, in order of rank.
    pub(super) fn tranches(&self) -> impl Iterator<Item = AccountMeta> {
        self.classes
            .iter()
            .map(|class| AccountMeta::new(class.tranche, false))
    }

    /// Posts a distribution from the payer's associated account.
    #[must_use]
    pub fn post_distribution(
        &self,
        payer: &Pubkey,
        nonce: u64,
        args: DistributionArgs,
    ) -> Instruction {
        self.post_distribution_in(self.coin(), payer, nonce, args)
    }

    /// Posts a distribution in a mint from the payer's associated account.
    #[must_use]
    pub fn post_distribution_in(
        &self,
        (mint, token_program): Coin<'_>,
        payer: &Pubkey,
        nonce: u64,
        args: DistributionArgs,
    ) -> Instruction {
        let mut post = instruction(
            &accounts::PostDistribution {
                payer: *payer,
                security: self.security,
                waterfall: self.waterfall,
                distribution: address::distribution(&self.security, payer, nonce),
                paying_account: address::token_account(payer, mint, token_program),
                vault: address::vault(&self.security, mint),
                mint: *mint,
                token_program: *token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::PostDistribution { nonce, args },
        );
        post.accounts.extend(self.tranches());
        post
    }

    /// Carries a payment of a payer's out.
    #[must_use]
    pub fn carry_out_distribution(&self, payer: &Pubkey, nonce: u64) -> Instruction {
        let mut carry_out = instruction(
            &accounts::CarryOutDistribution {
                security: self.security,
                waterfall: self.waterfall,
                distribution: address::distribution(&self.security, payer, nonce),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CarryOutDistribution {},
        );
        carry_out.accounts.extend(self.tranches());
        carry_out
    }

    /// Sends a payment of a payer's back to an account.
    #[must_use]
    pub fn correct_distribution(&self, payer: &Pubkey, nonce: u64, to: &Pubkey) -> Instruction {
        self.correct_distribution_in(self.coin(), payer, nonce, to)
    }

    /// The same in a mint.
    #[must_use]
    pub fn correct_distribution_in(
        &self,
        (mint, token_program): Coin<'_>,
        payer: &Pubkey,
        nonce: u64,
        to: &Pubkey,
    ) -> Instruction {
        instruction(
            &accounts::CorrectDistribution {
                payer: *payer,
                arbitrator: self.arbitrator,
                security: self.security,
                distribution: address::distribution(&self.security, payer, nonce),
                receiving_account: *to,
                vault: address::vault(&self.security, mint),
                mint: *mint,
                token_program: *token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CorrectDistribution {},
        )
    }

    /// Registers a source of revenue in a mint that releases what it collects over a day or more.
    #[must_use]
    pub fn register_source(&self, coin: Coin<'_>, number: u32, note: &str) -> Instruction {
        self.register_source_over(coin, number, note, 1)
    }

    /// Registers a source of income in a mint that releases what it collects over so many days or more.
    #[must_use]
    pub fn register_source_over(
        &self,
        coin: Coin<'_>,
        number: u32,
        note: &str,
        release_days: u16,
    ) -> Instruction {
        self.register_source_of(coin, number, note, (release_days, false))
    }

    /// Registers a source in a mint, with its days of release and whether it collects principal.
    #[must_use]
    pub fn register_source_of(
        &self,
        (mint, token_program): Coin<'_>,
        number: u32,
        note: &str,
        (release_days, is_principal): (u16, bool),
    ) -> Instruction {
        let source = address::source(&self.security, number);
        instruction(
            &accounts::RegisterSource {
                sponsor: self.sponsor,
                security: self.security,
                source,
                mint: *mint,
                account: address::vault(&source, mint),
                token_program: *token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::RegisterSource {
                note: note.to_owned(),
                release_days,
                is_principal,
            },
        )
    }

    /// Makes a distribution of what a source has taken in.
    #[must_use]
    pub fn collect_source(
        &self,
        (mint, token_program): Coin<'_>,
        caller: &Pubkey,
        source: u32,
        nonce: u64,
    ) -> Instruction {
        let source = address::source(&self.security, source);
        let mut collect = instruction(
            &accounts::CollectSource {
                caller: *caller,
                security: self.security,
                waterfall: self.waterfall,
                distribution: address::distribution(&self.security, caller, nonce),
                source,
                account: address::vault(&source, mint),
                vault: address::vault(&self.security, mint),
                mint: *mint,
                token_program: *token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CollectSource { nonce },
        );
        collect.accounts.extend(self.tranches());
        collect
    }

    /// Sends unused proceeds back as somebody: so much, or all.
    #[must_use]
    pub fn return_proceeds(
        &self,
        caller: &Pubkey,
        mint: &Pubkey,
        nonce: u64,
        amount: Option<u64>,
    ) -> Instruction {
        let mut back = instruction(
            &accounts::ReturnProceeds {
                caller: *caller,
                security: self.security,
                waterfall: self.waterfall,
                distribution: address::distribution(&self.security, caller, nonce),
                mint: *mint,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ReturnProceeds { nonce, amount },
        );
        back.accounts.extend(self.tranches());
        back
    }

    /// Sweeps what came of settlement money unasked, as the first record.
    #[must_use]
    pub fn sweep_vault(&self) -> Instruction {
        self.sweep_vault_of(&self.mint, 0)
    }

    /// Sweeps what came of a mint unasked, as the sponsor.
    #[must_use]
    pub fn sweep_vault_of(&self, mint: &Pubkey, nonce: u64) -> Instruction {
        let mut sweep = instruction(
            &accounts::SweepVault {
                caller: self.sponsor,
                security: self.security,
                waterfall: self.waterfall,
                distribution: address::distribution(&self.security, &self.sponsor, nonce),
                vault: address::vault(&self.security, mint),
                mint: *mint,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SweepVault { nonce },
        );
        sweep.accounts.extend(self.tranches());
        sweep
    }
}
