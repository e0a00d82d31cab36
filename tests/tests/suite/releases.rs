//! What the deal has kept, and what its caller does not pay, reaches holders over time: whoever borrows shares for one
//! transaction has nothing of it.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell},
    on_both_engines,
    payouts::source,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::waterfall::terms::{ReservePurpose, TierTerms},
    security::state::Security,
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    audit,
    deal::{self, Deal, MIN_DISTRIBUTION},
    engine::Engine,
    read, token,
    world::{DAY, Money, World},
};

on_both_engines! {
    what_a_reserve_pays_with_the_smallest_payment_comes_over_a_day => reserve;
    of_a_payment_with_which_a_reserve_pays_only_what_the_reserve_pays_takes_a_day => blended;
    unused_proceeds_come_back_over_a_day => proceeds;
    what_somebody_sent_comes_over_a_day => sent;
    what_a_cover_pays_for_a_loss_comes_over_a_day => loss;
    covers_go_home_over_a_day_beside_a_payment_that_comes_at_once => home;
}

/// A deal whose first class somebody holds alone, and mallory, who borrows that.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    owner: Pubkey,
    mallory: Pubkey,
}

impl<E: Engine> Scene<E> {
    fn new(classes: Vec<TrancheArgs>, tiers: Vec<TierTerms>) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let ranks = 1..classes.len() as u8;
        let deal = deal_of(&mut world, classes, |_| tiers, |_| {});
        let owner = sell(&mut world, &deal, (0, ONE), SOLD);
        for rank in ranks {
            sell(&mut world, &deal, (rank, ONE), SOLD);
        }
        let mallory = world.investor("mallory", 10 * SOLD);
        let welcome = deal.welcome(0, &mallory, &mallory);
        world.go(&welcome);
        Self {
            world,
            deal,
            owner,
            mallory,
        }
    }

    /// 1,000 of debt at 8 % by quarters, 30 of whose interest are kept, on its first due date; and what is due.
    fn on_a_due_date() -> (Self, u64) {
        let debt = TrancheArgs {
            period_months: 3,
            ..deal::senior(0)
        };
        let tiers = vec![
            TierTerms::Interest { rank: 0 },
            TierTerms::Arrears { rank: 0 },
            TierTerms::Reserve {
                purpose: ReservePurpose::Interest,
                amount: 30 * ONE,
                bps: 0,
            },
            TierTerms::Principal { rank: 0 },
            TierTerms::Residual { rank: 1 },
        ];
        let mut scene = Self::new(vec![debt, deal::junior(1)], tiers);
        let payer = scene.world.investor("payer", 60 * ONE);
        let post = scene.payment(&payer, 60 * ONE);
        scene.world.go(&[post]);
        let due = scene.debt().next_due as i64;
        scene.world.engine.set_now(due * DAY);
        let check = scene.deal.check_triggers();
        scene.world.go(&[check]);
        let interest = scene.debt().interest_due;
        (scene, interest)
    }

    fn debt(&mut self) -> Tranche {
        read::state(&mut self.world.engine, &self.deal.class(0).tranche)
    }

    fn payment(&mut self, payer: &Pubkey, amount: u64) -> Instruction {
        let now = self.world.engine.now();
        self.deal.post_distribution(payer, 0, source(now, amount))
    }

    /// In one transaction mallory borrows all shares, does something, and gives the shares back. She has what she paid in
    /// with it, and nothing else of what that brings: the owner has the rest over a day, half of it after half.
    fn borrow_and(&mut self, what: &[Instruction], (paid_in, brings): (u64, u64)) {
        let (owner, mallory) = (self.owner, self.mallory);
        // What came before.
        let _ = self.world.send(&[self.deal.claim(0, &owner)]);
        let had = self.world.wealth(&owner);
        let all = self.world.balance(&self.deal.share_account(0, &owner));
        let mut all_of_it = vec![self.deal.transfer_shares(0, &owner, &mallory, all)];
        all_of_it.extend_from_slice(what);
        all_of_it.push(self.deal.transfer_shares(0, &mallory, &owner, all));
        self.world.go(&all_of_it);
        audit::check(&mut self.world);
        let hers = [self.deal.claim(0, &mallory)];
        if paid_in > 0 {
            let had = self.world.wealth(&mallory);
            self.world.go(&hers);
            assert!(paid_in - (self.world.wealth(&mallory) - had) <= 1);
        }
        assert_eq!(self.world.refused(&hers), "NothingOwed");
        let his = [self.deal.claim(0, &owner)];
        let half = DAY / 2;
        self.world.pass(half);
        self.world.go(&his);
        let so_far = self.world.wealth(&owner) - had;
        let expected = u128::from(brings) * half as u128 / DAY as u128;
        assert!(u128::from(so_far).abs_diff(expected) <= 1, "{so_far}");
        self.world.pass(DAY - half);
        self.world.go(&his);
        // A holder may be a fraction of a unit short.
        assert!(brings - (self.world.wealth(&owner) - had) <= 1);
        assert_eq!(self.world.refused(&hers), "NothingOwed");
        audit::check(&mut self.world);
    }
}

fn reserve<E: Engine>() -> World<E> {
    let (mut scene, interest) = Scene::<E>::on_a_due_date();
    let mallory = scene.mallory;
    let post = scene.payment(&mallory, MIN_DISTRIBUTION);
    let kept = interest - MIN_DISTRIBUTION;
    scene.borrow_and(&[post], (MIN_DISTRIBUTION, kept));
    scene.world
}

fn blended<E: Engine>() -> World<E> {
    let (mut scene, interest) = Scene::<E>::on_a_due_date();
    let mallory = scene.mallory;
    let paid = interest / 4 * 3;
    let post = scene.payment(&mallory, paid);
    scene.borrow_and(&[post], (paid, interest - paid));
    scene.world
}

fn proceeds<E: Engine>() -> World<E> {
    let tiers = vec![TierTerms::Residual { rank: 0 }];
    let mut scene = Scene::<E>::new(vec![deal::junior(0)], tiers);
    let Scene { deal, world, .. } = &scene;
    let back = deal.return_proceeds(&deal.sponsor, &world.mint, 0, Some(SOLD / 2));
    scene.borrow_and(&[back], (0, SOLD / 2));
    scene.world
}

fn sent<E: Engine>() -> World<E> {
    let tiers = vec![TierTerms::Residual { rank: 0 }];
    let mut scene = Scene::<E>::new(vec![deal::junior(0)], tiers);
    let donor = scene.world.investor("donor", 40 * ONE);
    let from = scene.world.cash(&donor);
    let World {
        token_program,
        mint,
        ..
    } = &scene.world;
    let gift = token::transfer(
        token_program,
        &from,
        mint,
        &scene.deal.vault,
        &donor,
        40 * ONE,
    );
    scene.world.go(&[gift]);
    let sweep = scene.deal.sweep_vault();
    scene.borrow_and(&[sweep], (0, 40 * ONE));
    scene.world
}

/// 1,000 of debt without interest and a cover of 1,000.
fn covered<E: Engine>() -> Scene<E> {
    let debt = TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(0)
    };
    let tiers = vec![
        TierTerms::Sweep { rank: 0 },
        TierTerms::Cover { rank: 1 },
        TierTerms::Residual { rank: 0 },
    ];
    Scene::new(vec![debt, deal::cover(1)], tiers)
}

fn loss<E: Engine>() -> World<E> {
    let mut scene = covered::<E>();
    let lose = scene.deal.lose(100 * ONE, 1);
    scene.borrow_and(&lose, (0, 100 * ONE));
    scene.world
}

fn home<E: Engine>() -> World<E> {
    let mut scene = covered::<E>();
    let payer = scene.world.investor("payer", SOLD);
    let post = scene.payment(&payer, SOLD);
    scene.world.go(&[post]);
    let security: Security = read::state(&mut scene.world.engine, &scene.deal.security);
    assert_eq!(security.vault().cover, 0);
    // What was paid in is there.
    scene.world.go(&[scene.deal.claim(0, &scene.owner)]);
    assert_eq!(scene.world.wealth(&scene.owner), SOLD);
    let insurer = scene.world.key("owner 1");
    let claim = [scene.deal.claim(1, &insurer)];
    assert_eq!(scene.world.refused(&claim), "NothingOwed");
    scene.world.pass(DAY);
    scene.world.go(&claim);
    assert_eq!(scene.world.wealth(&insurer), SOLD);
    audit::check(&mut scene.world);
    scene.world
}
