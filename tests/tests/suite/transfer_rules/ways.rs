//! Every rule by every way: what a program sends, what an owner wraps, and what no rule touches.

use super::{FRENCH, RANK, SWISS, Scene, edit};
use crate::{payouts::STAKE, refusals::furnished};
use anchor_lang::prelude::Pubkey;
use securities::tranche::{
    holder::Holder,
    locks::Lock,
    rules::{TransferRules, TransferRulesTerms},
    state::Tranche,
};
use securities_tests::{
    address, audit,
    engine::Engine,
    ix::credential,
    safes::{SafeOf, Safes},
    token,
    world::DAY,
};

/// A rule that refuses a transfer of 5 shares, and how: by what the tranche and the sender's record say.
type Rule = (&'static str, fn(&mut TransferRules), fn(&mut Holder));

const RULES: &[Rule] = &[
    ("WindowClosed", |rules| rules.window.kind = 1, |_| {}),
    (
        "WindowClosed",
        |rules| (rules.window.kind, rules.open_until) = (2, 1),
        |_| {},
    ),
    (
        "CountryRefused",
        |rules| rules.refused_countries[0] = SWISS,
        |_| {},
    ),
    (
        "NotQualified",
        |rules| rules.sender_qualified = 1,
        |from| from.credential_until = 0,
    ),
    ("CategoryRefused", |rules| rules.has_moves = 1, |_| {}),
    (
        "CategoryTooEarly",
        |rules| {
            rules.has_moves = 1;
            (rules.later_moves, rules.later_from) = ([u8::MAX; 8], i64::MAX);
        },
        |_| {},
    ),
    ("SharesShort", |_| {}, |from| from.shares = 4),
    (
        "SharesLocked",
        |_| {},
        |from| {
            from.locks[2] = Lock {
                shares: from.shares - 4,
                start: 0,
                cliff: u16::MAX,
                until: u16::MAX,
                padding: 0,
            };
        },
    ),
    ("DailyLimit", |rules| rules.daily_shares = 4, |_| {}),
    ("AboveAllotment", |rules| rules.max_holders = 1, |_| {}),
    ("AboveAllotment", |rules| rules.max_shares = 1, |_| {}),
];

/// The example of an integrator sends shares by a call of its own: it fares like an owner.
#[test]
fn a_program_that_sends_shares_is_refused_like_an_owner() {
    let mut scene = Scene::<Safes>::new(TransferRulesTerms::default());
    let ann = scene.ann;
    let safe = SafeOf::plan(&scene.deal, RANK, &ann);
    let mint = scene.deal.class(RANK).mint;
    scene.world.go(&[
        safe.open(&scene.deal),
        token::create_associated(&ann, &safe.safe, &mint, &token::TOKEN_2022),
    ]);
    let terms = scene.says(0, SWISS);
    scene.world.go(&[
        credential::issue(&scene.qualifier, &safe.safe, terms),
        scene
            .deal
            .qualify_holder(RANK, &scene.qualifier, &safe.safe),
        scene
            .deal
            .transfer_shares(RANK, &ann, &safe.safe, STAKE / 2),
    ]);
    let tranche = scene.deal.class(RANK).tranche;
    let give_back = safe.give_back_by(&scene.deal, &ann, 5);
    let check = scene.deal.check_transfer(RANK, &safe.safe, &ann, 5);
    let (rules, from) = (scene.tranche().rules, scene.record(&safe.safe));
    for (error, break_rules, break_record) in RULES {
        edit::<Tranche, _>(&mut scene.world, &tranche, |tranche| {
            break_rules(&mut tranche.rules);
        });
        edit::<Holder, _>(&mut scene.world, &safe.holder(), break_record);
        for call in [&check, &give_back] {
            assert_eq!(scene.world.refused(std::slice::from_ref(call)), *error);
        }
        edit::<Tranche, _>(&mut scene.world, &tranche, |tranche| tranche.rules = rules);
        edit::<Holder, _>(&mut scene.world, &safe.holder(), |holder| *holder = from);
    }
    let retained = |rules: &mut TransferRules| {
        (rules.retained_owner, rules.retained_shares) = (safe.safe, STAKE / 2);
    };
    edit::<Tranche, _>(&mut scene.world, &tranche, |tranche| {
        retained(&mut tranche.rules);
    });
    for call in [&check, &give_back] {
        assert_eq!(
            scene.world.refused(std::slice::from_ref(call)),
            "SharesRetained"
        );
    }
    edit::<Tranche, _>(&mut scene.world, &tranche, |tranche| tranche.rules = rules);
    scene.world.go(&[check, give_back]);
    audit::check(&mut scene.world);
}

/// The same rules on an owner's own transfer, by its delegate, and told beforehand.
#[test]
fn an_owner_and_its_delegate_are_refused_by_the_same_number() {
    let mut scene = Scene::<securities_tests::lite::Lite>::new(TransferRulesTerms::default());
    let (ann, bob) = (scene.ann, scene.bob);
    let tranche = scene.deal.class(RANK).tranche;
    let record = address::holder(&tranche, &bob);
    let (rules, from) = (scene.tranche().rules, scene.record(&bob));
    for (error, break_rules, break_record) in RULES {
        edit::<Tranche, _>(&mut scene.world, &tranche, |tranche| {
            break_rules(&mut tranche.rules);
        });
        edit::<Holder, _>(&mut scene.world, &record, break_record);
        assert_eq!(scene.refuses(&bob, &ann, 5), *error);
        edit::<Tranche, _>(&mut scene.world, &tranche, |tranche| tranche.rules = rules);
        edit::<Holder, _>(&mut scene.world, &record, |holder| *holder = from);
    }
    scene.moves(&bob, &ann, 5);
    audit::check(&mut scene.world);
}

/// All rules that refuse whoever sends, at once.
fn break_all(tranche: &mut Tranche) {
    for (_, break_rules, _) in RULES {
        break_rules(&mut tranche.rules);
    }
    tranche.rules.retained_shares = u64::MAX;
    tranche.rules.insider_lock_days = 30;
}

/// Warrants that were bought are exercised whatever windows, moves, limits and locks say; the receiver's credential, country and
/// allotment count, as for a transfer.
#[test]
fn an_exercise_depends_on_the_receiver_alone() {
    let mut twins = furnished::settled();
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, owner) = (&own.deal, own.owner);
    let tranche = deal.class(1).tranche;
    let record = address::holder(&tranche, &owner);
    edit::<Tranche, _>(world, &tranche, |tranche| {
        break_all(tranche);
        tranche.rules.refused_countries = [0; 16];
        tranche.rules.refused_countries[0] = FRENCH;
        tranche.restricted = 1;
    });
    let exercise = deal.exercise(1, 0, &owner, 5);
    assert_eq!(
        world.refused(std::slice::from_ref(&exercise)),
        "NotQualified"
    );
    let until = world.engine.now() + 30 * DAY;
    edit::<Holder, _>(world, &record, |holder| holder.credential_until = until);
    assert_eq!(
        world.refused(std::slice::from_ref(&exercise)),
        "CountryRefused",
        "unstated"
    );
    edit::<Holder, _>(world, &record, |holder| holder.jurisdiction = FRENCH);
    assert_eq!(
        world.refused(std::slice::from_ref(&exercise)),
        "CountryRefused"
    );
    edit::<Holder, _>(world, &record, |holder| holder.jurisdiction = SWISS);
    // No allotment is asked for: warrants were bought before, and run out.
    world.go(&[exercise]);
    audit::check(world);
}

/// Whoever had a ticket marked before the lock gets its shares, and is paid, whatever the rules say of transfers.
#[test]
fn settlement_claims_and_payments_depend_on_no_rule() {
    let mut world = securities_tests::world::World::<securities_tests::lite::Lite>::new(
        securities_tests::world::Money::Classic,
    );
    let qualifier = world.person("qualifier");
    let deal = crate::credentials::restricted(&mut world, vec![qualifier]);
    let book = securities_tests::offering::Offering::standard(&mut world, &deal, RANK, "line");
    let ann = world.investor("ann", STAKE);
    let terms = securities::credential::state::CredentialTerms {
        category: 9,
        jurisdiction: FRENCH,
        expires_at: world.engine.now() + 365 * DAY,
        person: Pubkey::default(),
    };
    let id = book.deposit(&mut world, &deal, &ann, STAKE);
    world.go(&[
        credential::issue(&qualifier, &ann, terms),
        deal.qualify_ticket(&book, &qualifier, &ann, id),
    ]);
    book.lock(&mut world, &deal);
    let tranche = deal.class(RANK).tranche;
    edit::<Tranche, _>(&mut world, &tranche, |tranche| {
        break_all(tranche);
        tranche.rules.retained_owner = Pubkey::default();
    });
    book.settle(&mut world, &deal, id);
    let holder: Holder =
        securities_tests::read::state(&mut world.engine, &address::holder(&tranche, &ann));
    assert_eq!(holder.shares, STAKE);
    crate::payouts::distribute(&mut world, &deal, 0, 1_000_000);
    world.go(&[deal.claim(RANK, &ann)]);
    assert_eq!(world.wealth(&ann), 1_000_000);
    audit::check(&mut world);
}

/// The manager's points too come whatever the rules say of transfers, to an owner that may have them.
#[test]
fn the_managers_points_depend_on_the_receiver_alone() {
    use securities_tests::{
        deal::{self, Deal},
        lite::Lite,
        offering::Offering,
        world::{Money, World},
    };
    let mut world = World::<Lite>::new(Money::Classic);
    let manager = world.investor("manager", 0);
    let classes = vec![deal::junior(0), deal::points(1, &manager)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    let alice = world.investor("alice", STAKE);
    book.sell(&mut world, &deal, &[(alice, STAKE)]);
    let payer = world.payer;
    world.go(&deal.welcome(1, &payer, &manager));
    let tranche = deal.class(1).tranche;
    let record = address::holder(&tranche, &manager);
    edit::<Tranche, _>(&mut world, &tranche, |tranche| {
        break_all(tranche);
        tranche.restricted = 1;
    });
    let take = deal.take_points(1);
    assert_eq!(world.refused(std::slice::from_ref(&take)), "NotQualified");
    let until = world.engine.now() + 30 * DAY;
    edit::<Holder, _>(&mut world, &record, |holder| {
        (holder.credential_until, holder.jurisdiction) = (until, SWISS);
    });
    assert_eq!(world.refused(std::slice::from_ref(&take)), "CountryRefused");
    edit::<Holder, _>(&mut world, &record, |holder| holder.jurisdiction = FRENCH);
    world.go(&[take]);
    let holder: Holder = securities_tests::read::state(&mut world.engine, &record);
    assert_eq!((holder.shares, holder.locks[0].shares), (1_000, 1_000));
    audit::check(&mut world);
}
