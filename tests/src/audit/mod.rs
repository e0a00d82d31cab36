//! What must hold of every account of the program, whatever was done: vaults cover what is owed from them, and
//! every total is the sum of its parts.

mod book;
mod series;

use crate::{
    engine::{Account, Engine},
    read::{self, all},
    world::World,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{
        phase::Stage,
        state::{Book, RewardCurve, RewardKind},
        ticket::{Stake, Ticket},
    },
    distribution::state::Distribution,
    holder::state::Holder,
    math::index,
    security::state::Security,
    tranche::state::Tranche,
    warrant::state::WarrantSeries,
};
use std::collections::BTreeMap;

type Accounts = BTreeMap<Pubkey, Account>;

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
    for (address, each) in all::<Book>(&accounts) {
        book::check(world, &accounts, &address, &each);
    }
    for (_, stake) in all::<Stake>(&accounts) {
        book::check_stake(&accounts, &stake);
    }
    for (address, each) in all::<WarrantSeries>(&accounts) {
        series::check(world, &accounts, &address, &each);
    }
}

fn check_security<E: Engine>(
    world: &mut World<E>,
    accounts: &Accounts,
    address: &Pubkey,
    security: &Security,
) {
    for vault in security.vaults() {
        let owed = vault.obligations().expect("the counters add up");
        assert!(
            world.balance(&vault.address) >= owed,
            "each vault covers what is owed from it"
        );
    }
    let vault = security.vault();

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

    assert!(
        tranche.shares <= tranche.shares_issued && tranche.shares_issued <= tranche.shares_offered,
        "no more shares are out than were set aside"
    );
    let (set_aside, waited_for) = promised(accounts, address);
    assert!(
        tranche.shares_offered >= set_aside,
        "what books and warrants could issue is set aside"
    );
    assert_eq!(
        tranche.unsettled, waited_for,
        "distributions wait for each ticket of a locked book, and for no other"
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

/// Shares of a tranche that its books, their rewards and its warrants could issue, and tickets that it waits for.
fn promised(accounts: &Accounts, tranche: &Pubkey) -> (u64, u32) {
    let (mut set_aside, mut waited_for) = (0, 0);
    for (address, book) in all::<Book>(accounts) {
        let own = book.tranche == *tranche;
        if own {
            set_aside += book.shares_reserved;
        }
        let pays = |curve: &&RewardCurve| curve.target == *tranche;
        set_aside += book
            .curves()
            .iter()
            .filter(pays)
            .map(|curve| curve.budget)
            .sum::<u64>();
        let promotes = book
            .curves()
            .iter()
            .filter(pays)
            .any(|curve| curve.kind().expect("a kind of reward") == RewardKind::PromotePoints);
        if book.stage == Stage::Locked as u8 && (own || promotes) {
            let tickets = all::<Ticket>(accounts).into_iter();
            let waiting =
                tickets.filter(|(_, ticket)| ticket.book == address && !ticket.is_settled());
            waited_for += u32::try_from(waiting.count()).expect("few");
        }
    }
    let series = all::<WarrantSeries>(accounts).into_iter();
    let own = series.filter(|(_, series)| series.tranche == *tranche);
    set_aside += own.map(|(_, series)| series.budget).sum::<u64>();
    (set_aside, waited_for)
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
