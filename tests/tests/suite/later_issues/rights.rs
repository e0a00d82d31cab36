//! A rights book: the holders' first, each up to its part when the book was opened, whatever it sells or buys
//! meanwhile.

use super::{JUNIOR, SENIOR, Scene, offer, price};
use crate::{on_both_engines, story::WHOLE};
use anchor_lang::prelude::Pubkey;
use securities::book::{
    offer::{open_book::BookArgs, version::OfferArgs},
    state::AllocationRule,
};
use securities_tests::{
    audit,
    engine::Engine,
    offering::Offering,
    world::{DAY, World},
};

on_both_engines! {
    holders_are_first_each_up_to_its_part_and_then_everybody => first;
    a_right_stays_with_who_held_when_the_book_was_opened => transfers;
    a_rights_book_is_what_it_says => terms_of_rights;
    an_offer_of_a_rights_book_asks_no_less_and_sells_no_more => offers;
}

/// For the holders alone in its first ten days, and open for twenty.
pub fn terms(args: &mut BookArgs) {
    args.rights_until = args.opens_at + 10 * DAY;
    args.offer_ends = args.opens_at + 15 * DAY;
    args.deadline = args.opens_at + 20 * DAY;
}

/// The next ticket of an owner, committed, with the count it needs.
fn deposit<E: Engine>(
    scene: &mut Scene<E>,
    book: &Offering,
    owner: &Pubkey,
    amount: u64,
) -> Vec<anchor_lang::solana_program::instruction::Instruction> {
    let state = book.state(&mut scene.world);
    let mut all = Vec::new();
    if book.counted(&mut scene.world, owner).is_none() {
        all.push(scene.deal.open_owner_total(book, owner, owner));
    }
    let who = (owner, owner);
    all.push(
        scene
            .deal
            .deposit(book, who, state.next_ticket, amount, &state),
    );
    all
}

/// Sixty of a hundred, forty less one of them, and one: at a tenth of the last price, for as many shares again.
fn first<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 60), ("ben", 39), ("cleo", 1)]);
    let [ana, ben, cleo] = scene.holders[..] else {
        panic!("three holders")
    };
    let dan = scene.world.investor("dan", 100 * WHOLE);
    let book = scene.opened(JUNIOR, |args| {
        price(args, WHOLE / 10);
        (args.minimum, args.cap, args.min_ticket) = (WHOLE, 10 * WHOLE, 2 * WHOLE);
        terms(args);
    });
    for owner in [ana, ben, cleo] {
        scene.world.give(&owner, 100 * WHOLE);
    }
    // Who holds nothing has no right, with a record of its own or another's.
    let welcome = scene.deal.welcome(JUNIOR, &scene.world.payer, &dan);
    scene.world.go(&welcome);
    let mut tried = deposit(&mut scene, &book, &dan, 2 * WHOLE);
    assert_eq!(scene.world.refused(&tried), "AboveRight");
    let call = tried.last_mut().expect("a deposit");
    let own = securities_tests::address::holder(&book.tranche, &dan);
    for meta in call.accounts.iter_mut().filter(|meta| meta.pubkey == own) {
        meta.pubkey = securities_tests::address::holder(&book.tranche, &ana);
    }
    assert_eq!(scene.world.refused(&tried), "NotOwner");
    let mut plain = book.clone();
    plain.args.rights_until = 0;
    let bare = deposit(&mut scene, &plain, &dan, 2 * WHOLE);
    assert_eq!(scene.world.refused(&bare[bare.len() - 1..]), "RightsFirst");

    // Each up to its part of 10.00, in one ticket or several; a small part in a ticket below the smallest.
    let too_much = deposit(&mut scene, &book, &ana, 6 * WHOLE + WHOLE / 10);
    assert_eq!(scene.world.refused(&too_much), "AboveRight");
    for amount in [4 * WHOLE, 2 * WHOLE] {
        let fits = deposit(&mut scene, &book, &ana, amount);
        scene.world.go(&fits);
    }
    let more = deposit(&mut scene, &book, &ana, 2 * WHOLE);
    assert_eq!(scene.world.refused(&more), "AboveRight");
    let small = deposit(&mut scene, &book, &cleo, WHOLE / 20);
    assert_eq!(scene.world.refused(&small), "TicketTooSmall");
    let small = deposit(&mut scene, &book, &cleo, WHOLE / 10);
    scene.world.go(&small);
    audit::check(&mut scene.world);

    // Ten days later everybody may come, and does at the end of the line.
    scene.world.engine.set_now(book.args.rights_until - 1);
    let early = deposit(&mut scene, &book, &dan, 2 * WHOLE);
    assert_eq!(scene.world.refused(&early), "AboveRight");
    scene.world.engine.set_now(book.args.rights_until);
    let late = deposit(&mut scene, &plain, &dan, 2 * WHOLE);
    scene.world.go(&late[late.len() - 1..]);
    let late = deposit(&mut scene, &book, &ben, 3 * WHOLE);
    scene.world.go(&late);
    book.lock(&mut scene.world, &scene.deal);
    for id in 0..5 {
        book.settle(&mut scene.world, &scene.deal, id);
    }
    audit::check(&mut scene.world);
    let shares = [ana, ben, cleo, dan].map(|owner| scene.shares(JUNIOR, &owner));
    // 6.00 buy 60, 0.10 buys 1, 2.00 of dan's 20, and of ben's late 3.00 the cap leaves 1.90.
    assert_eq!(
        shares,
        [120 * WHOLE, (39 + 19) * WHOLE, 2 * WHOLE, 20 * WHOLE]
    );
    // A low price that the holders had first is none that others buy at.
    let refused = scene.refused(JUNIOR, |args| price(args, WHOLE / 10));
    assert_eq!(refused, "BelowFloor");
    scene.world
}

fn transfers<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 60), ("ben", 40)]);
    let [ana, ben] = scene.holders[..] else {
        panic!("two holders")
    };
    let eve = scene.world.investor("eve", 100 * WHOLE);
    let welcome = scene.deal.welcome(JUNIOR, &scene.world.payer, &eve);
    scene.world.go(&welcome);
    // Shares that move before the opening take the right along, and later they do not.
    let deal = scene.deal.clone();
    scene
        .world
        .go(&[deal.transfer_shares(JUNIOR, &ana, &eve, 10 * WHOLE)]);
    let book = scene.opened(JUNIOR, |args| {
        args.cap = 100 * WHOLE;
        terms(args);
    });
    for owner in [ana, ben] {
        scene.world.give(&owner, 1_000 * WHOLE);
    }
    scene.world.go(&[
        deal.transfer_shares(JUNIOR, &ana, &eve, 50 * WHOLE),
        deal.transfer_shares(JUNIOR, &ben, &eve, 1),
    ]);
    for (owner, right) in [(ana, 50), (ben, 40), (eve, 10)] {
        let above = deposit(&mut scene, &book, &owner, (right + 1) * WHOLE);
        assert_eq!(scene.world.refused(&above), "AboveRight");
        let whole = deposit(&mut scene, &book, &owner, right * WHOLE);
        scene.world.go(&whole);
        // Back and forth changes nothing any more.
        scene.world.go(&[
            deal.transfer_shares(JUNIOR, &eve, &ana, WHOLE),
            deal.transfer_shares(JUNIOR, &ana, &eve, WHOLE),
        ]);
    }
    let state = book.state(&mut scene.world);
    assert_eq!(state.live, 100 * WHOLE, "all rights together are the cap");
    // Money that leaves may come again by its right, at the end of the line.
    scene
        .world
        .go(&[deal.withdraw(&book, (&ben, &ben), 1, 10 * WHOLE)]);
    let again = deposit(&mut scene, &book, &ben, 10 * WHOLE);
    scene.world.go(&again);
    book.lock(&mut scene.world, &deal);
    for id in 0..4 {
        book.settle(&mut scene.world, &deal, id);
    }
    audit::check(&mut scene.world);

    // The next book goes by what each holds then.
    let next = scene.opened(JUNIOR, |args| {
        args.cap = 100 * WHOLE;
        terms(args);
    });
    let held = scene.shares(JUNIOR, &ana);
    assert_eq!(held, 50 * WHOLE);
    let right = held / 2;
    let above = deposit(&mut scene, &next, &ana, right + WHOLE);
    assert_eq!(scene.world.refused(&above), "AboveRight");
    let fits = deposit(&mut scene, &next, &ana, right);
    scene.world.go(&fits);
    audit::check(&mut scene.world);
    scene.world
}

fn terms_of_rights<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    let sponsor = scene.deal.sponsor;
    type Edit = Box<dyn Fn(&mut BookArgs)>;
    let edits: [(&str, Edit); 6] = [
        (
            "less than ten days",
            Box::new(|args| args.rights_until -= 1),
        ),
        (
            "less than ten days from a later opening",
            Box::new(|args| args.opens_at += 1),
        ),
        (
            "past the end of the offer",
            Box::new(|args| args.rights_until = args.offer_ends + 1),
        ),
        ("without an offer", Box::new(|args| args.offer_ends = 0)),
        (
            "pro rata",
            Box::new(|args| args.allocation = AllocationRule::ProRata),
        ),
        (
            "with a lead",
            Box::new(move |args| (args.lead, args.lead_minimum) = (sponsor, WHOLE)),
        ),
    ];
    for (what, edit) in edits {
        let refused = scene.refused(JUNIOR, |args| {
            terms(args);
            edit(args);
        });
        assert_eq!(refused, "BadRights", "{what}");
    }
    assert_eq!(
        scene.refused(super::POINTS, terms),
        "BadRights",
        "of a class without holders"
    );
    let book = scene.opened(JUNIOR, terms);
    assert_eq!(
        scene.refused(JUNIOR, terms),
        "BadRights",
        "one after the other"
    );
    scene.opened(SENIOR, terms);
    scene.world.engine.set_now(book.args.rights_until);
    scene.opened(JUNIOR, terms);
    audit::check(&mut scene.world);
    scene.world
}

/// The holders pass at 0.50: then the sponsor cannot buy for less, nor more than they could.
fn offers<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    let deal = scene.deal.clone();
    let mut book = scene.opened(JUNIOR, |args| {
        price(args, WHOLE / 2);
        args.cap = 10 * WHOLE;
        terms(args);
        (args.offer_period, args.deadline) = (DAY, args.opens_at + 30 * DAY);
    });
    scene.world.engine.set_now(book.args.rights_until);
    let cheaper = deal.make_offer(&book, offer(&book, 1, WHOLE / 4, WHOLE));
    assert_eq!(scene.refused_call(&cheaper), "BadRights");
    let more = OfferArgs {
        cap: 11 * WHOLE,
        ..book.offer(1)
    };
    let more = deal.make_offer(&book, more);
    assert_eq!(scene.refused_call(&more), "BadRights");
    for allocation in [AllocationRule::ProRata, AllocationRule::Discretionary] {
        let others = OfferArgs {
            allocation,
            ..book.offer(1)
        };
        let others = deal.make_offer(&book, others);
        assert_eq!(scene.refused_call(&others), "BadRights", "{allocation:?}");
    }
    let bonus = securities_tests::terms::Reward::bonus_shares;
    book.rewards = vec![bonus(&deal, JUNIOR, &[(WHOLE, 1_000 * WHOLE)])];
    let promise = deal.set_curve(&book, 0, 1);
    assert_eq!(scene.refused_call(&promise), "BelowFloor");
    scene
        .world
        .go(&[deal.make_offer(&book, offer(&book, 1, WHOLE, WHOLE))]);
    audit::check(&mut scene.world);
    scene.world
}
