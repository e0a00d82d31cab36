//! The accounts of rewards: those that a lock, a settlement and a refund take after the named ones, and those of
//! warrants and rates.

use super::{
    furnished,
    twins::{Stage, TICKET, Twins},
};
use securities_tests::{
    engine::Engine,
    matrix::{check, row},
    world::BEGIN,
};

#[test]
fn lock_book_refuses_every_wrong_rate_and_tranche() {
    let mut twins = furnished::deposited();
    let ends = twins.own.book().args.offer_ends;
    twins.world.pass(ends - BEGIN);
    let subject = twins.subject(|twin| twin.deal.lock_book(twin.book(), &twin.deal.sponsor));
    #[rustfmt::skip]
    let expected = [
        row("caller", "NotSponsor", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("rate of the shares", "WrongRateSource", "WrongRateSource", "-", "-"),
        row("rate of the asset", "WrongRateSource", "WrongRateSource", "-", "-"),
        row("promote tranche", "WrongReward", "WrongReward", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "lock_book", &subject, &expected);
}

#[test]
fn settle_ticket_refuses_every_wrong_account_of_a_reward() {
    let mut twins = furnished::locked();
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
        row("series", "WrongReward", "WrongReward", "-", "AccountNotMutable"),
        row("warrant mint", "WrongMint", "WrongMint", "-", "PrivilegeEscalation"),
        row("warrant account", "WrongShareAccount", "WrongShareAccount", "-", "PrivilegeEscalation"),
        row("promote tranche", "WrongReward", "WrongReward", "-", "AccountNotMutable"),
        row("promote holder", "HolderMissing", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("promote mint", "WrongMint", "WrongMint", "-", "PrivilegeEscalation"),
        row("promote account", "WrongShareAccount", "WrongShareAccount", "-", "PrivilegeEscalation"),
    ];
    check(&mut twins.world, "settle_ticket", &subject, &expected);
}

#[test]
fn refund_ticket_of_a_locked_book_refuses_every_wrong_account() {
    let mut twins = furnished::deposited();
    twins.each(|world, twin| {
        // Committed to nothing, so that nothing of it is accepted.
        let (deal, book) = (&twin.deal, twin.book());
        world.go(&[deal.deposit(book, (&twin.owner, &twin.patron), 1, TICKET, 0)]);
        twin.remember(world, 1);
    });
    let ends = twins.own.book().args.offer_ends;
    twins.world.pass(ends - BEGIN);
    twins.each(|world, twin| {
        world.go(&[twin.deal.lock_book(twin.book(), &twin.deal.sponsor)]);
    });
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
fn create_series_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Structured);
    let subject = twins.subject(|twin| twin.deal.create_series(1, furnished::series(0)));
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("series", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("mint", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("token_program", "-", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "create_series", &subject, &expected);
}

#[test]
fn exercise_refuses_every_wrong_account() {
    let mut twins = furnished::settled();
    let subject = twins.subject(|twin| twin.deal.exercise(1, 0, &twin.owner, 1_000));
    #[rustfmt::skip]
    let expected = [
        row("owner", "NotOwner", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("series", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("holder", "NotOwner", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "ConstraintMut"),
        row("warrant_account", "token 3", "IncorrectProgramId", "-", "ConstraintMut"),
        row("share_mint", "WrongMint", "WrongMint", "-", "ConstraintMut"),
        row("share_account", "WrongShareAccount", "WrongShareAccount", "-", "ConstraintMut"),
        row("source", "InvalidAccountData", "InvalidAccountData", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("settlement_mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("share_token_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "exercise", &subject, &expected);
}

#[test]
fn close_series_refuses_every_wrong_account() {
    let mut twins = furnished::settled();
    twins.world.engine.set_now(furnished::EXPIRY);
    let subject = twins.subject(|twin| twin.deal.close_series(1, 0));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("series", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "close_series", &subject, &expected);
}

#[test]
fn create_rate_and_report_rate_refuse_every_wrong_account() {
    let mut twins = Twins::at(Stage::Structured);
    let subject = twins.subject(|twin| {
        let mint = twin.deal.class(0).mint;
        twin.deal.create_rate(&mint, furnished::DAILY_BPS)
    });
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("mint", "ConstraintSeeds", "ConstraintSeeds", "-", "-"),
        row("rate", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "create_rate", &subject, &expected);

    twins.each(|world, twin| {
        let mint = twin.other_mint.0;
        world.go(&[twin.deal.create_rate(&mint, furnished::DAILY_BPS)]);
    });
    let subject = twins.subject(|twin| twin.deal.report_rate(&twin.other_mint.0, 1, 1));
    #[rustfmt::skip]
    let expected = [
        row("reporter", "NotReporter", "-", "AccountNotSigner", "-"),
        row("security", "NotReporter", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rate", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "report_rate", &subject, &expected);
}
