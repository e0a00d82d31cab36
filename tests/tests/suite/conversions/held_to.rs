//! What was offered or consented to is not stopped, emptied or priced by one side.

use super::{EQUITY, OWN, SENIOR, at_a_discount, is_covered, note, terms};
use securities::{
    cash::waterfall::terms::TriggerTerms,
    conversion::state::{Conversion, ConversionRule, ConversionTerms, ConvertedBy},
    tranche::state::Tranche,
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    deal::{Deal, junior, senior, tiers_of},
    engine::Engine,
    ix::{conversion::Pair, resolution::governance},
    lite::Lite,
    read,
    world::{DAY, Money, World},
};

const BY_TRIGGER: ConvertedBy = ConvertedBy::Trigger { place: 0 };
/// A second class of equity.
const OTHER: u8 = 3;

/// A deal that offers nothing yet, with a trigger.
fn unoffered(trigger: TriggerTerms) -> (World<Lite>, Deal) {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.triggers = vec![trigger];
    deal.pool_daily_bps = 10_000;
    let classes = vec![senior(SENIOR), note(), junior(EQUITY), junior(OTHER)];
    let tiers = tiers_of(&classes);
    let deal = deal.create(&mut world, classes, tiers);
    world.go(&[deal.set_governance(governance())]);
    (world, deal)
}

/// A series of warrants would end what holders were promised, since a class with warrants is not converted as a whole.
#[test]
fn no_series_while_a_conversion_stands_nor_after_it() {
    let (mut world, deal) = unoffered(is_covered());
    let pair = Pair { from: OTHER, ..OWN };
    let args = ConversionTerms {
        shares: deal.class(OTHER).terms.authorised / 4,
        ..terms(
            ConvertedBy::Resolution,
            ConversionRule::Ratio { to: 1, from: 4 },
        )
    };
    world.go(&[deal.create_conversion(&pair, args)]);
    let series = deal.create_series(
        OTHER,
        SeriesArgs {
            number: 0,
            strike: 1_000_000,
            expires_at: world.engine.now() + 400 * DAY,
        },
    );
    assert_eq!(
        world.refused(std::slice::from_ref(&series)),
        "ConversionStands"
    );
    world.go(&[deal.close_conversion(&pair, true)]);
    let tranche = deal.class(OTHER).tranche;
    let set = |world: &mut World<Lite>, status| {
        read::edit::<Tranche>(&mut world.engine, &tranche, |class| class.status = status);
    };
    let before = read::state::<Tranche>(&mut world.engine, &tranche).status;
    set(&mut world, 2);
    assert_eq!(
        world.refused(std::slice::from_ref(&series)),
        "ClassConverted"
    );
    set(&mut world, before);
    world.go(&[series]);
}

/// A friend buys one share at a thousand in a book of its own: without a cap, the whole class would be converted at that.
#[test]
fn a_class_is_not_converted_without_a_cap() {
    let (mut world, deal) = unoffered(is_covered());
    let open = ConversionRule::Price {
        floor: 500_000,
        cap: 0,
        discount_bps: 0,
        with_interest: false,
    };
    for by in [ConvertedBy::Resolution, BY_TRIGGER] {
        let create = deal.create_conversion(&OWN, terms(by, open));
        assert_eq!(world.refused(&[create]), "BadConversion", "{by:?}");
    }
    // Who converts its own shares has seen the price.
    world.go(&[deal.create_conversion(&OWN, terms(ConvertedBy::Holders, open))]);
}

#[test]
fn a_trigger_has_a_cure() {
    let (mut world, deal) = unoffered(TriggerTerms {
        cure_days: 0,
        ..is_covered()
    });
    let create = deal.create_conversion(&OWN, terms(BY_TRIGGER, at_a_discount(false)));
    assert_eq!(world.refused(&[create]), "BadConversion");
}

/// The sponsor names a trigger, and puts another one, or none, in its place before the first book opens.
#[test]
fn a_trigger_is_the_one_that_was_named() {
    let other = TriggerTerms {
        cure_days: 1,
        ..is_covered()
    };
    for replaced in [vec![other], vec![], vec![is_covered()]] {
        let (mut world, mut deal) = unoffered(is_covered());
        let create = deal.create_conversion(&OWN, terms(BY_TRIGGER, at_a_discount(false)));
        world.go(&[create]);
        let named: Conversion = read::state(&mut world.engine, &deal.conversion(&OWN));
        assert_eq!(named.covenant.cure_days, 5);
        deal.triggers = replaced.clone();
        deal.structure_version = 2;
        let tiers = tiers_of(
            &deal
                .classes
                .iter()
                .map(|class| class.terms.clone())
                .collect::<Vec<_>>(),
        );
        world.go(&[deal.set_waterfall(tiers)]);
        deal.structure_version = 3;
        let converts = deal.convert_class(&OWN);
        let said = if replaced == vec![is_covered()] {
            "TriggerHolds"
        } else {
            "TriggerChanged"
        };
        assert_eq!(world.refused(&[converts]), said, "{replaced:?}");
        // It is withdrawn while nothing is offered, and named anew.
        world.go(&[deal.close_conversion(&OWN, true)]);
    }
}
