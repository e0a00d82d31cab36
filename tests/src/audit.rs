//! What must hold of every account of the program, whatever was done: vaults cover what is owed from them, and
//! every total is the sum of its parts.

use crate::{
    engine::{Account, Engine},
    read,
    world::World,
};
use anchor_lang::{Discriminator, prelude::Pubkey};
use bytemuck::Pod;
use securities::{
    book::state::{Book, LINE_HEADER, Ticket},
    distribution::state::Distribution,
    holder::state::Holder,
    math::{index, line},
    security::state::Security,
    tranche::state::Tranche,
};
use std::collections::BTreeMap;

type Accounts = BTreeMap<Pubkey, Account>;

fn all<T: Pod + Discriminator>(accounts: &Accounts) -> Vec<(Pubkey, T)> {
    accounts
        .iter()
        .filter(|(_, account)| account.data.starts_with(T::DISCRIMINATOR))
        .map(|(address, account)| {
            (
                *address,
                bytemuck::pod_read_unaligned(&account.data[8..8 + size_of::<T>()]),
            )
        })
        .collect()
}

/// Checks every account of the program that a transaction of the world named.
///
/// # Panics
/// On the first claim that does not hold.
pub fn check<E: Engine>(world: &mut World<E>) {
    let accounts = world.program_accounts();
    for (address, security) in all::<Security>(&accounts) {
        check_security(world, &accounts, &address, &security);
    }
    for (address, tranche) in all::<Tranche>(&accounts) {
        check_tranche(world, &accounts, &address, &tranche);
    }
    for (address, book) in all::<Book>(&accounts) {
        check_book(world, &accounts, &address, &book);
    }
}

fn check_security<E: Engine>(
    world: &mut World<E>,
    accounts: &Accounts,
    address: &Pubkey,
    security: &Security,
) {
    let vault = security.vault();
    let owed = vault.obligations().expect("the counters add up");
    assert!(
        world.balance(&vault.address) >= owed,
        "the vault covers what is owed from it"
    );

    let tranches = all::<Tranche>(accounts);
    let own = tranches
        .iter()
        .filter(|(_, tranche)| tranche.security == *address);
    let payouts: Vec<_> = own.map(|(_, tranche)| *tranche.payout()).collect();
    let funded: u64 = payouts.iter().map(|payout| payout.funded).sum();
    let paid: u64 = payouts.iter().map(|payout| payout.paid).sum();
    assert_eq!(
        vault.payable,
        funded - paid,
        "payable is what tranches got and did not pay"
    );
    assert_eq!(vault.paid, paid, "paid is what tranches paid");

    let distributions = all::<Distribution>(accounts);
    let own = || {
        distributions
            .iter()
            .filter(|(_, each)| each.security == *address)
            .map(|(_, each)| each)
    };
    let posted: u64 = own()
        .filter(|each| each.status == 0)
        .map(|each| each.gross)
        .sum();
    assert_eq!(vault.posted, posted, "posted is what waits");
    assert_eq!(
        vault.received,
        posted + funded,
        "received is what waits and what tranches got"
    );
    for run in own().filter(|each| each.status == 1) {
        assert_eq!(
            run.tiers.iter().sum::<u64>(),
            run.gross,
            "what goes in comes out"
        );
    }
}

fn check_tranche<E: Engine>(
    world: &mut World<E>,
    accounts: &Accounts,
    address: &Pubkey,
    tranche: &Tranche,
) {
    let holders = all::<Holder>(accounts);
    let own = || {
        holders
            .iter()
            .filter(|(_, holder)| holder.tranche == *address)
            .map(|(_, holder)| holder)
    };
    let shares: u64 = own().map(|holder| holder.shares).sum();
    assert_eq!(
        tranche.shares, shares,
        "the tranche's shares are its holders'"
    );
    assert!(
        shares >= read::supply(&mut world.engine, &tranche.mint),
        "shares cover the supply"
    );
    assert_eq!(
        usize::try_from(tranche.holders).expect("few"),
        own().count(),
        "records are counted"
    );

    let payout = tranche.payout();
    let owed: u64 = own().map(|holder| owed(holder, tranche)).sum();
    let credited = payout.funded - payout.undistributed;
    let accounted = payout.paid + owed;
    assert!(
        accounted <= credited,
        "no more is owed and paid than was funded"
    );
    let records = u64::from(tranche.holders) + world.closed_holders;
    assert!(
        credited - accounted <= records,
        "less than one unit a record waits in fractions"
    );
}

/// What a holder would be paid now.
fn owed(holder: &Holder, tranche: &Tranche) -> u64 {
    let (earned, payout) = (holder.earned(), tranche.payout());
    let gained = index::settle(
        holder.shares,
        earned.fraction,
        earned.index.get(),
        payout.index.get(),
    )
    .expect("the index only rises");
    earned.owed + gained.earned
}

fn check_book<E: Engine>(world: &mut World<E>, accounts: &Accounts, address: &Pubkey, book: &Book) {
    let tickets = all::<Ticket>(accounts);
    let own = || {
        tickets
            .iter()
            .filter(|(_, ticket)| ticket.book == *address)
            .map(|(_, ticket)| ticket)
    };
    let pending: u64 = own().map(|ticket| ticket.value).sum();
    assert_eq!(
        usize::try_from(book.open_tickets).expect("few"),
        own().count(),
        "tickets are counted"
    );
    assert_eq!(
        book.asset().units,
        pending,
        "the escrow is the tickets' money"
    );
    assert!(
        world.balance(&book.asset().vault) >= pending,
        "the escrow covers its tickets"
    );

    let line = &accounts.get(&book.line).expect("the line is there").data[LINE_HEADER..];
    let nodes: Vec<line::Money> = line
        .chunks_exact(16)
        .map(bytemuck::pod_read_unaligned)
        .collect();
    let total = line::ahead(&nodes, book.line_capacity).expect("the line's total");
    assert_eq!(
        (total.live, total.committed),
        (book.live, book.committed),
        "the line's total is the book's"
    );
    if book.stage == 2 {
        assert_eq!(
            book.accepted + book.refunded + pending,
            book.locked,
            "all that was locked is somewhere"
        );
        assert_eq!(total.live, book.locked, "the line is frozen");
    } else {
        assert_eq!(book.live, pending, "the line is the tickets' money");
        for ticket in own() {
            let at = |place| line::ahead(&nodes, place).expect("a place in line").live;
            assert_eq!(
                at(ticket.place + 1) - at(ticket.place),
                ticket.value,
                "each place holds its ticket"
            );
        }
    }
}
