//! Conversions.

use super::scenes::{case, own, recorded, second, with};
use crate::refusals::twins::{Stage, Twin, Twins};
use securities::conversion::state::{Conversion, ConversionRule, ConversionTerms, ConvertedBy};
use securities_tests::{
    ix::conversion::Pair,
    matrix::Case,
    offering::Offering,
    read,
    world::{BEGIN, DAY},
};

/// What each owner has of each class.
const STAKE: u64 = 2_000_000_000;
const TRANCHES: &[&str] = &["senior tranche", "junior tranche"];

/// The first conversion of the senior class into the junior one.
const PAIR: Pair<'static> = Pair {
    from: 0,
    other: None,
    to: 1,
    number: 0,
};

/// At a price so high that the authorised number suffices.
fn terms(by: ConvertedBy, number: u32) -> ConversionTerms {
    ConversionTerms {
        number,
        by,
        rule: ConversionRule::Price {
            floor: 1_000_000_000_000,
            cap: 1_000_000_000_000,
            discount_bps: 0,
            with_interest: false,
        },
        opens_at: 0,
        closes_at: BEGIN + 300 * DAY,
        shares: 20_000_000_000_000,
    }
}

/// Both deals have a conversion, and holders of both classes.
fn sold(by: ConvertedBy) -> Twins {
    let mut twins = Twins::at(Stage::Structured);
    twins.each(|world, twin| {
        for number in [0, 1] {
            let create = terms(by, number);
            world.go(&[twin
                .deal
                .create_conversion(&Pair { number, ..PAIR }, create)]);
        }
        let name = if twin.name == "own" { "own" } else { "other" };
        let second = second(world, twin);
        for rank in [0, 1] {
            let line = format!("{name} line of {rank}");
            let book = Offering::standard(world, &twin.deal, rank, &line);
            for owner in [twin.owner, second] {
                world.give(&owner, STAKE);
            }
            book.sell(world, &twin.deal, &[(twin.owner, STAKE), (second, STAKE)]);
        }
    });
    recorded(twins)
}

/// A resolution has approved the conversion of the whole class.
fn approved() -> Twins {
    let mut twins = sold(ConvertedBy::Resolution);
    twins.each(|world, twin| {
        let address = twin.deal.conversion(&PAIR);
        read::edit::<Conversion>(&mut world.engine, &address, |conversion| {
            conversion.approved = 1;
        });
    });
    twins
}

/// The whole class was converted.
fn converted() -> Twins {
    let mut twins = approved();
    twins.each(|world, twin| {
        world.go(&[twin.deal.convert_class(&PAIR)]);
    });
    twins
}

fn converts(
    signs: bool,
) -> impl Fn(&Twin) -> anchor_lang::solana_program::instruction::Instruction {
    move |twin| twin.deal.convert_shares(&PAIR, (&twin.owner, signs), None)
}

pub const CASES: &[Case] = &[
    case("create_conversion", &["sponsor"], || {
        own(Twins::at(Stage::Structured), |twin| {
            twin.deal
                .create_conversion(&PAIR, terms(ConvertedBy::Holders, 0))
        })
    }),
    with(
        case("convert_class", &[], || {
            own(approved(), |twin| twin.deal.convert_class(&PAIR))
        }),
        "",
        TRANCHES,
    ),
    with(
        case("convert_shares", &["owner"], || {
            own(sold(ConvertedBy::Holders), converts(true))
        }),
        "as the owner elects",
        &[],
    ),
    with(
        case("convert_shares", &[], || own(converted(), converts(false))),
        "for an owner",
        &[],
    ),
    case("close_conversion", &["sponsor"], || {
        own(sold(ConvertedBy::Resolution), |twin| {
            twin.deal.close_conversion(&PAIR, true)
        })
    }),
];
