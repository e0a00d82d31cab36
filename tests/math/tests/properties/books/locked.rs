//! What must hold of a locked book.

use super::{
    draw::Draw,
    model::{Held, Model},
    outcome::reward,
    program::Program,
};
use bytemuck::Zeroable;
use proptest::{prelude::*, test_runner::TestCaseResult};
use securities::{
    book::outcome::TicketOutcome,
    math::line::{self, Money, Node},
};

/// Parts sum to what all accepted money together gets, and are each the model's.
pub fn sums_are_those_of_the_curves(program: &Program, model: &Model) -> TestCaseResult {
    let all = model.locked.as_ref().unwrap();
    for (held, expected) in all {
        prop_assert_eq!(
            program.settlement(held.id),
            Ok(*expected),
            "ticket {}",
            held.id
        );
    }
    let sum =
        |of: &dyn Fn(&TicketOutcome) -> u64| -> u64 { all.iter().map(|(_, part)| of(part)).sum() };
    let accepted = sum(&|part| part.accepted);
    prop_assert!(accepted <= model.cap);
    prop_assert!(sum(&|part| part.shares.get()) <= model.shares(model.cap));
    let rewards = |curve: usize| sum(&|part| part.rewards[curve]);
    if model.is_discretionary() {
        for (at, curve) in model.curves.iter().enumerate() {
            prop_assert!(rewards(at) <= reward(curve, model.committed()));
        }
        let shares = sum(&|part| part.shares.get());
        prop_assert!(shares <= model.shares(accepted));
        prop_assert!(!model.is_exact() || shares == model.shares(accepted));
        return Ok(());
    }
    // What has fallen since the deposit buys less than its place in line could.
    let could = model.committed().min(model.cap);
    let fell = accepted < could;
    prop_assert!(!fell || model.assets.iter().any(|asset| !asset.is_par));
    let within = |sum: u64, most: u64| if fell { sum <= most } else { sum == most };
    for (at, curve) in model.curves.iter().enumerate() {
        prop_assert!(within(rewards(at), reward(curve, could)), "curve {}", at);
    }
    prop_assert!(within(sum(&|part| part.shares.get()), model.shares(could)));
    Ok(())
}

/// The same tickets in a new line settle the same, and so does the owner of one that came in two parts.
pub fn history_and_splits_leave_no_trace(
    program: &Program,
    model: &Model,
    mut cut: Draw,
) -> TestCaseResult {
    let all = model.locked.as_ref().unwrap();
    let split = cut.below(all.len() as u64) as usize;
    let Some((whole, of_whole)) = all.get(split) else {
        return Ok(());
    };
    if !model.assets[usize::from(whole.asset)].is_par {
        return Ok(());
    }
    let lots = whole.value / model.lot;
    let value = model.lot * cut.below(lots + 1);
    let first = Held {
        value,
        units: value,
        approved: whole.approved.min(value),
        ..*whole
    };
    let second = Held {
        value: whole.value - value,
        units: whole.units - value,
        approved: whole.approved - first.approved,
        ..*whole
    };
    let mut tickets: Vec<Held> = all.iter().map(|(held, _)| *held).collect();
    tickets.splice(split..=split, [first, second]);
    let parts = settled_anew(program, model, &tickets);

    let others = parts[..split].iter().chain(&parts[split + 2..]);
    let before = all.iter().filter(|(held, _)| held.id != whole.id);
    prop_assert!(others.eq(before.map(|(_, part)| part)));
    let both = |of: &dyn Fn(&TicketOutcome) -> u64| of(&parts[split]) + of(&parts[split + 1]);
    prop_assert_eq!(both(&|part| part.accepted), of_whole.accepted);
    prop_assert_eq!(
        both(&|part| part.units_back.get()),
        of_whole.units_back.get()
    );
    for curve in 0..4 {
        prop_assert_eq!(both(&|part| part.rewards[curve]), of_whole.rewards[curve]);
    }
    let shares = both(&|part| part.shares.get());
    // Where the sponsor approves ticket by ticket, each ticket's shares are rounded.
    let rounded = u64::from(model.is_discretionary() && !model.is_exact());
    prop_assert!((shares..=shares + rounded).contains(&of_whole.shares.get()));
    Ok(())
}

/// What becomes of tickets that stand one behind the other in a line of their own.
fn settled_anew(program: &Program, model: &Model, tickets: &[Held]) -> Vec<TicketOutcome> {
    let version = model.version;
    let mut nodes = vec![Node::zeroed(); tickets.len()];
    for (place, held) in (0..).zip(tickets) {
        let money = if model.counts(held) {
            Money::committed(held.value)
        } else {
            Money::live(held.value)
        };
        line::add(&mut nodes, version, place, money).unwrap();
    }
    let settle = |(place, held): (u32, &Held)| {
        let mut ticket = *program.ticket(held.id);
        (ticket.place, ticket.value, ticket.units) = (place, held.value, held.units);
        ticket.approved = held.approved;
        program
            .book
            .outcome_of(&nodes, &ticket, program.unit)
            .unwrap()
    };
    (0..).zip(tickets).map(settle).collect()
}
