//! What goes into a program of others: a token of either token program, hooked or not, and accounts for it.

use crate::chain::Chain;
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{instruction::Instruction, system_instruction},
};
use anchor_spl::token_2022::spl_token_2022::instruction::{self as call, AuthorityType};
use securities_tests::{
    address,
    deal::Deal,
    engine::{Engine, Failure},
    token,
};

/// A token: its mint, and how it moves.
#[derive(Clone)]
pub struct Token {
    /// The mint.
    pub mint: Pubkey,
    /// The token program.
    pub program: Pubkey,
    /// Decimals of the mint.
    pub decimals: u8,
    /// The deal and the rank, of shares that move by the hook.
    pub hooked: Option<(Deal, u8)>,
}

impl Token {
    /// The money of a chain.
    #[must_use]
    pub fn money(world: &Chain) -> Self {
        Self::plain(world.mint, world.token_program)
    }

    /// A token that moves without a hook.
    #[must_use]
    pub const fn plain(mint: Pubkey, program: Pubkey) -> Self {
        Self {
            mint,
            program,
            decimals: token::DECIMALS,
            hooked: None,
        }
    }

    /// The hooked shares of a class.
    #[must_use]
    pub fn shares(deal: &Deal, rank: u8) -> Self {
        let class = deal.class(rank);
        Self {
            mint: class.mint,
            program: token::TOKEN_2022,
            decimals: class.terms.decimals,
            hooked: Some((deal.clone(), rank)),
        }
    }

    /// An owner's associated account.
    #[must_use]
    pub fn account(&self, owner: &Pubkey) -> Pubkey {
        address::token_account(owner, &self.mint, &self.program)
    }

    /// Makes an owner's associated account, with a record where the hook asks for one.
    #[must_use]
    pub fn welcome(&self, payer: &Pubkey, owner: &Pubkey) -> Vec<Instruction> {
        let account = token::create_associated(payer, owner, &self.mint, &self.program);
        let record = self
            .hooked
            .as_ref()
            .map(|(deal, rank)| deal.open_holder(*rank, payer, owner));
        std::iter::once(account).chain(record).collect()
    }

    /// Moves tokens, with the accounts that a hook asks for.
    ///
    /// # Panics
    /// For a program that is no token program.
    #[must_use]
    pub fn transfer(
        &self,
        (from, from_owner): (&Pubkey, &Pubkey),
        (to, to_owner): (&Pubkey, &Pubkey),
        amount: u64,
    ) -> Instruction {
        if let Some((deal, rank)) = &self.hooked {
            return token::transfer_shares(
                &deal.class(*rank).tranche,
                (from, from_owner),
                (to, to_owner),
                amount,
                self.decimals,
            );
        }
        call::transfer_checked(
            &self.program,
            from,
            &self.mint,
            to,
            from_owner,
            &[],
            amount,
            self.decimals,
        )
        .expect("a token program")
    }
}

/// Where an authority of another program keeps a token: at an address of a name, or, as the hook asks for an account that
/// keeps its owner, at the associated one.
pub fn account_of(world: &mut Chain, name: &str, token: &Token, owner: &Pubkey) -> Pubkey {
    if token.hooked.is_some() {
        token.account(owner)
    } else {
        world.key(name)
    }
}

/// Makes that account.
///
/// # Errors
/// Whatever refused it.
pub fn new_account(
    world: &mut Chain,
    name: &str,
    token: &Token,
    owner: &Pubkey,
) -> Result<(), Failure> {
    let payer = world.payer;
    let made = if token.hooked.is_some() {
        token.welcome(&payer, owner)
    } else {
        let account = world.key(name);
        let rent = world.engine.rent(300);
        token::create_account(
            &payer,
            &account,
            rent,
            &[],
            &token.mint,
            owner,
            &token.program,
        )
    };
    world.send(&made).map(|_| ())
}

/// An account for another program to write.
pub fn blank(world: &mut Chain, name: &str, space: usize, owner: &Pubkey) -> Instruction {
    let (payer, account) = (world.payer, world.key(name));
    let rent = world.engine.rent(space);
    system_instruction::create_account(&payer, &account, rent, space as u64, owner)
}

/// Lets another authority mint.
///
/// # Panics
/// For a program that is no token program.
#[must_use]
pub fn hand_mint(program: &Pubkey, mint: &Pubkey, from: &Pubkey, to: &Pubkey) -> Instruction {
    let kind = AuthorityType::MintTokens;
    call::set_authority(program, mint, Some(to), kind, from, &[]).expect("a token program")
}
