//! Accounts of the same security that are still the wrong ones: of the other tranche, of another book, of another
//! owner, or the vault of the security where the book's is meant.

use super::twins::{Stage, TICKET, Twins};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities_tests::{address, engine::Engine, offering::Offering};

/// The instruction with one account for another.
fn with(call: &Instruction, from: &Pubkey, to: &Pubkey) -> Instruction {
    let mut call = call.clone();
    let mut changed = 0;
    for meta in call.accounts.iter_mut().filter(|meta| meta.pubkey == *from) {
        meta.pubkey = *to;
        changed += 1;
    }
    assert_eq!(changed, 1, "the account is there once");
    call
}

#[test]
fn settling_takes_no_account_of_a_neighbour() {
    let mut twins = Twins::at(Stage::Deposited);
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    // A junior book with a ticket of the same owner, and a second owner in the senior book.
    let junior = Offering::standard(world, deal, 1, "junior line");
    junior.deposit(world, deal, &own.owner, TICKET);
    let second = world.investor("second owner", TICKET);
    let id = book.deposit(world, deal, &second, TICKET);
    book.lock(world, deal);
    junior.lock(world, deal);
    for owner in [own.owner, second] {
        for rank in [0, 1] {
            let welcome = deal.welcome(rank, &own.patron, &owner);
            world.go(&welcome);
        }
    }
    let call = deal.settle_ticket(book, &own.ticket());
    let ticket = |book: &Offering, owner, id| address::ticket(&book.book, owner, id);
    let holder = |rank: u8, owner: &Pubkey| address::holder(&deal.class(rank).tranche, owner);
    let cases = [
        (
            "the junior tranche",
            book.tranche,
            junior.tranche,
            "WrongTranche",
        ),
        ("the junior book", book.book, junior.book, "WrongTranche"),
        ("the junior line", book.line, junior.line, "WrongLine"),
        (
            "a ticket of the junior book",
            ticket(book, &own.owner, 0),
            ticket(&junior, &own.owner, 0),
            "WrongBook",
        ),
        (
            "another's ticket",
            ticket(book, &own.owner, 0),
            ticket(book, &second, id),
            "WrongRentPayer",
        ),
        (
            "the junior record",
            holder(0, &own.owner),
            holder(1, &own.owner),
            "WrongTranche",
        ),
        (
            "another's record",
            holder(0, &own.owner),
            holder(0, &second),
            "NotOwner",
        ),
        (
            "another's refund",
            deal.cash(&own.owner),
            deal.cash(&second),
            "WrongRefundAccount",
        ),
        (
            "another's shares",
            deal.share_account(0, &own.owner),
            deal.share_account(0, &second),
            "WrongShareAccount",
        ),
        (
            "junior shares",
            deal.share_account(0, &own.owner),
            deal.share_account(1, &own.owner),
            "WrongShareAccount",
        ),
        (
            "the junior share mint",
            book.share_mint,
            junior.share_mint,
            "WrongMint",
        ),
        ("the junior escrow", book.vault, junior.vault, "WrongVault"),
        ("another patron", own.patron, own.owner, "WrongRentPayer"),
    ];
    for (what, from, to, error) in cases {
        assert_eq!(world.refused(&[with(&call, &from, &to)]), error, "{what}");
    }
    world.go(&[call]);
}

#[test]
fn leaving_takes_no_account_of_a_neighbour() {
    let mut twins = Twins::at(Stage::Deposited);
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    let junior = Offering::standard(world, deal, 1, "junior line");
    junior.deposit(world, deal, &own.owner, TICKET);
    let thief = world.investor("thief", TICKET);
    let id = book.deposit(world, deal, &thief, TICKET);
    let call = deal.withdraw(book, (&own.owner, &own.patron), 0, TICKET);
    let ticket = |book: &Offering, owner, id| address::ticket(&book.book, owner, id);
    let cases = [
        ("the junior book", book.book, junior.book, "WrongLine"),
        ("the junior line", book.line, junior.line, "WrongLine"),
        (
            "a ticket of the junior book",
            ticket(book, &own.owner, 0),
            ticket(&junior, &own.owner, 0),
            "WrongBook",
        ),
        (
            "another's ticket",
            ticket(book, &own.owner, 0),
            ticket(book, &thief, id),
            "NotOwner",
        ),
        ("another signs", own.owner, thief, "NotOwner"),
        ("the junior escrow", book.vault, junior.vault, "WrongVault"),
        ("the security's vault", book.vault, deal.vault, "WrongVault"),
        ("another patron", own.patron, thief, "WrongRentPayer"),
    ];
    for (what, from, to, error) in cases {
        assert_eq!(world.refused(&[with(&call, &from, &to)]), error, "{what}");
    }
    let name = deal.set_refund_account(book, &own.owner, 0, &deal.cash(&thief));
    assert_eq!(
        world.refused(&[with(&name, &own.owner, &thief)]),
        "NotOwner",
        "refunds to another"
    );
    world.go(&[call]);
}

#[test]
fn claiming_takes_no_account_of_a_neighbour() {
    let mut twins = Twins::at(Stage::Paid);
    let (world, own) = (&mut twins.world, &twins.own);
    let deal = &own.deal;
    let thief = world.investor("thief", 1);
    for (rank, owner) in [(1, own.owner), (0, thief)] {
        let welcome = deal.welcome(rank, &own.patron, &owner);
        world.go(&welcome);
    }
    let call = deal.claim(0, &own.owner);
    let holder = |rank: u8, owner: &Pubkey| address::holder(&deal.class(rank).tranche, owner);
    let (senior, junior) = (deal.class(0).tranche, deal.class(1).tranche);
    let cases = [
        ("the junior tranche", senior, junior, "WrongTranche"),
        (
            "the junior record",
            holder(0, &own.owner),
            holder(1, &own.owner),
            "WrongTranche",
        ),
        (
            "another's record",
            holder(0, &own.owner),
            holder(0, &thief),
            "NotOwner",
        ),
        ("another signs", own.owner, thief, "NotOwner"),
        (
            "the book's escrow",
            deal.vault,
            own.book().vault,
            "WrongVault",
        ),
        (
            "a wallet's account",
            deal.vault,
            deal.cash(&thief),
            "WrongVault",
        ),
    ];
    for (what, from, to, error) in cases {
        assert_eq!(world.refused(&[with(&call, &from, &to)]), error, "{what}");
    }
    let pay = deal.pay_holders(0, &[own.owner]);
    let thiefs = with(&pay, &deal.cash(&own.owner), &deal.cash(&thief));
    assert_eq!(
        world.refused(&[thiefs]),
        "WrongPayoutAccount",
        "paid to another"
    );
    let other = with(&pay, &holder(0, &own.owner), &holder(1, &own.owner));
    assert_eq!(
        world.refused(&[other]),
        "WrongTranche",
        "a junior record in a senior batch"
    );
    let name = deal.set_payout_account(0, &own.owner, &deal.cash(&thief));
    assert_eq!(
        world.refused(&[with(&name, &own.owner, &thief)]),
        "NotOwner"
    );
    let close = deal.close_holder(0, &own.owner, &own.patron);
    assert_eq!(
        world.refused(&[with(&close, &own.owner, &thief)]),
        "NotOwner"
    );
    world.go(&[call]);
}

/// Somebody may open a record for another, but not say where it is paid.
#[test]
fn a_record_opened_for_another_is_paid_to_its_associated_account() {
    let mut twins = Twins::at(Stage::Structured);
    let (world, own) = (&mut twins.world, &twins.own);
    let thief = world.investor("thief", 1);
    let call = own.deal.open_holder(0, &own.patron, &own.owner);
    let thiefs = with(&call, &own.deal.cash(&own.owner), &own.deal.cash(&thief));
    assert_eq!(
        world.refused(std::slice::from_ref(&thiefs)),
        "PayoutNotAssociated"
    );
    let mut signed = thiefs;
    signed
        .accounts
        .iter_mut()
        .filter(|meta| meta.pubkey == own.owner)
        .for_each(|meta| meta.is_signer = true);
    world.go(&[signed]);
    let record = address::holder(&own.deal.class(0).tranche, &own.owner);
    assert!(world.engine.account(&record).is_some(), "its owner may");
    assert_eq!(world.refused(&[call]), "system 0", "twice");
}
