//! A market of `spl-token-lending`: reserves of tokens, which are deposited for collateral tokens, and loans against these.

use crate::{
    chain::{CLOCK, Chain, Foreign},
    form::{Token, blank},
    oracle::{CURRENCY, ORACLE, Price},
    wire::Wire,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities_tests::{
    address,
    engine::{Failure, Outcome},
    token,
};

/// Where it keeps the price of rent.
const RENT: Pubkey = Pubkey::from_str_const("SysvarRent111111111111111111111111111111111");
const MARKET_LEN: usize = 258;
const RESERVE_LEN: usize = 571;
const LOAN_LEN: usize = 916;
const ACCOUNT_LEN: usize = 165;
/// With what a hook asks of each account.
const HOOKED_ACCOUNT_LEN: usize = 171;
const MINT_LEN: usize = 82;

/// Percent: utilisation aimed at, loan to value, bonus of a liquidation, value of the loan at which it is liquidated; three
/// interest rates of none.
const TERMS: [u8; 7] = [80, 50, 5, 55, 0, 0, 0];

/// A market, by its addresses.
pub struct Lender {
    program: Pubkey,
    token_program: Pubkey,
    market: Pubkey,
    authority: Pubkey,
    owner: Pubkey,
}

/// A reserve of a token.
pub struct Reserve {
    /// What it is of.
    pub token: Token,
    /// What a whole token is worth.
    pub price: Price,
    /// Where deposits are.
    pub supply: Pubkey,
    reserve: Pubkey,
    fees: Pubkey,
    collateral_mint: Pubkey,
    collateral_supply: Pubkey,
}

impl Lender {
    /// Opens a market of a token program.
    ///
    /// # Errors
    /// Whatever refused it.
    pub fn open(
        world: &mut Chain,
        program: Foreign,
        token_program: Pubkey,
        owner: &Pubkey,
    ) -> Result<Self, Failure> {
        let market = world.key("lending market");
        let lender = Self {
            program: program.id,
            token_program,
            market,
            authority: Pubkey::find_program_address(&[market.as_ref()], &program.id).0,
            owner: *owner,
        };
        let mut currency = [0; 32];
        currency[..CURRENCY.len()].copy_from_slice(CURRENCY);
        let open = Wire::new(program.id, 0)
            .writes([market])
            .reads([RENT, token_program, ORACLE])
            .bytes(owner.as_ref())
            .bytes(&currency)
            .done();
        let account = blank(world, "lending market", MARKET_LEN, &program.id);
        world.send(&[account, open])?;
        Ok(lender)
    }

    /// Opens a reserve with the owner's first deposit.
    ///
    /// # Errors
    /// Whatever refused it.
    pub fn open_reserve(
        &self,
        world: &mut Chain,
        name: &str,
        (token, price): (Token, Price),
        first: u64,
    ) -> Result<Reserve, Failure> {
        let account_len = match token.hooked {
            Some(_) => HOOKED_ACCOUNT_LEN,
            None => ACCOUNT_LEN,
        };
        let mut setup = Vec::new();
        let [
            reserve,
            supply,
            fees,
            collateral_mint,
            collateral_supply,
            receipt,
        ] = [
            ("reserve", RESERVE_LEN, &self.program),
            ("supply", account_len, &self.token_program),
            ("fees", account_len, &self.token_program),
            ("collateral", MINT_LEN, &self.token_program),
            ("pledged", ACCOUNT_LEN, &self.token_program),
            ("first", ACCOUNT_LEN, &self.token_program),
        ]
        .map(|(part, space, program)| {
            let name = format!("{name} {part}");
            setup.push(blank(world, &name, space, program));
            world.key(&name)
        });
        let open = Wire::new(self.program, 2)
            .writes([token.account(&self.owner), receipt, reserve])
            .reads([token.mint])
            .writes([supply, fees, collateral_mint, collateral_supply])
            .reads([price.product, price.price, self.market, self.authority])
            .signs(self.owner)
            .signs(self.owner)
            .reads([CLOCK, RENT, self.token_program])
            .numbers([first])
            .bytes(&TERMS)
            // Neither fees nor a part of them for a host.
            .numbers([0, 0])
            .bytes(&[0])
            .done();
        world.send(&setup)?;
        world.send(&[open])?;
        Ok(Reserve {
            token,
            price,
            supply,
            reserve,
            fees,
            collateral_mint,
            collateral_supply,
        })
    }

    /// Reads a reserve's price anew.
    #[must_use]
    pub fn refresh(&self, reserve: &Reserve) -> Instruction {
        Wire::new(self.program, 3)
            .writes([reserve.reserve])
            .reads([reserve.price.price, CLOCK])
            .done()
    }

    /// Deposits tokens for collateral tokens.
    #[must_use]
    pub fn deposit(&self, reserve: &Reserve, owner: &Pubkey, amount: u64) -> Vec<Instruction> {
        let deposit = Wire::new(self.program, 4)
            .writes([
                reserve.token.account(owner),
                self.collateral_of(reserve, owner),
                reserve.reserve,
                reserve.supply,
                reserve.collateral_mint,
            ])
            .reads([self.market, self.authority])
            .signs(*owner)
            .reads([CLOCK, self.token_program])
            .numbers([amount])
            .done();
        vec![self.welcome(reserve, owner), self.refresh(reserve), deposit]
    }

    /// Gives collateral tokens back for tokens.
    #[must_use]
    pub fn redeem(&self, reserve: &Reserve, owner: &Pubkey, amount: u64) -> Vec<Instruction> {
        let redeem = Wire::new(self.program, 5)
            .writes([
                self.collateral_of(reserve, owner),
                reserve.token.account(owner),
                reserve.reserve,
                reserve.collateral_mint,
                reserve.supply,
            ])
            .reads([self.market, self.authority])
            .signs(*owner)
            .reads([CLOCK, self.token_program])
            .numbers([amount])
            .done();
        vec![self.refresh(reserve), redeem]
    }

    /// Opens an owner's loan, of which nothing is borrowed yet.
    pub fn open_loan(&self, world: &mut Chain, owner: &Pubkey) -> Pubkey {
        let loan = world.key("loan");
        let open = Wire::new(self.program, 6)
            .writes([loan])
            .reads([self.market])
            .signs(*owner)
            .reads([CLOCK, RENT, self.token_program])
            .done();
        let account = blank(world, "loan", LOAN_LEN, &self.program);
        world.go(&[account, open]);
        loan
    }

    /// Pledges collateral tokens.
    #[must_use]
    pub fn pledge(
        &self,
        (loan, owner): (&Pubkey, &Pubkey),
        reserve: &Reserve,
        amount: u64,
    ) -> Vec<Instruction> {
        let pledge = Wire::new(self.program, 8)
            .writes([
                self.collateral_of(reserve, owner),
                reserve.collateral_supply,
            ])
            .reads([reserve.reserve])
            .writes([*loan])
            .reads([self.market])
            .signs(*owner)
            .signs(*owner)
            .reads([CLOCK, self.token_program])
            .numbers([amount])
            .done();
        vec![self.refresh(reserve), pledge]
    }

    /// Borrows tokens of one reserve against collateral of another.
    #[must_use]
    pub fn borrow(
        &self,
        (loan, owner): (&Pubkey, &Pubkey),
        (of, against): (&Reserve, &Reserve),
        amount: u64,
    ) -> Vec<Instruction> {
        let borrow = Wire::new(self.program, 10)
            .writes([
                of.supply,
                of.token.account(owner),
                of.reserve,
                of.fees,
                *loan,
            ])
            .reads([self.market, self.authority])
            .signs(*owner)
            .reads([CLOCK, self.token_program])
            .numbers([amount])
            .done();
        vec![
            self.refresh(of),
            self.refresh(against),
            self.refresh_loan(loan, &[against.reserve]),
            borrow,
        ]
    }

    /// Borrows more of the same.
    #[must_use]
    pub fn borrow_more(
        &self,
        loan: (&Pubkey, &Pubkey),
        (of, against): (&Reserve, &Reserve),
        amount: u64,
    ) -> Vec<Instruction> {
        let mut all = self.borrow(loan, (of, against), amount);
        all[2] = self.refresh_loan(loan.0, &[against.reserve, of.reserve]);
        all
    }

    /// Repays a loan that is worth too much for its collateral, up to an amount, for collateral tokens at a discount.
    #[must_use]
    pub fn liquidate(
        &self,
        loan: &Pubkey,
        (of, against): (&Reserve, &Reserve),
        liquidator: &Pubkey,
        amount: u64,
    ) -> Vec<Instruction> {
        let liquidate = Wire::new(self.program, 12)
            .writes([
                of.token.account(liquidator),
                self.collateral_of(against, liquidator),
                of.reserve,
                of.supply,
            ])
            .reads([against.reserve])
            .writes([against.collateral_supply, *loan])
            .reads([self.market, self.authority])
            .signs(*liquidator)
            .reads([CLOCK, self.token_program])
            .numbers([amount])
            .done();
        vec![
            self.welcome(against, liquidator),
            self.refresh(of),
            self.refresh(against),
            self.refresh_loan(loan, &[against.reserve, of.reserve]),
            liquidate,
        ]
    }

    /// An owner's account of collateral tokens.
    #[must_use]
    pub fn collateral_of(&self, reserve: &Reserve, owner: &Pubkey) -> Pubkey {
        address::token_account(owner, &reserve.collateral_mint, &self.token_program)
    }

    /// The last instruction's units of a transaction that went through.
    #[must_use]
    pub fn units(&self, outcome: &Outcome) -> u64 {
        let all = outcome.units_of(&self.program);
        *all.last().expect("a call of the market")
    }

    fn welcome(&self, reserve: &Reserve, owner: &Pubkey) -> Instruction {
        token::create_associated(owner, owner, &reserve.collateral_mint, &self.token_program)
    }

    fn refresh_loan(&self, loan: &Pubkey, reserves: &[Pubkey]) -> Instruction {
        let wire = Wire::new(self.program, 7).writes([*loan]).reads([CLOCK]);
        let all = reserves
            .iter()
            .fold(wire, |wire, reserve| wire.reads([*reserve]));
        all.done()
    }
}
