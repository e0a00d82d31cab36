//! Money that only passes through pushes nobody back. A line that counted what was ever deposited would let a
//! stranger rob everybody behind of place and reward.

use super::{ONE, Scene};
use crate::on_both_engines;
use securities_tests::{audit, engine::Engine, terms::Reward, world::World};

on_both_engines! {
    wash_deposits_push_nobody_back => wash;
    money_that_leaves_gives_back_the_reward_it_stood_before => overtaken;
    coming_back_is_coming_last => comes_back;
}

/// A book that gives a bonus of 50 shares to the first 100, and 50 more to the next 900.
fn rewarding<E: Engine>() -> Scene<E> {
    let mut scene = Scene::open(|_| {});
    let points = [(100 * ONE, 50 * ONE), (1_000 * ONE, 100 * ONE)];
    let bonus = Reward::bonus_shares(&scene.deal, 1, &points);
    scene.book.promise(&mut scene.world, &scene.deal, bonus);
    scene
}

fn wash<E: Engine>() -> World<E> {
    let mut scene = rewarding::<E>();
    let ids = [("alice", 30), ("bob", 40)].map(|(name, money)| scene.join(name, money).1);
    let before = scene.previews(&ids);
    let stranger = scene.world.investor("stranger", 500 * ONE);

    // More often than the line has places, in one transaction and in two, committed and not.
    for turn in 2..22 {
        let money = (1 + u64::from(turn)) * ONE;
        let (deposit, leave) = (
            scene.deposit(&stranger, turn, money, 2 * (turn % 2)),
            scene.withdraw(&stranger, turn, money),
        );
        if turn % 3 == 0 {
            scene.world.go(&[deposit, leave]);
        } else {
            scene.world.go(&[deposit]);
            let place = scene.book.ticket(&mut scene.world, turn).place;
            assert_eq!(place, 2, "the place is used again");
            assert_eq!(
                scene.previews(&ids),
                before,
                "nobody is moved while it is there"
            );
            scene.world.go(&[leave]);
        }
        assert_eq!(scene.previews(&ids), before, "nor when it has left");
    }
    audit::check(&mut scene.world);
    assert_eq!(scene.world.wealth(&stranger), 500 * ONE, "it has no reward");

    let (carol, id) = scene.join("carol", 30);
    let told = scene.previews(&[id])[0];
    assert_eq!(told.committed_ahead, 70 * ONE, "carol is next after bob");
    assert_eq!(told.rewards[0], 15 * ONE);
    scene.book.lock(&mut scene.world, &scene.deal);
    for id in [id, 0, 1] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
    }
    assert_eq!(scene.shares(&carol), 45 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

/// A stranger comes just before an honest depositor, and leaves just after.
fn overtaken<E: Engine>() -> World<E> {
    let mut scene = rewarding::<E>();
    scene.join("alice", 40);
    let (stranger, wash) = scene.join("stranger", 60);
    let (_, carol) = scene.join("carol", 60);
    let behind = scene.previews(&[carol])[0];
    // Sixty past the steep part: 60 * 50 / 900, rounded with the line.
    assert_eq!(behind.rewards[0], 3_333_333);
    scene
        .book
        .withdraw(&mut scene.world, &scene.deal, &stranger, wash, 60 * ONE);
    let told = scene.previews(&[carol])[0];
    assert_eq!(
        (told.live_ahead, told.committed_ahead),
        (40 * ONE, 40 * ONE)
    );
    assert_eq!(
        told.rewards[0],
        30 * ONE,
        "all the reward of her place is hers"
    );
    assert_eq!(scene.world.wealth(&stranger), 60 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

/// Whoever leaves in part keeps the place of what stays; whoever leaves and comes back stands at the end.
fn comes_back<E: Engine>() -> World<E> {
    let mut scene = rewarding::<E>();
    let (alice, first) = scene.join("alice", 50);
    let (_, bob) = scene.join("bob", 50);
    scene
        .book
        .withdraw(&mut scene.world, &scene.deal, &alice, first, 20 * ONE);
    let again = scene
        .book
        .deposit(&mut scene.world, &scene.deal, &alice, 20 * ONE);
    let told = scene.previews(&[first, bob, again]);
    let rewards: Vec<u64> = told.iter().map(|told| told.rewards[0]).collect();
    assert_eq!(rewards, [15 * ONE, 25 * ONE, 10 * ONE]);
    assert_eq!(told[2].live_ahead, 80 * ONE, "behind bob");
    scene
        .book
        .withdraw(&mut scene.world, &scene.deal, &alice, first, 30 * ONE);
    assert_eq!(scene.previews(&[bob])[0].live_ahead, 0, "bob moved up");
    audit::check(&mut scene.world);
    scene.world
}
