//! Chains with two deals, each with neighbours: a second tranche with a book, a second owner with a ticket, and records
//! of both in both tranches.

use crate::refusals::twins::{TICKET, Twin, Twins};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities_tests::{
    engine::Engine, lite::Lite, matrix::Case, offering::Offering, world::World,
};

/// A chain and the call of the first deal on it.
pub type Scene = (World<Lite>, Instruction);

/// A case: the instruction, who signs by the contract, and the chain with the call.
pub const fn case(
    instruction: &'static str,
    signers: &'static [&'static str],
    scene: fn() -> Scene,
) -> Case {
    Case {
        instruction,
        what: "",
        signers,
        roles: None,
        extra: &[],
        scene,
    }
}

/// The same with accounts that follow the named ones.
pub const fn with(case: Case, what: &'static str, extra: &'static [&'static str]) -> Case {
    Case {
        what,
        extra,
        ..case
    }
}

/// The call of the first deal.
pub fn own(twins: Twins, make: impl Fn(&Twin) -> Instruction) -> Scene {
    let call = make(&twins.own);
    (twins.world, call)
}

/// The name of a key of one of the two deals.
fn key(twin: &Twin, role: &str) -> String {
    format!(
        "{} {role}",
        if twin.name == "own" { "own" } else { "other" }
    )
}

/// The second owner of a deal.
pub fn second(world: &mut World<Lite>, twin: &Twin) -> Pubkey {
    world.person(&key(twin, "second"))
}

/// Gives both deals their neighbours, while their senior books are open.
pub fn crowded(mut twins: Twins) -> Twins {
    twins.each(|world, twin| {
        let bot = world.person(&key(twin, "bot"));
        twin.book_mut().bot = bot;
        let (deal, book) = (twin.deal.clone(), twin.book().clone());
        let second = second(world, twin);
        for owner in [twin.owner, second] {
            world.give(&owner, 4 * TICKET);
        }
        book.deposit(world, &deal, &second, TICKET);
        let junior = Offering::standard(world, &deal, 1, &key(twin, "junior line"));
        junior.deposit(world, &deal, &twin.owner, TICKET);
        records(world, twin, second);
    });
    twins
}

/// Records of both owners in both tranches, and accounts of a bot.
fn records(world: &mut World<Lite>, twin: &Twin, second: Pubkey) {
    for owner in [twin.owner, second] {
        for rank in [0, 1] {
            let record = securities_tests::address::holder(&twin.deal.class(rank).tranche, &owner);
            if world.engine.account(&record).is_none() {
                let welcome = twin.deal.welcome(rank, &twin.patron, &owner);
                world.go(&welcome);
            }
        }
    }
}

/// Records without books.
pub fn recorded(mut twins: Twins) -> Twins {
    twins.each(|world, twin| {
        let second = second(world, twin);
        world.give(&second, TICKET);
        records(world, twin, second);
    });
    twins
}

/// Locks both senior books, once their offers have ended.
pub fn locked(mut twins: Twins) -> Twins {
    let ends = twins.own.book().args.offer_ends;
    twins.world.engine.set_now(ends);
    twins.each(|world, twin| {
        let tips = twin
            .deal
            .fund_tips(twin.book(), &twin.patron, 10 * twin.book().args.tip + 1);
        world.go(&[tips]);
        world.go(&[twin.deal.lock_book(twin.book(), &twin.deal.sponsor)]);
        let second = second(world, twin);
        for owner in [twin.owner, second] {
            let welcome = twin.book().welcome(world, &twin.deal, &owner);
            if !welcome.is_empty() {
                world.go(&welcome);
            }
        }
    });
    twins
}

/// Settles all tickets of both senior books, and moves their proceeds to the vaults.
pub fn released(twins: Twins) -> Twins {
    let mut twins = settled(twins);
    twins.each(|world, twin| twin.book().release(world, &twin.deal));
    twins
}

/// Settles all tickets of both senior books.
pub fn settled(twins: Twins) -> Twins {
    let mut twins = locked(twins);
    twins.each(|world, twin| {
        for ticket in twin.book().tickets(world) {
            twin.book().settle(world, &twin.deal, ticket.id);
        }
    });
    twins
}
