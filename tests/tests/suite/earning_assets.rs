//! Assets that earn while they wait: value in line is fixed at the deposit, the lock freezes each rate, and what a
//! deposit earned goes back to whoever made it.

mod course;
mod fallen;
mod stake_pool;
mod unlocked;

use crate::{
    on_both_engines,
    story::{self, WHOLE, told},
};
use anchor_lang::prelude::Pubkey;
use course::Course;
use securities::events::{EscrowClosed, TicketSettled};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    world::{Money, World},
};

on_both_engines! {
    what_an_asset_earned_goes_back_to_its_depositor_in_classic_money => classic;
    what_an_asset_earned_goes_back_to_its_depositor_in_token_2022_money => token_2022;
}

fn classic<E: Engine>() -> World<E> {
    earned(Money::Classic)
}

fn token_2022<E: Engine>() -> World<E> {
    earned(Money::Token2022)
}

/// A mint and its program.
type Kind = (Pubkey, Pubkey);

/// A deal of equity that may draw each of the mints to the sponsor.
fn deal_drawing<E: Engine>(world: &mut World<E>, mints: &[Kind]) -> Deal {
    story::deal_drawing(world, mints, vec![deal::junior(0)])
}

/// A person with units of an asset.
fn depositor<E: Engine>(
    world: &mut World<E>,
    (mint, program): &Kind,
    name: &str,
    units: u64,
) -> Pubkey {
    let owner = world.investor(name, 0);
    world.give_of((mint, program), &owner, units);
    owner
}

/// What a settlement of an asset's ticket must say and do: value accepted, units taken, units that go back.
fn settles<E: Engine>(
    world: &mut World<E>,
    deal: &Deal,
    book: &Offering,
    (id, accepted, units, back): (u32, u64, u64, u64),
) {
    let ticket = book.ticket(world, id);
    let account = book.asset(ticket.asset).account(&ticket.owner);
    let before = world.balance(&account);
    let welcome = book.welcome(world, deal, &ticket.owner);
    world.go(&welcome);
    let preview = book.preview(world, deal, id);
    assert_eq!((preview.accepted, preview.units_back), (accepted, back));
    let done = world.go(&[deal.settle_ticket(book, &ticket)]);
    told(&done, |event: &TicketSettled| {
        assert_eq!((event.ticket, event.accepted), (id, accepted));
        assert_eq!(
            (event.units, event.refunded, event.waiting),
            (units, back, 0)
        );
        assert_eq!(event.shares, preview.shares);
    });
    audit::check(world);
    assert_eq!(world.balance(&account) - before, back, "ticket {id}");
}

fn earned<E: Engine>(money: Money) -> World<E> {
    let mut course = Course::<E>::open(money);
    course.fills();
    course.leaves_in_part();
    course.locks();
    let (deal, book) = (course.deal.clone(), course.book.clone());
    let world = &mut course.world;
    // At 1.08 less of each unit is needed than when it came; the cap cuts Dan.
    for row in [
        (1, 106_000_000, 98_148_149, 1_851_851),
        (3, 91_500_000, 91_500_000, 8_500_000),
        (0, 52_500_000, 48_611_112, 1_388_889),
        (2, 200_000_000, 200_000_000, 0),
    ] {
        settles(world, &deal, &book, row);
    }
    for (name, shares) in [
        ("ana", 5_250_000),
        ("ben", 10_600_000),
        ("cleo", 20_000_000),
        ("dan", 9_150_000),
    ] {
        let owner = world.person(name);
        assert_eq!(story::shares(world, &deal, 0, &owner), shares, "{name}");
    }
    let state = book.state(world);
    assert_eq!(
        (state.accepted, state.refunded),
        (450 * WHOLE, 8_500_000),
        "in value, all that was locked"
    );
    course.receives_gifts();

    let world = &mut course.world;
    assert_eq!(
        world.refused(&[deal.close_escrow(&book, 1)]),
        "UnknownAsset",
        "the last goes first"
    );
    let mut twin = book.clone();
    twin.assets.truncate(2);
    world.go(&[deal.close_escrow(&book, 2)]);
    let done = world.go(&[deal.close_escrow(&twin, 1)]);
    told(&done, |event: &EscrowClosed| {
        assert_eq!((event.mint, event.donated), (course.earning.0, 30));
    });
    twin.assets.truncate(1);
    story::close(world, &deal, &twin);
    story::draw_all(world, &deal, 200 * WHOLE);
    course.draws(course.earning, 48_611_112 + 98_148_149, 100);
    course.draws(course.stable, 91_500_000, 0);
    course.world
}
