//! A market of `manifest-dex`: an order book that keeps what its traders have put in, units against money.

use crate::{
    chain::{Chain, MANIFEST},
    form::{Token, blank},
    wire::Wire,
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{instruction::Instruction, system_program},
};
use securities_tests::{
    engine::{Failure, Outcome},
    token,
};

/// Bytes of a market without orders.
const MARKET_LEN: usize = 256;

/// A market, by its addresses.
pub struct OrderBook {
    market: Pubkey,
    units: Token,
    money: Token,
    /// The market's account of units.
    pub unit_vault: Pubkey,
    /// The market's account of money.
    pub money_vault: Pubkey,
}

impl OrderBook {
    /// The addresses of a market that is not created yet.
    pub fn plan(world: &mut Chain, units: Token, money: Token) -> Self {
        let market = world.key("market");
        let vault = |mint: &Pubkey| {
            let seeds = [b"vault", market.as_ref(), mint.as_ref()];
            Pubkey::find_program_address(&seeds, &MANIFEST.id).0
        };
        Self {
            market,
            unit_vault: vault(&units.mint),
            money_vault: vault(&money.mint),
            units,
            money,
        }
    }

    /// Makes the market.
    ///
    /// # Errors
    /// Whatever refused it.
    pub fn create(&self, world: &mut Chain) -> Result<Outcome, Failure> {
        let account = blank(world, "market", MARKET_LEN, &MANIFEST.id);
        let create = Wire::new(MANIFEST.id, 0)
            .signs_and_writes(world.payer)
            .writes([self.market])
            .reads([system_program::ID, self.units.mint, self.money.mint])
            .writes([self.unit_vault, self.money_vault])
            .reads([token::CLASSIC, token::TOKEN_2022])
            .done();
        world.send(&[account, create])
    }

    /// Takes a trader in.
    #[must_use]
    pub fn claim_seat(&self, trader: &Pubkey) -> Instruction {
        Wire::new(MANIFEST.id, 1)
            .signs_and_writes(*trader)
            .writes([self.market])
            .reads([system_program::ID])
            .done()
    }

    /// Puts units in.
    #[must_use]
    pub fn deposit_units(&self, trader: &Pubkey, amount: u64) -> Instruction {
        self.move_in_or_out(2, trader, (&self.units, self.unit_vault), amount)
    }

    /// Takes units out.
    #[must_use]
    pub fn withdraw_units(&self, trader: &Pubkey, amount: u64) -> Instruction {
        self.move_in_or_out(3, trader, (&self.units, self.unit_vault), amount)
    }

    /// Takes money out.
    #[must_use]
    pub fn withdraw_money(&self, trader: &Pubkey, amount: u64) -> Instruction {
        self.move_in_or_out(3, trader, (&self.money, self.money_vault), amount)
    }

    fn move_in_or_out(
        &self,
        tag: u8,
        trader: &Pubkey,
        (side, vault): (&Token, Pubkey),
        amount: u64,
    ) -> Instruction {
        Wire::new(MANIFEST.id, tag)
            .signs_and_writes(*trader)
            .writes([self.market, side.account(trader), vault])
            .reads([side.program, side.mint])
            .numbers([amount])
            // No hint where the trader's seat is.
            .bytes(&[0])
            .done()
    }

    /// Offers units at one unit of money each.
    #[must_use]
    pub fn ask(&self, trader: &Pubkey, units: u64) -> Instruction {
        // No hint and no order to cancel; one order: 1 to the power of 0, an ask without an end.
        let order = [&1_u32.to_le_bytes()[..], &[0, 0], &[0; 4], &[0]].concat();
        self.update(trader)
            .bytes(&[0])
            .bytes(&0_u32.to_le_bytes())
            .bytes(&1_u32.to_le_bytes())
            .numbers([units])
            .bytes(&order)
            .done()
    }

    /// Cancels an order by its number.
    #[must_use]
    pub fn cancel(&self, trader: &Pubkey, order: u64) -> Instruction {
        self.update(trader)
            .bytes(&[0])
            .bytes(&1_u32.to_le_bytes())
            .numbers([order])
            .bytes(&[0])
            .bytes(&0_u32.to_le_bytes())
            .done()
    }

    fn update(&self, trader: &Pubkey) -> Wire {
        Wire::new(MANIFEST.id, 6)
            .signs_and_writes(*trader)
            .writes([self.market])
            .reads([system_program::ID])
    }

    /// Buys units from the best orders, for at most so much money, from wallet to wallet.
    #[must_use]
    pub fn buy(&self, buyer: &Pubkey, money: u64) -> Instruction {
        let mut wire = Wire::new(MANIFEST.id, 4)
            .signs_and_writes(*buyer)
            .writes([self.market])
            .reads([system_program::ID])
            .writes([
                self.units.account(buyer),
                self.money.account(buyer),
                self.unit_vault,
                self.money_vault,
            ])
            .reads([self.units.program]);
        if self.units.program == token::TOKEN_2022 {
            wire = wire.reads([self.units.mint]);
        }
        if self.units.program != self.money.program {
            wire = wire.reads([self.money.program]);
        }
        if self.money.program == token::TOKEN_2022 {
            wire = wire.reads([self.money.mint]);
        }
        // Money in, exactly so much, for at least one unit.
        wire.numbers([money, 1]).bytes(&[0, 1]).done()
    }
}
