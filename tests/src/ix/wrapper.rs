//! Wrappers.

use super::{SYSTEM, distribution::Coin, instruction};
use crate::{address, deal::Deal, token};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use anchor_spl::token_2022::spl_token_2022::instruction as token_call;
use securities::{ID, accounts, instruction as call, tranche::share_mint::ShareName};

impl Deal {
    /// The wrapper of the shares of a rank.
    #[must_use]
    pub fn wrapper(&self, rank: u8) -> Pubkey {
        address::wrapper(&self.class(rank).tranche)
    }

    /// The mint of its units.
    #[must_use]
    pub fn unit_mint(&self, rank: u8) -> Pubkey {
        address::unit_mint(&self.wrapper(rank))
    }

    /// Its holder record.
    #[must_use]
    pub fn wrapper_holder(&self, rank: u8) -> Pubkey {
        address::holder(&self.class(rank).tranche, &self.wrapper(rank))
    }

    /// An owner's associated account for units.
    #[must_use]
    pub fn unit_account(&self, rank: u8, owner: &Pubkey) -> Pubkey {
        address::token_account(owner, &self.unit_mint(rank), &self.class(rank).unit_program)
    }

    /// Makes an owner's associated account for units.
    #[must_use]
    pub fn open_unit_account(&self, rank: u8, payer: &Pubkey, owner: &Pubkey) -> Instruction {
        let program = &self.class(rank).unit_program;
        token::create_associated(payer, owner, &self.unit_mint(rank), program)
    }

    /// Gives a class its wrapper, of units of the class's `unit_program`.
    #[must_use]
    pub fn create_wrapper(&self, rank: u8, bearer: bool) -> Instruction {
        let unit = ShareName {
            name: "Wrapped".to_owned(),
            symbol: "WRP".to_owned(),
            uri: "https://example.org/unit.json".to_owned(),
        };
        let is_named = self.class(rank).unit_program == token::TOKEN_2022;
        self.create_wrapper_named(rank, is_named.then_some(unit), bearer)
    }

    /// The same, whose units have a name of one's choice.
    #[must_use]
    pub fn create_wrapper_named(
        &self,
        rank: u8,
        unit: Option<ShareName>,
        bearer: bool,
    ) -> Instruction {
        instruction(
            &accounts::CreateWrapper {
                sponsor: self.sponsor,
                security: self.security,
                tranche: self.class(rank).tranche,
                wrapper: self.wrapper(rank),
                wrapper_holder: self.wrapper_holder(rank),
                mint: self.unit_mint(rank),
                token_program: self.class(rank).unit_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CreateWrapper { unit, bearer },
        )
    }

    /// Wraps shares to the owner's associated account; of the payout mints the settlement mint alone is in use.
    #[must_use]
    pub fn wrap_shares(&self, rank: u8, owner: &Pubkey, amount: u64) -> Instruction {
        self.wrap_shares_in(rank, owner, amount, &[self.coin()])
    }

    /// The same, where so many payout mints are in use.
    #[must_use]
    pub fn wrap_shares_in(
        &self,
        rank: u8,
        owner: &Pubkey,
        amount: u64,
        coins: &[Coin<'_>],
    ) -> Instruction {
        let accounts = self.wrapping(rank, owner);
        let mut wrap = instruction(&accounts, &call::WrapShares { amount });
        for (mint, program) in coins {
            wrap.accounts.extend([
                AccountMeta::new(address::token_account(owner, mint, program), false),
                AccountMeta::new(address::vault(&self.security, mint), false),
                AccountMeta::new_readonly(**mint, false),
                AccountMeta::new_readonly(**program, false),
            ]);
        }
        wrap
    }

    /// Unwraps units of the owner's associated account.
    #[must_use]
    pub fn unwrap_shares(&self, rank: u8, owner: &Pubkey, amount: u64) -> Instruction {
        instruction(&self.wrapping(rank, owner), &call::UnwrapShares { amount })
    }

    /// The accounts of both, with the owner's associated ones.
    fn wrapping(&self, rank: u8, owner: &Pubkey) -> accounts::Wrapping {
        let class = self.class(rank);
        accounts::Wrapping {
            owner: *owner,
            security: self.security,
            tranche: class.tranche,
            wrapper: self.wrapper(rank),
            wrapper_holder: self.wrapper_holder(rank),
            holder: address::holder(&class.tranche, owner),
            share_mint: class.mint,
            share_account: self.share_account(rank, owner),
            unit_mint: self.unit_mint(rank),
            unit_account: self.unit_account(rank, owner),
            share_token_program: token::TOKEN_2022,
            unit_token_program: class.unit_program,
            event_authority: address::event_authority(),
            program: ID,
        }
    }

    /// Asks what a unit is.
    #[must_use]
    pub fn wrapper_value(&self, rank: u8) -> Instruction {
        instruction(
            &accounts::ReadWrapper {
                tranche: self.class(rank).tranche,
                wrapper: self.wrapper(rank),
            },
            &call::WrapperValue {},
        )
    }

    /// Moves units between the associated accounts of two owners, with no other account.
    ///
    /// # Panics
    /// For a unit program that is no token program.
    #[must_use]
    pub fn transfer_units(&self, rank: u8, from: &Pubkey, to: &Pubkey, amount: u64) -> Instruction {
        token_call::transfer_checked(
            &self.class(rank).unit_program,
            &self.unit_account(rank, from),
            &self.unit_mint(rank),
            &self.unit_account(rank, to),
            from,
            &[],
            amount,
            self.class(rank).terms.decimals,
        )
        .expect("a token program")
    }
}
