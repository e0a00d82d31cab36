//! Two thousand histories of whole deals on the bytecode, drawn at random: payments, recoveries, losses, transfers, and
//! days that pass, and whatever those with roles try in between. Each is held against a model that knows no index, no
//! remainder and none of the program's arithmetic: what every tier took of every payment, what every tranche owes, and
//! what every holder has earned, to the unit. And each is played twice with the cranks and the attempts at different
//! moments, as often as they like: holders end the same.

mod draw;
mod elect;
mod ending;
mod hostile;
mod losses;
mod model;
mod projected;
mod structures;
mod winding;

use anchor_lang::prelude::Pubkey;
use draw::{Act, Play};
use model::{Model, Sort};
use projected::Projected;
use securities::cash::distribution::state::Distribution;
use securities_tests::{
    address,
    deal::Deal,
    engine::{Account, Engine},
    lite::Lite,
    read,
    rng::Rng,
    token,
    world::World,
};
use std::collections::BTreeMap;
use structures::{Structure, WHOLE};

/// Histories of each structure.
const HISTORIES: u64 = 500;
/// Programs whose accounts a history changes.
const OWNERS: [Pubkey; 3] = [securities::ID, token::CLASSIC, token::TOKEN_2022];
/// Who holds shares of every tranche.
const NAMES: [&str; 4] = ["ann", "bob", "cat", "dan"];

#[test]
fn any_history_of_a_credit_deal_ends_as_the_model_says() {
    Scene::new(structures::credit).play_all(0x9e37_79b9_7f4a_7c15);
}

#[test]
fn any_history_of_a_fund_ends_as_the_model_says() {
    Scene::new(structures::fund).play_all(0x0123_4567_89ab_cdef);
}

#[test]
fn any_history_of_a_fund_that_shares_each_deal_ends_as_the_model_says() {
    Scene::new(structures::deal_by_deal).play_all(0x2468_ace0_1357_9bdf);
}

#[test]
fn any_history_of_a_royalty_ends_as_the_model_says() {
    Scene::new(structures::royalty).play_all(0x0f1e_2d3c_4b5a_6978);
}

#[test]
fn any_history_of_a_revolving_deal_ends_as_the_model_says() {
    Scene::new(structures::revolving).play_all(0x1357_9bdf_0246_8ace);
}

#[test]
fn any_history_of_a_pool_ends_as_the_model_says() {
    Scene::new(structures::pool).play_all(0x0864_2fdb_9753_1eca);
}

/// A deal whose shares are sold, as every history finds it.
struct Scene {
    world: World<Lite>,
    deal: Deal,
    structure: Structure,
    accounts: BTreeMap<Pubkey, Account>,
    sequences: BTreeMap<Pubkey, u64>,
    now: i64,
}

/// What a history leaves of what holders get: tranches, holders, distributions and the waterfall, without what counts
/// cranks and further offers.
type Ending = BTreeMap<Pubkey, Vec<u8>>;

/// How often what was done.
#[derive(Default)]
struct Seen {
    acts: BTreeMap<&'static str, usize>,
    /// By what was tried, and whether it went through.
    attempts: BTreeMap<(&'static str, bool), usize>,
}

impl Scene {
    fn new(structure: fn(&mut World<Lite>) -> (Deal, Structure)) -> Self {
        let mut world = World::new(securities_tests::world::Money::Classic);
        let (deal, structure) = structure(&mut world);
        let servicer = world.investor("sponsor's servicer", 0);
        assert_eq!(servicer, deal.servicer);
        let touched = world.touched.clone();
        let accounts = touched
            .into_iter()
            .filter_map(|key| Some((key, world.engine.account(&key)?)))
            .filter(|(_, account)| OWNERS.contains(&account.owner))
            .collect();
        Self {
            sequences: world.sequences.clone(),
            now: world.engine.now(),
            world,
            deal,
            structure,
            accounts,
        }
    }

    /// Everything as it was.
    fn restore(&mut self) {
        for address in std::mem::take(&mut self.world.touched) {
            let now = self.world.engine.account(&address);
            if !now.is_some_and(|account| OWNERS.contains(&account.owner)) {
                continue;
            }
            let account = self.accounts.get(&address).cloned().unwrap_or(Account {
                lamports: 0,
                data: Vec::new(),
                owner: anchor_lang::system_program::ID,
            });
            self.world.engine.set_account(&address, account);
        }
        self.world.touched = self.accounts.keys().copied().collect();
        self.world.sequences = self.sequences.clone();
        self.world.engine.set_now(self.now);
    }

    fn play_all(&mut self, seed: u64) {
        let mut rng = Rng(seed);
        let mut seen = Seen::default();
        for history in 0..HISTORIES {
            let play = Play::draw(&mut rng, &self.structure);
            let endings = [0, 1].map(|_| {
                let cranks = rng.0;
                rng.next();
                self.restore();
                let (mut model, projected) = self.play(&play, Rng(cranks), &mut seen);
                let ending = self.finish(&mut model, history);
                projected.require(&mut self.world, &self.deal, history);
                ending
            });
            let [one, other] = endings;
            for (address, bytes) in &one {
                let differs = bytes.iter().zip(&other[address]).position(|(a, b)| a != b);
                assert_eq!(differs, None, "history {history}: a byte of {address}");
            }
            assert_eq!(one.len(), other.len(), "history {history}");
        }
        if self.structure.overpays {
            let paid_back = seen.acts.get("give back").copied().unwrap_or(0);
            assert!(paid_back >= 100, "{:?}", seen.acts);
        }
        for act in [
            "pay", "recover", "lose", "correct", "transfer", "pass", "crank",
        ] {
            let of_losses = ["recover", "lose", "correct"].contains(&act);
            let least = usize::from(self.structure.has_losses || !of_losses);
            assert!(
                seen.acts.get(act).copied().unwrap_or(0) >= least * 100,
                "{act}: {:?}",
                seen.acts
            );
        }
        if self.structure.terms[0].floating.is_some() {
            for act in ["fix", "cannot fix"] {
                let times = seen.acts.get(act).copied().unwrap_or(0);
                assert!(times >= 100, "{act}: {:?}", seen.acts);
            }
        }
        if self.structure.has_elections() {
            for act in ["elect", "cannot elect"] {
                let times = seen.acts.get(act).copied().unwrap_or(0);
                assert!(times >= 50, "{act}: {:?}", seen.acts);
            }
        }
        for (attempt, succeeds) in hostile::ATTEMPTS {
            let [through, refused] = [true, false].map(|how| seen.attempts.get(&(attempt, how)));
            assert!(through.or(refused).is_some(), "{attempt} was never tried");
            assert_eq!(
                through.is_some(),
                succeeds,
                "{attempt}: {:?}",
                seen.attempts
            );
        }
    }

    fn play(&mut self, play: &Play, mut cranks: Rng, seen: &mut Seen) -> (Model, Projected) {
        let mut model = Model::begin(&mut self.world, &self.deal, &self.structure);
        let mut projected = Projected::begin(&mut self.world, &self.deal, &self.structure);
        let (mut number, mut reports) = (0, 0);
        for act in &play.acts {
            let what = match *act {
                Act::Pass(seconds) => {
                    self.world.pass(seconds);
                    "pass"
                }
                Act::Transfer(rank, from, to, part) => {
                    self.transfer(&mut model, (rank, from, to), part)
                }
                Act::Pay(amount, quarters, recovery) => {
                    let principal = amount / 4 * quarters;
                    let sort = if recovery {
                        Sort::Recovery
                    } else {
                        Sort::Income
                    };
                    let told = (&mut model, &mut projected);
                    self.pay(told, number, (amount, principal), sort);
                    number += 1;
                    if recovery { "recover" } else { "pay" }
                }
                Act::GiveBack(ninths) => {
                    let now = self.world.engine.now();
                    let overpaid = model.overpaid(1, now);
                    let amount = overpaid * ninths / 9;
                    if amount < 1_000 {
                        "nothing"
                    } else {
                        let told = (&mut model, &mut projected);
                        self.pay(told, number, (amount, 0), Sort::Clawback(1));
                        number += 1;
                        "give back"
                    }
                }
                Act::Repay if model.can_repay(self.world.engine.now()) => {
                    self.pay((&mut model, &mut projected), number, (0, 0), Sort::Income);
                    number += 1;
                    "repay"
                }
                Act::Repay => "nothing",
                Act::Lose(part) => {
                    reports += 1;
                    self.lose((&mut model, &mut projected), part, reports)
                }
                Act::Correct(part) => self.correct((&mut model, &mut projected), part, reports),
                Act::Fix(rate) => self.fix((&mut model, &mut projected), rate),
                Act::Elect => self.elect((&mut model, &mut projected)),
                Act::Expense(part) => self.submit((&mut model, &mut projected), part),
            };
            *seen.acts.entry(what).or_default() += 1;
            for _ in 0..cranks.below(3) {
                self.crank(&mut cranks);
                *seen.acts.entry("crank").or_default() += 1;
            }
            for _ in 0..cranks.below(3) {
                let (world, deal) = (&mut self.world, &self.deal);
                let tried = hostile::attempt(world, deal, &self.structure, &mut cranks);
                *seen.attempts.entry(tried).or_default() += 1;
            }
        }
        (model, projected)
    }

    fn transfer(
        &mut self,
        model: &mut Model,
        (rank, from, to): (u8, usize, usize),
        part: u64,
    ) -> &'static str {
        let shares = model.shares(rank, from) * part / 8;
        if from == to || shares == 0 {
            return "nothing";
        }
        let [from_key, to_key] = [from, to].map(|at| self.world.key(NAMES[at]));
        let transfer = self.deal.transfer_shares(rank, &from_key, &to_key, shares);
        self.world.go(&[transfer]);
        model.transfer(rank, from, to, shares);
        "transfer"
    }

    fn pay(
        &mut self,
        (model, projected): (&mut Model, &mut Projected),
        number: u32,
        (amount, principal): (u64, u64),
        sort: Sort,
    ) {
        let payer = self.deal.servicer;
        self.world.give(&payer, amount);
        let now = self.world.engine.now();
        let mut source = crate::payouts::source(now, amount);
        source.recovery = sort == Sort::Recovery;
        source.clawback = match sort {
            Sort::Clawback(rank) => Some(rank),
            _ => None,
        };
        source.principal = principal;
        let post = self.deal.post_distribution(&payer, number.into(), source);
        let before = (model.kept(), self.funded());
        self.world.go(&[post]);
        let address = address::distribution(&self.deal.security, &payer, number.into());
        let record = read::state::<Distribution>(&mut self.world.engine, &address);
        model.pay((amount, principal), sort, now, &record);
        projected.pay((amount, principal), sort, now, &record);
        self.wait_for_release(before, model.kept());
    }

    /// Reports the reference rate, and fixes the first class's next rate if it can be.
    fn fix(
        &mut self,
        (model, projected): (&mut Model, &mut Projected),
        reference: u32,
    ) -> &'static str {
        if self.structure.terms[0].floating.is_none() {
            return "nothing";
        }
        let report = structures::report(&mut self.world, reference);
        self.world.go(&[report]);
        let fix = self.deal.fix_rate(0);
        match model.fix(reference, self.world.engine.now()) {
            Ok(()) => {
                self.world.go(&[fix]);
                projected.fix(reference, self.world.engine.now());
                "fix"
            }
            Err(error) => {
                assert_eq!(self.world.refused(&[fix]), error);
                "cannot fix"
            }
        }
    }

    /// Submits an expense, if the deal has any.
    fn submit(
        &mut self,
        (model, projected): (&mut Model, &mut Projected),
        part: u64,
    ) -> &'static str {
        let now = self.world.engine.now();
        let Some((tier, left)) = model.expense(now) else {
            return "nothing";
        };
        let submit = |amount| self.deal.submit_expense(&self.deal.sponsor, tier, amount);
        assert_eq!(self.world.refused(&[submit(left + 1)]), "ExpenseAboveCap");
        let amount = left * part / 8;
        if amount == 0 {
            return "nothing";
        }
        self.world.go(&[submit(amount)]);
        model.submit(usize::from(tier), amount);
        projected.submit(tier, amount, now);
        "expense"
    }
}

/// Whole units of money.
const fn whole(units: u64) -> u64 {
    units * WHOLE
}
