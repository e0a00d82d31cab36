//! The token of an SPL stake pool in a book that settles in wrapped SOL: its rate is what the pool reckoned in this
//! epoch, and nothing else.

use super::{deal_drawing, depositor, settles};
use crate::{
    on_both_engines,
    story::{self, WHOLE},
};
use anchor_lang::prelude::Pubkey;
use securities::rate::stake_pool::PROGRAM;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::{Account, Engine},
    offering::Offering,
    terms::Asset,
    token::CLASSIC,
    world::{Money, World},
};

on_both_engines! {
    a_stake_pools_token_counts_at_its_own_rate_and_keeps_its_yield => pooled;
}

/// A stake pool as its program lays it out: 611 bytes without gaps, of which these matter. The kind of account
/// is 1; the manager, the staker and the stake deposit authority; a bump; the validator list, the reserve; the pool's
/// mint; the manager's fee account, the token program; lamports under management, supply, and the epoch of the last
/// update.
fn pool_account(mint: &Pubkey, lamports: u64, supply: u64, epoch: u64) -> Account {
    let mut data = vec![1];
    for filler in [11, 12, 13] {
        data.extend([filler; 32]);
    }
    data.push(254);
    for filler in [14, 15] {
        data.extend([filler; 32]);
    }
    data.extend(mint.to_bytes());
    data.extend([16; 32]);
    data.extend(CLASSIC.to_bytes());
    for number in [lamports, supply, epoch] {
        data.extend(number.to_le_bytes());
    }
    data.resize(611, 0);
    Account {
        lamports: 10_000_000,
        data,
        owner: PROGRAM,
    }
}

struct Pooled<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    mint: Pubkey,
    pool: Pubkey,
    epoch: u64,
}

impl<E: Engine> Pooled<E> {
    fn update(&mut self, lamports: u64, supply: u64, epoch: u64) {
        let account = pool_account(&self.mint, lamports, supply, epoch);
        self.world.engine.set_account(&self.pool, account);
    }

    /// A pool of 1.05 lamports a token.
    fn open() -> Self {
        let mut world = World::<E>::new(Money::WrappedSol);
        let mint = world.new_mint("pool token", &CLASSIC, &[], |_| Vec::new());
        let kind = (mint, CLASSIC);
        let deal = deal_drawing(&mut world, &[kind]);
        let mut book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            args.minimum = 200 * WHOLE;
        });
        let pool = world.key("pool");
        let epoch = world.engine.epoch();
        let asset = Asset::par(&deal, &book.book, &mint, &CLASSIC).of_stake_pool(&pool);
        world
            .engine
            .set_account(&pool, pool_account(&mint, 1_050, 1_000, epoch));
        book.add_asset(&mut world, &deal, asset);
        audit::check(&mut world);
        Self {
            world,
            deal,
            book,
            mint,
            pool,
            epoch,
        }
    }

    fn deposit_refused(&mut self, owner: &Pubkey) -> String {
        let id = self.book.state(&mut self.world).next_ticket;
        let units = (1, 100 * WHOLE);
        let deposit = self
            .deal
            .deposit_asset(&self.book, (owner, owner), id, units, 2);
        self.world.refused(&[deposit])
    }
}

fn pooled<E: Engine>() -> World<E> {
    let mut case = Pooled::<E>::open();
    let ana = depositor(&mut case.world, &(case.mint, CLASSIC), "ana", 100 * WHOLE);
    let ben = case.world.investor("ben", 100 * WHOLE);
    let epoch = case.epoch;
    case.update(1_050, 1_000, epoch + 1);
    assert_eq!(case.deposit_refused(&ana), "StaleRate", "another epoch");
    case.update(0, 0, epoch);
    assert_eq!(case.deposit_refused(&ana), "StaleRate", "an empty pool");
    case.update(1_050, 1_000, epoch);
    let units = (1, 100 * WHOLE);
    case.book
        .deposit_asset(&mut case.world, &case.deal, &ana, units);
    case.book
        .deposit(&mut case.world, &case.deal, &ben, 100 * WHOLE);
    audit::check(&mut case.world);
    assert_eq!(case.book.ticket(&mut case.world, 0).value, 105 * WHOLE);

    // Who sends lamports to the pool moves nothing; what the pool reckons does.
    case.world.engine.set_now(case.book.args.offer_ends);
    case.update(1_200, 1_000, epoch + 7);
    let lock = case.deal.lock_book(&case.book, &case.deal.sponsor);
    assert_eq!(case.world.refused(std::slice::from_ref(&lock)), "StaleRate");
    case.update(1_200, 1_000, epoch);
    case.world.go(&[lock]);
    audit::check(&mut case.world);
    case.update(2_000, 1_000, epoch);
    let rows = [
        (0, 105 * WHOLE, 87_500_000, 12_500_000),
        (1, 100 * WHOLE, 100 * WHOLE, 0),
    ];
    for row in rows {
        settles(&mut case.world, &case.deal, &case.book, row);
    }
    for (owner, bought) in [(ana, 105), (ben, 100)] {
        let held = story::shares(&mut case.world, &case.deal, 0, &owner);
        assert_eq!(held, bought * WHOLE);
    }

    story::close(&mut case.world, &case.deal, &case.book);
    story::draw_all(&mut case.world, &case.deal, 100 * WHOLE);
    let to = address::token_account(&case.deal.sponsor, &case.mint, &CLASSIC);
    let draw = case
        .deal
        .draw_proceeds_in((&case.mint, &CLASSIC), &to, 87_500_000);
    case.world.go(&[draw]);
    audit::check(&mut case.world);
    assert_eq!(case.world.balance(&to), 87_500_000);
    case.world
}
