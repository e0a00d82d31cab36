//! Pari passu classes share what is paid to them and what they lose; a tier stands for a debt's service; profit is shared
//! by capital. And what a structure of these cannot be.

use crate::{
    drawing::{ONE, deal_of, sell, with_par},
    on_both_engines,
    payouts::source,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{
        distribution::{post_distribution::DistributionArgs, state::Distribution},
        waterfall::terms::{ReservePurpose, TestTerms, TierTerms, TriggerTerms},
    },
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    read,
    world::{DAY, Money, World},
};

on_both_engines! {
    pari_passu_debts_are_repaid_and_lose_in_proportion => repaid;
    a_service_tier_pays_interest_before_principal_and_the_record_tells_them_apart => served;
}

const UNIT: u64 = 1_000 * ONE;

/// A debt pari passu with the one before it.
fn beside(rank: u8) -> TrancheArgs {
    TrancheArgs {
        pari_passu: true,
        ..deal::senior(rank)
    }
}

/// Three pari passu debts, of 1,000, 2,000 and 3,000, and equity with a capital of 1,000.
fn three<E: Engine>(world: &mut World<E>) -> (Deal, Pubkey) {
    let classes = vec![deal::senior(0), beside(1), beside(2), with_par(3)];
    let tiers = |_: &[TrancheArgs]| {
        vec![
            TierTerms::Service { rank: 0 },
            TierTerms::Service { rank: 1 },
            TierTerms::Service { rank: 2 },
            TierTerms::Sweep { rank: 3 },
            TierTerms::Residual { rank: 3 },
        ]
    };
    let deal = deal_of(world, classes, tiers, |_| {});
    for (rank, amount) in (0..).zip([1, 2, 3, 1]) {
        sell(world, &deal, (rank, ONE), amount * UNIT);
    }
    let payer = world.investor("payer", 10 * UNIT);
    (deal, payer)
}

fn outstanding<E: Engine>(world: &mut World<E>, deal: &Deal) -> [(u64, u64); 3] {
    [0, 1, 2].map(|rank| {
        let at = deal.class(rank).tranche;
        let tranche = read::state::<Tranche>(&mut world.engine, &at);
        (tranche.principal().unwrap(), tranche.loss)
    })
}

fn post<E: Engine>(
    world: &mut World<E>,
    (deal, payer): (&Deal, &Pubkey),
    nonce: u64,
    (amount, principal): (u64, u64),
) -> Distribution {
    let args = DistributionArgs {
        principal,
        ..source(world.engine.now(), amount)
    };
    world.go(&[deal.post_distribution(payer, nonce, args)]);
    audit::check(world);
    let at = address::distribution(&deal.security, payer, nonce);
    read::state::<Distribution>(&mut world.engine, &at)
}

fn repaid<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, payer) = three(&mut world);
    let record = post(&mut world, (&deal, &payer), 0, (600 * ONE, 600 * ONE));
    assert_eq!(record.repaid[..4], [100 * ONE, 200 * ONE, 300 * ONE, 0]);
    assert_eq!(record.of_principal[..3], record.repaid[..3]);
    // What the equity does not bear is written off all three, and comes back as it went.
    let out = outstanding(&mut world, &deal);
    assert_eq!(out, [(900 * ONE, 0), (1_800 * ONE, 0), (2_700 * ONE, 0)]);
    world.go(&deal.lose(UNIT + 540 * ONE, 1));
    let out = outstanding(&mut world, &deal);
    let lost = [90, 180, 270].map(|lost| (9 * lost * ONE, lost * ONE));
    assert_eq!(out, lost);
    audit::check(&mut world);
    let now = world.engine.now();
    let recovered = DistributionArgs {
        recovery: true,
        ..source(now, 60 * ONE)
    };
    world.give(&deal.servicer, 60 * ONE);
    world.go(&[deal.post_distribution(&deal.servicer, 1, recovered)]);
    let at = address::distribution(&deal.security, &deal.servicer, 1);
    let record = read::state::<Distribution>(&mut world.engine, &at);
    assert_eq!(record.written_up[..4], [10 * ONE, 20 * ONE, 30 * ONE, 0]);
    audit::check(&mut world);
    world
}

fn served<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, payer) = three(&mut world);
    world.pass(365 * DAY);
    // 8 % of 6,000 is more than comes in: each has its part of it by what it is owed.
    let paid = 240 * ONE;
    let record = post(&mut world, (&deal, &payer), 0, (paid, 0));
    let owed = [0, 1, 2].map(|rank| {
        let at = deal.class(rank).tranche;
        let tranche = read::state::<Tranche>(&mut world.engine, &at);
        record.tiers[usize::from(rank)] + tranche.interest_due + tranche.arrears
    });
    let all = u128::from(owed.iter().sum::<u64>());
    for (took, owed) in record.tiers.into_iter().zip(owed) {
        let exact = u128::from(paid) * u128::from(owed);
        assert!(
            (u128::from(took) * all).abs_diff(exact) < all,
            "{took} of {owed}"
        );
    }
    assert_eq!(record.tiers[..3].iter().sum::<u64>(), paid);
    assert_eq!(record.repaid, [0; 8]);
    // Principal repays all of a rank before it pays what interest it is still owed.
    let record = post(&mut world, (&deal, &payer), 1, (6_001 * ONE, 6_001 * ONE));
    assert_eq!(record.repaid[..3], [UNIT, 2 * UNIT, 3 * UNIT]);
    assert_eq!(record.tiers[..3].iter().sum::<u64>(), 6_001 * ONE);
    assert_eq!(record.outstanding[..3], [0; 3]);
    world
}

#[test]
fn what_cannot_be_pari_passu_is_refused_when_the_structure_is_set() {
    let mut world = World::<Lite>::new(Money::Classic);
    let plan = Deal::plan(&mut world, "sponsor", 1);
    let classes = vec![deal::senior(0), beside(1), with_par(2)];
    let last = |rank| [TierTerms::Sweep { rank }, TierTerms::Residual { rank }];
    let rank = |by: fn(u8) -> TierTerms| vec![by(0), by(1)];
    let service = rank(|rank| TierTerms::Service { rank });
    let good = [service.clone(), last(2).to_vec()].concat();
    let deal = plan.create(&mut world, classes, good.clone());
    let refused = |world: &mut World<Lite>, tiers: Vec<TierTerms>| {
        let rules = deal.waterfall_args(tiers);
        world.refused(&[deal.set_structure(vec![], Some(rules), &[])])
    };
    let parted = [
        vec![
            service[0],
            TierTerms::Reserve {
                purpose: ReservePurpose::All,
                amount: 1,
                bps: 0,
            },
            service[1],
        ],
        last(2).to_vec(),
    ];
    assert_eq!(refused(&mut world, parted.concat()), "BadPariPassu");
    let backwards = [vec![service[1], service[0]], last(2).to_vec()];
    assert_eq!(refused(&mut world, backwards.concat()), "BadPariPassu");
    let tested = TierTerms::InterestTest {
        rank: 0,
        min_bps: 10_000,
        traps: false,
    };
    let split = [service.clone(), vec![tested], last(2).to_vec()];
    assert_eq!(refused(&mut world, split.concat()), "BadPariPassu");
    let twice = [
        service,
        vec![
            TierTerms::Principal { rank: 0 },
            TierTerms::Principal { rank: 1 },
        ],
        last(2).to_vec(),
    ];
    assert_eq!(refused(&mut world, twice.concat()), "BadStructure");
    for test in [
        TestTerms::Subordination {
            rank: 0,
            min_bps: 1_000,
        },
        TestTerms::Collateral {
            rank: 0,
            min_bps: 11_000,
            max_age: 30,
        },
    ] {
        let mut rules = deal.waterfall_args(good.clone());
        rules.triggers = vec![TriggerTerms {
            test,
            cure_days: 0,
            consequences: 1,
        }];
        let set = deal.set_structure(vec![], Some(rules), &[]);
        assert_eq!(world.refused(&[set]), "BadPariPassu", "{test:?}");
    }
    // A share with a class that gets nothing of what is left.
    let share = TierTerms::Participation {
        rank: 2,
        with: 0b1,
        multiplier_bps: 10_000,
        gives_up_bps: 0,
    };
    let mut shared = good;
    shared.insert(3, share);
    assert_eq!(refused(&mut world, shared), "BadStructure");
}
