//! Of a class in the frozen form: what a record says is what its token account holds, unless that is thawed.

use crate::{engine::Engine, read, token::TOKEN_2022, world::World};
use securities::tranche::{holder::Holder, state::Tranche};

pub(super) fn check<E: Engine>(world: &mut World<E>, tranche: &Tranche, records: &[Holder]) {
    let thawed = records.iter().filter(|holder| holder.is_thawed()).count();
    assert_eq!(
        usize::try_from(tranche.thawed).expect("few"),
        thawed,
        "thawed records are counted"
    );
    if tranche.thawed == 0 {
        assert_eq!(tranche.thawed_shares, 0, "nothing is thawed");
        assert!(
            tranche.payouts.iter().all(|payout| payout.held == 0),
            "nothing is held while all is frozen"
        );
    }
    if !tranche.is_frozen_form() {
        assert_eq!(tranche.thawed, 0, "a hooked class is never thawed");
        return;
    }
    let mut in_thawed = 0;
    for holder in records {
        let account = world.engine.account(&holder.share_account);
        let account = account.filter(|account| {
            account.owner == TOKEN_2022 && account.data[32..64] == holder.owner.to_bytes()
        });
        let (balance, frozen) = account.map_or((0, true), |account| {
            let at = |from: usize| account.data[from..from + 8].try_into().expect("8 bytes");
            (u64::from_le_bytes(at(64)), account.data[108] == 2)
        });
        if holder.is_thawed() {
            in_thawed += balance;
        } else {
            assert!(frozen, "what no record calls thawed is frozen");
            assert_eq!(
                balance, holder.shares,
                "a record says what its account holds"
            );
        }
    }
    assert!(
        in_thawed <= tranche.thawed_shares,
        "thawed accounts hold what they held together, but for what was burnt"
    );
    let recorded = records.iter().filter(|holder| !holder.is_thawed());
    assert_eq!(
        recorded.map(|holder| holder.shares).sum::<u64>() + in_thawed,
        read::supply(&mut world.engine, &tranche.mint),
        "every share is counted once"
    );
}
