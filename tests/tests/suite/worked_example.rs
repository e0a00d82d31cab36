//! The worked example of docs/escrow-book.md, played on chain: every number of its four tables is read from the page
//! and compared with what the program tells each owner, and in the end pays.

use crate::{on_both_engines, pages::page};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{offer::version::OfferArgs, ticket::preview_ticket::TicketPreview},
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    terms::Reward,
    world::{BEGIN, DAY, Money, World},
};
use std::{collections::BTreeMap, sync::LazyLock};

static PAGE: LazyLock<String> = LazyLock::new(|| page("escrow-book.md"));
/// One whole token of settlement money, and of shares and warrants.
const ONE: u64 = 1_000_000;
const RANK: u8 = 1;

on_both_engines! {
    the_worked_example_comes_out_as_it_is_written => as_written;
    four_wallets_get_together_what_one_would_have => four_wallets;
}

/// The columns of a table after the ticket's name.
const COLUMNS: &str = "| ticket | ahead | money | accepted | shares | warrants | bonus shares |";

/// A row of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Row {
    ahead: u64,
    money: u64,
    accepted: u64,
    shares: u64,
    warrants: u64,
    bonus: u64,
}

/// A number with commas and up to six decimals, in base units.
fn number(text: &str) -> u64 {
    let text = text.replace(',', "");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    assert!(decimals.len() <= 6, "{text} has at most six decimals");
    let whole: u64 = whole.parse().expect("a number");
    let parts: u64 = format!("{decimals:0<6}").parse().expect("decimals");
    whole * ONE + parts
}

/// The rows of the page's table of a name.
fn table(name: &str) -> Vec<(String, Row)> {
    let mark = format!("<!-- example: {name} -->");
    let (_, rest) = PAGE.split_once(&mark).expect("the page has the table");
    let mut lines = rest.trim_start().lines();
    assert_eq!(lines.next(), Some(COLUMNS), "{name}");
    let rows: Vec<_> = lines
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [ticket, numbers @ ..] = cells.as_slice() else {
                panic!("an empty row in {name}");
            };
            let numbers: Vec<u64> = numbers.iter().map(|cell| number(cell)).collect();
            let [ahead, money, accepted, shares, warrants, bonus] = numbers[..] else {
                panic!("{line} has six numbers");
            };
            let row = Row {
                ahead,
                money,
                accepted,
                shares,
                warrants,
                bonus,
            };
            ((*ticket).to_owned(), row)
        })
        .collect();
    assert!(rows.len() >= 3, "{name} has rows");
    rows
}

/// The book of the page, and whose tickets are in it.
struct Play<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    tickets: BTreeMap<String, (Pubkey, u32)>,
}

impl<E: Engine> Play<E> {
    fn open() -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let mut book = Offering::standard_with(&mut world, &deal, RANK, "line", |args| {
            (args.cap, args.minimum) = (1_000_000 * ONE, 100_000 * ONE);
            args.min_ticket = 1_000 * ONE;
        });
        world.go(&[deal.create_series(
            RANK,
            SeriesArgs {
                number: 0,
                strike: 2 * ONE,
                expires_at: BEGIN + 365 * DAY,
            },
        )]);
        let points = [
            (400_000 * ONE, 200_000 * ONE),
            (1_000_000 * ONE, 300_000 * ONE),
        ];
        let warrants = Reward::warrants(&deal, (RANK, 0), &points);
        let bonus = Reward::bonus_shares(&deal, RANK, &[(200_000 * ONE, 10_000 * ONE)]);
        book.promise(&mut world, &deal, warrants);
        book.promise(&mut world, &deal, bonus);
        Self {
            world,
            deal,
            book,
            tickets: BTreeMap::new(),
        }
    }

    /// An investor comes with so many whole tokens and commits them.
    fn join(&mut self, name: &str, money: u64) {
        let Self {
            world, deal, book, ..
        } = self;
        let owner = world.person(name);
        if world.wealth(&owner) == 0 {
            world.give(&owner, money * ONE);
        }
        let id = book.deposit(world, deal, &owner, money * ONE);
        self.tickets.insert(name.to_owned(), (owner, id));
        audit::check(world);
    }

    fn leave(&mut self, name: &str) {
        let (owner, id) = self.tickets.remove(name).expect("a ticket");
        let value = self.book.ticket(&mut self.world, id).value;
        self.book
            .withdraw(&mut self.world, &self.deal, &owner, id, value);
        audit::check(&mut self.world);
    }

    fn preview(&mut self, name: &str) -> TicketPreview {
        let (_, id) = self.tickets[name];
        self.book.preview(&mut self.world, &self.deal, id)
    }

    /// What a ticket's owner is told, as a row.
    fn told(&mut self, name: &str) -> Row {
        let told = self.preview(name);
        let [warrants, bonus, rest @ ..] = told.rewards;
        assert_eq!(rest, [0, 0], "there are two rewards");
        Row {
            ahead: told.committed_ahead,
            money: told.value,
            accepted: told.accepted,
            shares: told.shares,
            warrants,
            bonus,
        }
    }

    /// Every ticket is told what the table of a name says, and no other ticket is there.
    fn compare(&mut self, name: &str) {
        let rows = table(name);
        assert_eq!(rows.len(), self.tickets.len(), "{name} has every ticket");
        for (ticket, row) in &rows {
            assert_eq!(self.told(ticket), *row, "{name}: {ticket}");
        }
    }

    /// New terms, to which some commit; the book is locked.
    fn change_and_lock(&mut self, committed: &[&str]) {
        let Self {
            world, deal, book, ..
        } = self;
        let offer = OfferArgs {
            terms_sha256: [8; 32],
            price: ONE,
            price_min: ONE,
            minimum: 200_000 * ONE,
            ..book.offer(book.state(world).offer_version)
        };
        world.go(&[deal.make_offer(book, offer)]);
        assert_eq!(book.state(world).committed, 0, "every commitment is void");
        for name in committed {
            book.commit(world, deal, self.tickets[*name].1);
            audit::check(world);
        }
        book.lock(world, deal);
        audit::check(world);
    }

    /// Settles or refunds a ticket; what its owner got, by balances.
    fn paid(&mut self, name: &str) -> Row {
        let told = self.told(name);
        let Self {
            world, deal, book, ..
        } = self;
        let (owner, id) = self.tickets[name];
        let before = world.wealth(&owner);
        book.settle(world, deal, id);
        audit::check(world);
        let back = world.wealth(&owner) - before;
        let with_bonus = world.balance(&deal.share_account(RANK, &owner));
        Row {
            ahead: told.ahead,
            money: told.money,
            accepted: told.money - back,
            shares: with_bonus - told.bonus,
            warrants: world.balance(&deal.warrant_account(RANK, 0, &owner)),
            bonus: told.bonus,
        }
    }

    /// The end: the rewards sum to the curves at the accepted money, as the page says, and the book closes.
    fn close(&mut self, paid: &[Row]) {
        let (_, rest) = PAGE
            .split_once("`B(900,000) = ")
            .expect("the page says the sum");
        let (sum, _) = rest.split_once('`').expect("a number in code");
        let total = |part: fn(&Row) -> u64| paid.iter().map(part).sum::<u64>();
        assert_eq!(total(|row| row.warrants), number(sum), "B(900,000)");
        assert_eq!(total(|row| row.bonus), 10_000 * ONE, "the whole bonus");
        assert_eq!(total(|row| row.accepted), 900_000 * ONE);
        let Self {
            world, deal, book, ..
        } = self;
        let state = book.state(world);
        assert_eq!(
            (state.accepted, state.refunded),
            (900_000 * ONE, 250_000 * ONE)
        );
        book.release(world, deal);
        world.go(&[deal.close_book(book)]);
        assert_eq!(world.balance(&deal.vault), 900_000 * ONE);
        audit::check(world);
    }
}

pub(crate) fn as_written<E: Engine>() -> World<E> {
    let mut play = Play::<E>::open();
    for (name, money) in [("Ana", 300_000), ("Ben", 200_000), ("Cleo", 250_000)] {
        play.join(name, money);
    }
    play.join("Dan", 400_000);
    play.compare("joined");
    play.leave("Ana");
    play.compare("left");
    play.join("Ana", 300_000);
    play.compare("back");

    play.change_and_lock(&["Ben", "Dan", "Ana"]);
    play.compare("settled");
    // In an order that is not that of the line.
    let rows: BTreeMap<String, Row> = table("settled").into_iter().collect();
    let paid = ["Ana", "Cleo", "Ben", "Dan"].map(|name| {
        let paid = play.paid(name);
        assert_eq!(paid, rows[name], "settled: {name} by its balances");
        paid
    });
    play.close(&paid);
    play.world
}

/// The same with Dan's money in four wallets, settled from the last to the first.
fn four_wallets<E: Engine>() -> World<E> {
    let wallets = ["Dan 1", "Dan 2", "Dan 3", "Dan 4"];
    let mut play = Play::<E>::open();
    for (name, money) in [("Ana", 300_000), ("Ben", 200_000), ("Cleo", 250_000)] {
        play.join(name, money);
    }
    for name in wallets {
        play.join(name, 100_000);
    }
    play.leave("Ana");
    play.join("Ana", 300_000);
    let mut committed = vec!["Ben", "Ana"];
    committed.extend(wallets);
    play.change_and_lock(&committed);

    let rows: BTreeMap<String, Row> = table("settled").into_iter().collect();
    let mut all = Vec::new();
    let mut together = Row::default();
    for name in wallets.into_iter().rev() {
        let paid = play.paid(name);
        together = Row {
            ahead: paid.ahead,
            money: together.money + paid.money,
            accepted: together.accepted + paid.accepted,
            shares: together.shares + paid.shares,
            warrants: together.warrants + paid.warrants,
            bonus: together.bonus + paid.bonus,
        };
        all.push(paid);
    }
    assert_eq!(together, rows["Dan"], "the four wallets together");
    for name in ["Ana", "Ben", "Cleo"] {
        let paid = play.paid(name);
        assert_eq!(paid, rows[name], "{name} beside four wallets");
        all.push(paid);
    }
    play.close(&all);
    play.world
}
