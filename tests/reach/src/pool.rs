//! A pool of `spl-token-swap`: units on one side, money on the other, at a constant product.

use crate::{
    chain::{Chain, Foreign},
    form::{Token, account_of, blank, hand_mint, new_account},
    wire::Wire,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities_tests::{
    engine::{Engine, Failure, Outcome},
    token,
    world::keypair,
};
use solana_signer::Signer;

/// Bytes of the pool's account: a version, and the fields of the first.
const POOL_LEN: usize = 324;
/// Liquidity tokens of a new pool.
pub const LIQUIDITY: u64 = 1_000_000_000;
/// Of a swap, this part stays in the pool: one in a hundred.
const FEE: [u64; 2] = [1, 100];

/// Who gets the pool's fees, of which there are none.
const FEES: &str = "fees of the pool";

/// The name of an owner's account of liquidity. It is no associated one: those of Token-2022 have an extension, which a
/// program that reads accounts of the classic program alone takes for no account at all.
fn liquidity_name(owner: &Pubkey) -> String {
    let mut name = format!("liquidity of {owner}");
    name.truncate(32);
    name
}

fn liquidity_account(owner: &Pubkey) -> Pubkey {
    keypair(&liquidity_name(owner)).pubkey()
}

/// A pool, by its addresses.
pub struct Pool {
    program: Pubkey,
    token_program: Pubkey,
    pool: Pubkey,
    authority: Pubkey,
    units: Token,
    money: Token,
    /// The pool's account of units.
    pub unit_account: Pubkey,
    /// The pool's account of money.
    pub money_account: Pubkey,
    liquidity: Pubkey,
    fees: Pubkey,
}

impl Pool {
    /// The addresses of a pool that is not created yet.
    pub fn plan(world: &mut Chain, program: Foreign, units: Token, money: Token) -> Self {
        let pool = world.key("pool");
        let authority = Pubkey::find_program_address(&[pool.as_ref()], &program.id).0;
        let liquidity = world.key("liquidity");
        let fees = liquidity_account(&world.person(FEES));
        Self {
            program: program.id,
            token_program: units.program,
            pool,
            authority,
            unit_account: account_of(world, "pool units", &units, &authority),
            money_account: account_of(world, "pool money", &money, &authority),
            units,
            money,
            liquidity,
            fees,
        }
    }

    /// Makes the pool of what a provider puts into it, who gets all of its liquidity.
    ///
    /// # Errors
    /// Whatever refused it.
    pub fn create(
        &self,
        world: &mut Chain,
        provider: &Pubkey,
        (units, money): (u64, u64),
    ) -> Result<Outcome, Failure> {
        let payer = world.payer;
        let fees = world.person(FEES);
        let mint_rent = world.engine.rent(token::mint_space(&[]));
        let mut setup = token::create_mint(
            &payer,
            &self.liquidity,
            mint_rent,
            &self.token_program,
            None,
            (&[], Vec::new()),
        );
        setup.push(hand_mint(
            &self.token_program,
            &self.liquidity,
            &payer,
            &self.authority,
        ));
        world.send(&setup)?;
        for owner in [&fees, provider] {
            self.welcome(world, owner);
        }
        let sides = [
            (&self.units, "pool units", units),
            (&self.money, "pool money", money),
        ];
        for (side, name, amount) in sides {
            new_account(world, name, side, &self.authority)?;
            let to = account_of(world, name, side, &self.authority);
            let from = side.account(provider);
            world.send(&[side.transfer((&from, provider), (&to, &self.authority), amount)])?;
        }
        let initialise = Wire::new(self.program, 0)
            .signs_and_writes(self.pool)
            .reads([self.authority, self.unit_account, self.money_account])
            .writes([self.liquidity])
            .reads([self.fees])
            .writes([liquidity_account(provider)])
            .reads([self.token_program])
            .numbers(FEE)
            .numbers([0; 6])
            // The constant product, which has no parameters.
            .bytes(&[0; 33])
            .done();
        let account = blank(world, "pool", POOL_LEN, &self.program);
        world.send(&[account, initialise])
    }

    /// Buys units for money.
    #[must_use]
    pub fn buy(&self, buyer: &Pubkey, money: u64) -> Instruction {
        self.swap(buyer, (&self.money, &self.units), money)
    }

    /// Sells units for money.
    #[must_use]
    pub fn sell(&self, seller: &Pubkey, units: u64) -> Instruction {
        self.swap(seller, (&self.units, &self.money), units)
    }

    fn swap(&self, owner: &Pubkey, (from, to): (&Token, &Token), amount: u64) -> Instruction {
        Wire::new(self.program, 1)
            .reads([self.pool, self.authority])
            .signs(*owner)
            .writes([
                from.account(owner),
                self.side(from),
                self.side(to),
                to.account(owner),
                self.liquidity,
                self.fees,
            ])
            .reads([self.token_program])
            .numbers([amount, 1])
            .done()
    }

    /// Adds units and money in the pool's proportion, for so much liquidity.
    #[must_use]
    pub fn deposit(&self, provider: &Pubkey, liquidity: u64) -> Instruction {
        Wire::new(self.program, 2)
            .reads([self.pool, self.authority])
            .signs(*provider)
            .writes([
                self.units.account(provider),
                self.money.account(provider),
                self.unit_account,
                self.money_account,
                self.liquidity,
                liquidity_account(provider),
            ])
            .reads([self.token_program])
            .numbers([liquidity, u64::MAX, u64::MAX])
            .done()
    }

    /// Takes out the part of so much liquidity.
    #[must_use]
    pub fn withdraw(&self, provider: &Pubkey, liquidity: u64) -> Instruction {
        Wire::new(self.program, 3)
            .reads([self.pool, self.authority])
            .signs(*provider)
            .writes([
                self.liquidity,
                liquidity_account(provider),
                self.unit_account,
                self.money_account,
                self.units.account(provider),
                self.money.account(provider),
                self.fees,
            ])
            .reads([self.token_program])
            .numbers([liquidity, 0, 0])
            .done()
    }

    /// Makes an owner's account of liquidity.
    pub fn welcome(&self, world: &mut Chain, owner: &Pubkey) {
        let (payer, account) = (world.payer, world.key(&liquidity_name(owner)));
        let rent = world.engine.rent(300);
        world.go(&token::create_account(
            &payer,
            &account,
            rent,
            &[],
            &self.liquidity,
            owner,
            &self.token_program,
        ));
    }

    fn side(&self, token: &Token) -> Pubkey {
        if token.mint == self.units.mint {
            self.unit_account
        } else {
            self.money_account
        }
    }
}
