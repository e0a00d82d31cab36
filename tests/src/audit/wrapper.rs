//! Wrappers: their records have as many shares as there are units, and are owed all that the units hold.

use super::{Accounts, all, released};
use crate::{engine::Engine, read, world::World};
use anchor_lang::prelude::Pubkey;
use securities::{
    math::{accumulator, quantity::Shares},
    tranche::{
        holder::{EVERYTHING_ON_CLAIM, Holder},
        state::Tranche,
    },
    wrapper::state::Wrapper,
};

/// Checks a wrapper.
pub(super) fn check<E: Engine>(
    world: &mut World<E>,
    accounts: &Accounts,
    address: &Pubkey,
    wrapper: &Wrapper,
) {
    let holders = all::<Holder>(accounts);
    let own: Vec<&Holder> = holders
        .iter()
        .map(|(_, holder)| holder)
        .filter(|holder| holder.owner == *address)
        .collect();
    let [own] = own[..] else {
        panic!("a wrapper has one record")
    };
    assert_eq!(
        (own.is_wrapper, own.tranche, own.shares, own.paid_on_claim),
        (1, wrapper.tranche, wrapper.units, EVERYTHING_ON_CLAIM),
        "its record has the shares of all units, and is never paid unasked"
    );
    assert!(
        wrapper.units >= read::supply(&mut world.engine, &wrapper.mint),
        "no more units are out"
    );
    let tranches = all::<Tranche>(accounts);
    let (_, tranche) = tranches
        .iter()
        .find(|(key, _)| *key == wrapper.tranche)
        .expect("its tranche");
    let tranche = released(tranche, world.engine.now());
    let units = Shares(wrapper.units);
    for ((earned, since), payout) in own.earnings.iter().zip(wrapper.since).zip(tranche.payouts) {
        let now = payout.accumulator.get();
        let has = accumulator::earned(units, earned.fraction, earned.accumulator.get(), now)
            .expect("it rises");
        let held = accumulator::earned(units, 0, since.get(), now).expect("it rises");
        assert!(
            (earned.owed + has.earned, has.fraction) >= (held.earned, held.fraction),
            "it is owed what all units hold"
        );
        assert_eq!(
            (earned.paid, earned.escheated, earned.unpayable),
            (0, 0, 0),
            "and nobody else is paid of it"
        );
    }
}
