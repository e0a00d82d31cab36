//! Who may receive from whom: categories, countries, and the sender's own credential.

use super::{FRENCH, GERMAN, RANK, SWISS, Scene, moves_later};
use anchor_lang::prelude::Pubkey;
use securities::tranche::rules::TransferRulesTerms;
use securities_tests::{
    address, audit,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{BEGIN, DAY, Money, World},
};

#[test]
fn shares_move_between_categories_that_may_trade_and_later_between_more() {
    let later = BEGIN + 100 * DAY;
    let mut scene = Scene::<Lite>::new(TransferRulesTerms {
        moves: Some(moves_later(later)),
        ..TransferRulesTerms::default()
    });
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    scene.moves(&ann, &bob, 5);
    scene.moves(&bob, &ann, 5);
    assert_eq!(scene.refuses(&ann, &cid, 5), "CategoryRefused");
    assert_eq!(scene.refuses(&bob, &cid, 5), "CategoryTooEarly");
    scene.world.engine.set_now(later - 1);
    assert_eq!(scene.refuses(&bob, &cid, 5), "CategoryTooEarly");
    scene.world.pass(1);
    scene.moves(&bob, &cid, 5);
    assert_eq!(scene.refuses(&cid, &bob, 5), "CategoryRefused", "one way");
    audit::check(&mut scene.world);
}

/// Categories are those of records: 7 is the last one that a rule names, and who never showed a credential is of none.
#[test]
fn the_highest_category_is_seven_and_a_record_without_a_credential_has_none() {
    let mut scene = Scene::<Lite>::new(TransferRulesTerms {
        moves: Some(securities::tranche::rules::CategoryMoves {
            always: [u8::MAX; 8],
            ..Default::default()
        }),
        ..TransferRulesTerms::default()
    });
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    scene.restates(&ann, 7, SWISS);
    scene.restates(&bob, 7, GERMAN);
    scene.moves(&ann, &bob, 5);
    for above in [8, 9, 71, 255] {
        scene.restates(&bob, above, GERMAN);
        assert_eq!(
            scene.refuses(&ann, &bob, 5),
            "CategoryRefused",
            "to {above}"
        );
        assert_eq!(
            scene.refuses(&bob, &ann, 5),
            "CategoryRefused",
            "from {above}"
        );
    }
    let record = address::holder(&scene.deal.class(RANK).tranche, &ann);
    super::edit::<securities::tranche::holder::Holder, _>(&mut scene.world, &record, |holder| {
        // As a settlement leaves it.
        (
            holder.qualifier_place,
            holder.category,
            holder.credential_until,
        ) = (0, 0, 0);
    });
    assert_eq!(
        scene.refuses(&ann, &cid, 5),
        "CategoryRefused",
        "her record took over none"
    );
    let qualify = scene.deal.qualify_holder(RANK, &scene.qualifier, &ann);
    scene.world.go(&[qualify]);
    scene.moves(&ann, &cid, 5);
}

/// What a category was stays so when the credential ends: only the receiver needs a valid one.
#[test]
fn a_sender_whose_credential_was_revoked_still_sells() {
    let mut scene = Scene::<Lite>::new(TransferRulesTerms {
        moves: Some(moves_later(BEGIN)),
        ..TransferRulesTerms::default()
    });
    let (ann, bob) = (scene.ann, scene.bob);
    scene.revokes(&ann, 0, SWISS);
    scene.moves(&ann, &bob, 5);
    assert_eq!(scene.refuses(&bob, &ann, 5), "NotQualified");
}

#[test]
fn where_the_sender_must_qualify_it_neither_sends_nor_wraps_without() {
    let mut scene = Scene::<Lite>::new(super::Plan {
        wrapped: true,
        ..TransferRulesTerms {
            sender_qualified: true,
            ..TransferRulesTerms::default()
        }
        .into()
    });
    let (ann, cid) = (scene.ann, scene.cid);
    scene.wraps(&ann, 5);
    scene.revokes(&ann, 0, SWISS);
    assert_eq!(scene.refuses(&ann, &cid, 5), "NotQualified");
    assert_eq!(scene.refuses_wrap(&ann, 5), "NotQualified");
    scene.restates(&ann, 0, SWISS);
    scene.moves(&ann, &cid, 5);
}

#[test]
fn owners_of_refused_countries_and_of_none_receive_nothing_by_any_way() {
    let mut scene = Scene::<Lite>::new(super::Plan {
        wrapped: true,
        ..TransferRulesTerms {
            refused_countries: vec![FRENCH, 840],
            ..TransferRulesTerms::default()
        }
        .into()
    });
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    assert_eq!(scene.refuses(&ann, &cid, 5), "CountryRefused");
    scene.moves(&ann, &bob, 5);
    scene.wraps(&ann, 50);
    let units = scene.deal.transfer_units(RANK, &ann, &cid, 50);
    scene.world.go(&[units]);
    let unwrap = scene.deal.unwrap_shares(RANK, &cid, 50);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&unwrap)),
        "CountryRefused"
    );
    scene.restates(&cid, 2, 0);
    assert_eq!(scene.refuses(&ann, &cid, 5), "CountryRefused", "unstated");
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&unwrap)),
        "CountryRefused"
    );
    scene.restates(&cid, 2, 528);
    scene.world.go(&[unwrap]);
    scene.moves(&ann, &cid, 5);
    // Who is of such a country keeps what it has, and sells it.
    scene.restates(&ann, 0, FRENCH);
    scene.moves(&ann, &bob, 5);
    scene.wraps(&ann, 5);
    audit::check(&mut scene.world);
}

/// Money of an owner whose country is refused does not count, and comes back.
#[test]
fn a_ticket_of_a_refused_country_is_not_marked() {
    let mut world = World::<Lite>::new(Money::Classic);
    let qualifier = world.person("qualifier");
    let deal = crate::credentials::restricted(&mut world, vec![qualifier]);
    let rules = TransferRulesTerms {
        refused_countries: vec![FRENCH],
        ..TransferRulesTerms::default()
    };
    world.go(&[deal.set_transfer_rules(RANK, rules)]);
    let stake = crate::payouts::STAKE;
    let book = Offering::standard(&mut world, &deal, RANK, "line");
    let cid = world.investor("cid", stake);
    book.deposit(&mut world, &deal, &cid, stake);
    let says = |jurisdiction, expires_at| securities::credential::state::CredentialTerms {
        category: 2,
        jurisdiction,
        expires_at,
        person: Pubkey::default(),
    };
    let until = world.engine.now() + 365 * DAY;
    let mark = deal.qualify_ticket(&book, &qualifier, &cid, 0);
    use securities_tests::ix::credential::{change, issue};
    world.go(&[issue(&qualifier, &cid, says(FRENCH, until))]);
    assert_eq!(world.refused(std::slice::from_ref(&mark)), "CountryRefused");
    world.go(&[change(&qualifier, &cid, says(0, until))]);
    assert_eq!(world.refused(std::slice::from_ref(&mark)), "CountryRefused");
    world.go(&[change(&qualifier, &cid, says(SWISS, until)), mark.clone()]);

    // The mark goes with the country, too.
    let unmark = deal.disqualify_ticket(&book, &cid, 0);
    assert_eq!(
        world.refused(std::slice::from_ref(&unmark)),
        "StillQualified"
    );
    world.go(&[change(&qualifier, &cid, says(FRENCH, until)), unmark]);
    assert_eq!(world.refused(&[mark]), "CountryRefused");
    audit::check(&mut world);
}
