//! What a class earns while accounts of it are thawed: held, and credited to whoever has its shares in the end.

use super::{RANK, Scene, windows};
use crate::{on_both_engines, payouts::STAKE};
use securities::{
    structure::create_tranche::TrancheArgs,
    tranche::{holder::Holder, rules::TransferRulesTerms, state::Tranche},
};
use securities_tests::{
    audit,
    deal::{Deal, cover, junior, senior, tiers_of},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    token::{self, TOKEN_2022},
    world::{DAY, World},
};

on_both_engines! {
    a_stream_stands_still_while_accounts_are_thawed_and_catches_up => streams;
    what_is_burnt_while_accounts_are_thawed_stays_in_the_last_record => burnt;
}

fn streams<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::settled(windows());
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    // As a class that smooths what it receives over twenty days.
    let tranche = scene.deal.class(RANK).tranche;
    read::edit::<Tranche>(&mut scene.world.engine, &tranche, |tranche| {
        tranche.smoothing_days = 20;
    });
    scene.open_window(0);
    scene.pay(20_000_000);
    scene.world.pass(2 * DAY);
    scene.thaw(&ann);
    assert_eq!(
        scene.record(&ann).earnings[0].owed,
        1_000_000,
        "two days of it"
    );
    scene.world.pass(2 * DAY);
    assert_eq!(scene.claim(&bob), 1_000_000, "then it stands still");
    scene.thaw(&cid);
    let payout = scene.tranche().payouts[0];
    assert_eq!((payout.held, payout.streaming), (2_000_000, 16_000_000));
    let plain = scene.plain(&ann, &cid, STAKE);
    scene.world.go(&[plain]);
    // 16 days of 16 millions, and 20 of 16 millions more: 18 days of 32.
    scene.pay(16_000_000);
    scene.world.pass(3 * DAY);
    audit::check(&mut scene.world);
    for owner in [ann, cid] {
        scene.freeze(&owner, &owner);
    }
    let payout = scene.tranche().payouts[0];
    assert_eq!(payout.held, 0);
    let released = 32_000_000 * 3 / 18;
    assert_eq!(payout.streaming, 32_000_000 - released);
    let claimed = [ann, bob, cid].map(|owner| scene.claim(&owner));
    let half = (2_000_000 + released) / 2;
    assert_eq!(
        claimed,
        [1_000_000, half, half],
        "Cid has it from before he bought"
    );
    scene.world.pass(30 * DAY);
    let claimed = [ann, bob, cid].map(|owner| scene.claim(&owner));
    assert_eq!(claimed[0], 0);
    assert_eq!(claimed[1] + claimed[2] + 2 * half, 34_000_000);
    audit::check(&mut scene.world);
    scene.world
}

fn burnt<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(windows());
    let (ann, bob) = (scene.ann, scene.bob);
    for owner in [ann, bob] {
        scene.thaw(&owner);
    }
    scene.pay(4_000_000);
    let offered = scene.tranche().shares_offered;
    let (account, mint) = (scene.account(&ann), scene.deal.class(RANK).mint);
    let burn = token::burn(&TOKEN_2022, &account, &mint, &ann, STAKE / 2);
    scene.world.go(&[burn]);
    audit::check(&mut scene.world);
    scene.freeze(&ann, &ann);
    assert_eq!(scene.record(&ann).shares, STAKE / 2, "until all are frozen");
    scene.freeze(&bob, &bob);
    let tranche = scene.tranche();
    assert_eq!(
        (tranche.shares, tranche.shares_offered),
        (2 * STAKE, offered)
    );
    assert_eq!((tranche.thawed_shares, tranche.thawed), (0, 0));
    let shares = [ann, bob].map(|owner| scene.record(&owner).shares);
    assert_eq!(shares, [STAKE / 2, STAKE / 2 * 3]);
    assert_eq!(scene.balance(&bob), STAKE, "it has no tokens for them");
    let claimed = [ann, bob].map(|owner| scene.claim(&owner));
    assert_eq!(claimed, [1_000_000, 3_000_000]);
    audit::check(&mut scene.world);
    // They stay in the record, whatever its accounts trade later.
    scene.thaw(&bob);
    assert_eq!(scene.record(&bob).thawed_shares, STAKE);
    scene.thaw(&ann);
    let sells = scene.plain(&bob, &ann, STAKE);
    scene.world.go(&[sells]);
    for owner in [bob, ann] {
        scene.freeze(&owner, &owner);
    }
    let shares = [ann, bob].map(|owner| scene.record(&owner).shares);
    assert_eq!(shares, [STAKE / 2 * 3, STAKE / 2]);
    audit::check(&mut scene.world);
    scene.world
}

#[test]
fn all_shares_are_burnt_and_the_last_record_has_them() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, bob) = (scene.ann, scene.bob);
    let mint = scene.deal.class(RANK).mint;
    for owner in [ann, bob] {
        scene.thaw(&owner);
    }
    scene.pay(3_000_000);
    for owner in [ann, bob] {
        let account = scene.account(&owner);
        let burn = token::burn(&TOKEN_2022, &account, &mint, &owner, STAKE);
        scene.world.go(&[burn]);
        scene.freeze(&owner, &owner);
    }
    assert_eq!(read::supply(&mut scene.world.engine, &mint), 0);
    assert_eq!(scene.tranche().shares, 2 * STAKE);
    let shares = [ann, bob].map(|owner| scene.record(&owner).shares);
    assert_eq!(shares, [0, 2 * STAKE]);
    assert_eq!(scene.claim(&bob), 3_000_000);
    audit::check(&mut scene.world);
    scene.pay(5_000_000);
    assert_eq!(scene.claim(&bob), 5_000_000);
    // Its empty account is thawed and frozen as any other.
    scene.thaw(&bob);
    scene.freeze(&bob, &bob);
    assert_eq!(scene.record(&bob).shares, 2 * STAKE);
    audit::check(&mut scene.world);
}

/// Attack: with one unit burnt, the principal of a share would be more than before, or a cover's price another, so that a
/// book which is open is refused its lock, and its buyers wait for a deadline.
#[test]
fn a_burnt_unit_leaves_debt_and_covers_and_open_books_as_they_were() {
    let debt = TrancheArgs {
        rate_ppm: 0,
        ..senior(0)
    };
    let of_debt = (0, vec![debt.clone(), junior(1)]);
    let of_cover = (1, vec![debt, cover(1), junior(2)]);
    for (rank, classes) in [of_debt, of_cover] {
        let what = format!("{:?}", classes[usize::from(rank)].kind);
        let mut world = World::<Lite>::new(securities_tests::world::Money::Classic);
        let mut deal = Deal::plan(&mut world, "sponsor", 1);
        deal.frozen = vec![rank];
        let tiers = tiers_of(&classes);
        let deal = deal.create(&mut world, classes, tiers);
        world.go(&[deal.set_transfer_rules(rank, windows())]);
        let book = Offering::standard(&mut world, &deal, rank, "line");
        let owners = ["ann", "bob"].map(|name| world.investor(name, 1_000_000_000));
        book.sell(
            &mut world,
            &deal,
            &owners.map(|owner| (owner, 1_000_000_000)),
        );
        let tranche = deal.class(rank).tranche;
        let opens = super::FIRST as i64 * DAY;
        world.engine.set_now(opens);
        world.go(&[deal.open_window_without(rank, None)]);
        let [ann, _] = owners;
        let mut later = Offering::plan(&mut world, &deal, rank, 1, "later line");
        (later.args.opens_at, later.args.offer_ends) = (opens, opens + 3 * DAY);
        (later.args.deadline, later.args.latest_deadline) = (opens + 4 * DAY, opens + 4 * DAY);
        later.open(&mut world, &deal, 16);
        let cid = world.investor("cid", 1_000_000_000);
        later.deposit(&mut world, &deal, &cid, 1_000_000_000);
        let account = deal.share_account(rank, &ann);
        let standing = |world: &mut World<Lite>| {
            let state: Tranche = read::state(&mut world.engine, &tranche);
            let principal = state.principal().expect("it adds up");
            let per_share =
                (u128::from(principal) * u128::from(state.unit)).div_ceil(u128::from(state.shares));
            (
                (state.shares, state.shares_offered),
                (state.principal_issued, principal),
                per_share,
            )
        };
        let before = standing(&mut world);
        let mint = deal.class(rank).mint;
        world.go(&[
            deal.thaw(rank, &ann, &ann, &account),
            token::burn(&TOKEN_2022, &account, &mint, &ann, 1),
        ]);
        audit::check(&mut world);
        world.go(&[deal.freeze(rank, &ann, &ann, &account)]);
        assert_eq!(standing(&mut world), before, "{what}");
        let record: Holder = read::state(&mut world.engine, &deal.record(rank, &ann));
        assert_eq!(record.shares, world.balance(&account) + 1, "{what}");
        world.engine.set_now(opens + 3 * DAY);
        world.go(&[deal.lock_book(&later, &deal.sponsor)]);
        audit::check(&mut world);
    }
}

/// A sale in the window is a sale with what the class earns in it, and a delegate sells as the owner.
#[test]
fn payments_before_the_thaw_stay_with_who_held_then() {
    let mut scene = Scene::<Lite>::settled(TransferRulesTerms { ..windows() });
    let (ann, cid) = (scene.ann, scene.cid);
    scene.pay(2_000_000);
    scene.open_window(0);
    scene.thaw(&ann);
    scene.thaw(&cid);
    let delegate = scene.world.person("delegate");
    let account = scene.account(&ann);
    let mut plain = scene.plain(&ann, &cid, STAKE);
    plain.accounts[3].pubkey = delegate;
    scene
        .world
        .go(&[token::approve(&account, &ann, &delegate, STAKE), plain]);
    scene.end_window();
    for owner in [ann, cid] {
        scene.freeze(&delegate, &owner);
    }
    assert_eq!(scene.claim(&ann), 1_000_000);
    assert_eq!(scene.claim(&cid), 0);
    assert_eq!(scene.record(&cid).shares, STAKE);
    audit::check(&mut scene.world);
}
