//! The gate answers token-acl alone, and wallets find its accounts by themselves.

use super::{RANK, Scene, windows};
use crate::payouts::{STAKE, owned_by};
use anchor_lang::{
    InstructionData, ToAccountMetas, prelude::Pubkey, solana_program::instruction::Instruction,
};
use securities::{
    ID, accounts,
    chain::{seeds, token_acl},
    instruction as call,
};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::{Account, Engine},
    lite::Lite,
    token_acl::{FREEZE_PERMISSIONLESS, THAW_PERMISSIONLESS},
    world::{Money, World},
};

/// A hooked deal, whose junior shares are Ann's, on a chain with token-acl.
pub fn hooked() -> (World<Lite>, Deal, Pubkey) {
    let mut world = World::<Lite>::new(Money::Classic);
    securities_tests::token_acl::load(&mut world);
    let (deal, owners) = owned_by(&mut world, &["ann"]);
    (world, deal, owners[0])
}

/// The gate, asked by a transaction itself.
pub fn directly(deal: &Deal, owner: &Pubkey, flag: &Pubkey, list: &[u8]) -> Instruction {
    let class = deal.class(RANK);
    let accounts = accounts::Gate {
        caller: *owner,
        token_account: deal.share_account(RANK, owner),
        mint: class.mint,
        owner: *owner,
        flag: *flag,
        extra_accounts: address::gate_accounts(list, &class.mint),
        tranche: class.tranche,
        holder: address::holder(&class.tranche, owner),
        security: deal.security,
        event_authority: address::event_authority(),
        program: ID,
    };
    let data = if list == seeds::THAW_ACCOUNTS {
        call::CanThawPermissionless {}.data()
    } else {
        call::CanFreezePermissionless {}.data()
    };
    Instruction {
        program_id: ID,
        accounts: accounts.to_account_metas(None),
        data,
    }
}

#[test]
fn nobody_but_token_acl_asks_the_gate() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, bob) = (scene.ann, scene.bob);
    scene.thaw(&bob);
    for (owner, list) in [(ann, seeds::THAW_ACCOUNTS), (bob, seeds::FREEZE_ACCOUNTS)] {
        let flag = address::flag(&scene.account(&owner));
        let asked = directly(&scene.deal, &owner, &flag, list);
        assert_eq!(
            scene.world.refused(std::slice::from_ref(&asked)),
            "NotAskedByTokenAcl",
            "there is no flag"
        );
        let set = |owner: Pubkey, data: &[u8]| Account {
            lamports: 1_000_000,
            data: data.to_vec(),
            owner,
        };
        for (program, data) in [
            (securities::ID, vec![1]),
            (Pubkey::new_unique(), vec![1]),
            (token_acl::ID, vec![0]),
            (token_acl::ID, vec![1, 1]),
            (token_acl::ID, vec![]),
        ] {
            scene.world.engine.set_account(&flag, set(program, &data));
            assert_eq!(
                scene.world.refused(std::slice::from_ref(&asked)),
                "NotAskedByTokenAcl",
                "it is no flag of token-acl's that is set"
            );
        }
        // A look-alike at another address, and the flag of another account.
        let cids = address::flag(&scene.account(&scene.cid));
        for other in [Pubkey::new_unique(), cids] {
            scene
                .world
                .engine
                .set_account(&other, set(token_acl::ID, &[1]));
            let asked = directly(&scene.deal, &owner, &other, list);
            assert_eq!(scene.world.refused(&[asked]), "NotAskedByTokenAcl");
        }
        scene
            .world
            .engine
            .set_account(&flag, set(Pubkey::default(), &[]));
    }
    assert_eq!(scene.tranche().thawed, 1);
    audit::check(&mut scene.world);
}

/// What the lists say is what the gate takes, in its order.
#[test]
fn the_lists_name_the_gates_accounts() {
    let mut scene = Scene::<Lite>::open(windows());
    let (mint, tranche) = (scene.deal.class(RANK).mint, scene.deal.class(RANK).tranche);
    for (tag, discriminator) in [
        (seeds::THAW_ACCOUNTS, call::CanThawPermissionless {}.data()),
        (
            seeds::FREEZE_ACCOUNTS,
            call::CanFreezePermissionless {}.data(),
        ),
    ] {
        let list = address::gate_accounts(tag, &mint);
        let data = scene.world.engine.account(&list).expect("a list").data;
        assert_eq!(data[..8], discriminator[..]);
        assert_eq!(data[12..16], 5_u32.to_le_bytes());
        let entry = |at: usize| &data[16 + 35 * at..16 + 35 * (at + 1)];
        let fixed = |at: usize| (entry(at)[0], &entry(at)[1..33], entry(at)[34]);
        let authority = address::event_authority();
        assert_eq!(fixed(0), (0, tranche.as_ref(), 1));
        assert_eq!(entry(1)[0], 1, "an address of the gate's own, from seeds");
        assert_eq!(fixed(2), (0, scene.deal.security.as_ref(), 1));
        assert_eq!(fixed(3), (0, authority.as_ref(), 0));
        assert_eq!(fixed(4), (0, ID.as_ref(), 0));
    }
}

#[test]
fn accounts_of_another_owner_class_or_security_are_refused() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, bob, stranger) = (scene.ann, scene.bob, scene.world.person("stranger"));
    let account = scene.account(&ann);
    let whole = |scene: &Scene<Lite>| {
        scene
            .deal
            .asked(RANK, (&stranger, &ann, &account), seeds::THAW_ACCOUNTS)
    };
    // Without its list the gate gets nothing of its own.
    let mut asked = whole(&scene);
    asked.extra.clear();
    assert!(
        scene
            .world
            .send(&[asked.send(THAW_PERMISSIONLESS)])
            .is_err()
    );
    // The record of another owner is not the one that the list derives.
    let mut asked = whole(&scene);
    let tranche = scene.deal.class(RANK).tranche;
    asked.extra[2].pubkey = address::holder(&tranche, &bob);
    assert!(
        scene
            .world
            .send(&[asked.send(THAW_PERMISSIONLESS)])
            .is_err()
    );
    // Another owner than the account's.
    let mut asked = whole(&scene);
    asked.owner = bob;
    assert_eq!(
        scene.world.refused(&[asked.send(THAW_PERMISSIONLESS)]),
        "token-acl 8"
    );
    // The list of freezes does not serve a thaw, nor the other way round.
    for (list, tag) in [
        (seeds::FREEZE_ACCOUNTS, THAW_PERMISSIONLESS),
        (seeds::THAW_ACCOUNTS, FREEZE_PERMISSIONLESS),
    ] {
        let asked = scene.deal.asked(RANK, (&ann, &ann, &account), list);
        assert!(scene.world.send(&[asked.send(tag)]).is_err());
    }
    assert_eq!(scene.tranche().thawed, 0);
    assert_eq!(scene.record(&ann).shares, STAKE);
}
