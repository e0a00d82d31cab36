//! Carry that is paid deal by deal, in steps, and clawed back once it was too much.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell, with_par},
    on_both_engines,
    payouts::source,
};
use securities::{
    cash::{
        distribution::{post_distribution::DistributionArgs, state::Distribution},
        waterfall::{state::Waterfall, terms::TierTerms},
    },
    tranche::state::Tranche,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    read,
    world::{Money, World},
};

on_both_engines! {
    carry_on_a_gain_is_overpaid_after_a_loss_and_paid_back_by_anybody => gain_then_loss;
    what_passed_before_anybody_held_the_class_is_not_given_back => passed_on;
    what_the_class_gets_later_goes_to_the_investors_until_it_has_given_back => out_of_a_split;
}

/// A fifth, deal by deal, with a full catch-up.
const CARRY: TierTerms = TierTerms::Carry {
    rank: 1,
    base: 0,
    carry_bps: 2_000,
    catch_up_bps: 10_000,
    multiple_bps: 0,
    deal_by_deal: true,
};

/// Investors with a capital of 1,000 for two investments of 500, and their manager.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    posted: u64,
}

impl<E: Engine> Scene<E> {
    /// With these tiers between the capital's and the residual.
    fn new(middle: &[TierTerms]) -> Self {
        let mut scene = Self::before_the_manager(middle);
        sell(&mut scene.world, &scene.deal, (1, ONE), ONE);
        scene
    }

    /// While nobody holds the manager's class yet.
    fn before_the_manager(middle: &[TierTerms]) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let classes = vec![with_par(0), deal::junior(1)];
        let tiers = |_: &[_]| {
            let mut tiers = vec![TierTerms::Capital { rank: 0 }];
            tiers.extend(middle);
            tiers.push(TierTerms::Residual { rank: 0 });
            tiers
        };
        let deal = deal_of(&mut world, classes, tiers, |_| {});
        sell(&mut world, &deal, (0, ONE), SOLD);
        Self {
            world,
            deal,
            posted: 0,
        }
    }

    fn args(&mut self, amount: u64, principal: u64) -> DistributionArgs {
        DistributionArgs {
            principal,
            ..source(self.world.engine.now(), amount)
        }
    }

    /// Anybody pays in.
    fn post(&mut self, args: DistributionArgs) -> Distribution {
        let payer = self.world.investor("payer", args.amount);
        let post = self.deal.post_distribution(&payer, self.posted, args);
        self.world.go(&[post]);
        audit::check(&mut self.world);
        let record = address::distribution(&self.deal.security, &payer, self.posted);
        self.posted += 1;
        read::state(&mut self.world.engine, &record)
    }

    /// A sale that brings back a cost, and a gain beside it.
    fn sale(&mut self, cost: u64, gain: u64) -> Vec<u64> {
        let args = self.args((cost + gain) * ONE, cost * ONE);
        let tiers = self.post(args).tiers;
        let count = usize::from(self.waterfall().tier_count);
        tiers[..count].iter().map(|took| took / ONE).collect()
    }

    fn give_back(&mut self, rank: u8, amount: u64) -> DistributionArgs {
        DistributionArgs {
            clawback: Some(rank),
            wait: false,
            ..self.args(amount, 0)
        }
    }

    fn refused(&mut self, args: DistributionArgs) -> String {
        let payer = self.world.investor("payer", args.amount);
        let post = self.deal.post_distribution(&payer, 999, args);
        self.world.refused(&[post])
    }

    fn lose(&mut self, amount: u64, report: u8) {
        let lose = self.deal.lose(amount * ONE, report);
        self.world.go(&lose);
        audit::check(&mut self.world);
    }

    fn waterfall(&mut self) -> Waterfall {
        read::state(&mut self.world.engine, &self.deal.waterfall)
    }

    /// What holders of a class were ever credited.
    fn credited(&mut self, rank: u8) -> u64 {
        let address = self.deal.class(rank).tranche;
        let tranche: Tranche = read::state(&mut self.world.engine, &address);
        read::credited(&tranche.payouts[0]) / ONE
    }
}

fn gain_then_loss<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&[CARRY]);
    // Sold for twice what it cost: 500 are profit, and 100 of it carry, while 500 of capital are out.
    assert_eq!(scene.sale(500, 500), [500, 100, 400]);
    let none = scene.give_back(1, ONE);
    assert_eq!(scene.refused(none), "ClawbackTooLarge", "nothing yet");
    // The other investment is lost. Nothing was earned in all.
    scene.lose(500, 1);
    for (rank, amount) in [(1, 100 * ONE + 1), (0, ONE), (2, ONE), (255, ONE)] {
        let args = scene.give_back(rank, amount);
        assert_eq!(
            scene.refused(args),
            "ClawbackTooLarge",
            "{amount} of class {rank}"
        );
    }
    let small = scene.give_back(1, 1);
    assert_eq!(scene.refused(small), "DistributionTooSmall");
    let with_principal = DistributionArgs {
        principal: ONE,
        ..scene.give_back(1, ONE)
    };
    assert_eq!(scene.refused(with_principal), "ClawbackTooLarge");
    let recovery = DistributionArgs {
        recovery: true,
        ..scene.give_back(1, ONE)
    };
    assert_eq!(scene.refused(recovery), "ClawbackTooLarge");

    let args = scene.give_back(1, 60 * ONE);
    let record = scene.post(args);
    assert_eq!((record.kind, record.principal), (4, 0));
    assert_eq!(record.clawed_back[..2], [0, 60 * ONE]);
    assert_eq!(record.tiers, [0; 24], "no tier takes any of it");
    assert_eq!((scene.credited(0), scene.credited(1)), (960, 100));
    let more = scene.give_back(1, 40 * ONE + 1);
    assert_eq!(scene.refused(more), "ClawbackTooLarge", "40 are left");

    // Half of the loss was none: 250 are profit and 50 due, of which 40 were paid and kept.
    scene.world.go(&[scene.deal.correct_loss(250 * ONE, 1)]);
    let none = scene.give_back(1, ONE);
    assert_eq!(scene.refused(none), "ClawbackTooLarge", "nothing any more");
    assert_eq!(scene.sale(0, 100), [0, 30, 70], "70 of 350");
    let carry = scene.waterfall().tiers[1];
    assert_eq!(
        (carry.taken, carry.clawed_back, carry.reached),
        (130 * ONE, 60 * ONE, 600 * ONE)
    );
    scene.world
}

fn passed_on<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::before_the_manager(&[CARRY]);
    assert_eq!(scene.sale(500, 500), [500, 0, 500], "100 pass");
    let carry = scene.waterfall().tiers[1];
    assert_eq!((carry.taken, carry.due), (100 * ONE, 100 * ONE));
    sell(&mut scene.world, &scene.deal, (1, ONE), ONE);
    assert_eq!(scene.sale(0, 100), [0, 20, 80], "a fifth from now on");
    // Of 100 of profit in all, 20 are due, and the class was paid 20 of the 120 that counted.
    scene.lose(500, 1);
    let more = scene.give_back(1, 20 * ONE + 1);
    assert_eq!(scene.refused(more), "ClawbackTooLarge");
    let all = scene.give_back(1, 20 * ONE);
    scene.post(all);
    let none = scene.give_back(1, ONE);
    assert_eq!(
        scene.refused(none),
        "ClawbackTooLarge",
        "it has nothing left"
    );
    scene.world
}

fn out_of_a_split<E: Engine>() -> World<E> {
    let half = TierTerms::Split {
        rank: 1,
        bps: 5_000,
    };
    let mut scene = Scene::<E>::new(&[CARRY, half]);
    assert_eq!(scene.sale(500, 500), [500, 100, 200, 200]);
    scene.lose(500, 1);
    assert_eq!((scene.credited(0), scene.credited(1)), (700, 300));
    // 20 of the carry are earned again; of the other 80 half of the payment is given back, then as much of the
    // next as the profit of that leaves.
    let args = scene.args(100 * ONE, 0);
    let record = scene.post(args);
    assert_eq!(record.tiers[..4], [0, 0, 0, 50 * ONE]);
    assert_eq!(record.clawed_back[1], 50 * ONE);
    assert_eq!((scene.credited(0), scene.credited(1)), (800, 300));
    assert_eq!(scene.sale(0, 50), [0, 0, 5, 25]);
    assert_eq!((scene.credited(0), scene.credited(1)), (845, 305));
    // Whole again.
    assert_eq!(scene.sale(0, 100), [0, 20, 40, 40]);
    scene.world
}

#[test]
fn a_loss_that_comes_first_is_made_good_before_carry() {
    let mut scene = Scene::<Lite>::new(&[CARRY]);
    scene.lose(500, 1);
    assert_eq!(scene.sale(500, 500), [500, 0, 500]);
    assert_eq!(scene.sale(0, 100), [0, 20, 80]);
}

#[test]
fn a_larger_part_is_carry_above_a_multiple_of_the_capital() {
    let above = TierTerms::Carry {
        rank: 1,
        base: 0,
        carry_bps: 3_000,
        catch_up_bps: 3_000,
        multiple_bps: 20_000,
        deal_by_deal: true,
    };
    let mut scene = Scene::<Lite>::new(&[CARRY, above]);
    // Profit of 1,000 makes twice the capital: a fifth so far, three tenths of what is above.
    assert_eq!(scene.sale(500, 900), [500, 180, 0, 720]);
    assert_eq!(scene.sale(0, 100), [0, 20, 0, 80]);
    assert_eq!(scene.sale(500, 100), [500, 20, 10, 70]);
}
