//! What a class in the frozen form can have for rules, in whichever order they are asked for.

use super::{RANK, Scene, windows};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::terms::TierTerms,
    math::window::MAX_RANGES,
    tranche::{
        rules::{CategoryMoves, TransferRulesTerms},
        state::Tranche,
        window::{DayRange, WINDOW_NEVER, WindowTerms},
    },
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    address,
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    lite::Lite,
    read, token_acl,
    world::{BEGIN, Money, World},
};

fn planned(qualified: bool) -> (World<Lite>, Deal) {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    if qualified {
        deal.qualifiers = vec![world.person("qualifier")];
    }
    deal.frozen = vec![RANK];
    let deal = deal.create(&mut world, vec![senior(0), junior(RANK)], tiers());
    (world, deal)
}

fn within(window: WindowTerms) -> TransferRulesTerms {
    TransferRulesTerms {
        window,
        ..windows()
    }
}

#[test]
fn a_class_in_the_frozen_form_begins_without_windows() {
    let (mut world, deal) = planned(false);
    let tranche: Tranche = read::state(&mut world.engine, &deal.class(RANK).tranche);
    assert_eq!((tranche.form, tranche.rules.window.kind), (1, WINDOW_NEVER));
    let hooked: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
    assert_eq!((hooked.form, hooked.rules.window.kind), (0, 0));
    let open = deal.open_window_without(RANK, None);
    assert_eq!(world.refused(&[open]), "NoWindow");
    let config = address::mint_config(&deal.class(RANK).mint);
    let config = world.engine.account(&config).expect("token-acl's");
    assert_eq!(config.owner, securities::chain::token_acl::ID);
    assert_eq!(config.data[2..4], [1, 1], "anyone may ask the gate");
    assert_eq!(config.data[36..68], deal.class(RANK).tranche.to_bytes());
    assert_eq!(config.data[68..100], securities::ID.to_bytes());
}

#[test]
fn rules_that_the_form_cannot_keep_are_refused() {
    let (mut world, deal) = planned(true);
    let range = |from, until| DayRange { from, until };
    let cannot = [
        within(WindowTerms::Always),
        within(WindowTerms::Periodic {
            months: 2,
            anchor: 30_000,
            days: 32,
        }),
        within(WindowTerms::Custom {
            ranges: vec![range(30_000, 30_010), range(30_020, 30_052)],
        }),
        TransferRulesTerms {
            moves: Some(CategoryMoves {
                always: [1; 8],
                ..CategoryMoves::default()
            }),
            ..windows()
        },
        TransferRulesTerms {
            daily_shares: 5,
            ..windows()
        },
        TransferRulesTerms {
            max_holders: 5,
            ..windows()
        },
        TransferRulesTerms {
            max_shares: 5,
            ..windows()
        },
        TransferRulesTerms::default(),
    ];
    for rules in cannot {
        let set = deal.set_transfer_rules(RANK, rules);
        assert_eq!(world.refused(&[set]), "BadFrozenForm");
    }
    let can = [
        within(WindowTerms::Never),
        within(WindowTerms::Periodic {
            months: 2,
            anchor: 30_000,
            days: 31,
        }),
        within(WindowTerms::Custom {
            ranges: (0..MAX_RANGES as u16)
                .map(|at| range(30_000 + 32 * at, 30_031 + 32 * at))
                .collect(),
        }),
        TransferRulesTerms {
            refused_countries: vec![276],
            sender_qualified: true,
            insider_lock_days: 5,
            ..windows()
        },
    ];
    for rules in can {
        world.go(&[deal.set_transfer_rules(RANK, rules)]);
    }
    let wrapper = deal.create_wrapper(RANK, true);
    assert_eq!(world.refused(&[wrapper]), "WrapperNotAllowed");
}

#[test]
fn a_wrapper_is_refused_before_rules_are_set_as_well() {
    let (mut world, deal) = planned(false);
    let wrapper = deal.create_wrapper(RANK, true);
    assert_eq!(world.refused(&[wrapper]), "WrapperNotAllowed");
}

#[test]
fn the_form_has_no_warrants() {
    let (mut world, deal) = planned(false);
    let create = deal.create_series(
        RANK,
        SeriesArgs {
            number: 0,
            strike: 1_000_000,
            expires_at: BEGIN + 1_000_000,
        },
    );
    assert_eq!(world.refused(&[create]), "NoWarrants");
}

#[test]
fn no_other_program_takes_the_place_of_token_acl() {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal = deal.create(&mut world, vec![senior(0)], one_tier());
    deal.frozen = vec![RANK];
    token_acl::load(&mut world);
    let mut create = deal.create_frozen_tranche(junior(RANK));
    create.accounts[7].pubkey = Pubkey::new_unique();
    assert_eq!(world.refused(&[create]), "FreezingAccountsMissing");
    let mut create = deal.create_frozen_tranche(junior(RANK));
    create.accounts[6].pubkey = Pubkey::new_unique();
    assert_eq!(world.refused(&[create]), "ConstraintSeeds");
    world.go(&[deal.create_frozen_tranche(junior(RANK))]);
}

fn one_tier() -> Vec<TierTerms> {
    vec![
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::Principal { rank: 0 },
        TierTerms::Residual { rank: 0 },
    ]
}

/// Rules are set before anybody can pay, as those of a hooked class.
#[test]
fn rules_of_the_form_are_fixed_once_a_book_is_open() {
    let mut scene = Scene::<Lite>::new(windows());
    let set = scene.deal.set_transfer_rules(RANK, windows());
    assert_eq!(scene.world.refused(&[set]), "StructureClosed");
}
