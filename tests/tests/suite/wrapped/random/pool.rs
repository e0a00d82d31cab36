//! A pool of constant product, which knows of no wrapper: it holds units in a plain token account, as any pool holds any
//! token, and money in another. Its swaps and its liquidity are reckoned here; its accounts are real.

use super::{Play, model::Model};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities_tests::{
    engine::Engine,
    token::{self, CLASSIC},
};

/// Of what comes in for a swap, this part is reckoned with; the rest stays in the pool.
const KEPT: [u128; 2] = [997, 1_000];
/// The most money that somebody brings to a new pool.
const MOST: u64 = 1 << 30;

pub struct Pool {
    /// The pool's place among the model's owners, after everybody else.
    pub at: usize,
    authority: Pubkey,
    pub units: Pubkey,
    pub money: Pubkey,
    /// Liquidity, of each provider.
    liquidity: Vec<u64>,
}

/// What goes in and out of the pool: units and money.
#[derive(Clone, Copy)]
enum Way {
    In,
    Out,
}

impl Pool {
    /// Opens its accounts. Its authority is an address of a program on a chain where everybody's is.
    pub fn new<E: Engine>(scene: &mut super::Scene<E>, at: usize) -> Self {
        let authority = scene.world.key("pool");
        let (mint, money) = (scene.deal.unit_mint(0), scene.world.mint);
        let program = scene.deal.class(0).unit_program;
        let world = &mut scene.world;
        Self {
            at,
            authority,
            units: world.new_token_account("units of the pool", &mint, &authority, &program),
            money: world.new_token_account("money of the pool", &money, &authority, &CLASSIC),
            liquidity: vec![0; at],
        }
    }

    fn all(&self) -> u128 {
        self.liquidity.iter().map(|one| u128::from(*one)).sum()
    }

    /// Units and money that the pool has.
    fn sides(&self, model: &Model) -> [u128; 2] {
        let own = &model.owners[self.at];
        [own.units, own.purse[0]].map(u128::from)
    }
}

impl<E: Engine> Play<E> {
    /// Moves units, and money, into the pool or out of it, in one transaction; and so in the model.
    fn exchange(&mut self, at: usize, units: (Way, u64), money: (Way, u64)) {
        let now = self.scene.world.engine.now();
        let owner = self.scene.owners[at];
        let deal = &self.scene.deal;
        let (class, pool) = (deal.class(0), &self.pool);
        let sides = [
            (
                units,
                class.unit_program,
                deal.unit_mint(0),
                (deal.unit_account(0, &owner), pool.units),
            ),
            (money, CLASSIC, deal.mint, (deal.cash(&owner), pool.money)),
        ];
        let calls: Vec<Instruction> = sides
            .into_iter()
            .map(|((way, amount), program, mint, (own, pools))| {
                let (from, to, authority) = match way {
                    Way::In => (own, pools, owner),
                    Way::Out => (pools, own, pool.authority),
                };
                token::transfer(&program, &from, &mint, &to, &authority, amount)
            })
            .collect();
        self.scene.world.go(&calls);
        self.model.pass(now, super::NONE);
        let pair = |way| match way {
            Way::In => (at, self.pool.at),
            Way::Out => (self.pool.at, at),
        };
        let (from, to) = pair(units.0);
        self.model.give(from, to, units.1);
        let (from, to) = pair(money.0);
        self.model.pay(from, to, money.1);
    }

    /// Somebody buys units for money, or sells them.
    pub fn swap(&mut self, at: usize, buys: bool) {
        let [units, money] = self.pool.sides(&self.model);
        let own = &self.model.owners[at];
        let most = if buys {
            own.purse[0].min(2 * money as u64)
        } else {
            own.units
        };
        if units == 0 || money == 0 || most == 0 {
            return;
        }
        let brought = self.part(most);
        let counted = u128::from(brought) * KEPT[0] / KEPT[1];
        let (from, to) = if buys { (money, units) } else { (units, money) };
        let given = (to * counted / (from + counted)) as u64;
        if given == 0 {
            return;
        }
        if buys {
            self.exchange(at, (Way::Out, given), (Way::In, brought));
        } else {
            self.exchange(at, (Way::In, brought), (Way::Out, given));
        }
        let [more, other] = self.pool.sides(&self.model);
        assert!(more * other >= units * money, "no swap takes of the pool");
        self.done.swaps += 1;
    }

    /// Somebody brings both, as the pool has them, for liquidity.
    pub fn join(&mut self, at: usize) {
        let own = &self.model.owners[at];
        let (has, purse) = (own.units, own.purse[0].min(MOST));
        if has == 0 || purse == 0 {
            return;
        }
        let (units, all) = (self.part(has), self.pool.all());
        let [pools, money] = self.pool.sides(&self.model);
        let (liquidity, brings) = if all == 0 {
            let money = self.part(purse);
            (
                (u128::from(units) * u128::from(money)).isqrt(),
                [units, money],
            )
        } else {
            let liquidity = u128::from(units) * all / pools;
            let part = |side: u128| (side * liquidity).div_ceil(all) as u64;
            (liquidity, [part(pools), part(money)])
        };
        if liquidity == 0 || brings[1] > self.model.owners[at].purse[0] {
            return;
        }
        self.exchange(at, (Way::In, brings[0]), (Way::In, brings[1]));
        self.pool.liquidity[at] += liquidity as u64;
        self.done.joins += 1;
    }

    /// Somebody takes out what some of its liquidity is of both.
    pub fn part_from_pool(&mut self, at: usize, some: u64) {
        let all = self.pool.all();
        let of = |side: u128| (side * u128::from(some) / all) as u64;
        let [units, money] = self.pool.sides(&self.model).map(of);
        self.exchange(at, (Way::Out, units), (Way::Out, money));
        self.pool.liquidity[at] -= some;
        self.done.leaves += 1;
    }

    /// The same, if it has any.
    pub fn leave(&mut self, at: usize) {
        let has = self.pool.liquidity[at];
        if has > 0 {
            let some = self.part(has);
            self.part_from_pool(at, some);
        }
    }

    /// Everybody leaves, and nothing is left: neither units, nor money, nor what units earned while they were here.
    pub fn empty(&mut self) {
        for at in 0..self.pool.at {
            let has = self.pool.liquidity[at];
            if has > 0 {
                self.part_from_pool(at, has);
                self.compare();
            }
        }
        let own = &self.model.owners[self.pool.at];
        assert_eq!((own.units, own.purse), (0, [0; 2]), "the pool is empty");
        assert_eq!(own.whole, [0; 2], "and keeps nothing of what units earned");
    }
}
