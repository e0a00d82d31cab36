//! No stage can do what its bitmap does not say: every instruction that asks for a power, in every stage, on the bytecode.

use crate::{
    matrix,
    pages::page,
    refusals::twins::{Stage, Twins},
};
use anchor_lang::{
    Discriminator,
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    role::state::Role,
    security::{
        control::{ALL_POWERS, Control, POWERS, Power, STAGES},
        state::{Security, Status},
    },
};
use securities_tests::{engine::Engine, lite::Lite, matrix::undone, read, world::World};
use std::collections::{BTreeMap, BTreeSet};

/// The errors of a signer that is not in control.
const STRANGERS: [&str; 6] = [
    "NotSponsor",
    "NotInControl",
    "NotAuthority",
    "NotDecider",
    "NotRoleHolder",
    "NotMeasureAuthority",
];

/// The instructions that ask for a power, by the table.
fn asked() -> BTreeMap<&'static str, Power> {
    let rows = POWERS.iter();
    rows.flat_map(|row| row.lets.split(", ").map(|name| (name, row.power)))
        .collect()
}

/// The security among the accounts of a call, and its sponsor.
fn security_of(world: &mut World<Lite>, call: &Instruction) -> (Pubkey, Pubkey) {
    let found = call.accounts.iter().find_map(|meta| {
        let account = world.engine.account(&meta.pubkey)?;
        let is_one = account.data.starts_with(Security::DISCRIMINATOR);
        is_one.then_some(meta.pubkey)
    });
    let found = found.expect("a security");
    let security: Security = read::state(&mut world.engine, &found);
    (found, security.sponsor)
}

/// The call as another key makes it.
fn by(call: &Instruction, sponsor: &Pubkey, key: &Pubkey) -> Instruction {
    let mut call = call.clone();
    for meta in &mut call.accounts {
        if meta.is_signer && meta.pubkey == *sponsor {
            meta.pubkey = *key;
        }
    }
    call
}

/// Where there is an act that an agent announces, the announcement of what the call does.
fn announce(control: &mut Control, call: &Instruction, power: Power) {
    match power {
        Power::Draws => {
            control.act = 1;
            control.act_amount = u64::from_le_bytes(call.data[8..16].try_into().unwrap());
            control.act_destination = call.accounts[5].pubkey;
        }
        Power::Mode => control.act = if call.data.get(8) == Some(&0) { 4 } else { 3 },
        _ => {}
    }
}

/// One call in every stage, with all powers but its own, with its own alone, and by the others.
fn tries(world: &mut World<Lite>, name: &str, power: Power, call: &Instruction) {
    let (address, sponsor) = security_of(world, call);
    let agents = ["investors' agent", "lenders' agent"].map(|name| world.person(name));
    for key in [sponsor, agents[0], agents[1]] {
        world.give(&key, 0);
    }
    let now = world.engine.now();
    let keys = [sponsor, agents[0], agents[1]];
    let mut touched: BTreeSet<Pubkey> = call.accounts.iter().map(|meta| meta.pubkey).collect();
    touched.extend(keys);
    let bit = 1_u32 << power as u32;
    for stage in 0..STAGES {
        for (signer, key) in keys.iter().enumerate() {
            for powers in [ALL_POWERS & !bit, bit, ALL_POWERS] {
                let call = by(call, &sponsor, key);
                let outcome = undone(world, &touched, |world| {
                    read::edit(&mut world.engine, &address, |security: &mut Security| {
                        security.status = Status::Active as u8;
                        if security.began_at == 0 {
                            security.began_at = now;
                        }
                        security.control.act_days = 1;
                        security.control.agents = agents;
                        security.stated.governed = 1;
                        security.control.stage = u8::try_from(stage).unwrap();
                        // Other stages have what this one has not.
                        security.control.powers = [ALL_POWERS; STAGES];
                        security.control.powers[stage] = powers;
                        announce(&mut security.control, &call, power);
                        security.control.act_from = now - 1;
                    });
                    world.attempt(std::slice::from_ref(&call))
                });
                let outcome = outcome.map_err(|failure| failure.name());
                let what = format!("{name} in stage {stage} by {signer}");
                match (signer == stage, powers & bit == 0) {
                    (true, true) => assert_eq!(outcome.err().as_deref(), Some("NoPower"), "{what}"),
                    (true, false) => assert!(outcome.is_ok(), "{what}: {:?}", outcome.err()),
                    (false, _) => {
                        let error = outcome
                            .err()
                            .unwrap_or_else(|| panic!("{what} went through"));
                        assert!(STRANGERS.contains(&error.as_str()), "{what}: {error}");
                    }
                }
            }
        }
    }
}

#[test]
fn no_stage_can_do_what_its_bitmap_does_not_say() {
    let asked = asked();
    let mut tried = BTreeSet::new();
    // A draft is its author's alone, whoever is in control.
    for case in matrix::cases().filter(|case| case.what != "of a waterfall") {
        let Some(power) = asked.get(case.instruction) else {
            continue;
        };
        let (mut world, call) = (case.scene)();
        let (_, sponsor) = security_of(&mut world, &call);
        let signs = call
            .accounts
            .iter()
            .any(|meta| meta.is_signer && meta.pubkey == sponsor);
        if signs {
            tries(&mut world, case.instruction, *power, &call);
            tried.insert(case.instruction);
        }
    }
    // What the sponsor may sign beside others.
    let mut twins = Twins::at(Stage::Structured);
    let (deal, patron, owner) = (twins.own.deal.clone(), twins.own.patron, twins.own.owner);
    twins.world.give(&owner, 1);
    let to = deal.cash(&owner);
    let role = Role::Destination { place: 0 };
    let propose = deal.propose_role((&deal.sponsor, &patron), role, &to);
    tries(
        &mut twins.world,
        "propose_role",
        Power::Destinations,
        &propose,
    );
    tried.insert("propose_role");
    let (mut world, call) = matrix::scene_of("decide_protocol");
    let mut veto = call;
    let (_, sponsor) = security_of(&mut world, &veto);
    veto.accounts[0].pubkey = sponsor;
    tries(&mut world, "decide_protocol", Power::Protocols, &veto);
    tried.insert("decide_protocol");
    let (mut world, mut cancel) = matrix::scene_of("cancel_measure");
    let (_, sponsor) = security_of(&mut world, &cancel);
    cancel.accounts[0].pubkey = sponsor;
    tries(&mut world, "cancel_measure", Power::Measures, &cancel);
    tried.insert("cancel_measure");
    let (mut world, mut reassign) = matrix::scene_of("reassign_shares");
    let (_, sponsor) = security_of(&mut world, &reassign);
    reassign.accounts[0] = AccountMeta::new_readonly(sponsor, true);
    tries(&mut world, "reassign_shares", Power::Measures, &reassign);
    tried.insert("reassign_shares");
    assert_eq!(
        tried,
        asked.keys().copied().collect(),
        "every instruction of the table"
    );
}

#[test]
fn the_table_in_the_documents_is_this_one() {
    let mut rows =
        String::from("| power | bit | instructions that ask for it |\n| --- | --- | --- |\n");
    for (at, row) in POWERS.iter().enumerate() {
        assert_eq!(row.power as usize, at);
        let lets: Vec<_> = row
            .lets
            .split(", ")
            .map(|name| format!("`{name}`"))
            .collect();
        rows += &format!("| `{}` | {at} | {} |\n", row.name, lets.join(", "));
    }
    assert!(
        page("control.md").contains(&rows),
        "docs/control.md needs\n{rows}"
    );
}
