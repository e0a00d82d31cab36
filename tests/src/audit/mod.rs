//! What must hold of every account of the program, whatever was done: vaults cover what is owed from them, and
//! every total is the sum of its parts.

pub(crate) mod book;
mod frozen;
mod persons;
mod series;
mod streams;
mod vault;
mod wrapper;

use crate::{
    engine::{Account, Engine},
    read::{self, all},
    world::World,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{reward::RewardCurve, state::Book, ticket::state::OwnerTotal},
    chain::wide::Wide,
    conversion::state::Conversion,
    math::{accumulator, quantity::Shares},
    security::state::Security,
    tranche::{holder::Holder, pot::Pot, state::Tranche},
    warrant::state::WarrantSeries,
    wrapper::state::Wrapper,
};
use std::collections::BTreeMap;

pub use streams::released;

type Accounts = BTreeMap<Pubkey, Account>;

/// Checks every account of the program that a transaction of the world named.
///
/// # Panics
/// On the first statement that does not hold.
pub fn check<E: Engine>(world: &mut World<E>) {
    let accounts = world.program_accounts();
    for (address, security) in all::<Security>(&accounts) {
        vault::check(world, &accounts, &address, &security);
    }
    for (address, tranche) in all::<Tranche>(&accounts) {
        check_tranche(world, &accounts, &address, &tranche);
        persons::check(&accounts, &address, &tranche);
    }
    for (address, each) in all::<Book>(&accounts) {
        book::check(world, &accounts, &address, &each);
    }
    for (_, owner_total) in all::<OwnerTotal>(&accounts) {
        book::check_owner_total(&accounts, &owner_total);
    }
    for (address, each) in all::<WarrantSeries>(&accounts) {
        series::check(world, &accounts, &address, &each);
    }
    for (address, each) in all::<Wrapper>(&accounts) {
        wrapper::check(world, &accounts, &address, &each);
    }
}

fn check_tranche<E: Engine>(
    world: &mut World<E>,
    accounts: &Accounts,
    address: &Pubkey,
    tranche: &Tranche,
) {
    let tranche = &released(tranche, world.engine.now());
    let holders = all::<Holder>(accounts);
    let own = || {
        holders
            .iter()
            .filter(|(_, holder)| holder.tranche == *address)
            .map(|(_, holder)| holder)
    };
    let still = own().map(|holder| holder.shares - holder.thawed_shares);
    let shares = still.sum::<u64>() + tranche.thawed_shares;
    let held = held_by_books(accounts, address);
    let waiting: u64 = held.iter().map(|held| held.shares.get()).sum();
    assert_eq!(
        tranche.shares,
        shares + waiting + tranche.pot.shares,
        "the tranche's shares are its holders', what thawed accounts held, those that books hold for tickets, and those in the pot"
    );
    check_pot(tranche);
    // What was collected for an owner that did not sign has left its tokens behind, and so have records of a class that was redeemed.
    assert!(
        tranche.is_over() || shares >= read::supply(&mut world.engine, &tranche.mint),
        "shares cover the supply"
    );
    assert_eq!(
        usize::try_from(tranche.holders).expect("few"),
        own().count(),
        "records are counted"
    );

    assert!(
        tranche.shares - tranche.pot.shares <= tranche.shares_offered,
        "no more shares are out than were set aside"
    );
    assert!(
        tranche.shares_offered <= tranche.authorised,
        "no more shares are set aside than are authorised"
    );
    let set_aside = promised(accounts, address);
    assert!(
        tranche.shares_offered >= set_aside,
        "what books and warrants could issue is set aside"
    );

    let pots = u64::from(tranche.is_fixed());
    let records = u64::from(tranche.holders) + world.closed_holders + held.len() as u64 + pots;
    for (payout, vault) in tranche.payouts.iter().zip(0_u8..) {
        let owed: u64 = own().map(|holder| owed(holder, tranche, vault)).sum();
        // What other programs are told is what the record will be paid, now and once all is released.
        let told = |at| {
            let each = own().map(|holder| holder.owed_at(tranche, vault, at));
            each.map(|owed| owed.expect("the index only rises"))
                .sum::<u64>()
        };
        let now = world.engine.now();
        let (at_present, in_the_end) = (told(now), told(payout.stream_until.max(now)));
        assert!(
            owed <= at_present && at_present <= in_the_end,
            "what is owed only grows"
        );
        assert!(
            in_the_end <= payout.payable,
            "nobody is told of more than is there"
        );
        if payout.streaming == 0 {
            assert_eq!(owed, in_the_end, "nothing more is released");
        }
        let released = payout.payable - payout.streaming - payout.held;
        let waiting: u64 = held.iter().map(|held| held.earned(tranche, vault)).sum();
        let accounted = owed + waiting + kept(tranche, vault);
        assert!(accounted <= released, "no more is owed than is there");
        assert!(
            released - accounted <= records,
            "less than one unit a record waits in fractions"
        );
        let earned = own().map(|holder| *holder.earned(vault).expect("a vault"));
        assert!(
            earned.into_iter().all(|one| one.escheated <= one.paid),
            "escheated is paid"
        );
    }
    tranche.principal().expect("principal adds up");
    frozen::check(world, tranche, &own().copied().collect::<Vec<_>>());
}

/// Of a fixed number all shares are there or none, and what no book may grant is in the pot.
fn check_pot(tranche: &Tranche) {
    if !tranche.is_fixed() {
        assert_eq!(tranche.pot, Pot::default(), "nobody's pot is empty");
        return;
    }
    if tranche.shares == 0 {
        assert_eq!(tranche.pot.shares, 0, "nothing is there yet");
        return;
    }
    assert_eq!(tranche.shares, tranche.authorised, "all are there at once");
    assert!(
        tranche.pot.shares >= tranche.authorised - tranche.shares_offered,
        "what is the manager's is in the pot"
    );
}

/// What the pot of a tranche has earned of a vault and not handed over.
pub(crate) fn kept(tranche: &Tranche, vault: u8) -> u64 {
    let at = usize::from(vault);
    let (pot, payout) = (&tranche.pot, &tranche.payouts[at]);
    let earned = &pot.earned[at];
    let gained = accumulator::earned(
        Shares(pot.shares),
        earned.fraction,
        earned.accumulator.get(),
        payout.accumulator.get(),
    )
    .expect("the index only rises");
    earned.owed + gained.earned
}

/// Shares of a tranche that its books, their rewards and its warrants could issue.
fn promised(accounts: &Accounts, tranche: &Pubkey) -> u64 {
    let mut set_aside = 0;
    for (_, book) in all::<Book>(accounts) {
        let own = book.tranche == *tranche;
        if own {
            set_aside += book.shares_set_aside;
        }
        let pays = |curve: &&RewardCurve| curve.target == *tranche;
        set_aside += book
            .curves()
            .iter()
            .filter(pays)
            .map(|curve| curve.budget)
            .sum::<u64>();
    }
    let series = all::<WarrantSeries>(accounts).into_iter();
    let own = series.filter(|(_, series)| series.tranche == *tranche);
    set_aside += own.map(|(_, series)| series.budget).sum::<u64>();
    let conversions = all::<Conversion>(accounts).into_iter();
    let own = conversions.filter(|(_, conversion)| conversion.into == *tranche);
    set_aside += own
        .map(|(_, conversion)| conversion.left + conversion.held)
        .sum::<u64>();
    set_aside
}

/// Shares of a tranche that a locked book holds for tickets, or a conversion for those whose class was converted.
pub(crate) struct Held {
    pub(crate) shares: Shares,
    pub(crate) since: [Wide; 4],
}

impl Held {
    /// What they earned of a vault since the lock.
    pub(crate) fn earned(&self, tranche: &Tranche, vault: u8) -> u64 {
        let at = usize::from(vault);
        let (since, now) = (self.since[at].get(), tranche.payouts[at].accumulator.get());
        accumulator::earned(self.shares, 0, since, now)
            .expect("the index only rises")
            .earned
    }
}

fn held_by_books(accounts: &Accounts, tranche: &Pubkey) -> Vec<Held> {
    let mut all_held = Vec::new();
    for (_, book) in all::<Book>(accounts) {
        let held = |shares, since| Held {
            shares: Shares(shares),
            since,
        };
        if book.tranche == *tranche {
            all_held.push(held(book.shares_held, book.since));
        }
        let curves = book
            .curves()
            .iter()
            .filter(|curve| curve.target == *tranche);
        all_held.extend(curves.map(|curve| held(curve.held, curve.since)));
    }
    for (_, conversion) in all::<Conversion>(accounts) {
        if conversion.into == *tranche {
            all_held.push(Held {
                shares: Shares(conversion.held),
                since: conversion.since,
            });
        }
    }
    all_held
}

/// What a holder would be paid of a vault, of a tranche that is [`released`] up to now.
///
/// # Panics
/// Where there is no such vault.
#[must_use]
pub fn owed(holder: &Holder, tranche: &Tranche, vault: u8) -> u64 {
    let earned = holder.earned(vault).expect("a vault");
    let payout = &tranche.payouts[usize::from(vault)];
    let gained = accumulator::earned(
        Shares(holder.shares),
        earned.fraction,
        earned.accumulator.get(),
        payout.accumulator.get(),
    )
    .expect("the index only rises");
    earned.owed + gained.earned
}
