//! The frozen form of a class.

use super::{SYSTEM, instruction};
use crate::{
    address,
    deal::Deal,
    token,
    token_acl::{Asked, FREEZE_PERMISSIONLESS, THAW_PERMISSIONLESS},
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    ID, accounts,
    chain::{seeds, token_acl},
    instruction as call,
    structure::create_tranche::TrancheArgs,
};

impl Deal {
    /// Whether a class is in the frozen form.
    #[must_use]
    pub fn is_frozen(&self, rank: u8) -> bool {
        self.frozen.contains(&rank)
    }

    /// Creates a tranche in its form.
    #[must_use]
    pub fn create_class(&self, args: TrancheArgs) -> Instruction {
        if self.is_frozen(args.rank) {
            self.create_frozen_tranche(args)
        } else {
            self.create_tranche(args)
        }
    }

    /// Creates a tranche in the frozen form.
    #[must_use]
    pub fn create_frozen_tranche(&self, args: TrancheArgs) -> Instruction {
        let class = self.class_at(args.rank);
        instruction(
            &accounts::CreateFrozenTranche {
                sponsor: self.sponsor,
                security: self.security,
                tranche: class.tranche,
                mint: class.mint,
                thaw_accounts: address::gate_accounts(seeds::THAW_ACCOUNTS, &class.mint),
                freeze_accounts: address::gate_accounts(seeds::FREEZE_ACCOUNTS, &class.mint),
                mint_config: address::mint_config(&class.mint),
                token_acl: token_acl::ID,
                token_program: token::TOKEN_2022,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CreateFrozenTranche { args },
        )
    }

    /// What a delivery takes besides, if the class is in the frozen form.
    #[must_use]
    pub fn freezing(&self, rank: u8) -> Vec<AccountMeta> {
        if !self.is_frozen(rank) {
            return Vec::new();
        }
        let config = address::mint_config(&self.class(rank).mint);
        [config, token_acl::ID]
            .map(|key| AccountMeta::new_readonly(key, false))
            .to_vec()
    }

    /// A permissionless thaw or freeze of an account, whose gate takes the list at a tag.
    #[must_use]
    pub fn asked(
        &self,
        rank: u8,
        (caller, owner, account): (&Pubkey, &Pubkey, &Pubkey),
        list: &[u8],
    ) -> Asked {
        let class = self.class(rank);
        let read = |key| AccountMeta::new_readonly(key, false);
        Asked {
            caller: *caller,
            mint: class.mint,
            account: *account,
            owner: *owner,
            gate: ID,
            extra: vec![
                read(address::gate_accounts(list, &class.mint)),
                AccountMeta::new(class.tranche, false),
                AccountMeta::new(address::holder(&class.tranche, owner), false),
                AccountMeta::new(self.security, false),
                read(address::event_authority()),
                read(ID),
            ],
        }
    }

    /// Thaws an owner's account, which anyone may send.
    #[must_use]
    pub fn thaw(&self, rank: u8, caller: &Pubkey, owner: &Pubkey, account: &Pubkey) -> Instruction {
        self.asked(rank, (caller, owner, account), seeds::THAW_ACCOUNTS)
            .send(THAW_PERMISSIONLESS)
    }

    /// Freezes an owner's account through token-acl.
    #[must_use]
    pub fn freeze(
        &self,
        rank: u8,
        caller: &Pubkey,
        owner: &Pubkey,
        account: &Pubkey,
    ) -> Instruction {
        self.asked(rank, (caller, owner, account), seeds::FREEZE_ACCOUNTS)
            .send(FREEZE_PERMISSIONLESS)
    }

    /// Freezes an owner's account, or settles one that is there no more.
    #[must_use]
    pub fn freeze_shares(
        &self,
        rank: u8,
        caller: &Pubkey,
        owner: &Pubkey,
        account: &Pubkey,
    ) -> Instruction {
        let class = self.class(rank);
        instruction(
            &accounts::FreezeShares {
                caller: *caller,
                security: self.security,
                tranche: class.tranche,
                holder: address::holder(&class.tranche, owner),
                share_account: *account,
                share_mint: class.mint,
                mint_config: address::mint_config(&class.mint),
                token_acl: token_acl::ID,
                token_program: token::TOKEN_2022,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::FreezeShares {},
        )
    }

    /// Asks whether a thaw would be refused.
    #[must_use]
    pub fn check_thaw(&self, rank: u8, owner: &Pubkey, account: &Pubkey) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::CheckThaw {
                tranche,
                holder: address::holder(&tranche, owner),
                token_account: *account,
            },
            &call::CheckThaw {},
        )
    }
}
