//! What registers, where, and as what it counts.

use super::{RANK, Scene, TERMS};
use anchor_lang::prelude::Pubkey;
use securities::{
    credential::protocol::ProtocolTerms,
    tranche::{rules::TransferRulesTerms, state::Tranche},
};
use securities_tests::{
    address,
    deal::{Deal, junior, senior, tiers},
    ix::credential,
    lite::Lite,
    offering::Offering,
    read,
    world::{DAY, Money, ProgramAddress, World},
};

#[test]
fn only_an_address_that_its_program_signs_for_registers() {
    let mut scene = Scene::<Lite>::new();
    let (ann, pool) = (scene.ann, scene.pool.clone());
    let with = |edit: fn(&mut ProgramAddress)| {
        let mut other = pool.clone();
        edit(&mut other);
        other
    };
    let wrong = [
        with(|one| one.program = Pubkey::new_from_array([9; 32])),
        with(|one| one.seeds.clear()),
        with(|one| one.seeds[1] = b"pond".to_vec()),
        with(|one| one.seeds[2] = vec![one.seeds[2][0].wrapping_add(1)]),
        with(|one| one.seeds.push(vec![0; 33])),
        with(|one| one.seeds = vec![Vec::new(); 17]),
    ];
    for other in wrong {
        let call = scene.deal.register_protocol(&ann, &other);
        assert_eq!(scene.world.refused(&[call]), "NotDerived");
    }
    // A key is derived from nothing, whoever's.
    let key = ProgramAddress {
        address: ann,
        ..pool.clone()
    };
    let call = scene.deal.register_protocol(&ann, &key);
    assert_eq!(scene.world.refused(&[call]), "NotDerived");
    let mut unsigned = scene.deal.register_protocol(&ann, &pool);
    unsigned.accounts[0].is_signer = false;
    assert_eq!(scene.world.refused(&[unsigned]), "AccountNotSigner");
    let mut elsewhere = scene.deal.register_protocol(&ann, &pool);
    elsewhere.accounts[3].pubkey = address::protocol(&scene.deal.security, &ann);
    assert_eq!(scene.world.refused(&[elsewhere]), "ConstraintSeeds");
}

#[test]
fn a_deal_lets_protocols_register_or_not_and_says_so_before_its_first_tranche() {
    let mut scene = Scene::<Lite>::under(None);
    let call = scene.deal.register_protocol(&scene.ann, &scene.pool);
    assert_eq!(scene.world.refused(&[call]), "ProtocolsNotAllowed");
    scene.deal.protocols = Some(TERMS);
    let late = scene.deal.set_qualifiers(vec![scene.qualifier]);
    assert_eq!(scene.world.refused(&[late]), "StructureClosed");

    let mut world = World::<Lite>::new(Money::Classic);
    let one = world.person("one");
    let pool = world.program_address("pool");
    let mut deal = Deal::plan(&mut world, "early", 2);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    let bad = [
        ProtocolTerms { days: 0, ..TERMS },
        ProtocolTerms { days: 31, ..TERMS },
        ProtocolTerms {
            jurisdiction: 1_000,
            ..TERMS
        },
    ];
    for terms in bad {
        deal.protocols = Some(terms);
        assert_eq!(
            world.refused(&[deal.set_qualifiers(vec![one])]),
            "BadProtocolTerms"
        );
    }
    deal.protocols = Some(TERMS);
    assert_eq!(
        world.refused(&[deal.set_qualifiers(Vec::new())]),
        "BadProtocolTerms",
        "where anyone may hold"
    );
    for terms in [
        ProtocolTerms { days: 1, ..TERMS },
        ProtocolTerms { days: 30, ..TERMS },
    ] {
        deal.protocols = Some(terms);
        world.go(&[deal.set_qualifiers(vec![one])]);
    }
    let register = deal.register_protocol(&one, &pool);
    assert_eq!(
        world.refused(&[register]),
        "ProtocolsNotAllowed",
        "the terms can still change"
    );
}

#[test]
fn a_registration_is_with_one_security_and_of_one_address() {
    let mut scene = Scene::<Lite>::new();
    let pool = scene.pool.address;
    scene.register();
    let mut foreign = Deal::plan(&mut scene.world, "foreign", 2);
    (foreign.qualifiers, foreign.protocols) = (vec![scene.qualifier], Some(TERMS));
    let foreign = foreign.create(&mut scene.world, vec![senior(0), junior(1)], tiers());
    let pond = scene.world.program_address("pond");
    scene.world.go(&[
        foreign.register_protocol(&scene.ann, &scene.pool),
        scene.deal.register_protocol(&scene.ann, &pond),
    ]);
    scene.world.pass(7 * DAY);
    let mut call = scene.deal.qualify_protocol(RANK, &pool);
    call.accounts[3].pubkey = address::protocol(&foreign.security, &pool);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&call)),
        "WrongSecurity"
    );
    call.accounts[3].pubkey = address::protocol(&scene.deal.security, &pond.address);
    assert_eq!(scene.world.refused(&[call]), "NotOwner");
}

/// Who buys in a book needs a qualifier's word: a registration opens what holders do among themselves.
#[test]
fn a_registered_protocol_does_not_buy_in_a_book_by_that() {
    let mut scene = Scene::<Lite>::new();
    let pool = scene.pool.address;
    scene.register();
    scene.world.pass(7 * DAY);
    let book = Offering::standard(&mut scene.world, &scene.deal, 0, "senior line");
    scene.world.give(&pool, 1 << 40);
    let deposit = scene
        .deal
        .deposit(&book, (&pool, &scene.ann), 0, 2_000_000_000, 1);
    scene.world.go(&[deposit]);
    let mut mark = scene.deal.qualify_ticket(&book, &pool, &pool, 0);
    mark.accounts[4].pubkey = address::protocol(&scene.deal.security, &pool);
    assert_eq!(scene.world.refused(&[mark]), "AccountDiscriminatorMismatch");
    let says = scene.says(0);
    let other = scene.other;
    let mark = scene.deal.qualify_ticket(&book, &other, &pool, 0);
    scene
        .world
        .go(&[credential::issue(&other, &pool, says), mark]);
}

/// A class refuses the country, and the category, that registered protocols count as.
#[test]
fn registered_protocols_count_as_the_deal_says() {
    let none = ProtocolTerms {
        category: u8::MAX,
        jurisdiction: 0,
        ..TERMS
    };
    // The terms of registrations, the country that a class refuses, its moves, and the refusal.
    let cases = [
        (TERMS, 840, None, ""),
        (TERMS, 756, None, "CountryRefused"),
        (none, 840, None, "CountryRefused"),
        (none, 0, None, ""),
        (TERMS, 0, Some([1 << 3; 8]), ""),
        (TERMS, 0, Some([1 << 2; 8]), "CategoryRefused"),
        (none, 0, Some([u8::MAX; 8]), "CategoryRefused"),
    ];
    for (terms, country, moves, refusal) in cases {
        let mut scene = Scene::<Lite>::under(Some(terms));
        scene.register();
        scene.world.pass(7 * DAY);
        scene.take_over();
        let tranche = scene.deal.class(RANK).tranche;
        // Ann has bought before her own country and category were refused.
        read::edit(
            &mut scene.world.engine,
            &tranche,
            |tranche: &mut Tranche| {
                tranche.rules.has_moves = moves.is_some().into();
                tranche.rules.moves = moves.unwrap_or_default();
                tranche.rules.refused_countries[0] = country;
            },
        );
        if refusal.is_empty() {
            scene.receive(5);
        } else {
            assert_eq!(scene.not_received(), refusal);
        }
    }
}

/// One program has as many addresses as it likes, each of which would be a person.
#[test]
fn limits_of_holders_do_not_go_with_protocols_that_register() {
    let mut world = World::<Lite>::new(Money::Classic);
    let one = world.person("one");
    let limits = [
        TransferRulesTerms {
            max_holders: 9,
            ..TransferRulesTerms::default()
        },
        TransferRulesTerms {
            max_shares: 9,
            ..TransferRulesTerms::default()
        },
    ];
    for (id, protocols) in [(1, Some(TERMS)), (2, None)] {
        let mut deal = Deal::plan(&mut world, "sponsor", id);
        (deal.qualifiers, deal.protocols) = (vec![one], protocols);
        let deal = deal.create(&mut world, vec![senior(0), junior(1)], tiers());
        for rules in &limits {
            let set = deal.set_transfer_rules(RANK, rules.clone());
            if protocols.is_some() {
                assert_eq!(world.refused(&[set]), "ProtocolsNotLimited");
            } else {
                world.go(&[set]);
            }
        }
    }
}
