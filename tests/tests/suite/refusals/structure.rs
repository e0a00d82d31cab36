//! Terms that make no security, no tranche, no waterfall and no book.

use super::{
    Edited,
    twins::{Stage, Twin, Twins},
};
use anchor_lang::solana_program::instruction::Instruction;
use securities::{
    cash::waterfall::terms::TierTerms,
    structure::{create_security::SecurityArgs, create_tranche::TrancheArgs},
    tranche::state::TrancheKind,
};
use securities_tests::{
    deal,
    world::{BEGIN, DAY},
};

/// The instruction with terms edited one by one, each with the error that it must get.
fn each_refused<T: Clone>(
    stage: Stage,
    terms: impl Fn(&Twin) -> T,
    call: impl Fn(&Twin, T) -> Instruction,
    cases: &[Edited<T>],
) {
    let mut twins = Twins::at(stage);
    for (what, edit, error) in cases {
        let mut edited = terms(&twins.own);
        edit(&mut edited);
        let name = twins.world.refused(&[call(&twins.own, edited)]);
        assert_eq!(&name, error, "{what}");
    }
    let good = call(&twins.own, terms(&twins.own));
    twins.world.go(std::slice::from_ref(&good));
    assert!(twins.world.send(&[good]).is_err(), "the same once more");
}

#[test]
fn a_security_needs_destinations_a_smallest_distribution_and_an_address_that_fits() {
    each_refused(
        Stage::Planned,
        |twin| twin.deal.security_args(),
        |twin, args| twin.deal.create_security(args),
        &[
            (
                "no destination",
                |args: &mut SecurityArgs| args.destinations.clear(),
                "BadDestinations",
            ),
            (
                "five destinations",
                |args| args.destinations = (1..6).map(|at| [at; 32].into()).collect(),
                "BadDestinations",
            ),
            (
                "twice the same",
                |args| args.destinations.push(args.destinations[0]),
                "BadDestinations",
            ),
            (
                "the default address",
                |args| args.destinations = vec![[0; 32].into()],
                "BadDestinations",
            ),
            (
                "no smallest distribution",
                |args| args.min_distribution = 0,
                "BadMinDistribution",
            ),
            (
                "tips of more than a payment",
                |args| args.tip_bps = 10_001,
                "BadTip",
            ),
            (
                "an escheat owner and less than a year",
                |args| (args.escheat, args.escheat_days) = ([1; 32].into(), 364),
                "BadEscheat",
            ),
            (
                "a year and no escheat owner",
                |args| args.escheat_days = 365,
                "BadEscheat",
            ),
            (
                "a long address",
                |args| args.document_uri = "u".repeat(129),
                "TextTooLong",
            ),
            (
                "another number than the address is for",
                |args| args.id = 2,
                "ConstraintSeeds",
            ),
        ],
    );
}

#[test]
fn a_security_is_created_once() {
    let mut twins = Twins::at(Stage::Created);
    let again = twins
        .own
        .deal
        .create_security(twins.own.deal.security_args());
    assert_eq!(
        twins.world.refused(&[again]),
        "system 0",
        "the account is in use"
    );
}

#[test]
fn a_tranche_needs_terms_of_its_kind_and_in_range() {
    each_refused(
        Stage::Created,
        |_| deal::senior(0),
        |twin, args| twin.deal.create_tranche(args),
        &[
            (
                "a second rank first",
                |args: &mut TrancheArgs| args.rank = 1,
                "WrongRank",
            ),
            (
                "ten decimals",
                |args| args.decimals = 10,
                "DecimalsOutOfRange",
            ),
            (
                "no shares at all",
                |args| args.authorised = 0,
                "BadAuthorised",
            ),
            (
                "more shares than have a principal of 64 bits",
                |args| args.authorised = u64::MAX / 1_000 + 1,
                "BadAuthorised",
            ),
            (
                "a rate above 1,000 %",
                |args| args.rate_ppm = 10_000_001,
                "RateOutOfRange",
            ),
            (
                "equity with interest and no capital",
                |args| {
                    *args = TrancheArgs {
                        rate_ppm: 1,
                        ..deal::junior(0)
                    }
                },
                "RateOutOfRange",
            ),
            (
                "debt without principal",
                |args| (args.par, args.rate_ppm) = (0, 0),
                "ParOutOfRange",
            ),
            (
                "a cover without a par",
                |args| {
                    *args = TrancheArgs {
                        kind: TrancheKind::Cover,
                        ..deal::junior(0)
                    }
                },
                "ParOutOfRange",
            ),
            (
                "a cover that matures",
                |args| args.kind = TrancheKind::Cover,
                "MaturityOutOfRange",
            ),
            (
                "interest periods longer than a year",
                |args| args.period_months = 13,
                "BadPeriodLength",
            ),
            (
                "smoothing over more than a year",
                |args| args.smoothing_days = 367,
                "BadSmoothing",
            ),
            (
                "a cap on the losses of debt",
                |args| args.loss_cap = 1,
                "BadLossTerms",
            ),
            (
                "debt without maturity",
                |args| args.maturity = 0,
                "MaturityOutOfRange",
            ),
            (
                "debt that matures now",
                |args| args.maturity = BEGIN,
                "MaturityOutOfRange",
            ),
            (
                "debt that matures after 2200",
                |args| args.maturity = 84_007 * DAY,
                "MaturityOutOfRange",
            ),
            (
                "debt that matures before 1970",
                |args| args.maturity = -1,
                "MaturityOutOfRange",
            ),
            (
                "equity that matures",
                |args| {
                    *args = TrancheArgs {
                        maturity: BEGIN + DAY,
                        ..deal::junior(0)
                    }
                },
                "MaturityOutOfRange",
            ),
            (
                "a long name",
                |args| args.share.name = "n".repeat(33),
                "TextTooLong",
            ),
            (
                "a long symbol",
                |args| args.share.symbol = "s".repeat(11),
                "TextTooLong",
            ),
            (
                "a long address",
                |args| args.share.uri = "u".repeat(129),
                "TextTooLong",
            ),
        ],
    );
}

#[test]
fn a_security_has_at_most_eight_tranches() {
    let mut twins = Twins::at(Stage::Created);
    for rank in 0..8 {
        twins
            .world
            .go(&[twins.own.deal.create_tranche(deal::junior(rank))]);
    }
    let ninth = twins.own.deal.create_tranche(deal::junior(8));
    assert_eq!(twins.world.refused(&[ninth]), "WrongRank");
}

#[test]
fn no_class_is_added_while_a_book_is_open() {
    let mut twins = Twins::at(Stage::Opened);
    let third = twins.own.deal.create_tranche(deal::junior(2));
    assert_eq!(twins.world.refused(&[third]), "StructureClosed");
}

#[test]
fn a_book_needs_a_waterfall_that_reaches_every_tranche() {
    let mut twins = Twins::at(Stage::Created);
    let create = [
        twins.own.deal.create_tranche(deal::senior(0)),
        twins.own.deal.create_tranche(deal::junior(1)),
    ];
    twins.world.go(&create);
    let opening = twins
        .own
        .book()
        .opening(&mut twins.world, &twins.own.deal, 16);
    assert_eq!(
        twins.world.refused(&opening),
        "StructureIncomplete",
        "no waterfall"
    );
    twins
        .world
        .go(&[twins.own.deal.set_waterfall(deal::tiers())]);
    twins
        .world
        .go(&[twins.own.deal.create_tranche(deal::junior(2))]);
    assert_eq!(
        twins.world.refused(&opening),
        "StructureIncomplete",
        "a tranche came after it"
    );
    let mut tiers = deal::tiers();
    tiers.insert(0, TierTerms::Split { rank: 2, bps: 1 });
    let again = twins.own.deal.at_structure_version(1).set_waterfall(tiers);
    twins.world.go(&[again]);
    twins.world.go(&opening);
}
