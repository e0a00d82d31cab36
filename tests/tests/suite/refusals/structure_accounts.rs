//! The accounts of the instructions that make a security, and of the way of its proceeds out.

use super::twins::{Stage, Twins};
use securities_tests::{
    deal,
    matrix::{check, row},
    token,
};

#[test]
fn create_security_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Planned);
    let subject = twins.subject(|twin| twin.deal.create_security(twin.deal.security_args()));
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "ConstraintSeeds", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("waterfall", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("settlement_mint", "ConstraintSeeds", "ConstraintSeeds", "-", "-"),
        row("vault", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("token_program", "AccountOwnedByWrongProgram", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "create_security", &subject, &expected);
}

#[test]
fn create_tranche_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Created);
    let subject = twins.subject(|twin| twin.deal.create_tranche(deal::senior(0)));
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("tranche", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("mint", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("hook_accounts", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("token_program", "-", "InvalidProgramId", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "create_tranche", &subject, &expected);
}

#[test]
fn set_waterfall_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Structured);
    let subject = twins.subject(|twin| twin.deal.set_waterfall(deal::tiers()));
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "-"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
    ];
    check(&mut twins.world, "set_waterfall", &subject, &expected);
}

#[test]
fn draw_proceeds_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| twin.deal.draw_proceeds(&twin.deal.destination, 7));
    #[rustfmt::skip]
    let expected = [
        row("sponsor", "NotSponsor", "-", "AccountNotSigner", "-"),
        row("arbitrator", "-", "AccountNotSigner", "-", "-"),
        row("security", "NotSponsor", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "ConstraintMut"),
        row("destination", "WrongDestination", "WrongDestination", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("token_program", "WrongTokenProgram", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        // The place of the arbitrator, who is not asked, has the program too.
        row("program", "-", "free", "-", "-"),
        row("senior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("junior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "draw_proceeds", &subject, &expected);
}

#[test]
fn return_proceeds_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let subject = twins.subject(|twin| {
        let deal = &twin.deal;
        deal.return_proceeds(&deal.sponsor, &deal.mint, 0, None)
    });
    #[rustfmt::skip]
    let expected = [
        row("caller", "NotReturnable", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("distribution", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("senior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("junior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "return_proceeds", &subject, &expected);
}

#[test]
fn sweep_vault_refuses_every_wrong_account() {
    let mut twins = Twins::at(Stage::Settled);
    let (world, vault) = (&mut twins.world, twins.own.deal.vault);
    let minted = token::mint_to(
        &token::CLASSIC,
        &twins.own.deal.mint,
        &vault,
        &world.payer,
        9_999,
    );
    world.go(&[minted]);
    let subject = twins.subject(|twin| twin.deal.sweep_vault());
    #[rustfmt::skip]
    let expected = [
        row("caller", "free", "-", "AccountNotSigner", "ConstraintMut"),
        row("security", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("waterfall", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "ConstraintMut"),
        row("distribution", "ConstraintSeeds", "ConstraintSeeds", "-", "ConstraintMut"),
        row("vault", "WrongVault", "WrongVault", "-", "-"),
        row("mint", "WrongMint", "WrongMint", "-", "-"),
        row("system_program", "-", "InvalidProgramId", "-", "-"),
        row("event_authority", "-", "ConstraintAddress", "-", "-"),
        row("program", "-", "MissingAccount", "-", "-"),
        row("senior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
        row("junior tranche", "WrongSecurity", "AccountOwnedByWrongProgram", "-", "AccountNotMutable"),
    ];
    check(&mut twins.world, "sweep_vault", &subject, &expected);
}
