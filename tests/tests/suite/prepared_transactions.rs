//! A distribution that was prepared: it stays valid whatever others post meanwhile, and is paid once.

use crate::{
    on_both_engines,
    payouts::{distribute, owned_by, source},
};
use securities::{cash::distribution::state::Distribution, security::state::Security};
use securities_tests::{
    address, audit,
    deal::MIN_DISTRIBUTION,
    engine::Engine,
    read, token,
    world::{Money, World},
};

on_both_engines! {
    a_prepared_distribution_stays_valid_when_others_post_meanwhile => meanwhile;
    a_prepared_collection_stays_valid_when_others_collect_meanwhile => collected_meanwhile;
}

/// What is paid each time.
const PART: u64 = 1_000_000;

pub(crate) fn meanwhile<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, _) = owned_by(&mut world, &["alice", "bob"]);
    let committee = world.investor("committee", 3 * PART);
    let prepared = deal.post_distribution(&committee, 77, source(0, PART));
    // Others post meanwhile, one of them with the same number.
    distribute(&mut world, &deal, 0, PART);
    let stranger = world.investor("stranger", PART);
    world.go(&[deal.post_distribution(&stranger, 77, source(0, PART))]);
    world.go(std::slice::from_ref(&prepared));

    // What was carried out is not carried out twice, by itself or with other particulars.
    assert_eq!(world.refused(std::slice::from_ref(&prepared)), "system 0");
    let other = deal.post_distribution(&committee, 77, source(0, 2 * PART));
    assert_eq!(world.refused(&[other]), "system 0");
    assert_eq!(world.wealth(&committee), 2 * PART);

    // Each record has its number in the order in which they ran, and its payer's own.
    let at = address::distribution(&deal.security, &committee, 77);
    let record: Distribution = read::state(&mut world.engine, &at);
    assert_eq!(
        (record.number, record.nonce, record.payer, record.source),
        (2, 77, committee, Default::default())
    );
    let security: Security = read::state(&mut world.engine, &deal.security);
    assert_eq!(security.next_distribution, 3);

    // Nobody else's signature pays at the committee's number, and no number is the committee's but its own.
    let mut others = deal.post_distribution(&stranger, 78, source(0, PART));
    let theirs = address::distribution(&deal.security, &committee, 78);
    others.accounts[3].pubkey = theirs;
    assert_eq!(world.refused(&[others]), "ConstraintSeeds");
    let mut wrong = deal.post_distribution(&committee, 78, source(0, PART));
    wrong.accounts[3].pubkey = address::distribution(&deal.security, &committee, 79);
    assert_eq!(world.refused(&[wrong]), "ConstraintSeeds");
    // The least and the largest number are numbers like others.
    for nonce in [0, u64::MAX] {
        world.go(&[deal.post_distribution(&committee, nonce, source(0, PART))]);
    }
    audit::check(&mut world);
    world
}

pub(crate) fn collected_meanwhile<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, _) = owned_by(&mut world, &["alice"]);
    world.go(&[deal.register_source(deal.coin(), 0, "royalties")]);
    let at = address::source(&deal.security, 0);
    let account = address::vault(&at, &deal.mint);
    let (committee, bot) = (world.person("committee"), world.person("bot"));
    let prepared = deal.collect_source(deal.coin(), &committee, 0, 5);
    for caller in [&bot, &committee] {
        let paid = token::mint_to(
            &deal.token_program,
            &deal.mint,
            &account,
            &world.payer,
            MIN_DISTRIBUTION,
        );
        world.go(&[paid]);
        let collect = deal.collect_source(deal.coin(), caller, 0, 5);
        if *caller == committee {
            assert_eq!(collect, prepared);
        }
        world.go(&[collect]);
        let address = address::distribution(&deal.security, caller, 5);
        let record: Distribution = read::state(&mut world.engine, &address);
        assert_eq!(
            (record.payer, record.source, record.gross),
            (*caller, at, MIN_DISTRIBUTION)
        );
    }
    audit::check(&mut world);
    world
}
