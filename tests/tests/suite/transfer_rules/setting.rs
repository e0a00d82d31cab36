//! Setting the rules: by whom, when, and which.

use super::{RANK, Scene, moves_later};
use anchor_lang::prelude::Pubkey;
use securities::tranche::{
    rules::{CategoryMoves, MAX_LOCK_DAYS, Retention, TransferRulesTerms},
    window::{DayRange, WindowTerms},
};
use securities_tests::{
    audit,
    deal::{self, AUTHORISED, Class, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{DAY, Money, World},
};

/// A deal of a qualifier's, whose class 1 is not offered yet.
fn unoffered() -> (World<Lite>, Deal) {
    let mut world = World::<Lite>::new(Money::Classic);
    let qualifier = world.person("qualifier");
    let deal = crate::credentials::restricted(&mut world, vec![qualifier]);
    (world, deal)
}

const fn periodic(months: u8, anchor: u16, days: u16) -> WindowTerms {
    WindowTerms::Periodic {
        months,
        anchor,
        days,
    }
}

fn custom(ranges: &[(u16, u16)]) -> WindowTerms {
    let ranges = ranges
        .iter()
        .map(|(from, until)| DayRange {
            from: *from,
            until: *until,
        })
        .collect();
    WindowTerms::Custom { ranges }
}

fn with(edit: impl FnOnce(&mut TransferRulesTerms)) -> TransferRulesTerms {
    let mut rules = TransferRulesTerms::default();
    edit(&mut rules);
    rules
}

fn windows(window: WindowTerms) -> TransferRulesTerms {
    with(|rules| rules.window = window)
}

#[test]
fn the_sponsor_sets_them_before_anybody_can_pay_and_never_again() {
    let (mut world, deal) = unoffered();
    let never = deal.set_transfer_rules(RANK, windows(WindowTerms::Never));
    let thief = world.person("thief");
    let mut thiefs = never.clone();
    thiefs.accounts[0].pubkey = thief;
    assert_eq!(world.refused(&[thiefs]), "NotSponsor");
    let other = Deal::standard(&mut world, "second sponsor", 2);
    let mut others = never.clone();
    others.accounts[2].pubkey = other.class(RANK).tranche;
    assert_eq!(world.refused(&[others]), "WrongSecurity");
    world.go(std::slice::from_ref(&never));
    let book = Offering::standard(&mut world, &deal, RANK, "line");
    assert_eq!(
        world.refused(std::slice::from_ref(&never)),
        "StructureClosed",
        "investors are in line"
    );
    world.pass(60 * DAY);
    world.go(&[deal.close_book(&book)]);
    let again = deal.set_transfer_rules(RANK, TransferRulesTerms::default());
    world.go(&[again]);
    audit::check(&mut world);

    let mut begun = Scene::<Lite>::new(TransferRulesTerms::default());
    let late = begun
        .deal
        .set_transfer_rules(RANK, windows(WindowTerms::Never));
    assert_eq!(
        begun.world.refused(&[late]),
        "StructureClosed",
        "after the lock"
    );
}

#[test]
fn all_rules_are_replaced_at_once() {
    let mut scene = unoffered();
    let owner = scene.0.person("originator");
    let all = TransferRulesTerms {
        window: periodic(3, 20_000, 83),
        needs: 0b101,
        moves: Some(moves_later(9)),
        refused_countries: (1..=16).collect(),
        sender_qualified: true,
        insider_lock_days: MAX_LOCK_DAYS,
        retained: Some(Retention {
            owner,
            shares: AUTHORISED,
        }),
        daily_shares: 7,
        max_holders: 99,
        max_shares: 1_000,
    };
    let (world, deal) = (&mut scene.0, &scene.1);
    let rules = |world: &mut World<Lite>| {
        let tranche: securities::tranche::state::Tranche =
            securities_tests::read::state(&mut world.engine, &deal.class(RANK).tranche);
        tranche.rules
    };
    world.go(&[deal.set_transfer_rules(RANK, all)]);
    let kept = rules(world);
    let window = kept.window;
    assert_eq!(
        (
            window.kind,
            window.months,
            window.needs,
            window.anchor,
            window.days
        ),
        (2, 3, 0b101, 20_000, 83)
    );
    assert_eq!(
        (
            kept.has_moves,
            kept.moves,
            kept.later_moves,
            kept.later_from
        ),
        (1, [2, 1, 0, 0, 0, 0, 0, 0], [0, 4, 0, 0, 0, 0, 0, 0], 9)
    );
    assert_eq!(
        kept.refused_countries,
        std::array::from_fn(|at| at as u16 + 1)
    );
    assert_eq!(
        (
            kept.sender_qualified,
            kept.insider_lock_days,
            kept.daily_shares
        ),
        (1, MAX_LOCK_DAYS, 7)
    );
    assert_eq!(
        (kept.retained_owner, kept.retained_shares),
        (owner, AUTHORISED)
    );
    assert_eq!(
        (kept.max_holders, kept.max_shares, kept.persons),
        (99, 1_000, 0)
    );
    assert_eq!(kept.open_until, 0, "no window was opened");

    let ranges: Vec<_> = (3_000..3_008).map(|at| (at * 10, at * 10 + 9)).collect();
    world.go(&[deal.set_transfer_rules(RANK, windows(custom(&ranges)))]);
    let kept = rules(world);
    assert_eq!(kept.window.kind, 3);
    let last = kept.window.ranges[7];
    assert_eq!((last.from, last.until), (30_070, 30_079));
    assert_eq!(
        (kept.has_moves, kept.daily_shares, kept.retained_shares),
        (0, 0, 0)
    );
    world.go(&[deal.set_transfer_rules(RANK, TransferRulesTerms::default())]);
    assert_eq!(rules(world), Default::default(), "none are left");
}

#[test]
fn rules_out_of_range_are_refused() {
    let (mut world, deal) = unoffered();
    let owner = world.person("originator");
    let moves = |moves| with(|rules| rules.moves = Some(moves));
    let retained = |owner, shares| with(|rules| rules.retained = Some(Retention { owner, shares }));
    let nine: Vec<_> = (15_000..15_009).map(|at| (at * 2, at * 2 + 1)).collect();
    let refused = [
        windows(periodic(0, 20_000, 5)),
        windows(periodic(13, 20_000, 5)),
        windows(periodic(1, 20_000, 0)),
        windows(periodic(1, 20_000, 28)),
        windows(periodic(12, 20_000, 365)),
        windows(custom(&[])),
        windows(custom(&nine)),
        windows(custom(&[(30_005, 30_005)])),
        windows(custom(&[(30_005, 30_008), (30_007, 30_009)])),
        windows(custom(&[(30_007, 30_009), (30_005, 30_006)])),
        with(|rules| rules.needs = 1),
        with(|rules| (rules.needs, rules.window) = (1, WindowTerms::Never)),
        moves(CategoryMoves {
            later_from: 0,
            ..moves_later(0)
        }),
        moves(CategoryMoves {
            later: [0; 8],
            ..moves_later(9)
        }),
        moves(moves_later(-1)),
        with(|rules| rules.refused_countries = vec![0]),
        with(|rules| rules.refused_countries = vec![1_000]),
        with(|rules| rules.refused_countries = vec![756, 250, 756]),
        with(|rules| rules.refused_countries = (1..=17).collect()),
        with(|rules| rules.insider_lock_days = MAX_LOCK_DAYS + 1),
        retained(owner, 0),
        retained(Pubkey::default(), 5),
        retained(owner, AUTHORISED + 1),
    ];
    for (at, rules) in refused.into_iter().enumerate() {
        let set = deal.set_transfer_rules(RANK, rules);
        assert_eq!(world.refused(&[set]), "BadTransferRules", "rules {at}");
    }
    for rules in [
        windows(periodic(1, 20_000, 27)),
        windows(periodic(12, 0, 364)),
        windows(custom(&[(30_000, 30_005), (30_006, u16::MAX)])),
        moves(CategoryMoves::default()),
    ] {
        world.go(&[deal.set_transfer_rules(RANK, rules)]);
    }
}

#[test]
fn rules_about_credentials_take_qualifiers() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    for rules in [
        with(|rules| rules.moves = Some(moves_later(9))),
        with(|rules| rules.refused_countries = vec![756]),
        with(|rules| rules.sender_qualified = true),
        with(|rules| rules.max_holders = 9),
        with(|rules| (rules.max_holders, rules.max_shares) = (9, 100)),
    ] {
        let set = deal.set_transfer_rules(RANK, rules);
        assert_eq!(world.refused(&[set]), "BadTransferRules");
    }
    for rules in [
        windows(WindowTerms::Never),
        with(|rules| rules.max_shares = 100),
    ] {
        world.go(&[deal.set_transfer_rules(RANK, rules)]);
    }
}

/// Nothing is retained for debts where there are none.
#[test]
fn a_retention_takes_a_class_of_debt() {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    let owner = world.person("originator");
    let retained = with(|rules| rules.retained = Some(Retention { owner, shares: 5 }));
    let classes = vec![deal::junior(0), deal::cover(1)];
    world.go(&[deal.create_security(deal.security_args())]);
    for terms in classes {
        world.go(&[deal.create_tranche(terms.clone())]);
        let class = deal.class_at(terms.rank);
        deal.classes.push(Class { terms, ..class });
    }
    for rank in [0, 1] {
        let set = deal.set_transfer_rules(rank, retained.clone());
        assert_eq!(world.refused(&[set]), "BadTransferRules");
    }
    // A debt may still come, and comes first then.
    world.go(&[
        deal.create_tranche(deal::senior(2)),
        deal.set_transfer_rules(0, retained),
    ]);
}

/// Units would move freely where shares may not, whichever of the two comes first.
#[test]
fn a_class_has_a_wrapper_or_rules_that_its_units_would_break() {
    let (mut world, deal) = unoffered();
    let breaking = [
        windows(WindowTerms::Never),
        with(|rules| rules.moves = Some(moves_later(9))),
        with(|rules| rules.daily_shares = 1),
        with(|rules| rules.max_holders = 1),
        with(|rules| rules.max_shares = 1),
    ];
    let create = deal.create_wrapper(RANK, true);
    for rules in &breaking {
        world.go(&[deal.set_transfer_rules(RANK, rules.clone())]);
        assert_eq!(
            world.refused(std::slice::from_ref(&create)),
            "WrapperNotAllowed"
        );
    }
    let owner = world.person("originator");
    let kept = with(|rules| {
        rules.retained = Some(Retention { owner, shares: 5 });
        rules.refused_countries = vec![756];
        rules.sender_qualified = true;
        rules.insider_lock_days = 5;
    });
    world.go(&[deal.set_transfer_rules(RANK, kept.clone()), create]);
    for rules in breaking {
        let set = deal.set_transfer_rules(RANK, rules);
        assert_eq!(world.refused(&[set]), "WrapperNotAllowed");
    }
    world.go(&[deal.set_transfer_rules(RANK, kept)]);
    audit::check(&mut world);
}

#[test]
fn a_books_lock_up_is_at_most_ten_years_and_as_much_vesting() {
    let (mut world, deal) = unoffered();
    let mut book = Offering::plan(&mut world, &deal, RANK, 0, "line");
    for (cliff, vesting) in [(MAX_LOCK_DAYS + 1, 0), (0, MAX_LOCK_DAYS + 1)] {
        (book.args.cliff_days, book.args.vesting_days) = (cliff, vesting);
        let open = book.opening(&mut world, &deal, 16);
        assert_eq!(world.refused(&open), "BadLockUp");
    }
    (book.args.cliff_days, book.args.vesting_days) = (MAX_LOCK_DAYS, MAX_LOCK_DAYS);
    book.open(&mut world, &deal, 16);
    assert!(world.engine.account(&book.book).is_some());
}
