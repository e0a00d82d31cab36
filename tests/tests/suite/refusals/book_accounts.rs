//! The accounts of the instructions of escrow books.

use super::twins::TICKET;
use super::twins::{Stage, Twins};
use securities_tests::{
    engine::Engine,
    matrix::{check, row},
};

#[test]
fn open_book_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Structured);
    twins.line_for_own_and_book_for_other();
    let subject = twins.subject(|twin| twin.deal.open_book(twin.book()));
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "-"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("line", "ConstraintZero", "AccountDidNotDeserialize", "-", "ConstraintMut"),
        row("settlement_mint", "WrongMint", "WrongMint", "-", "-"),
        row("vault", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "open_book", &subject, &expected);
}

#[test]
fn deposit_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Opened);
    let subject = twins.subject(|twin| {
        twin.deal
            .deposit(twin.book(), (&twin.owner, &twin.patron), 0, TICKET, 1)
    });
    #[rustfmt::skip]
    let expected = [
        row("owner", "ConstraintSeeds", "-", "AccountNotSigner", "-"),
        row("payer", "free", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("ticket", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("stake, none", "-", "AccountOwnedByWrongProgram", "-", "-"),
        row("source", "InvalidAccountData", "InvalidAccountData", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("rate_source, none", "-", "free", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "free", "-", "-"),
    ];
    check(&mut twins.world, "deposit", &subject, &expected);
}

#[test]
fn withdraw_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Deposited);
    let subject = twins.subject(|twin| {
        twin.deal
            .withdraw(twin.book(), (&twin.owner, &twin.patron), 0, TICKET)
    });
    #[rustfmt::skip]
    let expected = [
        row("owner", "NotOwner", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("ticket", "NotOwner", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("stake, none", "-", "AccountOwnedByWrongProgram", "-", "-"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        row("destination", "InvalidAccountData", "InvalidAccountData", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "free", "-", "-"),
    ];
    check(&mut twins.world, "withdraw", &subject, &expected);
}

#[test]
fn set_refund_account_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Deposited);
    let subject = twins.subject(|twin| {
        twin.deal
            .set_refund_account(twin.book(), &twin.owner, 0, &twin.deal.destination)
    });
    #[rustfmt::skip]
    let expected = [
        row("owner", "NotOwner", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "-"),
        row("ticket", "NotOwner", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("refund_account", "free", "free", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "set_refund_account", &subject, &expected);
}

#[test]
fn lock_book_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Deposited);
    twins.world.engine.set_now(twins.own.book().args.offer_ends);
    let subject = twins.subject(|twin| twin.deal.lock_book(twin.book(), &twin.deal.sponsor));
    #[rustfmt::skip]
    let expected = [
        row("caller", "NotSponsor", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "lock_book", &subject, &expected);
}

#[test]
fn settle_ticket_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Locked);
    let subject = twins.subject(|twin| twin.deal.settle_ticket(twin.book(), &twin.ticket()));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "-"),
        row("ticket", "WrongBook", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        row("holder", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("refund_account", "WrongRefundAccount", "WrongRefundAccount", "-", "ConstraintMut"),
        row("share_account", "WrongShareAccount", "WrongShareAccount", "-", "ConstraintMut"),
        row("share_mint", "WrongMint", "WrongMint", "-", "ConstraintMut"),
        row("escrow", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("share_token_program", "-", "InvalidProgramId", "-", "-"),
        row("tip_account", "free", "free", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "settle_ticket", &subject, &expected);
}

#[test]
fn refund_ticket_refuses_every_wrong_account() {
    let mut twins = Twins::missed();
    let subject = twins.subject(|twin| twin.deal.refund_ticket(twin.book(), &twin.ticket()));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("ticket", "WrongBook", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        row("refund_account", "WrongRefundAccount", "WrongRefundAccount", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("tip_account", "free", "free", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "refund_ticket", &subject, &expected);
}

#[test]
fn release_proceeds_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Locked);
    twins.each(|world, twin| {
        world.go(&[twin.deal.settle_ticket(twin.book(), &twin.ticket())]);
    });
    let delay = twins.own.book().args.draw_delay;
    twins.world.pass(delay);
    let subject = twins.subject(|twin| twin.deal.release_proceeds(twin.book(), 0));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("escrow", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "release_proceeds", &subject, &expected);
}

#[test]
fn close_book_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| twin.deal.close_book(twin.book()));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        row("escrow", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("settlement_mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "close_book", &subject, &expected);
}
