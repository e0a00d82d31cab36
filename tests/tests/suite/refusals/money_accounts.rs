//! The accounts of the instructions of holders and distributions.

use super::twins::PAID;
use super::twins::{Stage, Twins};
use crate::payouts::source;
use securities_tests::matrix::{check, row};

#[test]
fn open_holder_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Structured);
    let subject = twins.subject(|twin| twin.deal.open_holder(0, &twin.patron, &twin.owner));
    #[rustfmt::skip]
    let expected = [
        row("payer", "free", "-", "AccountNotSigner", "ConstraintMut"),
        row("owner", "ConstraintSeeds", "ConstraintSeeds", "-", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("holder", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("payout_account", "PayoutNotAssociated", "PayoutNotAssociated", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "open_holder", &subject, &expected);
}

#[test]
fn set_payout_account_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Locked);
    let subject = twins.subject(|twin| {
        twin.deal
            .set_payout_account(0, &twin.owner, &twin.deal.destination)
    });
    #[rustfmt::skip]
    let expected = [
        row("owner", "NotOwner", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "-"),
        row("holder", "NotOwner", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("payout_account", "free", "free", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "set_payout_account", &subject, &expected);
}

#[test]
fn close_holder_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Locked);
    let subject = twins.subject(|twin| twin.deal.close_holder(0, &twin.owner, &twin.patron));
    #[rustfmt::skip]
    let expected = [
        row("owner", "NotOwner", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("holder", "NotOwner", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "close_holder", &subject, &expected);
}

#[test]
fn post_distribution_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| {
        twin.deal
            .post_distribution(&twin.servicer, 0, source(0, PAID))
    });
    #[rustfmt::skip]
    let expected = [
        row("payer", "ConstraintSeeds", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("distribution", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("source", "InvalidAccountData", "InvalidAccountData", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("senior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("junior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "post_distribution", &subject, &expected);
}

#[test]
fn pay_holders_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Paid);
    let subject = twins.subject(|twin| twin.deal.pay_holders(0, &[twin.owner]));
    #[rustfmt::skip]
    let expected = [
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("tip_account", "free", "free", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("holder", "WrongTranche", "free", "-", "AccountNotMutable"),
        row("payout account", "WrongPayoutAccount", "WrongPayoutAccount", "-", "free"),
    ];
    check(&mut twins.world, "pay_holders", &subject, &expected);
}

#[test]
fn claim_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Paid);
    let subject = twins.subject(|twin| twin.deal.claim(0, &twin.owner));
    #[rustfmt::skip]
    let expected = [
        row("owner", "NotOwner", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("holder", "NotOwner", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("destination", "InvalidAccountData", "InvalidAccountData", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "claim", &subject, &expected);
}
