//! The wrapped form of a class: units, and what one is.

use crate::{chain::Chain, form::Token};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::wrapper::value::WrapperValue;
use securities_tests::deal::Deal;

/// The wrapper of a class.
#[derive(Clone)]
pub struct Units {
    deal: Deal,
    rank: u8,
    /// The units.
    pub token: Token,
}

impl Units {
    /// The wrapper of a class, which need not be created yet.
    #[must_use]
    pub fn plan(deal: &Deal, rank: u8) -> Self {
        Self {
            deal: deal.clone(),
            rank,
            token: Token {
                decimals: deal.class(rank).terms.decimals,
                ..Token::plain(deal.unit_mint(rank), deal.class(rank).unit_program)
            },
        }
    }

    /// Creates the wrapper.
    #[must_use]
    pub fn create(&self) -> Instruction {
        self.deal.create_wrapper(self.rank, false)
    }

    /// Turns shares of an owner into units in its associated account, which it makes.
    #[must_use]
    pub fn wrap(&self, owner: &Pubkey, amount: u64) -> Vec<Instruction> {
        vec![
            self.deal.open_unit_account(self.rank, owner, owner),
            self.deal.wrap_shares(self.rank, owner, amount),
        ]
    }

    /// Turns units in an owner's associated account into shares on its record.
    #[must_use]
    pub fn unwrap(&self, owner: &Pubkey, amount: u64) -> Instruction {
        self.deal.unwrap_shares(self.rank, owner, amount)
    }

    /// What the program says that a unit is.
    pub fn value(&self, world: &mut Chain) -> WrapperValue {
        world.go(&[self.deal.wrapper_value(self.rank)]).returned()
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
