//! A record that somebody opens for another.

use super::twins::{Stage, Twins};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities_tests::{address, engine::Engine};

/// The instruction with one account for another.
fn with(call: &Instruction, from: &Pubkey, to: &Pubkey) -> Instruction {
    let mut call = call.clone();
    let mut changed = 0;
    for meta in call.accounts.iter_mut().filter(|meta| meta.pubkey == *from) {
        meta.pubkey = *to;
        changed += 1;
    }
    assert_eq!(changed, 1, "the account is there once");
    call
}

/// Somebody may open a record for another, but not say where it is paid.
#[test]
fn a_record_opened_for_another_is_paid_to_its_associated_account() {
    let mut twins = Twins::at(Stage::Structured);
    let (world, own) = (&mut twins.world, &twins.own);
    let thief = world.investor("thief", 1);
    let call = own.deal.open_holder(0, &own.patron, &own.owner);
    let thiefs = with(&call, &own.deal.cash(&own.owner), &own.deal.cash(&thief));
    assert_eq!(
        world.refused(std::slice::from_ref(&thiefs)),
        "PayoutNotAssociated"
    );
    let mut signed = thiefs;
    signed
        .accounts
        .iter_mut()
        .filter(|meta| meta.pubkey == own.owner)
        .for_each(|meta| meta.is_signer = true);
    world.go(&[signed]);
    let record = address::holder(&own.deal.class(0).tranche, &own.owner);
    assert!(world.engine.account(&record).is_some(), "its owner may");
    let before = world.engine.account(&record);
    world.go(&[call]);
    assert!(world.engine.account(&record) == before, "nothing changes");
}
