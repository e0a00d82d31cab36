//! Each program of others with each form of a share: whether it takes it, and what it costs.

use anchor_lang::prelude::Pubkey;
use securities_reach_tests::{
    chain::{
        Chain, FOREIGN, Foreign, MANIFEST, TOKEN_LENDING, TOKEN_LENDING_BOTH, TOKEN_SWAP,
        TOKEN_SWAP_BOTH, why,
    },
    form::Token,
    lender::Lender,
    oracle::Price,
    order_book::OrderBook,
    pool::{LIQUIDITY, Pool},
    stage::{EQUITY, Stage},
};
use securities_tests::{engine::Failure, token, world::Money};

/// What goes in, of each side.
const AMOUNT: u64 = 1 << 20;

/// The form of a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A share itself, which moves by the hook.
    Hooked,
    /// A unit of the wrapper.
    Wrapped,
    /// A unit of a wrapper whose units are of SPL Token.
    ClassicUnits,
    /// A token of the classic program, which no share is: what a program takes besides.
    Classic,
}

/// Compute units of the call that matters, or who refused and how.
pub type Verdict = Result<u64, String>;

/// A chain with somebody who has tokens of a form, and money of the same token program.
struct Trial {
    stage: Stage,
    token: Token,
    money: Token,
    owner: Pubkey,
}

impl Trial {
    fn new(form: Form) -> Self {
        let mut stage = match form {
            Form::Classic => Stage::new(Money::Classic),
            Form::ClassicUnits => Stage::classic(),
            Form::Hooked | Form::Wrapped => Stage::new(Money::Token2022),
        };
        let owner = stage.alice;
        stage.world.give(&owner, 4 * AMOUNT);
        let token = match form {
            Form::Hooked => Token::shares(&stage.deal, EQUITY),
            Form::Wrapped | Form::ClassicUnits => {
                stage.wrap(&owner, 4 * AMOUNT);
                stage.units.token.clone()
            }
            Form::Classic => {
                let mint = stage
                    .world
                    .new_mint("classic", &token::CLASSIC, &[], |_| Vec::new());
                let of = (&mint, &token::CLASSIC);
                stage.world.give_of(of, &owner, 4 * AMOUNT);
                Token::plain(mint, token::CLASSIC)
            }
        };
        let money = Token::money(&stage.world);
        Self {
            stage,
            token,
            money,
            owner,
        }
    }

    /// Somebody else, with money and an account for the tokens.
    fn buyer(&mut self) -> Pubkey {
        let buyer = self.stage.world.investor("carol", 4 * AMOUNT);
        let welcome = self.token.welcome(&buyer, &buyer);
        self.stage.world.go(&welcome);
        buyer
    }

    fn parts(&mut self) -> (&mut Chain, Token, Token, Pubkey) {
        let (token, money) = (self.token.clone(), self.money.clone());
        (&mut self.stage.world, token, money, self.owner)
    }
}

/// A pool is made, bought from, sold to and emptied; the units of the first swap.
fn pool(program: Foreign, trial: &mut Trial) -> Result<u64, Failure> {
    let buyer = trial.buyer();
    let (world, token, money, owner) = trial.parts();
    let pool = Pool::plan(world, program, token, money);
    pool.create(world, &owner, (AMOUNT, AMOUNT))?;
    let bought = world.send(&[pool.buy(&buyer, AMOUNT)])?;
    world.send(&[pool.sell(&buyer, 1_000)])?;
    world.send(&[pool.deposit(&owner, LIQUIDITY / 10)])?;
    world.send(&[pool.withdraw(&owner, LIQUIDITY / 10 + LIQUIDITY)])?;
    Ok(last(&bought.units_of(&program.id)))
}

/// A market is made, sold on and left; the units of the swap.
fn order_book(trial: &mut Trial) -> Result<u64, Failure> {
    let buyer = trial.buyer();
    let (world, token, money, owner) = trial.parts();
    let book = OrderBook::plan(world, token, money);
    book.create(world)?;
    world.send(&[
        book.claim_seat(&owner),
        book.deposit_units(&owner, AMOUNT),
        book.ask(&owner, AMOUNT),
    ])?;
    let bought = world.send(&[book.buy(&buyer, AMOUNT / 2)])?;
    world.send(&[
        book.cancel(&owner, 0),
        book.withdraw_units(&owner, AMOUNT / 2),
        book.withdraw_money(&owner, AMOUNT / 2),
    ])?;
    Ok(last(&bought.units_of(&MANIFEST.id)))
}

/// A market lends money against tokens, and liquidates; the units of the deposit of tokens.
fn lending(program: Foreign, trial: &mut Trial) -> Result<u64, Failure> {
    let buyer = trial.buyer();
    let (world, token, money, owner) = trial.parts();
    let lender = Lender::open(world, program, token.program, &owner)?;
    let price = Price::new(world, "money", 1_000_000);
    let cash = lender.open_reserve(world, "money", (money, price), AMOUNT)?;
    let price = Price::new(world, "units", 1_000_000);
    let tokens = lender.open_reserve(world, "units", (token, price), AMOUNT)?;
    let loan = lender.open_loan(world, &owner);
    let deposit = world.send(&lender.deposit(&tokens, &owner, AMOUNT))?;
    world.send(&lender.pledge((&loan, &owner), &tokens, AMOUNT))?;
    world.send(&lender.borrow((&loan, &owner), (&cash, &tokens), AMOUNT / 2))?;
    tokens.price.set(world, 800_000);
    world.send(&lender.liquidate(&loan, (&cash, &tokens), &buyer, u64::MAX))?;
    world.send(&lender.redeem(&tokens, &buyer, 1_000))?;
    Ok(last(&deposit.units_of(&program.id)))
}

fn last(units: &[u64]) -> u64 {
    *units.last().expect("the program was called")
}

/// Tries a program with a form.
pub fn tried(program: Foreign, form: Form) -> Verdict {
    let mut trial = Trial::new(form);
    let outcome = match program {
        TOKEN_SWAP | TOKEN_SWAP_BOTH => pool(program, &mut trial),
        TOKEN_LENDING | TOKEN_LENDING_BOTH => lending(program, &mut trial),
        _ => order_book(&mut trial),
    };
    outcome.map_err(|failure| why(&failure))
}

#[test]
fn hooked_shares_enter_none_of_them() {
    let refusals = FOREIGN.map(|program| tried(program, Form::Hooked).expect_err("refused"));
    let expected = [
        // An account longer than those of the classic program.
        "spl-token-swap: error 5",
        // A transfer that does not name the mint, whose hook would be called.
        "Token-2022: error 31",
        // A transfer without the hook's accounts.
        "Token-2022: An account required by the instruction is missing",
        // No token program but the classic one.
        "spl-token-lending: incorrect program id for instruction",
        "Token-2022: error 31",
    ];
    assert_eq!(refusals, expected.map(str::to_owned));
}

#[test]
fn units_enter_whatever_takes_token_2022() {
    for program in [TOKEN_SWAP_BOTH, MANIFEST, TOKEN_LENDING_BOTH] {
        tried(program, Form::Wrapped).unwrap_or_else(|why| panic!("{}: {why}", program.published));
    }
    let refusals = [TOKEN_SWAP, TOKEN_LENDING]
        .map(|program| tried(program, Form::Wrapped).expect_err("refused"));
    let expected = ["spl-token-swap", "spl-token-lending"]
        .map(|program| format!("{program}: incorrect program id for instruction"));
    assert_eq!(refusals, expected);
}

#[test]
fn tokens_of_the_classic_program_enter_all_of_them() {
    for program in FOREIGN {
        tried(program, Form::Classic).unwrap_or_else(|why| panic!("{}: {why}", program.published));
    }
}

/// Whatever takes a token of SPL Token takes a share in that form.
#[test]
fn units_of_spl_token_enter_all_of_them() {
    for program in FOREIGN {
        tried(program, Form::ClassicUnits)
            .unwrap_or_else(|why| panic!("{}: {why}", program.published));
    }
}
