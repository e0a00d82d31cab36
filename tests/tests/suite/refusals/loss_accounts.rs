//! The accounts of the instructions of losses and of the pool's worth.

use super::twins::{Stage, Twins};
use securities_tests::matrix::{check, row};

/// Two deals with an announced loss each.
fn announced() -> Twins {
    let mut twins = Twins::at(Stage::Settled);
    twins.each(|world, twin| {
        world.go(&[twin.deal.announce_loss(1_000, 1)]);
    });
    twins
}

#[test]
fn announce_loss_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| twin.deal.announce_loss(1_000, 1));
    #[rustfmt::skip]
    let expected = [
        row("servicer", "NotServicer", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "NotServicer", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("loss", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "announce_loss", &subject, &expected);
}

#[test]
fn record_loss_refuses_every_wrong_account() {
    let mut twins = announced();
    let subject = twins.subject(|twin| {
        let deal = &twin.deal;
        deal.record_loss_with(Some(deal.arbitrator), 1)
    });
    #[rustfmt::skip]
    let expected = [
        row("arbitrator", "NotArbitrator", "-", "AccountNotSigner", "-"),
        row("security", "NotArbitrator", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("loss", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("senior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("junior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "record_loss", &subject, &expected);
}

#[test]
fn strike_loss_refuses_every_wrong_account() {
    let mut twins = announced();
    let subject = twins.subject(|twin| twin.deal.strike_loss(1));
    #[rustfmt::skip]
    let expected = [
        row("arbitrator", "NotArbitrator", "-", "AccountNotSigner", "-"),
        row("security", "NotArbitrator", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("loss", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "strike_loss", &subject, &expected);
}

#[test]
fn correct_loss_refuses_every_wrong_account() {
    let mut twins = announced();
    twins.each(|world, twin| {
        let deal = &twin.deal;
        world.go(&[deal.record_loss_with(Some(deal.arbitrator), 1)]);
    });
    let subject = twins.subject(|twin| twin.deal.correct_loss(400, 1));
    #[rustfmt::skip]
    let expected = [
        row("servicer", "NotServicer", "-", "AccountNotSigner", "-"),
        row("arbitrator", "NotArbitrator", "-", "AccountNotSigner", "-"),
        row("security", "NotServicer", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("loss", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("senior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("junior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "correct_loss", &subject, &expected);
}

#[test]
fn report_pool_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| {
        let deal = &twin.deal;
        deal.report_pool_with(Some(deal.arbitrator), 1_000)
    });
    #[rustfmt::skip]
    let expected = [
        row("reporter", "NotReporter", "-", "AccountNotSigner", "-"),
        row("arbitrator", "NotArbitrator", "-", "AccountNotSigner", "-"),
        row("security", "NotReporter", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "report_pool", &subject, &expected);
}
