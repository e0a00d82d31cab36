//! Random histories of a class in the frozen form, against a naive model: thaws, transfers, burns, closed accounts, freezes by
//! whoever may, payments and streams, windows one after the other.

mod model;

use super::{RANK, Scene, windows};
use crate::payouts::STAKE;
use anchor_lang::prelude::Pubkey;
use model::{Freeze, Model, OWNERS};
use securities::tranche::state::Tranche;
use securities_tests::{
    audit,
    engine::Engine,
    lite::Lite,
    read,
    rng::Rng,
    token::{self, TOKEN_2022},
    world::DAY,
};

const HISTORIES: u64 = 10;
const STEPS: usize = 300;

struct History {
    scene: Scene<Lite>,
    model: Model,
    owners: [Pubkey; OWNERS],
    rng: Rng,
    /// What went through, by kind.
    done: [usize; 8],
}

impl History {
    fn new(seed: u64) -> Self {
        let mut rng = Rng(seed);
        let mut scene = Scene::<Lite>::settled(windows());
        let days = [0, 5][rng.below(2) as usize];
        let tranche = scene.deal.class(RANK).tranche;
        read::edit::<Tranche>(&mut scene.world.engine, &tranche, |tranche| {
            tranche.smoothing_days = days;
        });
        let dan = scene.world.investor("dan", 1);
        let (terms, qualifier) = (scene.says(super::SWISS), scene.qualifier);
        let welcome = scene.deal.welcome(RANK, &scene.world.payer, &dan);
        scene.world.go(&welcome);
        scene.world.go(&[
            securities_tests::ix::credential::issue(&qualifier, &dan, terms),
            scene.deal.qualify_holder(RANK, &qualifier, &dan),
        ]);
        let owners = [scene.ann, scene.bob, scene.cid, dan];
        let model = Model::new([STAKE, STAKE, 0, 0], i64::from(days) * DAY);
        scene.open_window(0);
        let mut history = Self {
            scene,
            model,
            owners,
            rng,
            done: [0; 8],
        };
        history.model.until = history.scene.tranche().rules.open_until;
        history
    }

    fn now(&mut self) -> i64 {
        self.scene.world.engine.now()
    }

    fn any(&mut self) -> usize {
        self.rng.below(OWNERS as u64) as usize
    }

    fn step(&mut self) {
        match self.rng.below(48) {
            0..=3 => self.pay(),
            4..=11 => self.thaw(),
            12..=18 => self.freeze(),
            19..=27 => self.transfer(),
            28..=30 => self.burn(),
            31..=32 => self.close(),
            33..=40 => self.claim(),
            41..=45 => {
                let seconds = self.rng.below(10 * 3_600) as i64;
                self.scene.world.pass(seconds);
            }
            46 => self.open_window(),
            // On to the next window, from within this one or not.
            _ => {
                self.scene.world.pass(25 * DAY);
                self.open_window();
            }
        }
    }

    fn pay(&mut self) {
        let amount = 1_000 + self.rng.below(50_000_000);
        self.scene.pay(amount);
        let now = self.now();
        self.model.pay(amount, now);
        self.done[0] += 1;
    }

    fn thaw(&mut self) {
        let at = self.any();
        let now = self.now();
        let thaw = self.scene.thawing(&self.owners[at]);
        if !self.model.is_open[at] {
            assert!(
                self.scene.world.send(&[thaw]).is_err(),
                "there is no account"
            );
            return;
        }
        let told = self.model.thaw(at, now);
        self.expect(&[thaw], told.err());
        self.done[1] += usize::from(told.is_ok());
    }

    fn freeze(&mut self) {
        let (at, now) = (self.any(), self.now());
        let owner = self.owners[at];
        let is_owner = self.rng.below(2) == 0;
        let caller = if is_owner {
            owner
        } else {
            self.scene.world.person("stranger")
        };
        let own = self.rng.below(2) == 0;
        let account = self.scene.account(&owner);
        let freeze = if own {
            self.scene
                .deal
                .freeze_shares(RANK, &caller, &owner, &account)
        } else {
            self.scene.freezing_of(&caller, &owner)
        };
        match self.model.freeze(at, (is_owner, own), now) {
            Freeze::Done => {
                self.scene.world.go(&[freeze]);
                if !self.model.is_open[at] {
                    self.reopen(at);
                }
                self.done[2] += 1;
            }
            Freeze::Refused(name) => self.expect(&[freeze], Some(name)),
            // token-acl, or the gate, has an error of its own for an account that is no more.
            Freeze::Fails => assert!(self.scene.world.send(&[freeze]).is_err()),
        }
    }

    fn transfer(&mut self) {
        let (from, to) = (self.any(), self.any());
        let amount = 1 + self.rng.below(self.model.balance[from].max(1));
        let plain = self
            .scene
            .plain(&self.owners[from], &self.owners[to], amount);
        let done = self.scene.world.send(&[plain]).is_ok();
        assert_eq!(done, self.model.transfer(from, to, amount));
        self.done[3] += usize::from(done);
    }

    fn burn(&mut self) {
        let at = self.any();
        let amount = 1 + self.rng.below(self.model.balance[at] / 8 + 1);
        let (owner, mint) = (self.owners[at], self.scene.deal.class(RANK).mint);
        let account = self.scene.account(&owner);
        let burn = token::burn(&TOKEN_2022, &account, &mint, &owner, amount);
        let done = self.scene.world.send(&[burn]).is_ok();
        assert_eq!(done, self.model.burn(at, amount));
        self.done[4] += usize::from(done);
    }

    /// Sells all to another, closes the account, and perhaps opens it again.
    fn close(&mut self) {
        let (at, to) = (self.any(), self.any());
        let (owner, balance) = (self.owners[at], self.model.balance[at]);
        let account = self.scene.account(&owner);
        let mut all = Vec::new();
        if balance > 0 {
            all.push(self.scene.plain(&owner, &self.owners[to], balance));
        }
        all.push(token::close(&TOKEN_2022, &account, &owner));
        let done = self.scene.world.send(&all).is_ok();
        assert_eq!(done, self.model.close(at, to));
        if done && (!self.model.thawed[at] || self.rng.below(2) == 0) {
            self.reopen(at);
        }
        self.done[5] += usize::from(done);
    }

    fn reopen(&mut self, at: usize) {
        let (owner, payer) = (self.owners[at], self.scene.world.payer);
        let mint = self.scene.deal.class(RANK).mint;
        let create = token::create_associated(&payer, &owner, &mint, &TOKEN_2022);
        self.scene.world.go(&[create]);
        self.model.reopen(at);
    }

    fn claim(&mut self) {
        let at = self.any();
        let claimed = self.scene.claim(&self.owners[at]);
        let now = self.now();
        self.model.claim(at, claimed, now);
        self.done[6] += usize::from(claimed > 0);
    }

    fn open_window(&mut self) {
        let now = self.now();
        let window = self.scene.tranche().rules.window;
        let day = u64::try_from(now / DAY).expect("after 1970");
        let end = window.at(day).map(|one| one.ends_at().expect("near"));
        let told = self.model.open_window(end.ok());
        let open = self.scene.deal.open_window_without(RANK, None);
        self.expect(&[open], told.err());
        self.done[7] += usize::from(told.is_ok());
    }

    fn expect(
        &mut self,
        call: &[anchor_lang::solana_program::instruction::Instruction],
        refusal: Option<&str>,
    ) {
        match refusal {
            None => drop(self.scene.world.go(call)),
            Some(name) => assert_eq!(self.scene.world.refused(call), name),
        }
    }

    fn compare(&mut self) {
        for at in 0..OWNERS {
            let record = self.scene.record(&self.owners[at]);
            assert_eq!(record.shares, self.model.record[at], "the record");
            assert_eq!(record.is_thawed(), self.model.thawed[at], "thawed");
            assert_eq!(record.thawed_shares, self.model.since[at], "since");
            if self.model.is_open[at] {
                let balance = self.scene.balance(&self.owners[at]);
                assert_eq!(balance, self.model.balance[at], "the account");
            }
        }
        let tranche = self.scene.tranche();
        assert_eq!(tranche.shares, self.model.shares);
        assert_eq!(tranche.thawed_shares, self.model.together);
        assert_eq!(tranche.payouts[0].held, self.model.held);
        assert_eq!(tranche.payouts[0].streaming, self.model.stream.left);
    }

    /// All is frozen, everything is released and paid out.
    fn end(&mut self) {
        self.scene.end_window();
        let stranger = self.scene.world.person("stranger");
        for at in 0..OWNERS {
            if self.model.thawed[at] {
                let owner = self.owners[at];
                let account = self.scene.account(&owner);
                let freeze = self
                    .scene
                    .deal
                    .freeze_shares(RANK, &stranger, &owner, &account);
                self.scene.world.go(&[freeze]);
                let now = self.now();
                let frozen = self.model.freeze(at, (false, true), now);
                assert!(matches!(frozen, Freeze::Done));
            }
        }
        self.compare();
        assert_eq!(self.model.record.iter().sum::<u64>(), self.model.shares);
        self.scene.world.pass(100 * DAY);
        for at in 0..OWNERS {
            let claimed = self.scene.claim(&self.owners[at]);
            let now = self.now();
            self.model.claim(at, claimed, now);
        }
        let payable = self.scene.tranche().payouts[0].payable;
        assert!(
            payable <= OWNERS as u64,
            "all is paid, but fractions of units"
        );
        let claimed: u64 = self.model.claimed.iter().sum();
        assert_eq!(claimed + payable, self.model.paid, "nothing is lost");
        audit::check(&mut self.scene.world);
    }
}

#[test]
fn whatever_is_thawed_moved_burnt_and_closed_every_unit_is_its_holders() {
    let mut done = [0; 8];
    for seed in 1..=HISTORIES {
        let mut history = History::new(seed);
        for step in 0..STEPS {
            history.step();
            history.compare();
            if step % 16 == 0 {
                audit::check(&mut history.scene.world);
            }
        }
        history.end();
        for (all, one) in done.iter_mut().zip(history.done) {
            *all += one;
        }
    }
    assert!(
        done.iter().all(|kind| *kind > 10),
        "each kind of step went through some times: {done:?}"
    );
}
