//! The wrapped form of a class: its wrapper, and what turns shares into units and back.

use crate::{chain::Chain, form::Token};
use anchor_lang::{
    InstructionData, ToAccountMetas,
    prelude::Pubkey,
    solana_program::{
        instruction::{AccountMeta, Instruction},
        system_program,
    },
};
use securities::{
    ID, accounts,
    chain::seeds,
    instruction as call,
    tranche::{share_mint::ShareName, state::Tranche},
    wrapper::value::WrapperValue,
};
use securities_tests::{address, deal::Deal, read, token};

/// The wrapper of a class, by its addresses.
#[derive(Clone)]
pub struct Units {
    deal: Deal,
    rank: u8,
    tranche: Pubkey,
    wrapper: Pubkey,
    /// The units.
    pub token: Token,
}

fn instruction(accounts: &impl ToAccountMetas, args: &impl InstructionData) -> Instruction {
    Instruction {
        program_id: ID,
        accounts: accounts.to_account_metas(None),
        data: args.data(),
    }
}

fn derived(seeds: &[&[u8]]) -> Pubkey {
    Pubkey::find_program_address(seeds, &ID).0
}

impl Units {
    /// The addresses of a class's wrapper, which need not be created yet.
    #[must_use]
    pub fn plan(deal: &Deal, rank: u8) -> Self {
        let class = deal.class(rank);
        let wrapper = derived(&[seeds::WRAPPER, class.tranche.as_ref()]);
        let mint = derived(&[seeds::MINT, wrapper.as_ref()]);
        Self {
            deal: deal.clone(),
            rank,
            tranche: class.tranche,
            wrapper,
            token: Token {
                decimals: class.terms.decimals,
                ..Token::plain(mint, token::TOKEN_2022)
            },
        }
    }

    /// Creates the wrapper.
    #[must_use]
    pub fn create(&self) -> Instruction {
        let unit = ShareName {
            name: "Junior units".to_owned(),
            symbol: "wJNR".to_owned(),
            uri: "https://example.org/unit.json".to_owned(),
        };
        instruction(
            &accounts::CreateWrapper {
                sponsor: self.deal.sponsor,
                security: self.deal.security,
                tranche: self.tranche,
                wrapper: self.wrapper,
                wrapper_holder: address::holder(&self.tranche, &self.wrapper),
                mint: self.token.mint,
                token_program: token::TOKEN_2022,
                system_program: system_program::ID,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CreateWrapper {
                unit,
                bearer: false,
            },
        )
    }

    /// Turns shares of an owner into units in its associated account, which it makes.
    pub fn wrap(&self, world: &mut Chain, owner: &Pubkey, amount: u64) -> Vec<Instruction> {
        let mint = self.deal.class(self.rank).mint;
        let mut wrap = instruction(
            &accounts::WrapShares {
                owner: *owner,
                security: self.deal.security,
                tranche: self.tranche,
                wrapper: self.wrapper,
                wrapper_holder: address::holder(&self.tranche, &self.wrapper),
                holder: address::holder(&self.tranche, owner),
                share_mint: mint,
                share_account: self.deal.share_account(self.rank, owner),
                unit_mint: self.token.mint,
                unit_account: self.token.account(owner),
                share_token_program: token::TOKEN_2022,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::WrapShares { amount },
        );
        let tranche: Tranche = read::state(&mut world.engine, &self.tranche);
        if tranche.payout_count > 0 {
            wrap.accounts.extend([
                AccountMeta::new(self.deal.cash(owner), false),
                AccountMeta::new(self.deal.vault, false),
                AccountMeta::new_readonly(self.deal.mint, false),
                AccountMeta::new_readonly(self.deal.token_program, false),
            ]);
        }
        let mut all = self.token.welcome(owner, owner);
        all.push(wrap);
        all
    }

    /// Turns units in an owner's associated account into shares on its record.
    #[must_use]
    pub fn unwrap(&self, owner: &Pubkey, amount: u64) -> Instruction {
        instruction(
            &accounts::UnwrapShares {
                owner: *owner,
                security: self.deal.security,
                tranche: self.tranche,
                wrapper: self.wrapper,
                wrapper_holder: address::holder(&self.tranche, &self.wrapper),
                holder: address::holder(&self.tranche, owner),
                share_mint: self.deal.class(self.rank).mint,
                share_account: self.deal.share_account(self.rank, owner),
                unit_mint: self.token.mint,
                unit_account: self.token.account(owner),
                share_token_program: token::TOKEN_2022,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::UnwrapShares { amount },
        )
    }

    /// What the program says that a unit is.
    pub fn value(&self, world: &mut Chain) -> WrapperValue {
        let value = instruction(
            &accounts::ReadWrapper {
                tranche: self.tranche,
                wrapper: self.wrapper,
            },
            &call::WrapperValue {},
        );
        world.go(&[value]).returned()
    }

    /// Cash that a whole unit holds, in millionths of a whole token of money.
    ///
    /// # Panics
    /// When it is more than 64 bits.
    pub fn cash_in_millionths(&self, world: &mut Chain) -> u64 {
        let [cash, ..] = self.value(world).cash;
        // Units and money have six decimals both, so base units of one are to base units of the other as wholes are.
        let millionths = cash
            .checked_mul(1_000_000)
            .map(|scaled| scaled >> 64)
            .expect("a small amount");
        u64::try_from(millionths).expect("a small amount")
    }
}
