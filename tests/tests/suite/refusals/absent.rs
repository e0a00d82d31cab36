//! Accounts that may be left out: empty, of another, or of an owner who has none.

use super::twins::{Stage, TICKET, Twins};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities_tests::{address, audit, engine::Engine, world::DAY};

/// A book whose tranche wants no credential settles every ticket that is accepted: whatever stands in for the owner's
/// record, it is no ground to give the money back.
#[test]
fn an_accepted_ticket_of_a_plain_book_is_not_refunded_whatever_record_is_shown() {
    let mut twins = Twins::at(Stage::Deposited);
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    let second = world.investor("second owner", TICKET);
    book.deposit(world, deal, &second, TICKET);
    let welcome = deal.welcome(0, &own.patron, &second);
    world.go(&welcome);
    book.lock(world, deal);
    let refund = deal.refund_ticket(book, &own.ticket());
    let showing = |shown: &[Pubkey]| {
        let mut call: Instruction = refund.clone();
        let shown = shown
            .iter()
            .map(|address| AccountMeta::new(*address, false));
        call.accounts.extend(shown);
        call
    };
    let record = |owner: &Pubkey| address::holder(&deal.class(0).tranche, owner);
    let gone = record(&own.owner);
    assert!(
        world.engine.account(&gone).is_none(),
        "no record of its own"
    );
    // At once, when an offering with credentials would have ended, and long after.
    for later in [0, 30, 400] {
        world.pass(later * DAY);
        for (what, shown) in [
            ("nothing", vec![]),
            ("its address, where there is none", vec![gone]),
            ("its address twice", vec![gone, gone]),
            ("the record of another", vec![record(&second)]),
            ("what is no record", vec![deal.class(0).tranche]),
            ("the program", vec![securities::ID]),
        ] {
            assert_eq!(world.refused(&[showing(&shown)]), "NotRefunding", "{what}");
        }
    }
    let welcome = deal.welcome(0, &own.patron, &own.owner);
    world.go(&welcome);
    for shown in [vec![], vec![gone]] {
        assert_eq!(
            world.refused(&[showing(&shown)]),
            "NotRefunding",
            "with a record"
        );
    }
    world.go(&[deal.settle_ticket(book, &own.ticket())]);
    audit::check(world);
}
