//! Another program holds shares, reads what they are worth, claims what they are owed, and gives them back: the example
//! of `docs/for-integrators.md`, on the bytecode of both programs.

use crate::payouts::{distribute, owned_by};
use anchor_lang::prelude::Pubkey;
use securities::tranche::holder::Holder;
use securities_tests::{
    address, audit,
    deal::Deal,
    read,
    safes::{SafeOf, Safes},
    token,
    world::{Money, World},
};
use share_safe::{SafeError, Worth};

const PART: u64 = 1_000_000;
const EQUITY: u8 = 1;

/// A world in which alice keeps half of her shares in a safe; the shares in it.
fn kept() -> (World<Safes>, Deal, Pubkey, SafeOf, u64) {
    let mut world = World::<Safes>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let alice = owners[0];
    let safe = SafeOf::plan(&deal, EQUITY, &alice);
    let mint = deal.class(EQUITY).mint;
    let half = world.balance(&deal.share_account(EQUITY, &alice)) / 2;
    world.go(&[
        safe.open(&deal),
        token::create_associated(&alice, &safe.safe, &mint, &token::TOKEN_2022),
        deal.transfer_shares(EQUITY, &alice, &safe.safe, half),
    ]);
    (world, deal, alice, safe, half)
}

fn worth(world: &mut World<Safes>, safe: &SafeOf) -> Worth {
    world.go(&[safe.worth_by(safe.holder())]).returned()
}

#[test]
fn a_program_holds_shares_and_has_what_they_earn() {
    let (mut world, deal, alice, safe, half) = kept();
    let nothing = Worth {
        shares: half,
        principal: 0,
        owed: 0,
    };
    assert_eq!(
        worth(&mut world, &safe),
        nothing,
        "equity without a par has no principal"
    );

    // Of 4, alice's own shares have 1, the safe's 1 and bob's 2.
    distribute(&mut world, &deal, 0, 4 * PART);
    let record = read::state::<Holder>(&mut world.engine, &safe.holder());
    assert_eq!(
        record.earned(0).expect("a vault").owed,
        0,
        "it is not settled yet"
    );
    assert_eq!(
        worth(&mut world, &safe),
        Worth {
            owed: PART,
            ..nothing
        }
    );
    world.go(&[safe.collect_by(&deal, &alice)]);
    assert_eq!(world.wealth(&alice), PART, "what was read is what is paid");
    assert_eq!(worth(&mut world, &safe), nothing);
    assert_eq!(
        world.refused(&[safe.collect_by(&deal, &alice)]),
        "NothingOwed"
    );

    // Shares that go back leave what they earned behind, to be collected.
    distribute(&mut world, &deal, 1, 4 * PART);
    world.go(&[safe.give_back_by(&deal, &alice, half)]);
    assert_eq!(
        worth(&mut world, &safe),
        Worth {
            shares: 0,
            principal: 0,
            owed: PART
        }
    );
    world.go(&[safe.collect_by(&deal, &alice)]);
    assert_eq!(world.wealth(&alice), 2 * PART);
    audit::check(&mut world);
}

#[test]
fn a_bot_pays_a_program_like_anybody_to_the_account_that_it_named() {
    let (mut world, deal, alice, safe, _) = kept();
    distribute(&mut world, &deal, 0, 4 * PART);
    world.go(&[deal.pay_holders_at(EQUITY, &[(safe.safe, deal.cash(&alice))])]);
    assert_eq!(world.wealth(&alice), PART);
    assert_eq!(worth(&mut world, &safe).owed, 0);
    audit::check(&mut world);
}

#[test]
fn nobody_but_the_depositor_takes_out_of_a_safe_or_reads_it_by_another_record() {
    let (mut world, deal, alice, safe, half) = kept();
    distribute(&mut world, &deal, 0, 4 * PART);
    let bob = world.key("bob");
    let not_depositor = format!("{}", 6_000 + SafeError::NotDepositor as u32);
    let custom = |world: &mut World<Safes>, call| {
        let failure = world.send(&[call]).expect_err("refused");
        format!("{:?}", failure.refusal)
    };
    for call in [
        safe.collect_by(&deal, &bob),
        safe.give_back_by(&deal, &bob, half),
    ] {
        assert_eq!(custom(&mut world, call), format!("Custom({not_depositor})"));
    }
    // Alice's own record is of the same tranche, but not the safe's.
    let alices = address::holder(&deal.class(EQUITY).tranche, &alice);
    let seeds = anchor_lang::error::ErrorCode::ConstraintSeeds as u32;
    assert_eq!(
        custom(&mut world, safe.worth_by(alices)),
        format!("Custom({seeds})")
    );
    // Nor can she call the securities program as the safe.
    let mut claim = deal.claim(EQUITY, &safe.safe);
    claim.accounts[0].is_signer = false;
    assert_eq!(world.refused(&[claim]), "AccountNotSigner");
    audit::check(&mut world);
}

#[test]
fn nobody_bars_a_safe_by_opening_its_record_before() {
    let mut world = World::<Safes>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let alice = owners[0];
    let safe = SafeOf::plan(&deal, EQUITY, &alice);
    let stranger = world.investor("mallory", 0);
    let mint = deal.class(EQUITY).mint;
    let half = world.balance(&deal.share_account(EQUITY, &alice)) / 2;
    world.go(&[deal.open_holder(EQUITY, &stranger, &safe.safe)]);
    world.go(&[
        safe.open(&deal),
        token::create_associated(&alice, &safe.safe, &mint, &token::TOKEN_2022),
        deal.transfer_shares(EQUITY, &alice, &safe.safe, half),
    ]);
    let record = read::state::<Holder>(&mut world.engine, &safe.holder());
    assert_eq!(record.payout_account, deal.cash(&alice));
    assert_eq!(worth(&mut world, &safe).shares, half);
    audit::check(&mut world);
}
