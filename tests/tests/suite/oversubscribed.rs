//! First come, first served: the cap cuts the ticket at the margin, and whoever is behind has all its money again.

use crate::on_both_engines;
use securities::security::state::Security;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    model::Line,
    offering::Offering,
    read,
    world::{Money, World},
};

const BILLION: u64 = 1_000_000_000;

on_both_engines! {
    money_is_accepted_in_line_order_to_the_cap_and_who_left_moves_the_rest_up => oversubscribed;
    the_order_of_settlement_changes_nothing => settled_backwards;
}

fn oversubscribed<E: Engine>() -> World<E> {
    course(&[4, 2, 0, 3, 5])
}

fn settled_backwards<E: Engine>() -> World<E> {
    course(&[5, 4, 3, 2, 0])
}

/// Six tickets for a cap of ten; the second leaves wholly and the fifth in part.
fn course<E: Engine>(order: &[u32]) -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book =
        Offering::standard_with(&mut world, &deal, 0, "line", |args| args.cap = 10 * BILLION);
    let amounts = [4, 3, 2, 3, 7, 2].map(|billions| billions * BILLION);
    let mut owners = Vec::new();
    for (number, amount) in amounts.iter().enumerate() {
        let owner = world.investor(&format!("investor {number}"), *amount);
        book.deposit(&mut world, &deal, &owner, *amount);
        owners.push(owner);
    }
    book.withdraw(&mut world, &deal, &owners[1], 1, 3 * BILLION);
    book.withdraw(&mut world, &deal, &owners[4], 4, 2 * BILLION);
    audit::check(&mut world);
    book.lock(&mut world, &deal);

    let line = Line {
        tickets: [4, 0, 2, 3, 5, 2]
            .map(|billions| billions * BILLION)
            .to_vec(),
    };
    let accepted = line.accepted(10 * BILLION);
    assert_eq!(
        accepted,
        [4, 0, 2, 3, 1, 0].map(|billions| billions * BILLION),
        "the fifth is at the margin"
    );
    for place in order {
        book.settle(&mut world, &deal, *place);
        audit::check(&mut world);
    }
    for (place, owner) in owners.iter().enumerate() {
        assert_eq!(
            world.wealth(owner),
            amounts[place] - accepted[place],
            "place {place} has back what was not accepted"
        );
        let shares = world.balance(&deal.share_account(0, owner));
        assert_eq!(
            shares,
            accepted[place] / 1_000,
            "place {place} has shares for what was"
        );
    }
    let state = book.state(&mut world);
    assert_eq!(
        (state.accepted, state.refunded),
        (10 * BILLION, 6 * BILLION),
        "the cap is full"
    );
    book.release(&mut world, &deal);
    world.go(&[deal.close_book(&book)]);
    let security = read::state::<Security>(&mut world.engine, &deal.security);
    assert_eq!(
        security.vault().treasury,
        10 * BILLION,
        "and is the proceeds"
    );
    assert_eq!(world.balance(&deal.vault), 10 * BILLION, "to the unit");
    world
}
