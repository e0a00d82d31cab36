//! What the size of a line costs: the same instructions at three sizes, a third of each line's places taken.

use super::page::{Page, Sizes};
use crate::{
    address,
    deal::Deal,
    engine::{Account, Engine},
    lite::Lite,
    offering::Offering,
    read, token,
    world::{Money, World},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::{
        line::account::{LINE_HEADER, line_size},
        state::Book,
    },
    math::line::{self, Node},
};

/// The sizes.
pub const CAPACITIES: [u32; 3] = [16, 1_024, 65_536];
/// What each place holds, and what is deposited.
const TICKET: u64 = 1_000_000;

/// Makes an empty line account of any size where the client would.
pub fn place_line(world: &mut World<Lite>, book: &Offering, capacity: u32) {
    let space = line_size(capacity).expect("a line's size");
    let lamports = world.engine.rent(space);
    let account = Account {
        lamports,
        data: vec![0; space],
        owner: securities::ID,
    };
    world.engine.set_account(&book.line, account);
}

/// Measures each instruction that walks the line, at each size.
pub fn measure(page: &mut Page) {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let columns: Vec<[u64; 7]> = CAPACITIES
        .iter()
        .enumerate()
        .map(|(number, capacity)| column(&mut world, &deal, number as u16, *capacity))
        .collect();
    let rows = [
        ("`deposit`, committed", Some(25_000)),
        ("`deposit`, not committed", Some(25_000)),
        ("`commit`", Some(12_000)),
        ("`uncommit`", Some(12_000)),
        ("`preview_ticket`", Some(10_000)),
        ("`withdraw` a part", Some(22_000)),
        ("`withdraw` all", Some(22_000)),
    ];
    for (at, (what, budget)) in rows.into_iter().enumerate() {
        page.lines.push(Sizes {
            what: what.to_owned(),
            measured: [columns[0][at], columns[1][at], columns[2][at]],
            budget,
        });
    }
}

fn column(world: &mut World<Lite>, deal: &Deal, number: u16, capacity: u32) -> [u64; 7] {
    let mut book = Offering::plan(world, deal, 0, number, &format!("line of {capacity}"));
    // What smallest tickets fill a line of 16 with, at every size.
    (book.args.minimum, book.args.cap) = (TICKET, 16 * TICKET);
    place_line(world, &book, capacity);
    world.go(&[deal.open_book(&book)]);
    let taken = capacity / 3;
    fill(world, &book, taken);
    // Owners whose tickets' addresses are found at once: sizes alone differ.
    let owners = [taken, taken + 1].map(|id| found_at_once(world, &book, id));
    let mut units = |call: &Instruction| {
        let outcome = world.go(std::slice::from_ref(call));
        outcome.units_of(&securities::ID)[0]
    };
    let [first, second] = &owners;
    let committed = deal.deposit(&book, (first, first), taken, 3 * TICKET, 1);
    let waiting = deal.deposit(&book, (second, second), taken + 1, 3 * TICKET, 0);
    let who = (second, second);
    [
        units(&committed),
        units(&waiting),
        units(&deal.commit(&book, second, taken + 1, 1)),
        units(&deal.uncommit(&book, second, taken + 1)),
        units(&deal.preview_ticket(&book, first, taken)),
        units(&deal.withdraw(&book, who, taken + 1, TICKET)),
        units(&deal.withdraw(&book, who, taken + 1, 2 * TICKET)),
    ]
}

fn found_at_once(world: &mut World<Lite>, book: &Offering, id: u32) -> Pubkey {
    for tried in 0.. {
        let name = format!("owner {id}.{tried}");
        let key = world.key(&name);
        if address::ticket_bump(&book.book, &key, id) == 255 {
            return world.investor(&name, 3 * TICKET);
        }
    }
    unreachable!("half of all addresses are found at once")
}

/// Writes what so many committed deposits leave behind, without their tickets.
fn fill(world: &mut World<Lite>, offering: &Offering, taken: u32) {
    let mut line_account = world.engine.account(&offering.line).expect("the line");
    let mut nodes: Vec<Node> = line_account.data[LINE_HEADER..]
        .chunks_exact(size_of::<Node>())
        .map(bytemuck::pod_read_unaligned)
        .collect();
    for place in 0..taken {
        line::add(&mut nodes, 1, place, line::Money::committed(TICKET)).expect("room");
    }
    line_account.data[LINE_HEADER..].copy_from_slice(bytemuck::cast_slice(&nodes));
    world.engine.set_account(&offering.line, line_account);

    let money = u64::from(taken) * TICKET;
    let mut account = world.engine.account(&offering.book).expect("the book");
    let mut book: Book = read::state(&mut world.engine, &offering.book);
    (book.live, book.committed) = (money, money);
    (book.open_tickets, book.next_ticket) = (taken, taken);
    book.assets[0].units = money;
    account.data[8..].copy_from_slice(bytemuck::bytes_of(&book));
    world.engine.set_account(&offering.book, account);
    let (payer, mint, program) = (world.payer, world.mint, world.token_program);
    world.go(&[token::mint_to(
        &program,
        &mint,
        &offering.vault,
        &payer,
        money,
    )]);
}
