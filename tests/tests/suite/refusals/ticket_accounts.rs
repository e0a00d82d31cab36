//! The accounts of the instructions of tickets, where a book has all that it can have.

use super::{
    furnished,
    twins::{Stage, TICKET, Twins},
};
use securities::book::{poll::PollArgs, state::AllocationRule};
use securities_tests::{
    matrix::{Row, check, row},
    world::{BEGIN, DAY},
};

#[test]
fn open_stake_refuses_every_wrong_account() {
    let mut twins = furnished::opened();
    let subject =
        twins.subject(|twin| twin.deal.open_stake(twin.book(), &twin.patron, &twin.owner));
    #[rustfmt::skip]
    let expected = [
        row("payer", "free", "-", "AccountNotSigner", "ConstraintMut"),
        row("owner", "ConstraintSeeds", "ConstraintSeeds", "-", "-"),
        row("book", "ConstraintSeeds", "AccountOwnedByWrongProgram", "-", "-"),
        row("stake", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
    ];
    check(&mut twins.world, "open_stake", &subject, &expected);
}

#[test]
fn close_stake_refuses_every_wrong_account() {
    let mut twins = furnished::opened();
    twins.each(|world, twin| {
        let open = twin.deal.open_stake(twin.book(), &twin.patron, &twin.owner);
        world.go(&[open]);
    });
    let subject = twins.subject(|twin| {
        twin.deal
            .close_stake(twin.book(), &twin.patron, &twin.owner)
    });
    #[rustfmt::skip]
    let expected = [
        row("book", "WrongBook", "WrongBook", "-", "-"),
        row("stake", "WrongBook", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
    ];
    check(&mut twins.world, "close_stake", &subject, &expected);
}

#[test]
fn deposit_of_an_asset_refuses_every_wrong_account() {
    let mut twins = furnished::opened();
    twins.each(|world, twin| {
        let open = twin.deal.open_stake(twin.book(), &twin.patron, &twin.owner);
        world.go(&[open]);
    });
    let subject = twins.subject(|twin| {
        let who = (&twin.owner, &twin.patron);
        let units = (1, TICKET / 2);
        twin.deal.deposit_asset(twin.book(), who, 0, units, 5)
    });
    #[rustfmt::skip]
    let expected = [
        row("owner", "ConstraintSeeds", "-", "AccountNotSigner", "-"),
        row("payer", "free", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("ticket", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("stake", "WrongBook", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("holder, none", "-", "AccountOwnedByWrongProgram", "-", "-"),
        row("source", "InvalidAccountData", "InvalidAccountData", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("rate_source", "WrongRateSource", "WrongRateSource", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "free", "-", "-"),
    ];
    check(&mut twins.world, "deposit", &subject, &expected);
}

#[test]
fn withdraw_of_an_asset_refuses_every_wrong_account() {
    let mut twins = furnished::deposited();
    let subject = twins.subject(|twin| {
        let who = (&twin.owner, &twin.patron);
        twin.deal.withdraw_asset(twin.book(), who, 0, (1, TICKET))
    });
    #[rustfmt::skip]
    let expected = [
        row("owner", "NotOwner", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("ticket", "NotOwner", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("stake", "WrongBook", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        row("destination", "InvalidAccountData", "InvalidAccountData", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "withdraw", &subject, &expected);
}

#[rustfmt::skip]
const OWN: [Row; 7] = [
    row("owner", "NotOwner", "-", "AccountNotSigner", "-"),
    row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
    row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
    row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
    row("ticket", "NotOwner", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
    row("event_authority", "-", "ConstraintAddress", "-", "-"),
    row("program", "-", "MissingAccount", "-", "-"),
];

#[test]
fn commit_uncommit_and_cast_vote_refuse_every_wrong_account() {
    let mut twins = Twins::at(Stage::Deposited);
    let subject = twins.subject(|twin| twin.deal.uncommit(twin.book(), &twin.owner, 0));
    check(&mut twins.world, "uncommit", &subject, &OWN);
    let subject = twins.subject(|twin| twin.deal.commit(twin.book(), &twin.owner, 0, 1));
    check(&mut twins.world, "commit", &subject, &OWN);
    twins.each(|world, twin| {
        let poll = PollArgs {
            subject_sha256: [2; 32],
            ends_at: BEGIN + DAY,
            new_deadline: 0,
        };
        world.go(&[twin.deal.open_poll(twin.book(), poll)]);
    });
    let subject = twins.subject(|twin| twin.deal.cast_vote(twin.book(), &twin.owner, 0, true));
    check(&mut twins.world, "cast_vote", &subject, &OWN);
}

#[test]
fn approve_ticket_refuses_every_wrong_account() {
    let mut twins = Twins::with(Stage::Deposited, |args| {
        args.allocation = AllocationRule::Discretionary;
    });
    let subject = twins.subject(|twin| {
        twin.deal
            .approve_ticket(twin.book(), &twin.owner, 0, TICKET)
    });
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "-"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("ticket", "WrongBook", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "approve_ticket", &subject, &expected);
}

#[test]
fn preview_ticket_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Deposited);
    let subject = twins.subject(|twin| twin.deal.preview_ticket(twin.book(), &twin.owner, 0));
    #[rustfmt::skip]
    let expected = [
        row("tranche", "WrongTranche", "AccountOwnedByWrongProgram", "-", "-"),
        row("book", "WrongTranche", "AccountOwnedByWrongProgram", "-", "-"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "-"),
        row("ticket", "WrongBook", "AccountOwnedByWrongProgram", "-", "-"),
    ];
    check(&mut twins.world, "preview_ticket", &subject, &expected);
}

#[test]
fn move_up_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Deposited);
    twins.each(|world, twin| {
        let who = (&twin.owner, &twin.patron);
        let (deal, book) = (&twin.deal, twin.book());
        world.go(&[
            deal.deposit(book, who, 1, TICKET, 1),
            deal.withdraw(book, who, 0, TICKET),
        ]);
    });
    let subject = twins.subject(|twin| twin.deal.move_up(twin.book(), &twin.owner, 1));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "-"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("ticket", "WrongBook", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "move_up", &subject, &expected);
}
