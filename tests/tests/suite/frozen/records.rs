//! A record is the sum over its owner's accounts, whichever of them is thawed: a stranger who chooses it gains nothing.

use super::{RANK, SWISS, Scene, windows};
use crate::payouts::STAKE;
use anchor_lang::prelude::Pubkey;
use securities_tests::{audit, hostile_gate, ix::credential, lite::Lite, token};

impl Scene<Lite> {
    /// A plain transfer between any two accounts.
    fn send(&mut self, (from, owner): (&Pubkey, &Pubkey), to: &Pubkey, amount: u64) {
        let class = self.deal.class(RANK);
        let (mint, decimals) = (class.mint, class.terms.decimals);
        let send = token::transfer_plain((from, to), &mint, owner, amount, decimals);
        self.world.go(&[send]);
    }

    fn thaw_of(&mut self, owner: &Pubkey, account: &Pubkey) {
        let stranger = self.world.person("stranger");
        let thaw = self.deal.thaw(RANK, &stranger, owner, account);
        self.world.go(&[thaw]);
    }

    /// A stranger freezes, through token-acl or this program.
    fn freeze_of(&mut self, owner: &Pubkey, account: &Pubkey, own: bool) {
        let stranger = self.world.person("stranger");
        let freeze = if own {
            self.deal.freeze_shares(RANK, &stranger, owner, account)
        } else {
            self.deal.freeze(RANK, &stranger, owner, account)
        };
        self.world.go(&[freeze]);
        assert!(self.is_frozen(account));
    }

    /// Why a stranger cannot freeze, either way.
    fn refuses_freeze_of(&mut self, owner: &Pubkey, account: &Pubkey) -> String {
        let stranger = self.world.person("stranger");
        let freeze = self.deal.freeze(RANK, &stranger, owner, account);
        let refused = self.world.refused(&[freeze]);
        let own = self.deal.freeze_shares(RANK, &stranger, owner, account);
        assert_eq!(self.world.refused(&[own]), refused, "either way");
        refused
    }
}

/// A pool of another program, whose address nobody signs for here, has bought all of Bob's shares in the first window.
fn pool(scene: &mut Scene<Lite>) -> (Pubkey, Pubkey) {
    let (pool, _) = hostile_gate::authority();
    let mint = scene.deal.class(RANK).mint;
    let vault = scene
        .world
        .new_share_account("a pool's vault", &mint, &pool);
    let (terms, qualifier, payer) = (scene.says(SWISS), scene.qualifier, scene.world.payer);
    scene.world.go(&[
        credential::issue(&qualifier, &pool, terms),
        scene.deal.open_holder(RANK, &payer, &pool),
        scene.deal.qualify_holder(RANK, &qualifier, &pool),
    ]);
    let bob = scene.bob;
    scene.thaw(&bob);
    scene.thaw_of(&pool, &vault);
    let from = scene.account(&bob);
    scene.send((&from, &bob), &vault, STAKE);
    scene.end_window();
    for (owner, account) in [(bob, from), (pool, vault)] {
        scene.freeze_of(&owner, &account, false);
    }
    assert_eq!(scene.record(&pool).shares, STAKE);
    audit::check(&mut scene.world);
    (pool, vault)
}

/// Attack: a stranger thaws an empty account of the pool's, and puts dust into it, so that the one with its shares is not
/// thawed in this window, or ever again.
#[test]
fn a_stranger_keeps_no_pool_from_its_shares() {
    let mut scene = Scene::<Lite>::open(windows());
    let (pool, vault) = pool(&mut scene);
    let ann = scene.ann;
    let mint = scene.deal.class(RANK).mint;
    let astray = scene.world.new_share_account("astray", &mint, &pool);
    for (window, own) in [(1, false), (2, true)] {
        scene.open_window(window);
        scene.thaw_of(&pool, &astray);
        assert_eq!(scene.refuses_thaw_of(&pool, &vault), "AlreadyThawed");
        // Dust, and the stranger's own shares are gone for good.
        scene.thaw(&ann);
        let hers = scene.account(&ann);
        scene.send((&hers, &ann), &astray, 1);
        audit::check(&mut scene.world);
        scene.freeze_of(&pool, &astray, own);
        let dust = u64::try_from(window).expect("few");
        assert_eq!(scene.record(&pool).shares, STAKE + dust);
        scene.thaw_of(&pool, &vault);
        assert_eq!(scene.record(&pool).thawed_shares, STAKE);
        assert_eq!(
            scene.refuses_freeze_of(&pool, &vault),
            "FreezeTooEarly",
            "it has more than the record has beside it"
        );
        assert_eq!(scene.refuses_thaw_of(&pool, &astray), "AlreadyThawed");
        audit::check(&mut scene.world);
        scene.end_window();
        scene.freeze_of(&pool, &vault, own);
        scene.freeze_of(&ann, &hers, own);
        audit::check(&mut scene.world);
    }
    scene.pay(4_000_000);
    let held = scene.record(&pool).owed_at(&scene.tranche(), 0, 0);
    assert_eq!(held.expect("a vault"), 2_000_000, "it is paid for all");
    audit::check(&mut scene.world);
}

/// Anyone freezes an account up to as much as the record has beside it, and not a unit more.
#[test]
fn an_account_with_less_than_the_others_is_frozen_by_anyone() {
    for own in [false, true] {
        let mut scene = Scene::<Lite>::open(windows());
        let (ann, bob) = (scene.ann, scene.bob);
        let mint = scene.deal.class(RANK).mint;
        let other = scene.world.new_share_account("ann's other", &mint, &ann);
        scene.thaw_of(&ann, &other);
        scene.thaw(&bob);
        let from = scene.account(&bob);
        scene.send((&from, &bob), &other, STAKE);
        scene.freeze_of(&ann, &other, own);
        assert_eq!(scene.record(&ann).shares, 2 * STAKE);
        assert_eq!(scene.balance(&ann), STAKE, "half in each");
        // A unit more than in the first.
        scene.thaw_of(&ann, &other);
        scene.send((&other, &ann), &from, STAKE - 1);
        let account = scene.account(&ann);
        scene.freeze_of(&ann, &other, own);
        assert_eq!(scene.record(&ann).shares, STAKE + 1);
        scene.thaw_of(&ann, &account);
        assert_eq!(scene.refuses_freeze_of(&ann, &account), "FreezeTooEarly");
        scene.send((&account, &ann), &from, STAKE - 2);
        assert_eq!(scene.refuses_freeze_of(&ann, &account), "FreezeTooEarly");
        scene.send((&account, &ann), &from, 1);
        scene.freeze_of(&ann, &account, own);
        assert_eq!(scene.record(&ann).shares, 2, "one in each");
        audit::check(&mut scene.world);
    }
}

/// What was burnt stands in the last record as if it were in another account: its tokens are nowhere, and are not thawed.
#[test]
fn burnt_shares_cannot_be_traded_and_are_paid() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, cid) = (scene.ann, scene.cid);
    let mint = scene.deal.class(RANK).mint;
    let account = scene.account(&ann);
    scene.thaw(&ann);
    let burn = token::burn(&token::TOKEN_2022, &account, &mint, &ann, STAKE / 4);
    scene.world.go(&[burn]);
    scene.freeze(&ann, &ann);
    assert_eq!(scene.record(&ann).shares, STAKE, "hers was the last");
    scene.thaw(&ann);
    assert_eq!(scene.record(&ann).thawed_shares, STAKE / 4 * 3);
    scene.thaw(&cid);
    let sells = scene.plain(&ann, &cid, STAKE / 4 * 3);
    scene.world.go(&[sells]);
    for owner in [ann, cid] {
        scene.freeze(&owner, &owner);
    }
    let shares = [ann, cid].map(|owner| scene.record(&owner).shares);
    assert_eq!(shares, [STAKE / 4, STAKE / 4 * 3]);
    scene.pay(8_000_000);
    let claimed = [ann, cid].map(|owner| scene.claim(&owner));
    assert_eq!(claimed, [1_000_000, 3_000_000]);
    audit::check(&mut scene.world);
}
