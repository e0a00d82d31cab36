//! The accounts of the instructions that change what a book takes in and what it promises.

use super::{
    furnished,
    twins::{Stage, TICKET, Twins},
};
use securities::book::poll::PollArgs;
use securities_tests::{
    engine::Engine,
    matrix::{Row, check, row},
    terms::{Asset, Reward},
    world::{BEGIN, DAY},
};

#[test]
fn add_vault_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Created);
    let subject = twins.subject(|twin| {
        let (mint, program) = twin.other_mint;
        twin.deal.add_vault(&mint, &program)
    });
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("mint", "ConstraintSeeds", "ConstraintSeeds", "-", "-"),
        row("vault", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("token_program", "AccountOwnedByWrongProgram", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "add_vault", &subject, &expected);
}

#[test]
fn add_asset_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Opened);
    twins.each(|world, twin| {
        let ((mint, program), deal) = (twin.other_mint, twin.deal.clone());
        world.go(&[
            deal.add_vault(&mint, &program),
            deal.create_rate(&mint, furnished::DAILY_BPS),
        ]);
        let book = twin.book_mut();
        let asset = Asset::par(&deal, &book.book, &mint, &program).reported(&deal, DAY);
        book.assets.push(asset);
    });
    let subject = twins.subject(|twin| twin.deal.add_asset(twin.book(), 1));
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("mint", "ConstraintSeeds", "ConstraintSeeds", "-", "-"),
        row("vault", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("rate_source", "WrongRateSource", "WrongRateSource", "-", "-"),
        row("token_program", "AccountOwnedByWrongProgram", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "add_asset", &subject, &expected);
}

#[test]
fn set_curve_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Opened);
    twins.each(|world, twin| {
        world.go(&[twin.deal.create_series(1, furnished::series(0))]);
        let reward = Reward::warrants(&twin.deal, (1, 0), &[(TICKET, 9)]);
        twin.book_mut().rewards.push(reward);
    });
    let subject = twins.subject(|twin| twin.deal.set_curve(twin.book(), 0, 1));
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "-"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("share_rate", "ConstraintSeeds", "ConstraintSeeds", "-", "-"),
        row("series", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "set_curve", &subject, &expected);
}

#[rustfmt::skip]
const TERMS: [Row; 6] = [
    row("sponsor", "NotSponsor", "-", "AccountNotSigner", "-"),
    row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
    row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
    row("book", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
    row("event_authority", "-", "ConstraintAddress", "-", "-"),
    row("program", "-", "MissingAccount", "-", "-"),
];

#[test]
fn make_offer_raise_tip_and_open_poll_refuse_every_wrong_account() {
    let mut twins = Twins::at(Stage::Deposited);
    let subject = twins.subject(|twin| twin.deal.make_offer(twin.book(), twin.book().offer(1)));
    let [sponsor, security, tranche, rest @ ..] = TERMS;
    let rate = row("share_rate", "ConstraintSeeds", "ConstraintSeeds", "-", "-");
    let table = [&[sponsor, security, tranche, rate][..], &rest].concat();
    check(&mut twins.world, "make_offer", &subject, &table);
    let subject = twins.subject(|twin| twin.deal.raise_tip(twin.book(), 1));
    check(&mut twins.world, "raise_tip", &subject, &TERMS);
    let poll = PollArgs {
        subject_sha256: [2; 32],
        ends_at: BEGIN + DAY,
        new_deadline: 0,
    };
    let subject = twins.subject(|twin| twin.deal.open_poll(twin.book(), poll.clone()));
    check(&mut twins.world, "open_poll", &subject, &TERMS);
}

#[test]
fn fund_tips_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Opened);
    let subject = twins.subject(|twin| twin.deal.fund_tips(twin.book(), &twin.patron, 9));
    #[rustfmt::skip]
    let expected = [
        row("funder", "free", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "fund_tips", &subject, &expected);
}

#[test]
fn grow_line_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Opened);
    let subject = twins.subject(|twin| twin.deal.grow_line(twin.book(), 40));
    #[rustfmt::skip]
    let expected = [
        row("payer", "free", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("line", "WrongLine", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "grow_line", &subject, &expected);
}

#[test]
fn close_escrow_refuses_every_wrong_account() {
    let mut twins = furnished::opened();
    let deadline = twins.own.book().args.deadline;
    twins.world.engine.set_now(deadline);
    let subject = twins.subject(|twin| twin.deal.close_escrow(twin.book(), 1));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("book", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        row("escrow", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "close_escrow", &subject, &expected);
}
