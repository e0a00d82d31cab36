//! A wrapper's course, with figures by hand: a stake is 2^30 shares of 2^32, so a distribution of four parts is a part
//! for each stake, without a remainder.

use super::{PART, Scene};
use crate::{on_both_engines, payouts::STAKE};
use anchor_spl::token_2022::spl_token_2022::{
    extension::{BaseStateWithExtensions, ExtensionType, PodStateWithExtensions},
    pod::{PodCOption, PodMint},
};
use securities::{
    events::{SharesUnwrapped, SharesWrapped, WrapperCreated},
    wrapper::value::WrapperValue,
};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    events,
    lite::Lite,
    token::{self, CLASSIC, TOKEN_2022},
    world::{Money, World},
};

on_both_engines! {
    units_hold_what_their_shares_receive_whoever_has_them => course;
    units_of_spl_token_hold_the_same => classic;
    who_wraps_late_pays_what_a_unit_holds => late;
    the_last_unit_leaves_with_everything => last;
    whoever_burns_units_gives_up_what_they_hold_and_nobody_else_does => burned;
}

const NAMES: [&str; 4] = ["alice", "bob", "carol", "dave"];

pub(crate) fn course<E: Engine>() -> World<E> {
    play(Scene::new(&NAMES))
}

fn classic<E: Engine>() -> World<E> {
    play(Scene::classic(&NAMES))
}

fn play<E: Engine>(mut scene: Scene<E>) -> World<E> {
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    // Half of her shares, while a unit holds nothing yet.
    scene.wrap(&alice, STAKE / 2);
    assert_eq!(scene.holds(&alice), (STAKE / 2, STAKE / 2));
    let coin = scene.coin;
    scene.distribute(4 * PART);
    scene.distribute_of(&coin, 8 * PART);
    assert_eq!(
        scene.owed(&alice),
        [PART / 2, PART],
        "for half of her shares"
    );
    assert_eq!(
        scene.kept(),
        [PART / 2, PART],
        "and the units have the rest"
    );
    audit::check(&mut scene.world);

    // Erin has no record, and is sold a quarter of a stake of units as any token.
    let erin = scene.stranger("erin");
    let sale = scene.deal.transfer_units(0, &alice, &erin, STAKE / 4);
    scene.world.go(&[sale]);
    scene.distribute(4 * PART);
    assert_eq!(scene.kept(), [PART, PART]);
    let value = value(&mut scene);
    assert_eq!((value.units, value.shares), (STAKE / 2, 1));
    let each = (u128::from(2 * PART) << 64) / u128::from(STAKE);
    assert_eq!(
        value.cash,
        [each, each, 0, 0],
        "two parts for a stake, of each"
    );

    scene.welcome(&erin);
    let done = scene.unwrap(&erin, STAKE / 4);
    let event = &events::of::<SharesUnwrapped>(&done)[0];
    assert_eq!((event.owner, event.amount), (erin, STAKE / 4));
    assert_eq!(event.cash, [PART / 2, PART / 2, 0, 0]);
    assert_eq!(scene.holds(&erin), (STAKE / 4, 0));
    assert_eq!(scene.owed(&erin), [PART / 2; 2]);
    scene.claim(&erin);
    assert_eq!(scene.purse(&erin), [PART / 2; 2], "paid like any other");
    assert_eq!(scene.kept(), [PART / 2; 2]);
    audit::check(&mut scene.world);

    // Bob was paid nothing yet: all that his units hold comes out of what he is owed.
    let done = scene.wrap(&bob, STAKE);
    let event = &events::of::<SharesWrapped>(&done)[0];
    assert_eq!((event.owner, event.amount), (bob, STAKE));
    assert_eq!(event.cash, [2 * PART, 2 * PART, 0, 0]);
    assert_eq!(event.paid_in, [0; 4]);
    assert_eq!((scene.holds(&bob), scene.owed(&bob)), ((0, STAKE), [0; 2]));
    audit::check(&mut scene.world);
    scene.world
}

/// What the program says of a unit, which is what its accounts say.
pub(super) fn value<E: Engine>(scene: &mut Scene<E>) -> WrapperValue {
    let by_accounts = value_by_accounts(scene);
    let read = scene.deal.wrapper_value(0);
    let outcome = scene.world.go(&[read]);
    // The native engine returns nothing.
    if !outcome.return_data.is_empty() {
        assert_eq!(outcome.returned::<WrapperValue>(), by_accounts);
    }
    by_accounts
}

/// What its accounts say of a unit.
pub(super) fn value_by_accounts<E: Engine>(scene: &mut Scene<E>) -> WrapperValue {
    let (now, wrapper) = (scene.world.engine.now(), scene.wrapper());
    let tranche = audit::released(&scene.tranche(), now);
    let mut cash = [0; 4];
    for ((cash, payout), since) in cash.iter_mut().zip(tranche.payouts).zip(wrapper.since) {
        *cash = payout.accumulator.get() - since.get();
    }
    WrapperValue {
        units: wrapper.units,
        shares: 1,
        cash,
    }
}

/// Bob was paid what a unit holds, and buys shares of Carol's that come without: what is missing he pays in.
fn late<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&NAMES);
    let [alice, bob, carol] = [0, 1, 2].map(|at| scene.owners[at]);
    scene.wrap(&alice, STAKE);
    let coin = scene.coin;
    scene.distribute(4 * PART);
    scene.distribute_of(&coin, 8 * PART);
    let pay = scene.deal.claim(0, &bob);
    scene.world.go(&[pay]);
    let sale = scene.deal.transfer_shares(0, &carol, &bob, STAKE);
    scene.world.go(&[sale]);
    assert_eq!(scene.owed(&bob), [0, 2 * PART], "what Carol earned is hers");
    let poor = scene.try_wrap(&bob, 2 * STAKE).err().map(|one| one.name());
    assert_eq!(poor.as_deref(), Some("token 1"), "he has one part of two");

    scene.world.give(&bob, PART);
    let rich = (&coin, &CLASSIC);
    scene.world.give_of(rich, &bob, 2 * PART);
    let before = [0, 1].map(|vault| scene.tranche().payouts[vault].payable);
    let received = scene.security().vaults[0].received;
    let done = scene.wrap(&bob, 2 * STAKE);
    let event = &events::of::<SharesWrapped>(&done)[0];
    assert_eq!(event.cash, [2 * PART, 4 * PART, 0, 0]);
    assert_eq!(
        event.paid_in,
        [2 * PART, 2 * PART, 0, 0],
        "the rest he was owed"
    );
    assert_eq!(scene.purse(&bob), [0, 0]);
    assert_eq!(scene.kept(), [3 * PART, 6 * PART]);
    let after = [0, 1].map(|vault| scene.tranche().payouts[vault].payable);
    assert_eq!(after, before.map(|payable| payable + 2 * PART));
    assert_eq!(
        scene.security().vaults[0].received,
        received,
        "nobody distributed anything"
    );
    audit::check(&mut scene.world);

    // Each unit is worth the same again.
    scene.unwrap(&alice, STAKE);
    scene.unwrap(&bob, 2 * STAKE);
    for owner in [alice, bob, carol] {
        scene.claim(&owner);
    }
    assert_eq!(scene.purse(&alice), [PART, 2 * PART]);
    assert_eq!(scene.purse(&bob), [2 * PART, 4 * PART]);
    assert_eq!(scene.purse(&carol), [PART, 2 * PART]);
    assert_eq!(
        scene.tranche().payouts.map(|payout| payout.payable),
        [PART, 2 * PART, 0, 0],
        "Dave's"
    );
    audit::check(&mut scene.world);
    scene.world
}

fn last<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&NAMES);
    let alice = scene.owners[0];
    scene.wrap(&alice, 3);
    scene.distribute(4 * PART);
    scene.unwrap(&alice, 2);
    scene.unwrap(&alice, 1);
    let wrapper = scene.wrapper();
    assert_eq!(wrapper.units, 0);
    assert_eq!(scene.holds(&alice), (STAKE, 0));
    assert_eq!(
        (scene.owed(&alice)[0], scene.kept()[0]),
        (PART - 1, 0),
        "three shares of 2^30 have earned less than a unit"
    );
    // It begins anew where it was: what a unit holds is not forgotten.
    scene.claim(&alice);
    scene.world.give(&alice, 1);
    let before = scene.purse(&alice)[0];
    scene.wrap(&alice, STAKE);
    assert_eq!(before - scene.purse(&alice)[0], PART);
    scene.unwrap(&alice, STAKE);
    scene.claim(&alice);
    assert_eq!(scene.purse(&alice)[0], before);
    audit::check(&mut scene.world);
    scene.world
}

fn burned<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&NAMES);
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    scene.wrap(&alice, STAKE);
    scene.wrap(&bob, STAKE);
    scene.distribute(4 * PART);
    let (units, mint) = (scene.deal.unit_account(0, &alice), scene.deal.unit_mint(0));
    let burn = token::burn(&TOKEN_2022, &units, &mint, &alice, STAKE);
    scene.world.go(&[burn]);
    scene.unwrap(&bob, STAKE);
    scene.claim(&bob);
    assert_eq!(scene.purse(&bob)[0], PART);
    assert_eq!(
        scene.wrapper().units,
        STAKE,
        "its shares stay where they are"
    );
    assert_eq!(scene.kept()[0], PART, "with what they earned");
    audit::check(&mut scene.world);
    scene.world
}

/// Nothing but metadata: what other programs refuse in a mint is not there, and this program itself takes units as money.
#[test]
fn the_units_mint_has_metadata_and_nothing_else() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let done = world.go(&[deal.create_wrapper(0, true)]);
    let event = &events::of::<WrapperCreated>(&done)[0];
    let (wrapper, mint) = (deal.wrapper(0), deal.unit_mint(0));
    assert_eq!(
        (event.tranche, event.wrapper),
        (deal.class(0).tranche, wrapper)
    );
    assert_eq!((event.mint, event.bearer), (mint, true));
    assert_eq!(event.token_program, TOKEN_2022);
    assert_eq!(
        event.sequence, 5,
        "after security, two classes and waterfall"
    );

    let account = world.engine.account(&mint).expect("the mint");
    assert_eq!(account.owner, TOKEN_2022);
    let state = PodStateWithExtensions::<PodMint>::unpack(&account.data).expect("a mint");
    let extensions = state.get_extension_types().expect("known ones");
    assert_eq!(
        extensions,
        [ExtensionType::MetadataPointer, ExtensionType::TokenMetadata]
    );
    let authority = state.base.mint_authority;
    assert!(
        authority == PodCOption::some(wrapper),
        "the wrapper alone mints"
    );
    assert!(state.base.freeze_authority.is_none(), "nobody freezes");
    assert_eq!(state.base.decimals, deal.class(0).terms.decimals);
    let text = account.data.windows(7).any(|bytes| bytes == b"Wrapped");
    assert!(text, "it has its name");
    world.go(&[deal.add_vault(&mint, &TOKEN_2022)]);
    audit::check(&mut world);
}
