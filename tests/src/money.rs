//! Mints, token accounts and what is in them.

use crate::{
    address,
    engine::Engine,
    read, token,
    world::{Money, World},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use anchor_spl::{
    token::spl_token::native_mint, token_2022::spl_token_2022::extension::ExtensionType,
};

impl<E: Engine> World<E> {
    /// Makes the mint of a kind of money; wrapped SOL is there but for some chains of tests.
    pub(crate) fn make_money(&mut self) -> Pubkey {
        let program = self.token_program;
        match self.money {
            Money::Classic | Money::Token2022 => {
                self.new_mint("mint", &program, &[], |_| Vec::new())
            }
            Money::Freezable => self.freezable_mint("mint", &program, &[], |_| Vec::new()),
            Money::WrappedSol => {
                let mint = native_mint::ID;
                self.engine.set_account(&mint, token::wrapped_sol());
                mint
            }
        }
    }

    /// Money to an owner's associated account.
    pub fn give(&mut self, owner: &Pubkey, amount: u64) -> Pubkey {
        let (mint, program) = (self.mint, self.token_program);
        self.give_of((&mint, &program), owner, amount)
    }

    /// Units of a mint of a token program to an owner's associated account.
    pub fn give_of(
        &mut self,
        (mint, program): (&Pubkey, &Pubkey),
        owner: &Pubkey,
        amount: u64,
    ) -> Pubkey {
        let account = address::token_account(owner, mint, program);
        let payer = self.payer;
        let mut all = vec![token::create_associated(&payer, owner, mint, program)];
        if *mint == native_mint::ID {
            all.extend(token::wrap(&payer, &account, amount));
        } else {
            all.push(token::mint_to(program, mint, &account, &payer, amount));
        }
        self.go(&all);
        account
    }

    /// An owner's associated account for money.
    #[must_use]
    pub fn cash(&self, owner: &Pubkey) -> Pubkey {
        address::token_account(owner, &self.mint, &self.token_program)
    }

    /// What an owner has.
    pub fn wealth(&mut self, owner: &Pubkey) -> u64 {
        let account = self.cash(owner);
        self.balance(&account)
    }

    /// What a token account holds.
    pub fn balance(&mut self, account: &Pubkey) -> u64 {
        read::balance(&mut self.engine, account)
    }

    /// A mint with extensions, of which the payer mints and which nobody can freeze.
    pub fn new_mint(
        &mut self,
        name: &str,
        program: &Pubkey,
        extensions: &[ExtensionType],
        initialise: impl Fn(&Pubkey) -> Vec<Instruction>,
    ) -> Pubkey {
        self.make_mint(name, program, None, extensions, initialise)
    }

    /// The same, whose accounts the payer can freeze.
    pub fn freezable_mint(
        &mut self,
        name: &str,
        program: &Pubkey,
        extensions: &[ExtensionType],
        initialise: impl Fn(&Pubkey) -> Vec<Instruction>,
    ) -> Pubkey {
        let payer = self.payer;
        self.make_mint(name, program, Some(&payer), extensions, initialise)
    }

    fn make_mint(
        &mut self,
        name: &str,
        program: &Pubkey,
        freeze: Option<&Pubkey>,
        extensions: &[ExtensionType],
        initialise: impl Fn(&Pubkey) -> Vec<Instruction>,
    ) -> Pubkey {
        let mint = self.key(name);
        let rent = self.engine.rent(token::mint_space(extensions));
        let made = token::create_mint(
            &self.payer,
            &mint,
            rent,
            program,
            freeze,
            (extensions, initialise(&mint)),
        );
        self.go(&made);
        mint
    }

    /// A token account at an address of its own.
    pub fn new_token_account(
        &mut self,
        name: &str,
        mint: &Pubkey,
        owner: &Pubkey,
        program: &Pubkey,
    ) -> Pubkey {
        let account = self.key(name);
        let mint_data = self.engine.account(mint).expect("the mint is there").data;
        // A mint with a transfer hook wants the hook's extension on each account.
        let extensions: &[ExtensionType] = if mint_data.len() > 166 {
            &[ExtensionType::TransferHookAccount]
        } else {
            &[]
        };
        let rent = self.engine.rent(300);
        let made = token::create_account(
            &self.payer,
            &account,
            rent,
            extensions,
            mint,
            owner,
            program,
        );
        self.go(&made);
        account
    }

    /// A token account of a share mint at an address of its own, which keeps its owner for ever.
    pub fn new_share_account(&mut self, name: &str, mint: &Pubkey, owner: &Pubkey) -> Pubkey {
        let account = self.key(name);
        let rent = self.engine.rent(300);
        let made = token::create_share_account(&self.payer, &account, rent, mint, owner);
        self.go(&made);
        account
    }
}
