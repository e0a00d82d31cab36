//! Cranks, and how a history ends.

use super::{Ending, NAMES, Scene, model::Model};
use anchor_lang::{Discriminator, prelude::Pubkey};
use securities::{
    cash::{distribution::state::Distribution, waterfall::state::Waterfall},
    tranche::{holder::Holder, state::Tranche},
};
use securities_tests::{address, audit, engine::Engine, read, rng::Rng, world::DAY};

impl Scene {
    /// Something that anybody may do at any time.
    pub(super) fn crank(&mut self, rng: &mut Rng) {
        let rank = rng.below(self.deal.classes.len() as u64) as u8;
        let who = self.world.key(NAMES[rng.below(4) as usize]);
        let fee = rng.below(self.structure.tiers.len() as u64) as u8;
        let crank = match rng.below(4) {
            0 => self.deal.check_triggers(),
            1 => self.deal.claim(rank, &who),
            2 => self.deal.pay_fee(fee, &self.structure.payee),
            _ => self.deal.pay_holders(rank, &[who]),
        };
        // There may be nothing to submit, and the tier may be no fee.
        let _ = self.world.send(&[crank]);
    }

    /// Pays all holders, and says who they are.
    fn pay_all(&mut self) -> [Pubkey; NAMES.len()] {
        let owners = NAMES.map(|name| self.world.key(name));
        for rank in 0..self.deal.classes.len() as u8 {
            let pay = self.deal.pay_holders(rank, &owners);
            self.world.go(&[pay]);
        }
        owners
    }

    fn tranches(&mut self) -> Vec<Tranche> {
        let classes = self.deal.classes.iter().map(|class| class.tranche);
        let classes: Vec<Pubkey> = classes.collect();
        let read = |key| read::state::<Tranche>(&mut self.world.engine, key);
        classes.iter().map(read).collect()
    }

    /// All that holders were ever credited, and those of covers alone.
    pub(super) fn funded(&mut self) -> [u64; 2] {
        let tranches = self.tranches();
        [true, false].map(|all| {
            let counted = tranches.iter().filter(|one| all || one.is_cover());
            counted.map(|one| read::credited(&one.payouts[0])).sum()
        })
    }

    /// Waits the day over which holders are paid, whom the model credits at once, where a reserve or the reinvestment
    /// account holds less than before, or covers paid or went home.
    pub(super) fn wait_for_release(
        &mut self,
        (before, funded): (([u128; 4], u128), [u64; 2]),
        after: ([u128; 4], u128),
    ) {
        let streams = self.tranches().iter().any(Tranche::is_streaming);
        let reserves = after.0.iter().zip(before.0).any(|(now, then)| *now < then);
        let covers = after.1 < before.1;
        let [all, home] = self.funded();
        assert!(!streams || reserves || covers || home > funded[1]);
        // What goes to payees and covers streams to nobody.
        assert!(streams || !reserves || all == funded[0]);
        if streams {
            self.world.pass(DAY);
            self.pay_all();
        }
    }

    /// Cranks all there is, compares with the model, and says what is left.
    pub(super) fn finish(&mut self, model: &mut Model, history: u64) -> Ending {
        let owners = self.pay_all();
        for tier in 0..self.structure.tiers.len() as u8 {
            let _ = self
                .world
                .send(&[self.deal.pay_fee(tier, &self.structure.payee)]);
        }
        self.world.go(&[self.deal.check_triggers()]);
        audit::check(&mut self.world);
        for rank in 0..self.deal.classes.len() as u8 {
            let tranche = self.deal.class(rank).tranche;
            let state = read::state::<Tranche>(&mut self.world.engine, &tranche);
            model.require_tranche(rank, &state, self.world.engine.now(), history);
            for (at, owner) in owners.iter().enumerate() {
                let holder = address::holder(&tranche, owner);
                let holder = read::state::<Holder>(&mut self.world.engine, &holder);
                let earned = &holder.earnings[0];
                model.require_holder(rank, at, earned.paid + earned.owed, history);
            }
        }
        let mut ending = Ending::new();
        for (address, account) in self.world.program_accounts() {
            let kept = [Holder::DISCRIMINATOR, Distribution::DISCRIMINATOR];
            if kept.iter().any(|tag| account.data.starts_with(tag)) {
                ending.insert(address, account.data);
            }
        }
        self.forget_cranks(&mut ending);
        ending
    }

    /// Blanks what says how often cranks were turned, what further offers set aside, and how much of its proceeds the
    /// issuer has.
    fn forget_cranks(&mut self, ending: &mut Ending) {
        for class in &self.deal.classes {
            let mut state = read::state::<Tranche>(&mut self.world.engine, &class.tranche);
            (state.next_book, state.open_books) = (0, 0);
            (state.shares_offered, state.asked) = (0, 0);
            for payout in &mut state.payouts {
                payout.paid_in = 0;
            }
            ending.insert(class.tranche, bytemuck::bytes_of(&state).to_vec());
        }
        let waterfall = self.deal.waterfall;
        let mut state = read::state::<Waterfall>(&mut self.world.engine, &waterfall);
        for trigger in &mut state.triggers {
            // Since when one fails is known from when it was first looked at.
            trigger.failed_since = i64::from(trigger.failed_since != 0);
            trigger.breached_since = i64::from(trigger.breached_since != 0);
        }
        ending.insert(waterfall, bytemuck::bytes_of(&state).to_vec());
    }
}
