//! Tips for payments: what came out of units earns none, since it could go round.

use super::{PART, Scene};
use crate::{
    on_both_engines,
    payouts::{STAKE, source},
};
use anchor_lang::prelude::Pubkey;
use securities::cash::distribution::post_distribution::DistributionArgs;
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    token::CLASSIC,
    world::{Money, World},
};

const FLAT: u64 = 4_000;
const BUDGET: u64 = 10 * FLAT;

on_both_engines! {
    money_that_goes_round_a_wrapper_earns_one_tip => round;
    what_is_owed_anew_is_tipped_again => anew;
}

/// A deal that tips payments, shares of two owners, and a distribution with a budget for tips.
fn tipped<E: Engine>() -> (Scene<E>, [Pubkey; 2]) {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal {
        tips: (FLAT, 100),
        ..Deal::plan(&mut world, "sponsor", 1)
    };
    let class = deal::junior(0);
    let tiers = deal::tiers_of(std::slice::from_ref(&class));
    let deal = deal.create(&mut world, vec![class], tiers);
    world.go(&[deal.create_wrapper(0, false)]);
    let coin = world.new_mint("coin", &CLASSIC, &[], |_| Vec::new());
    let owners = ["mallory", "bob"].map(|name| world.investor(name, STAKE));
    let tickets = owners.map(|owner| (owner, STAKE));
    Offering::standard(&mut world, &deal, 0, "line").sell(&mut world, &deal, &tickets);
    let deal = Deal {
        bot: owners[0],
        ..deal
    };
    let mut scene = Scene {
        world,
        deal,
        coin,
        owners: owners.to_vec(),
        posted: 0,
    };
    scene.admit(&owners[0]);
    let payer = scene.world.investor("servicer", 2 * PART + BUDGET);
    let args = DistributionArgs {
        tip_budget: BUDGET,
        ..source(0, 2 * PART)
    };
    let post = scene.deal.post_distribution(&payer, 0, args);
    scene.world.go(&[post]);
    scene.posted = 1;
    (scene, owners)
}

impl<E: Engine> Scene<E> {
    fn tips(&mut self) -> u64 {
        self.security().vault().tips
    }
}

fn round<E: Engine>() -> World<E> {
    let (mut scene, [mallory, bob]) = tipped::<E>();
    let pay = scene.deal.pay_holders(0, &[mallory]);
    scene.world.go(std::slice::from_ref(&pay));
    assert_eq!(scene.world.wealth(&mallory), PART + FLAT);
    // One transaction a lap, with her own million.
    for lap in 1..=9 {
        let wrap = scene.wrapping(&mallory, STAKE);
        let unwrap = scene.deal.unwrap_shares(0, &mallory, STAKE);
        scene.world.go(&[wrap, unwrap, pay.clone()]);
        assert_eq!(scene.world.wealth(&mallory), PART + FLAT, "lap {lap}");
    }
    assert_eq!(scene.tips(), BUDGET - FLAT);
    // A batch pays both, and is tipped for who has no units.
    let wrap = scene.wrapping(&mallory, STAKE);
    let unwrap = scene.deal.unwrap_shares(0, &mallory, STAKE);
    let both = scene.deal.pay_holders(0, &[mallory, bob]);
    scene.world.go(&[wrap, unwrap, both]);
    assert_eq!(scene.world.wealth(&bob), PART);
    assert_eq!(scene.tips(), BUDGET - 2 * FLAT);
    audit::check(&mut scene.world);
    scene.world
}

/// Once what came out of units is paid, or is in units again, the next payment is like any other.
fn anew<E: Engine>() -> World<E> {
    let (mut scene, [mallory, bob]) = tipped::<E>();
    let pay = scene.deal.pay_holders(0, &[mallory]);
    scene.wrap(&mallory, STAKE);
    scene.unwrap(&mallory, STAKE);
    assert_eq!(scene.record(&mallory).untipped, 1);
    scene.world.go(std::slice::from_ref(&pay));
    assert_eq!((scene.tips(), scene.record(&mallory).untipped), (BUDGET, 0));
    scene.distribute(2 * PART);
    scene.world.go(std::slice::from_ref(&pay));
    assert_eq!(scene.tips(), BUDGET - FLAT, "what came in is tipped");

    scene.wrap(&mallory, STAKE);
    scene.unwrap(&mallory, STAKE);
    scene.wrap(&mallory, STAKE);
    assert_eq!(
        scene.record(&mallory).untipped,
        0,
        "nothing of it is owed to her"
    );
    scene.unwrap(&mallory, STAKE);
    scene.claim(&mallory);
    assert_eq!(scene.record(&mallory).untipped, 0, "she has claimed it");
    // What units hold in other mints is never tipped, and marks nothing.
    scene.world.go(&[scene.deal.pay_holders(0, &[bob])]);
    assert_eq!(scene.tips(), BUDGET - 2 * FLAT);
    audit::check(&mut scene.world);
    scene.world
}
