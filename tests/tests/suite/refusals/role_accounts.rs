//! The accounts of the hand-over of roles.

use super::twins::{Stage, Twin, Twins};
use securities::role::state::Role;
use securities_tests::matrix::{Row, check, row};

/// Two deals whose sponsors have named the owners of their tickets for a role.
fn proposed(role: Role, holder: impl Fn(&Twin) -> anchor_lang::prelude::Pubkey) -> Twins {
    let mut twins = Twins::at(Stage::Structured);
    twins.each(|world, twin| {
        let holder = holder(twin);
        world.go(&[twin
            .deal
            .propose_role((&holder, &twin.patron), role, &twin.owner)]);
    });
    twins
}

const EVENT: [Row; 2] = [
    row("event_authority", "-", "ConstraintAddress", "-", "-"),
    row("program", "-", "MissingAccount", "-", "-"),
];

#[test]
fn propose_role_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Structured);
    let subject = twins.subject(|twin| {
        let deal = &twin.deal;
        deal.propose_role((&deal.servicer, &twin.patron), Role::Servicer, &twin.owner)
    });
    #[rustfmt::skip]
    let expected = [
        row("holder", "NotHolder", "-", "AccountNotSigner", "-"),
        row("payer", "free", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "-"),
        row("handover", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("to", "free", "free", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        EVENT[0],
        EVENT[1],
    ];
    check(&mut twins.world, "propose_role", &subject, &expected);
}

#[test]
fn accept_role_refuses_every_wrong_account() {
    let mut twins = proposed(Role::Servicer, |twin| twin.deal.servicer);
    let subject = twins.subject(|twin| {
        twin.deal
            .accept_role(Role::Servicer, &twin.owner, &twin.patron)
    });
    #[rustfmt::skip]
    let expected = [
        row("new_holder", "NotNamed", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("handover", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("to", "NotNamed", "NotNamed", "-", "-"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        EVENT[0],
        EVENT[1],
    ];
    check(&mut twins.world, "accept_role", &subject, &expected);
}

#[test]
fn cancel_role_refuses_every_wrong_account() {
    let mut twins = proposed(Role::Servicer, |twin| twin.deal.servicer);
    let subject = twins.subject(|twin| {
        let deal = &twin.deal;
        deal.cancel_role(Role::Servicer, &deal.servicer, &twin.patron)
    });
    #[rustfmt::skip]
    let expected = [
        row("caller", "NotHolder", "-", "AccountNotSigner", "-"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "-"),
        row("handover", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        EVENT[0],
        EVENT[1],
    ];
    check(&mut twins.world, "cancel_role", &subject, &expected);
}

#[test]
fn refuse_role_refuses_every_wrong_account() {
    let mut twins = proposed(Role::Sponsor, |twin| twin.deal.sponsor);
    let subject = twins.subject(|twin| twin.deal.refuse_role(Role::Sponsor, &twin.patron));
    #[rustfmt::skip]
    let expected = [
        row("arbitrator", "NotArbitrator", "-", "AccountNotSigner", "-"),
        row("security", "NotArbitrator", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("handover", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("rent_payer", "WrongRentPayer", "WrongRentPayer", "-", "ConstraintMut"),
        EVENT[0],
        EVENT[1],
    ];
    check(&mut twins.world, "refuse_role", &subject, &expected);
}
