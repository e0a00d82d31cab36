//! Random short histories of sends, payments and measures: whatever happens, the shares of the class are those of the records,
//! and so is what is owed; no block keeps a payment from anybody.

use super::{RANK, STAKE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{measure::state::MeasureKind, tranche::blocks::ALL_SHARES};
use securities_tests::{audit, engine::Engine, lite::Lite, rng::Rng, world::DAY};
use std::collections::BTreeMap;

const HISTORIES: u32 = 1_000;
/// Of what records are owed, parts of a unit that the model keeps.
const PARTS: u64 = 1_024;
/// Histories between two new worlds.
const A_WORLD: u32 = 50;

/// What should be, as somebody keeps it who only reads the documents.
#[derive(Default)]
struct Model {
    shares: BTreeMap<Pubkey, u64>,
    /// In parts of a unit.
    owed: BTreeMap<Pubkey, u64>,
    moved: u32,
    stopped: u32,
}

#[test]
fn the_class_conserves_shares_and_money_whatever_measures_happen() {
    let mut rng = Rng(0x5eed_0014);
    let (mut moved, mut stopped) = (0, 0);
    for _ in 0..HISTORIES / A_WORLD {
        let mut scene = Scene::<Lite>::new();
        let owners = [scene.ann, scene.bob, scene.cid];
        let mut model = Model {
            shares: BTreeMap::from([(owners[0], STAKE), (owners[1], STAKE), (owners[2], 0)]),
            owed: owners.map(|owner| (owner, 0)).into(),
            ..Model::default()
        };
        let mut next = 0;
        for _ in 0..A_WORLD {
            for _ in 0..4 {
                step(&mut scene, &mut model, &owners, &mut rng, &mut next);
            }
            compare(&mut scene, &model, &owners);
        }
        audit::check(&mut scene.world);
        moved += model.moved;
        stopped += model.stopped;
    }
    assert!(
        moved > 60 && stopped > 100,
        "{moved} moved, {stopped} stopped"
    );
}

/// One thing that somebody does.
fn step(
    scene: &mut Scene<Lite>,
    model: &mut Model,
    owners: &[Pubkey; 3],
    rng: &mut Rng,
    next: &mut u16,
) {
    let mut one = |below: u64| rng.below(below);
    let from = owners[usize::try_from(one(3)).expect("three")];
    let to = owners[usize::try_from(one(3)).expect("three")];
    match one(9) {
        0 | 1 => {
            let amount = one(model.shares[&from] + 2);
            let sends = scene.sends(&from, &to, amount);
            if from == to {
                return;
            }
            let went = scene.world.send(&[sends]);
            if went.is_ok() {
                *model.shares.get_mut(&from).expect("known") -= amount;
                *model.shares.get_mut(&to).expect("known") += amount;
            } else {
                model.stopped += 1;
            }
        }
        2 => {
            // Of a unit for 1,024 shares and payment nothing is rounded but what each record is owed in the end.
            let each = one(2) + 1;
            scene.pays(each * 2 * STAKE / PARTS);
            for owner in owners {
                *model.owed.get_mut(owner).expect("known") += model.shares[owner] * each;
            }
        }
        3 => {
            let claims = scene.deal.claim(RANK, &from);
            let owed = model.owed.get_mut(&from).expect("known");
            let pays = scene.world.send(&[claims]).is_ok();
            assert_eq!(pays, *owed >= PARTS, "whoever is owed a unit is paid");
            *owed %= PARTS;
        }
        4 | 5 => {
            let shares = one(model.shares[&from] + 1);
            let until = scene.now() + i64::try_from(10 + one(100)).expect("small") * DAY;
            let kind = match one(4) {
                0 => MeasureKind::Block {
                    shares: if one(2) == 0 { ALL_SHARES } else { shares },
                    until,
                },
                1 => MeasureKind::Pause { days: 5 },
                2 => MeasureKind::Recovery { to },
                _ => MeasureKind::CourtOrder { to, shares },
            };
            let about = (!matches!(kind, MeasureKind::Pause { .. })).then_some(&from);
            let call = scene.announces(*next, about, kind);
            if scene.world.send(&[call]).is_ok() {
                *next += 1;
            }
        }
        6 | 7 if *next > 0 => {
            let last = u64::from(*next);
            let number = u16::try_from(last - 1 - one(last.min(4))).expect("small");
            let (cancels, waits) = (one(6) == 0, one(3) > 0);
            if waits {
                let measure = scene.measure(number);
                let now = scene.now().max(measure.takeable_from);
                scene.world.engine.set_now(now);
            }
            take(scene, model, owners, number, cancels);
        }
        _ => scene.days(i64::try_from(one(20)).expect("small")),
    }
}

/// Somebody takes a measure, or the arbitrator cancels it.
fn take(
    scene: &mut Scene<Lite>,
    model: &mut Model,
    owners: &[Pubkey; 3],
    number: u16,
    cancels: bool,
) {
    let measure = scene.measure(number);
    let about = owners
        .iter()
        .find(|owner| scene.deal.record(RANK, owner) == measure.holder);
    let call = if cancels {
        scene.cancels(number, about, &scene.deal.arbitrator)
    } else if let (Some(from), true) = (about, measure.kind >= 4) {
        scene.moves(number, from, &measure.to)
    } else {
        scene.takes(number, about)
    };
    if scene.world.send(&[call]).is_err() || cancels || measure.kind < 4 {
        return;
    }
    let from = *about.expect("a record");
    let whole = measure.kind == 4;
    let shares = if whole {
        model.shares[&from]
    } else {
        measure.shares.min(model.shares[&from])
    };
    *model.shares.get_mut(&from).expect("known") -= shares;
    *model.shares.get_mut(&measure.to).expect("known") += shares;
    if whole {
        let owed = model.owed.insert(from, 0).expect("known");
        *model.owed.get_mut(&measure.to).expect("known") += owed;
    }
    model.moved += 1;
}

/// What everybody should have is there, to the unit.
fn compare(scene: &mut Scene<Lite>, model: &Model, owners: &[Pubkey; 3]) {
    let tranche = scene.tranche();
    let mut sum = 0;
    for owner in owners {
        let holder = scene.holder(owner);
        assert_eq!(holder.shares, model.shares[owner]);
        assert_eq!(scene.tokens(owner), holder.shares, "tokens follow");
        let owed = holder.owed_at(&tranche, 0, scene.now()).expect("owed");
        assert_eq!(owed, model.owed[owner] / PARTS);
        sum += holder.shares;
    }
    assert_eq!(sum, tranche.shares);
}
