//! Random short histories of votes, transfers and wraps: at every step the tallies are the sums of what is voted, no share
//! votes twice, and what cannot be sent is what is voted.

use super::{SENIOR, SHARE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    resolution::{proposal::Proposal, state::Proposer},
    role::state::Role,
};
use securities_tests::{deal::Deal, engine::Engine, lite::Lite, rng::Rng};
use std::collections::BTreeMap;

const HISTORIES: u32 = 2_000;

/// What a resolution has been voted by.
#[derive(Clone)]
struct Open {
    number: u32,
    opens_at: i64,
    closes_at: i64,
    ballots: BTreeMap<Pubkey, (u64, bool)>,
    /// All shares, whether wrapped or not.
    counted: u64,
}

/// What is owned, and what is voted on.
struct Model {
    shares: BTreeMap<Pubkey, u64>,
    wrapped: u64,
    open: Vec<Open>,
}

impl Model {
    fn kept(&self, owner: &Pubkey, now: i64) -> u64 {
        let open = self.open.iter().filter(|one| now < one.closes_at);
        open.filter_map(|one| one.ballots.get(owner))
            .map(|(weight, _)| *weight)
            .max()
            .unwrap_or(0)
    }

    fn counted(&self) -> u64 {
        self.shares.values().sum::<u64>() + self.wrapped
    }
}

#[test]
fn the_sum_of_all_weights_is_the_shares_that_voted() {
    let set = |deal: &Deal| vec![deal.create_wrapper(SENIOR, true)];
    let mut scene = Scene::<Lite>::with(|_, _| {}, set);
    let (payer, heir) = (scene.world.payer, scene.world.person("heir"));
    let owners = [scene.ann, scene.bob, scene.dora];
    let welcome = scene.deal.welcome(SENIOR, &payer, &scene.dora);
    scene.world.go(&welcome);
    for owner in owners {
        let open = scene.deal.open_unit_account(SENIOR, &payer, &owner);
        scene.world.go(&[open]);
    }
    let mut model = Model {
        shares: BTreeMap::from([
            (owners[0], 6_000 * SHARE),
            (owners[1], 4_000 * SHARE),
            (owners[2], 0),
        ]),
        wrapped: 0,
        open: Vec::new(),
    };
    let mut rng = Rng(0x5eed);
    let (mut voted, mut refused) = (0_u32, 0_u32);
    for history in 0..HISTORIES {
        begin(&mut scene, &mut model, &heir, history);
        for _ in 0..6 {
            let went = step(&mut scene, &mut model, &owners, &mut rng);
            voted += u32::from(went);
            refused += u32::from(!went);
            check(&mut scene, &model, &owners);
        }
    }
    assert!(voted > 4_000 && refused > 1_000, "{voted} and {refused}");
}

/// The sponsor proposes, and at times the arbitrator does.
fn begin(scene: &mut Scene<Lite>, model: &mut Model, heir: &Pubkey, history: u32) {
    let now = scene.world.engine.now();
    let last = model.open.iter().map(|one| one.closes_at).max();
    // The sponsor's last one has closed.
    scene.world.engine.set_now(now.max(last.unwrap_or(0)));
    let number = scene.proposed(Proposal::Advisory { classes: 1 });
    let mut numbers = vec![number];
    let arbitrator = scene.deal.arbitrator;
    if scene.governance().proposable_at[1] <= scene.world.engine.now() && history.is_multiple_of(2)
    {
        let proposal = Proposal::Role {
            role: Role::Servicer,
            to: *heir,
        };
        numbers.push(scene.proposed_by(Proposer::Arbitrator, &arbitrator, proposal));
    }
    model.open = numbers
        .into_iter()
        .map(|number| {
            let resolution = scene.resolution(number);
            assert_eq!(resolution.tallies[0].shares, model.counted());
            Open {
                number,
                opens_at: resolution.opens_at,
                closes_at: resolution.closes_at,
                ballots: BTreeMap::new(),
                counted: model.counted(),
            }
        })
        .collect();
    // At times the vote is not open yet.
    if !history.is_multiple_of(5) {
        scene.opens(number);
    }
}

/// One thing that somebody does; whether it went through, which the model knows before.
fn step(scene: &mut Scene<Lite>, model: &mut Model, owners: &[Pubkey; 3], rng: &mut Rng) -> bool {
    let now = scene.world.engine.now();
    let pick = |rng: &mut Rng| owners[usize::try_from(rng.below(3)).expect("few")];
    let (owner, other) = (pick(rng), pick(rng));
    let at = usize::try_from(rng.below(model.open.len() as u64)).expect("few");
    let held = model.shares[&owner];
    let kept = model.kept(&owner, now);
    let amount = 1 + rng.below(held.max(1) + SHARE);
    match rng.below(10) {
        0..=3 => {
            let in_favour = rng.below(2) == 0;
            let call = scene.casts(model.open[at].number, (SENIOR, &owner), in_favour);
            let one = &mut model.open[at];
            let may = (one.opens_at..one.closes_at).contains(&now) && held > 0;
            let went = scene.world.send(&[call]).is_ok();
            assert_eq!(went, may, "a vote");
            if went {
                one.ballots.insert(owner, (held, in_favour));
            }
            went
        }
        4 => {
            let one = &mut model.open[at];
            let call = scene.withdraws(one.number, (SENIOR, &owner));
            let may = one.ballots.contains_key(&owner) && now < one.closes_at;
            let went = scene.world.send(&[call]).is_ok();
            assert_eq!(went, may, "a vote taken back");
            if went {
                one.ballots.remove(&owner);
            }
            went
        }
        5..=6 if owner != other => {
            let call = scene.deal.transfer_shares(SENIOR, &owner, &other, amount);
            let may = held.checked_sub(amount).is_some_and(|left| left >= kept);
            let went = scene.world.send(&[call]).is_ok();
            assert_eq!(went, may, "a transfer");
            if went {
                *model.shares.get_mut(&owner).expect("known") -= amount;
                *model.shares.get_mut(&other).expect("known") += amount;
            }
            went
        }
        7 => {
            let call = scene.deal.wrap_shares(SENIOR, &owner, amount);
            let may = held.checked_sub(amount).is_some_and(|left| left >= kept);
            let went = scene.world.send(&[call]).is_ok();
            assert_eq!(went, may, "a wrap");
            if went {
                *model.shares.get_mut(&owner).expect("known") -= amount;
                model.wrapped += amount;
            }
            went
        }
        8 => {
            let units = scene.deal.unit_account(SENIOR, &owner);
            let units = securities_tests::read::balance(&mut scene.world.engine, &units);
            let amount = 1 + rng.below(units.max(1));
            let call = scene.deal.unwrap_shares(SENIOR, &owner, amount);
            let went = scene.world.send(&[call]).is_ok();
            assert_eq!(went, amount <= units, "an unwrap");
            if went {
                *model.shares.get_mut(&owner).expect("known") += amount;
                model.wrapped -= amount;
            }
            went
        }
        _ => {
            let seconds = i64::try_from(rng.below(3 * 86_400)).expect("small");
            scene.world.pass(seconds);
            true
        }
    }
}

/// The chain is as the model says.
fn check(scene: &mut Scene<Lite>, model: &Model, owners: &[Pubkey; 3]) {
    let now = scene.world.engine.now();
    for one in &model.open {
        let tally = scene.resolution(one.number).tallies[0];
        let sum = |side: bool| -> u64 {
            let ballots = one.ballots.values().filter(|(_, other)| *other == side);
            ballots.map(|(weight, _)| *weight).sum()
        };
        assert_eq!((tally.in_favour, tally.against), (sum(true), sum(false)));
        assert_eq!(tally.shares, one.counted);
        assert!(
            sum(true) + sum(false) <= one.counted,
            "no share votes twice"
        );
    }
    for owner in owners {
        let holder = scene.holder(SENIOR, owner);
        assert_eq!(holder.shares, model.shares[owner]);
        assert_eq!(holder.voted_at(now), model.kept(owner, now));
    }
    let tranche = scene.tranche(SENIOR);
    assert_eq!(tranche.held().expect("sound"), model.counted());
}
