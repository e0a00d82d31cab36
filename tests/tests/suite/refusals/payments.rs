//! Proceeds and distributions of nothing, of more than there is, and to where they do not belong.

use super::twins::{PAID, Stage, TICKET, Twins};
use crate::payouts::source;
use anchor_lang::solana_program::instruction::AccountMeta;
use securities::{
    cash::distribution::post_distribution::DistributionArgs, security::state::Security,
};
use securities_tests::{audit, deal::MIN_DISTRIBUTION, read, token};

#[test]
fn proceeds_are_drawn_up_to_what_there_is() {
    let mut twins = Twins::at(Stage::Settled);
    let own = &twins.own;
    let draw = |amount| own.deal.draw_proceeds(&own.deal.destination, amount);
    let cases = [
        (0, "ZeroAmount"),
        (TICKET + 1, "InsufficientFunds"),
        (u64::MAX, "InsufficientFunds"),
    ];
    for (amount, error) in cases {
        assert_eq!(twins.world.refused(&[draw(amount)]), error, "{amount}");
    }
    twins.world.go(&[draw(TICKET)]);
    assert_eq!(twins.world.refused(&[draw(1)]), "InsufficientFunds", "once");
}

#[test]
fn money_owed_to_holders_cannot_be_drawn() {
    let mut twins = Twins::at(Stage::Paid);
    let own = &twins.own;
    let security: Security = read::state(&mut twins.world.engine, &own.deal.security);
    let vault = security.vault();
    assert!(vault.payable > 0);
    let draw = own
        .deal
        .draw_proceeds(&own.deal.destination, vault.treasury + 1);
    assert_eq!(
        twins.world.balance(&own.deal.vault),
        TICKET + PAID,
        "it is in the same vault"
    );
    assert_eq!(twins.world.refused(&[draw]), "InsufficientFunds");
}

#[test]
fn a_distribution_is_large_enough_and_its_particulars_fit() {
    let mut twins = Twins::at(Stage::Settled);
    let own = &twins.own;
    let post = |args| own.deal.post_distribution(&own.servicer, 0, args);
    let good = source(5, PAID);
    let cases = [
        (
            DistributionArgs {
                amount: 0,
                ..good.clone()
            },
            "NothingWaits",
        ),
        (
            DistributionArgs {
                amount: MIN_DISTRIBUTION - 1,
                ..good.clone()
            },
            "DistributionTooSmall",
        ),
        (
            DistributionArgs {
                period_end: 4,
                ..good.clone()
            },
            "BadPeriod",
        ),
        (
            DistributionArgs {
                note: "n".repeat(65),
                ..good.clone()
            },
            "TextTooLong",
        ),
        (
            DistributionArgs {
                amount: 3 * TICKET,
                ..good.clone()
            },
            "token 1",
        ),
        (
            DistributionArgs {
                amount: u64::MAX,
                ..good.clone()
            },
            "Overflow",
        ),
    ];
    for (args, error) in cases {
        assert_eq!(
            twins.world.refused(&[post(args.clone())]),
            error,
            "{}",
            args.amount
        );
    }
    let full = DistributionArgs {
        amount: MIN_DISTRIBUTION,
        note: "n".repeat(64),
        ..good
    };
    twins.world.go(&[post(full)]);
    audit::check(&mut twins.world);
}

#[test]
fn a_distribution_runs_over_every_tranche_in_order() {
    let mut twins = Twins::at(Stage::Settled);
    let own = &twins.own;
    let run = own
        .deal
        .post_distribution(&own.servicer, 0, source(5, PAID));
    let (mut fewer, mut more, mut swapped) = (run.clone(), run.clone(), run.clone());
    fewer.accounts.pop();
    more.accounts
        .push(AccountMeta::new(twins.other.deal.class(0).tranche, false));
    let last = run.accounts.len() - 1;
    swapped.accounts.swap(last - 1, last);
    let mut twice = run.clone();
    twice.accounts[last] = twice.accounts[last - 1].clone();
    // The one account is not lent twice, before its rank is looked at.
    for (what, call, error) in [
        ("fewer", fewer, "TranchesIncomplete"),
        ("more", more, "TranchesIncomplete"),
        ("swapped", swapped, "TranchesIncomplete"),
        ("one twice", twice, "AccountBorrowFailed"),
    ] {
        assert_eq!(twins.world.refused(&[call]), error, "{what}");
    }
    twins.world.go(&[run]);
}

#[test]
fn a_batch_is_of_1_to_24_pairs() {
    let mut twins = Twins::at(Stage::Paid);
    let own = &twins.own;
    let pair = (own.owner, own.deal.cash(&own.owner));
    assert_eq!(
        twins.world.refused(&[own.deal.pay_holders_at(0, &[])]),
        "BadBatch"
    );
    assert_eq!(
        twins
            .world
            .refused(&[own.deal.pay_holders_at(0, &[pair; 25])]),
        "BadBatch"
    );
    let mut odd = own.deal.pay_holders_at(0, &[pair; 2]);
    odd.accounts.pop();
    assert_eq!(twins.world.refused(&[odd]), "BadBatch");
    let before = twins.world.wealth(&own.owner);
    twins.world.go(&[own.deal.pay_holders_at(0, &[pair; 24])]);
    assert!(
        twins.world.wealth(&own.owner) > before,
        "and it is paid once"
    );
    audit::check(&mut twins.world);
}

/// Money of another mint of the same token program is nobody's money here.
#[test]
fn token_accounts_of_another_mint_are_refused_by_the_token_program() {
    let mut twins = Twins::at(Stage::Paid);
    let own = &twins.own;
    let wrong = twins
        .world
        .new_mint("wrong mint", &token::CLASSIC, &[], |_| Vec::new());
    let account = twins
        .world
        .new_token_account("wrong money", &wrong, &own.owner, &token::CLASSIC);
    let cash = own.deal.cash(&own.owner);
    let mut claim = own.deal.claim(0, &own.owner);
    let at = claim
        .accounts
        .iter()
        .position(|meta| meta.pubkey == cash)
        .expect("the destination");
    claim.accounts[at].pubkey = account;
    assert_eq!(twins.world.refused(&[claim]), "token 3", "mint mismatch");

    let mut twins = Twins::at(Stage::Deposited);
    let own = &twins.own;
    let wrong = twins
        .world
        .new_mint("wrong mint", &token::CLASSIC, &[], |_| Vec::new());
    let account = twins
        .world
        .new_token_account("wrong money", &wrong, &own.owner, &token::CLASSIC);
    let mut withdraw = own
        .deal
        .withdraw(own.book(), (&own.owner, &own.patron), 0, TICKET);
    let at = withdraw
        .accounts
        .iter()
        .position(|meta| meta.pubkey == own.deal.cash(&own.owner));
    withdraw.accounts[at.expect("the destination")].pubkey = account;
    assert_eq!(twins.world.refused(&[withdraw]), "token 3", "mint mismatch");
}

/// What goes to a vault instead of an owner's account is a donation: the books stay whole, and the next sweep
/// finds it.
#[test]
fn paying_out_to_the_vault_itself_breaks_nothing() {
    let mut twins = Twins::at(Stage::Paid);
    let own = &twins.own;
    let mut claim = own.deal.claim(0, &own.owner);
    let at = claim
        .accounts
        .iter()
        .position(|meta| meta.pubkey == own.deal.cash(&own.owner));
    claim.accounts[at.expect("the destination")].pubkey = own.deal.vault;
    twins.world.go(&[claim]);
    audit::check(&mut twins.world);
    twins
        .world
        .go(&[own.deal.sweep_vault_of(&own.deal.mint, 1)]);
    audit::check(&mut twins.world);
    let security: Security = read::state(&mut twins.world.engine, &own.deal.security);
    let vault = security.vault();
    assert_eq!(
        vault.treasury - vault.undistributed,
        TICKET,
        "it is no proceeds, but for the residual that nobody holds shares of"
    );
    assert!(security.vault().received > PAID, "it is income");
}
