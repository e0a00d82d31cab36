//! No call lowers what somebody holds or is owed who did not sign it, but for the list of [`table`]: every
//! instruction's valid calls, with their arguments and with others.

mod table;

use crate::{matrix, pages::page};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities_tests::{
    holdings::{Holdings, Kind},
    lite::Lite,
    matrix::{Case, undone},
    rng::Rng,
    world::World,
};
use std::collections::{BTreeMap, BTreeSet};
use table::POWERS;

/// Calls with other arguments, of each valid call.
const OTHERS: usize = 60;

/// What each instruction lowered, with an example, and who signed.
type Found = BTreeMap<(&'static str, Kind), (String, BTreeSet<&'static [&'static str]>)>;

#[test]
fn no_call_lowers_what_is_somebody_elses_but_for_the_list() {
    let mut found = Found::new();
    let mut rng = Rng(0x9e37_79b9_7f4a_7c15);
    let mut through = 0;
    for case in matrix::cases() {
        let (mut world, call) = (case.scene)();
        through += others(&mut world, case, &call, &mut rng, &mut found);
        let before = Holdings::of(&mut world);
        world
            .attempt(std::slice::from_ref(&call))
            .expect("a valid call");
        note(&mut world, (case, &call), &before, &mut found);
    }
    println!("{through} calls with other arguments went through");
    assert!(through > 800, "{through} calls with other arguments");
    let listed: BTreeSet<_> = POWERS
        .iter()
        .map(|power| (power.instruction, power.lowers))
        .collect();
    let unlisted: Vec<_> = found
        .iter()
        .filter(|(power, _)| !listed.contains(*power))
        .map(|((name, kind), (how, _))| format!("{name} lowers {}: {how}", kind.name()))
        .collect();
    assert!(unlisted.is_empty(), "{}", unlisted.join("\n"));
    let unused: Vec<_> = listed
        .iter()
        .filter(|power| !found.contains_key(*power))
        .collect();
    assert!(unused.is_empty(), "nothing is lowered by {unused:?}");
    for power in POWERS {
        let (_, signed) = &found[&(power.instruction, power.lowers)];
        let says = BTreeSet::from([power.signers]);
        assert_eq!(*signed, says, "who signs {}", power.instruction);
    }
}

/// The call with other arguments, each on the chain as it was. Returns how many went through.
fn others(
    world: &mut World<Lite>,
    case: &Case,
    call: &Instruction,
    rng: &mut Rng,
    found: &mut Found,
) -> usize {
    if call.data.len() <= 8 {
        return 0;
    }
    let before = Holdings::of(world);
    let mut through = 0;
    for _ in 0..OTHERS {
        let mut other = call.clone();
        disturb(&mut other.data, rng);
        let named = other.accounts.iter().map(|meta| meta.pubkey).collect();
        through += usize::from(undone(world, &named, |world| {
            let went_through = world.attempt(std::slice::from_ref(&other)).is_ok();
            if went_through {
                note(world, (case, &other), &before, found);
            }
            went_through
        }));
    }
    through
}

/// Notes what is less than before of those who did not sign.
fn note(
    world: &mut World<Lite>,
    (case, call): (&Case, &Instruction),
    before: &Holdings,
    found: &mut Found,
) {
    let signers: Vec<Pubkey> = call
        .accounts
        .iter()
        .filter(|meta| meta.is_signer)
        .map(|meta| meta.pubkey)
        .collect();
    let named = call.accounts.iter().map(|meta| meta.pubkey);
    world.touched.extend(named);
    for less in before.less(&Holdings::of(world), &signers) {
        let how = format!("of {} {:?}, data {:?}", less.owner, less.from_to, call.data);
        let entry = found.entry((case.instruction, less.kind));
        let (_, signed) = entry.or_insert((how, BTreeSet::new()));
        signed.insert(case.signers);
    }
}

/// Another number somewhere in an instruction's arguments: none, one, all, a little more or less, or any.
fn disturb(data: &mut [u8], rng: &mut Rng) {
    let mut below = |bound: usize| usize::try_from(rng.below(bound as u64)).expect("small");
    let width = [1, 2, 4, 8][below(4)].min(data.len() - 8);
    let at = 8 + below(data.len() - 8 - width + 1);
    let old = data[at..at + width]
        .iter()
        .rev()
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let new = match below(7) {
        0 => 0,
        1 => 1,
        2 => u64::MAX,
        3 => old.wrapping_add(1),
        4 => old.wrapping_sub(1),
        5 => old / 2,
        _ => below(usize::MAX) as u64,
    };
    data[at..at + width].copy_from_slice(&new.to_le_bytes()[..width]);
}

#[test]
fn the_list_in_the_documents_is_this_one() {
    let page = page("program.md");
    let rows = table::rows();
    assert!(page.contains(&rows), "docs/program.md needs\n{rows}");
}
