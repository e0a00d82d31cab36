//! Events, as an indexer reads them: one for each instruction, numbered without a gap. (Every scenario on the bytecode
//! follows the numbers as well.)

use crate::payouts::{self, STAKE, source};
use anchor_lang::{
    event::EVENT_IX_TAG_LE,
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::events::{
    BookLocked, Claimed, Deposited, Distributed, HoldersPaid, SharesMoved, TicketSettled, Withdrawn,
};
use securities_tests::{
    address,
    deal::Deal,
    engine::Engine,
    events,
    lite::Lite,
    offering::Offering,
    read,
    world::{Money, World},
};
use std::collections::BTreeSet;

/// A million, or what a distribution of a million leaves a half owner.
const MILLION: u64 = 1_000_000;

#[test]
fn every_instruction_emits_one_event_with_the_next_number_and_what_happened() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    assert_eq!(
        world.sequences[&deal.security], 4,
        "a security, two tranches, a waterfall"
    );
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let (alice, bob) = (
        world.investor("alice", 2 * STAKE),
        world.investor("bob", STAKE),
    );

    let done = world.go(&[deal.deposit(&book, (&alice, &alice), 0, 2 * STAKE, 1)]);
    let event = &events::of::<Deposited>(&done)[0];
    assert_eq!(
        (event.ticket, event.owner, event.amount, event.sequence),
        (0, alice, 2 * STAKE, 1)
    );
    let done = world.go(&[deal.withdraw(&book, (&alice, &alice), 0, STAKE)]);
    let event = &events::of::<Withdrawn>(&done)[0];
    assert_eq!(
        (event.amount, event.remaining, event.sequence),
        (STAKE, STAKE, 2)
    );
    book.deposit(&mut world, &deal, &bob, STAKE);
    world.engine.set_now(book.args.offer_ends);
    let done = world.go(&[deal.lock_book(&book, &deal.sponsor)]);
    let event = &events::of::<BookLocked>(&done)[0];
    assert_eq!((event.locked, event.tickets), (2 * STAKE, 2));

    for id in [0, 1] {
        let ticket = book.ticket(&mut world, id);
        let welcome = deal.welcome(1, &world.payer, &ticket.owner);
        world.go(&welcome);
        let done = world.go(&[deal.settle_ticket(&book, &ticket)]);
        let event = &events::of::<TicketSettled>(&done)[0];
        assert_eq!((event.ticket, event.owner), (id, ticket.owner));
        assert_eq!(
            (event.accepted, event.refunded, event.waiting, event.shares),
            (STAKE, 0, 0, STAKE)
        );
    }
    let done = world.go(&[
        deal.transfer_shares(1, &alice, &bob, 5),
        deal.transfer_shares(1, &bob, &alice, 5),
    ]);
    assert!(
        events::headers(&done).is_empty(),
        "the hook's event has no number"
    );
    let moved: Vec<SharesMoved> = events::logged(&done);
    assert_eq!(
        (moved[0].from, moved[0].to, moved[0].amount),
        (alice, bob, 5),
        "it is logged"
    );
    assert_eq!((moved.len(), moved[1].tranche), (2, deal.class(1).tranche));

    let payer = world.investor("servicer", 2 * MILLION);
    let done = world.go(&[deal.post_distribution(&payer, 0, source(0, 2 * MILLION))]);
    let event = &events::of::<Distributed>(&done)[0];
    assert_eq!(
        (event.gross, event.tiers.iter().sum::<u64>()),
        (2 * MILLION, 2 * MILLION)
    );
    let done = world.go(&[deal.pay_holders(1, &[alice, alice])]);
    let event = &events::of::<HoldersPaid>(&done)[0];
    assert_eq!((event.payments.len(), event.skipped), (1, 1));
    assert_eq!(
        (event.payments[0].owner, event.payments[0].amount),
        (alice, MILLION)
    );
    let done = world.go(&[deal.claim(1, &bob)]);
    let event = &events::of::<Claimed>(&done)[0];
    assert_eq!((event.owner, event.amount), (bob, MILLION));

    let security: securities::security::state::Security =
        read::state(&mut world.engine, &deal.security);
    assert_eq!(
        world.sequences[&deal.security], security.event_sequence,
        "none was missed"
    );
    let of_book: securities::book::state::Book = read::state(&mut world.engine, &book.book);
    assert_eq!(world.sequences[&book.book], of_book.event_sequence);
    assert_eq!(
        (security.event_sequence, of_book.event_sequence),
        (10, 6),
        "one for each of the program's instructions, of the security or of its book"
    );
}

/// Whether two instructions can run at the same time: neither writes what the other takes.
fn meet(one: &Instruction, other: &Instruction) -> bool {
    let writes = |call: &Instruction| -> BTreeSet<Pubkey> {
        let written = call.accounts.iter().filter(|meta| meta.is_writable);
        written.map(|meta| meta.pubkey).collect()
    };
    let takes = |call: &Instruction| -> BTreeSet<Pubkey> {
        call.accounts.iter().map(|meta| meta.pubkey).collect()
    };
    !writes(one).is_disjoint(&takes(other)) || !writes(other).is_disjoint(&takes(one))
}

#[test]
fn a_hot_book_and_a_payment_run_of_its_class_do_not_wait_for_each_other() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (deal, owners) = payouts::owned_by(&mut world, &["alice", "bob"]);
    let payments = [deal.pay_holders(1, &owners), deal.claim(1, &owners[0])];
    let mut book = Offering::plan(&mut world, &deal, 1, 1, "line 2");
    let dora = world.investor("dora", STAKE);
    let calls = |book: &Offering| {
        let who = (&dora, &dora);
        [
            deal.deposit(book, who, 0, STAKE, 1),
            deal.withdraw(book, who, 0, STAKE),
            deal.commit(book, &dora, 0, 1),
            deal.uncommit(book, &dora, 0),
            deal.cast_vote(book, &dora, 0, true),
            deal.move_up(book, &dora, 0),
        ]
    };
    for call in calls(&book) {
        for payment in &payments {
            assert!(!meet(&call, payment));
        }
    }
    assert!(
        meet(&payments[0], &payments[1]),
        "payments wait for each other"
    );
    // Consent to a book of a group is held against the security, which says whether the group is complete.
    book.args.group = 1;
    let waiting = calls(&book)
        .iter()
        .filter(|call| meet(call, &payments[0]))
        .count();
    assert_eq!(waiting, 2, "a deposit that consents, and a commitment");
}

#[test]
fn nobody_but_the_program_calls_with_an_event() {
    let mut world = World::<Lite>::new(Money::Classic);
    let stranger = world.person("stranger");
    let authority = address::event_authority();
    let meta = |key, signs| AccountMeta::new_readonly(key, signs);
    let event = [EVENT_IX_TAG_LE, &[7; 40]].concat();
    let calls = [
        ("no account", vec![], &event[..]),
        (
            "the authority, unsigned",
            vec![meta(authority, false)],
            &event,
        ),
        ("another signer", vec![meta(stranger, true)], &event),
        (
            "the authority unsigned, and a signer",
            vec![meta(authority, false), meta(stranger, true)],
            &event,
        ),
        ("the tag alone", vec![meta(authority, false)], &event[..8]),
        ("half a tag", vec![meta(authority, false)], &event[..4]),
        ("nothing", vec![], &[]),
    ];
    for (what, accounts, data) in calls {
        let call = Instruction {
            program_id: securities::ID,
            accounts,
            data: data.to_vec(),
        };
        assert!(world.attempt(&[call]).is_err(), "{what}");
    }
}

#[test]
fn the_bytecode_says_whom_to_tell_of_a_fault() {
    let bytecode = securities_tests::lite::bytecode();
    let mark = b"=======BEGIN SECURITY.TXT V1=======";
    assert!(bytecode.windows(mark.len()).any(|bytes| bytes == mark));
}
