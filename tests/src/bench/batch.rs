//! Paying holders in batches.

use super::{
    instructions::month,
    page::{Line, Page},
    size,
};
use crate::{
    deal::Deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{Money, World},
};
use anchor_lang::prelude::Pubkey;

/// The most holders the program takes in a batch.
const MOST: usize = securities::cash::distribution::pay_holders::MAX_BATCH;

/// Measures batches of one and of eleven holders, in both kinds of money.
pub fn measure(page: &mut Page) {
    for (money, shown) in [
        (Money::Classic, "classic money"),
        (Money::Token2022, "Token-2022 money"),
    ] {
        let (mut world, deal, owners) = holders(money);
        let mut units = |owners: &[Pubkey], number| {
            let servicer = world.investor("servicer", 100_000_000);
            let now = world.engine.now();
            world.go(&[deal.post_distribution(&servicer, number, month(now, 100_000_000))]);
            world
                .go(&[deal.pay_holders(1, owners)])
                .units_of(&securities::ID)[0]
        };
        let one = units(&owners[..1], 0);
        let eleven = units(&owners[..11], 1);
        let line = |what: &str, measured, budget| Line {
            what: format!("{what}, {shown}"),
            measured,
            budget,
            bytes: None,
        };
        page.batches
            .push(line("one holder, compute units", one, None));
        page.batches.push(line(
            "each holder more, compute units",
            (eleven - one) / 10,
            Some(9_000),
        ));
        if money == Money::Classic {
            let fits = |size: fn(
                &Pubkey,
                &anchor_lang::solana_program::instruction::Instruction,
            ) -> usize| {
                let fit = |count: &usize| {
                    size(&world.payer, &deal.pay_holders(1, &owners[..*count])) <= size::LIMIT
                };
                (1..=MOST).filter(fit).max().unwrap_or_default() as u64
            };
            let plain = |what: &str, measured, budget| Line {
                what: what.to_owned(),
                measured,
                budget,
                bytes: None,
            };
            page.batches.push(plain(
                "holders in a transaction with a lookup table",
                fits(size::with_lookup_table),
                Some(10),
            ));
            page.batches.push(plain(
                "holders in a transaction without one",
                fits(size::legacy),
                None,
            ));
        }
    }
}

fn holders(money: Money) -> (World<Lite>, Deal, Vec<Pubkey>) {
    let mut world = World::new(money);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::plan(&mut world, &deal, 1, 0, "line");
    book.args.minimum = 1_000_000;
    book.open(&mut world, &deal, 32);
    let owners: Vec<_> = (0..MOST)
        .map(|at| world.investor(&format!("holder {at}"), 100_000_000))
        .collect();
    let tickets: Vec<_> = owners.iter().map(|owner| (*owner, 100_000_000)).collect();
    book.sell(&mut world, &deal, &tickets);
    (world, deal, owners)
}
