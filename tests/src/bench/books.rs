//! Books with all that a book can have, and warrants: each instruction once.

use super::instructions::Bench;
use crate::{
    address,
    deal::{self, Deal},
    engine::Engine,
    ix::{credential, ticket::QUESTION},
    offering::Offering,
    terms::{Asset, Reward},
    token,
    world::DAY,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{
        offer::{open_book::BookArgs, votes::PollArgs},
        state::AllocationRule,
    },
    credential::{
        protocol::{ProtocolDecision, ProtocolTerms},
        state::CredentialTerms,
    },
    warrant::create_series::SeriesArgs,
};

const TICKET: u64 = 1_000_000_000;

/// Measures them.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let deal = Deal::standard(&mut bench.world, "rewarding sponsor", 1);
    let (mint, program) = (
        bench
            .world
            .new_mint("asset", &token::CLASSIC, &[], |_| Vec::new()),
        token::CLASSIC,
    );
    let owner = bench.world.investor("rewarded", 9 * TICKET);
    bench.world.give_of((&mint, &program), &owner, TICKET);
    bench.run("`add_vault`", None, &deal.add_vault(&mint, &program));
    bench.run("`create_rate`", None, &deal.create_rate(&mint, 500));
    bench.run("`report_rate`", None, &deal.report_rate(&mint, 2, 1));
    let args = SeriesArgs {
        number: 0,
        strike: 2_000_000,
        expires_at: bench.world.engine.now() + 400 * DAY,
    };
    bench.run("`create_series`", None, &deal.create_series(1, args));

    let mut book = open(bench, &deal, "rewarding line", |args| {
        args.owner_limit = 9 * TICKET
    });
    let asset = Asset::par(&deal, &book.book, &mint, &program).reported(&deal, 400 * DAY);
    book.assets.push(asset);
    bench.run(
        "`add_asset`, at a reported rate",
        None,
        &deal.add_asset(&book, 1),
    );
    let curve = [(TICKET, 1_000_000), (3 * TICKET, 2_000_000)];
    book.rewards = vec![
        Reward::warrants(&deal, (1, 0), &curve),
        Reward::promote_points(&deal, 1, &curve),
    ];
    bench.run("`set_curve`, warrants", None, &deal.set_curve(&book, 0, 2));
    bench.run(
        "`set_curve`, promote points",
        None,
        &deal.set_curve(&book, 1, 3),
    );
    offer(bench, &deal, &book, &owner);
    settle(bench, &deal, &book, &owner);
    // Nobody holds shares of it yet: bonus shares of debt are for its first book.
    let generous = Deal::standard(&mut bench.world, "generous sponsor", 2);
    bonus(bench, &generous, &owner);
    warrants(bench, &deal, &owner);
    group(bench, &owner);
    points(bench, &owner);
    qualified(bench, &owner);
}

/// Two books that close together, and two others of which one does not.
fn group(bench: &mut Bench<'_>, owner: &Pubkey) {
    let mut deal = Deal::plan(&mut bench.world, "delivering sponsor", 3);
    deal.delivery_by = bench.world.engine.now() + 100 * DAY;
    let deal = deal.create(
        &mut bench.world,
        vec![deal::senior(0), deal::junior(1)],
        deal::tiers(),
    );
    bench.world.give(owner, 4 * TICKET);
    let pair = |bench: &mut Bench<'_>, group: u8| {
        [0, 1].map(|rank| {
            let line = format!("group {group} line {rank}");
            let number = u16::from(group) - 1;
            let mut book = Offering::plan(&mut bench.world, &deal, rank, number, &line);
            (book.args.minimum, book.args.cap) = (TICKET, TICKET);
            (book.args.group, book.args.group_size) = (group, 2);
            book.args.latest_deadline = book.args.deadline;
            book.open(&mut bench.world, &deal, 16);
            book
        })
    };
    let [senior, junior] = pair(bench, 1);
    let [due, failed] = pair(bench, 2);
    for book in [&senior, &junior, &due] {
        book.deposit(&mut bench.world, &deal, owner, TICKET);
    }
    bench.world.engine.set_now(senior.args.deadline);
    bench.run(
        "`lock_group`, 2 books",
        None,
        &deal.lock_group(1, &[&senior, &junior], &deal.sponsor),
    );
    bench.run("`fail_book`", None, &deal.fail_book(&due, Some(&failed)));
    bench.run("`confirm_delivery`", None, &deal.confirm_delivery([1; 32]));
}

/// Points of a fixed number, of which a book grants some.
fn points(bench: &mut Bench<'_>, owner: &Pubkey) {
    let manager = bench.world.investor("manager", 0);
    let classes = vec![deal::junior(0), deal::points(1, &manager)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut bench.world, "managing sponsor", 1, classes, tiers);
    bench.world.give(owner, TICKET);
    let mut book = open(bench, &deal, "managed line", |_| {});
    let curve = [(3 * TICKET / 2, 300)];
    let promised = Reward::promote_points(&deal, 1, &curve);
    book.promise(&mut bench.world, &deal, promised);
    book.deposit(&mut bench.world, &deal, owner, TICKET);
    bench.world.engine.set_now(book.args.offer_ends);
    bench.run(
        "`lock_book`, points of a fixed number",
        None,
        &deal.lock_book(&book, &deal.sponsor),
    );
    let payer = bench.world.payer;
    let welcome = deal.welcome(1, &payer, &manager);
    bench.world.go(&welcome);
    bench.run("`take_points`", Some(25_000), &deal.take_points(1));
}

/// A book whose shares want a credential of either of two qualifiers.
fn qualified(bench: &mut Bench<'_>, owner: &Pubkey) {
    let world = &mut bench.world;
    let [one, other] = ["one qualifier", "other qualifier"].map(|name| world.person(name));
    let mut deal = Deal::plan(world, "careful sponsor", 3);
    deal.qualifiers = vec![one, other];
    deal.protocols = Some(ProtocolTerms {
        days: 7,
        category: 1,
        jurisdiction: 756,
    });
    let deal = deal.create(world, vec![deal::senior(0), deal::junior(1)], deal::tiers());
    world.give(owner, TICKET);
    let book = open(bench, &deal, "careful line", |_| {});
    let says = |expires_at| CredentialTerms {
        category: 1,
        jurisdiction: 756,
        expires_at,
        person: Pubkey::default(),
    };
    let until = bench.world.engine.now() + 100 * DAY;
    bench.run(
        "`issue_credential`",
        None,
        &credential::issue(&one, owner, says(until)),
    );
    let who = (owner, owner);
    bench.run(
        "`deposit`, marked by a credential",
        Some(25_000),
        &credential::shown(
            deal.deposit(&book, who, 0, TICKET / 2, 1),
            (&deal.security, &one),
            owner,
        ),
    );
    bench
        .world
        .go(&[deal.deposit(&book, who, 1, TICKET / 2, 1)]);
    bench.run(
        "`qualify_ticket`",
        None,
        &deal.qualify_ticket(&book, &one, owner, 1),
    );
    bench.run(
        "`set_credential`",
        None,
        &credential::change(&one, owner, says(0)),
    );
    bench.run(
        "`disqualify_ticket`, 2 qualifiers",
        None,
        &deal.disqualify_ticket(&book, owner, 1),
    );
    let pool = bench.world.program_address("pool");
    bench.run(
        "`register_protocol`",
        None,
        &deal.register_protocol(owner, &pool),
    );
    let open = deal.open_holder(0, owner, &pool.address);
    bench.world.go(&[open]);
    bench.world.pass(7 * DAY);
    bench.run(
        "`qualify_holder`, of a protocol",
        None,
        &deal.qualify_protocol(0, &pool.address),
    );
    bench.run(
        "`decide_protocol`",
        None,
        &deal.decide_protocol(&one, &pool.address, ProtocolDecision::Suspend),
    );
}

fn open(
    bench: &mut Bench<'_>,
    deal: &Deal,
    line: &str,
    edit: impl FnOnce(&mut BookArgs),
) -> Offering {
    let mut book = Offering::plan(&mut bench.world, deal, 0, 0, line);
    (book.args.minimum, book.args.cap) = (1_000_000, TICKET * 3 / 2);
    book.args.min_ticket = TICKET / 2;
    edit(&mut book.args);
    book.open(&mut bench.world, deal, 16);
    book
}

fn offer(bench: &mut Bench<'_>, deal: &Deal, book: &Offering, owner: &Pubkey) {
    let patron = bench.world.person("patron");
    bench.run("`fund_tips`", None, &deal.fund_tips(book, &patron, 20_000));
    bench.run(
        "`open_owner_total`",
        None,
        &deal.open_owner_total(book, &patron, owner),
    );
    let who = (owner, owner);
    let version = book.state(&mut bench.world).offer_version;
    bench.run(
        "`deposit` of an asset at a reported rate, its owner limited",
        Some(30_000),
        &deal.deposit_asset(book, who, 0, (1, TICKET / 2), version),
    );
    for id in 1..3 {
        bench
            .world
            .go(&[deal.deposit(book, who, id, TICKET, version)]);
    }
    bench.world.go(&[deal.withdraw(book, who, 1, TICKET)]);
    bench.run("`move_up`", None, &deal.move_up(book, owner, 2));
    bench.run(
        "`grow_line` by 426 places",
        None,
        &deal.grow_line(book, 442),
    );
    let poll = PollArgs {
        subject_sha256: QUESTION,
        ends_at: bench.world.engine.now() + 5 * DAY,
        new_deadline: 0,
    };
    bench.run("`open_poll`", None, &deal.open_poll(book, poll));
    bench.run("`cast_vote`", None, &deal.cast_vote(book, owner, 0, true));
    bench.run("`raise_tip`", None, &deal.raise_tip(book, 5_000));
    let offer = book.offer(version);
    bench.run("`make_offer`", None, &deal.make_offer(book, offer));
    for id in [0, 2] {
        bench.world.go(&[deal.commit(book, owner, id, version + 1)]);
    }
}

fn settle(bench: &mut Bench<'_>, deal: &Deal, book: &Offering, owner: &Pubkey) {
    bench.world.engine.set_now(book.args.offer_ends);
    bench.run(
        "`lock_book`, an asset at a reported rate, promote points",
        None,
        &deal.lock_book(book, &deal.sponsor),
    );
    let welcome = book.welcome(&mut bench.world, deal, owner);
    bench.world.go(&welcome);
    for (id, what) in [
        (0, "`settle_ticket`, warrants and promote points, a tip"),
        (
            2,
            "`settle_ticket`, the same, cut at the cap, the rest refunded",
        ),
    ] {
        let ticket = book.ticket(&mut bench.world, id);
        let call = deal.settle_ticket(book, &ticket);
        bench.run(what, Some(60_000), &call);
    }
    let patron = bench.world.person("patron");
    book.release(&mut bench.world, deal);
    bench.run("`close_escrow`", None, &deal.close_escrow(book, 1));
    bench.run(
        "`close_owner_total`",
        None,
        &deal.close_owner_total(book, &patron, owner),
    );
}

/// Bonus shares, in a book whose sponsor approves.
fn bonus(bench: &mut Bench<'_>, deal: &Deal, owner: &Pubkey) {
    let mut book = open(bench, deal, "generous line", |args| {
        args.allocation = AllocationRule::Discretionary;
    });
    book.rewards = vec![Reward::bonus_shares(deal, 0, &[(TICKET, 5_000)])];
    bench.run(
        "`set_curve`, bonus shares",
        None,
        &deal.set_curve(&book, 0, 1),
    );
    let id = book.deposit(&mut bench.world, deal, owner, TICKET);
    bench.run(
        "`approve_ticket`",
        None,
        &deal.approve_ticket(&book, owner, id, TICKET),
    );
    let welcome = book.welcome(&mut bench.world, deal, owner);
    bench.world.go(&welcome);
    book.lock(&mut bench.world, deal);
    let ticket = book.ticket(&mut bench.world, id);
    bench.run(
        "`settle_ticket`, bonus shares",
        Some(60_000),
        &deal.settle_ticket(&book, &ticket),
    );
}

fn warrants(bench: &mut Bench<'_>, deal: &Deal, owner: &Pubkey) {
    bench.run(
        "`exercise`",
        Some(45_000),
        &deal.exercise(1, 0, owner, 1_000),
    );
    let account = deal.warrant_account(1, 0, owner);
    let mint = address::warrant_mint(&deal.series(1, 0));
    let left = bench.world.balance(&account);
    let burn = token::burn(&token::TOKEN_2022, &account, &mint, owner, left);
    bench.world.go(&[burn]);
    bench.world.pass(400 * DAY);
    bench.run("`close_series`", None, &deal.close_series(1, 0));
}
