//! The accounts of the instructions of sources, escheat and the waterfall.

use super::{
    serviced,
    twins::{Stage, TICKET, Twins},
};
use securities::waterfall::set_mode::ModeChange;
use securities_tests::{
    address,
    matrix::{check, row},
    token,
};

#[test]
fn register_source_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Created);
    let subject = twins.subject(|twin| {
        let deal = &twin.deal;
        deal.register_source(deal.coin(), 0, "royalties")
    });
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("source", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("mint", "ConstraintSeeds", "ConstraintSeeds", "-", "-"),
        row("account", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("token_program", "AccountOwnedByWrongProgram", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "register_source", &subject, &expected);
}

#[test]
fn collect_source_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    twins.each(|world, twin| {
        let deal = &twin.deal;
        let account = address::vault(&address::source(&deal.security, 0), &deal.mint);
        world.go(&[
            deal.register_source(deal.coin(), 0, "royalties"),
            token::mint_to(
                &deal.token_program,
                &deal.mint,
                &account,
                &world.payer,
                TICKET,
            ),
        ]);
    });
    let subject = twins.subject(|twin| {
        let deal = &twin.deal;
        deal.collect_source(deal.coin(), &twin.patron, 0, 0)
    });
    #[rustfmt::skip]
    let expected = [
        row("caller", "ConstraintSeeds", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("distribution", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("source", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("account", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("senior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("junior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "collect_source", &subject, &expected);
}

#[test]
fn escheat_refuses_every_wrong_account() {
    let mut twins = serviced::long_unpayable();
    let subject = twins.subject(|twin| twin.deal.escheat(0, &twin.owner));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("holder", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("payout_account", "WrongPayoutAccount", "WrongPayoutAccount", "-", "ConstraintMut"),
        row("escheat_account", "WrongPayoutAccount", "WrongPayoutAccount", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "escheat", &subject, &expected);
}

#[test]
fn restore_escheated_refuses_every_wrong_account() {
    let mut twins = serviced::long_unpayable();
    twins.each(|world, twin| {
        world.go(&[twin.deal.escheat(0, &twin.owner)]);
    });
    let subject = twins.subject(|twin| {
        let who = (&twin.servicer, &twin.owner);
        twin.deal.restore_escheated(0, who, 1_000)
    });
    #[rustfmt::skip]
    let expected = [
        row("payer", "token 4", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("holder", "WrongTranche", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("source", "InvalidAccountData", "InvalidAccountData", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "restore_escheated", &subject, &expected);
}

#[test]
fn record_loss_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| twin.deal.record_loss(1_000));
    #[rustfmt::skip]
    let expected = [
        row("servicer", "NotServicer", "-", "AccountNotSigner", "-"),
        row("security", "NotServicer", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("senior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("junior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "record_loss", &subject, &expected);
}

#[test]
fn report_pool_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| twin.deal.report_pool(1_000));
    #[rustfmt::skip]
    let expected = [
        row("reporter", "NotReporter", "-", "AccountNotSigner", "-"),
        row("security", "NotReporter", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "report_pool", &subject, &expected);
}

#[test]
fn check_triggers_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| twin.deal.check_triggers());
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("senior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("junior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "check_triggers", &subject, &expected);
}

#[test]
fn set_mode_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| {
        let deal = &twin.deal;
        deal.set_mode(&deal.sponsor, ModeChange::Accelerate)
    });
    #[rustfmt::skip]
    let expected = [
        row("authority", "NotAuthority", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "set_mode", &subject, &expected);
}

#[test]
fn pay_fee_refuses_every_wrong_account() {
    let mut twins = serviced::at(Stage::Paid);
    let subject = twins.subject(|twin| twin.deal.pay_fee(0, &serviced::payee()));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("payee_account", "WrongPayoutAccount", "WrongPayoutAccount", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("settlement_mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "pay_fee", &subject, &expected);
}
