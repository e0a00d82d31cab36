//! Of a class in the frozen form: a record has what its owner's frozen token accounts hold, and what was burnt.

use crate::{engine::Engine, read, token::TOKEN_2022, world::World};
use anchor_lang::prelude::Pubkey;
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
    let supply = read::supply(&mut world.engine, &tranche.mint);
    let accounts = token_accounts(world, &tranche.mint);
    let (mut everywhere, mut in_thawed) = (0, 0);
    for holder in records {
        let own = accounts.iter().filter(|one| one.owner == holder.owner);
        let mut still = 0;
        for one in own {
            everywhere += one.amount;
            if holder.is_thawed() && one.address == holder.share_account {
                in_thawed += one.amount;
            } else {
                assert!(one.is_frozen, "what no record calls thawed is frozen");
                still += one.amount;
            }
        }
        if !holder.is_thawed() {
            assert_eq!(holder.thawed_shares, 0, "nothing of it is thawed");
        }
        assert!(
            still <= holder.shares - holder.thawed_shares,
            "a record has what its owner's frozen accounts hold, and what was burnt"
        );
    }
    assert!(
        in_thawed <= tranche.thawed_shares,
        "thawed accounts hold what they held together, but for what was burnt"
    );
    assert_eq!(everywhere, supply, "every share is in an owner's account");
}

/// A token account of a share mint.
struct ShareAccount {
    address: Pubkey,
    owner: Pubkey,
    amount: u64,
    is_frozen: bool,
}

/// The token accounts of a mint that a transaction of the world named.
fn token_accounts<E: Engine>(world: &mut World<E>, mint: &Pubkey) -> Vec<ShareAccount> {
    let key = |data: &[u8], from: usize| -> Pubkey {
        let bytes: [u8; 32] = data[from..from + 32].try_into().expect("32 bytes");
        bytes.into()
    };
    let touched = world.touched.clone();
    touched
        .into_iter()
        .filter_map(|address| Some((address, world.engine.account(&address)?)))
        .filter(|(_, account)| account.owner == TOKEN_2022 && account.data.len() >= 165)
        .filter(|(_, account)| key(&account.data, 0) == *mint)
        .map(|(address, account)| ShareAccount {
            address,
            owner: key(&account.data, 32),
            amount: u64::from_le_bytes(account.data[64..72].try_into().expect("8 bytes")),
            is_frozen: account.data[108] == 2,
        })
        .collect()
}
