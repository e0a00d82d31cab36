//! Books: the money of their tickets, the line, votes and rewards.

use super::{Accounts, all};
use crate::{engine::Engine, world::World};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{
        phase::Stage,
        reward::RewardKind,
        state::{AllocationRule, Book},
        ticket::state::{OwnerTotal, Ticket},
    },
    math::{
        curve,
        line::{self, Money, Node},
    },
};

/// Bytes before a line's first node, and of a node.
const HEADER: usize = 48;
const NODE: usize = 24;

fn tickets(accounts: &Accounts, book: &Pubkey) -> Vec<Ticket> {
    let all = all::<Ticket>(accounts).into_iter();
    all.map(|(_, ticket)| ticket)
        .filter(|ticket| ticket.book == *book)
        .collect()
}

fn value<'a>(tickets: impl Iterator<Item = &'a Ticket>) -> u64 {
    tickets.map(|ticket| ticket.value).sum()
}

/// Checks a book.
pub(super) fn check<E: Engine>(
    world: &mut World<E>,
    accounts: &Accounts,
    address: &Pubkey,
    book: &Book,
) {
    let tickets = tickets(accounts, address);
    assert_eq!(
        usize::try_from(book.open_tickets).expect("few"),
        tickets.len(),
        "tickets are counted"
    );
    assert!(
        tickets.iter().all(|ticket| ticket.id < book.next_ticket),
        "numbers rise"
    );
    check_assets(world, book, &tickets);
    let nodes = nodes(accounts, book);
    check_line(book, &nodes);
    if book.stage == Stage::Locked as u8 {
        assert_eq!(
            book.accepted + book.refunded + value(tickets.iter()),
            book.locked,
            "all that was locked is somewhere"
        );
        assert_eq!(book.live, book.locked, "the line is frozen");
        let unsettled = tickets.iter().filter(|ticket| !ticket.is_settled());
        assert_eq!(
            usize::try_from(book.unsettled).expect("few"),
            unsettled.count(),
            "unsettled tickets are counted"
        );
    } else {
        check_open(book, &tickets);
        check_places(book, &nodes, &tickets);
        check_poll(book, &tickets, world.engine.now());
    }
    assert!(book.accepted <= book.cap, "nobody is accepted past the cap");
    check_rewards(book);
    let lamports = accounts[address].lamports;
    assert!(
        lamports >= world.engine.rent(Book::SPACE) + book.tip_budget,
        "the account holds its rent and the tips"
    );
}

/// Units per asset are those of its tickets, and its escrow covers them.
fn check_assets<E: Engine>(world: &mut World<E>, book: &Book, tickets: &[Ticket]) {
    for (index, asset) in book.assets().iter().enumerate() {
        let own = tickets
            .iter()
            .filter(|ticket| usize::from(ticket.asset) == index);
        let units: u64 = own.map(|ticket| ticket.units).sum();
        assert_eq!(asset.units, units, "an asset's units are its tickets'");
        assert!(
            world.balance(&asset.escrow) >= units + asset.proceeds,
            "each escrow covers its tickets and the proceeds"
        );
    }
    let unused = &book.assets[usize::from(book.asset_count)..];
    assert!(
        unused
            .iter()
            .all(|asset| asset.units == 0 && asset.proceeds == 0),
        "nothing is left of an escrow that was closed"
    );
}

/// The nodes of a book's line.
pub(crate) fn nodes(accounts: &Accounts, book: &Book) -> Vec<Node> {
    let line = &accounts.get(&book.line).expect("the line is there").data[HEADER..];
    assert_eq!(
        line.len(),
        NODE * usize::try_from(book.line_capacity).expect("a line's places"),
        "the line has its places"
    );
    line.chunks_exact(NODE)
        .map(bytemuck::pod_read_unaligned)
        .collect()
}

fn check_line(book: &Book, nodes: &[Node]) {
    let total =
        line::ahead(nodes, book.offer_version, book.line_capacity).expect("the line's total");
    assert_eq!(
        (total.live, total.committed),
        (book.live, book.committed),
        "the line's total is the book's"
    );
}

/// Whether a ticket's money counts: it is committed, and marked where the shares want a credential.
fn counts(book: &Book, ticket: &Ticket) -> bool {
    ticket.is_committed(book) && (book.restricted == 0 || ticket.flags & 2 == 2)
}

/// Before the lock every total is the sum over tickets.
fn check_open(book: &Book, tickets: &[Ticket]) {
    let committed = || tickets.iter().filter(|ticket| counts(book, ticket));
    assert_eq!(
        (book.live, book.committed),
        (value(tickets.iter()), value(committed())),
        "the book's money is its tickets', and of the committed ones"
    );
    let approved: u64 = committed().map(|ticket| ticket.approved).sum();
    assert_eq!(book.approved, approved, "what is approved is of tickets");
    assert!(
        committed().all(|ticket| ticket.approved <= ticket.value) && approved <= book.cap,
        "no more is approved than there is, nor past the cap"
    );
    let of_lead = |ticket: &&Ticket| book.has_lead() && ticket.owner == book.lead;
    assert_eq!(
        (book.lead_live, book.lead_committed),
        (
            value(tickets.iter().filter(of_lead)),
            value(committed().filter(of_lead))
        ),
        "the lead's money is its tickets'"
    );
    check_secured(book, tickets);
}

/// What readiness is reckoned from: by asset, and of the lead.
fn check_secured(book: &Book, tickets: &[Ticket]) {
    let committed = || tickets.iter().filter(|ticket| counts(book, ticket));
    let is_chosen = book.allocation == AllocationRule::Discretionary as u8;
    for (index, asset) in (0..).zip(book.assets()) {
        let parts: Vec<u64> = committed()
            .filter(|ticket| ticket.asset == index)
            .map(|ticket| {
                if is_chosen {
                    ticket.approved
                } else {
                    ticket.value
                }
            })
            .filter(|part| *part > 0)
            .collect();
        let count = u32::try_from(parts.len()).expect("few");
        assert_eq!(
            (asset.secured, asset.secured_tickets),
            (parts.iter().sum(), count),
            "what may be accepted of asset {index}"
        );
    }
    let lead = || committed().filter(|ticket| book.has_lead() && ticket.owner == book.lead);
    let earns = |ticket: &&Ticket| !book.assets[usize::from(ticket.asset)].is_par();
    assert_eq!(
        (book.lead_approved, book.lead_within, book.lead_earning),
        (
            lead().map(|ticket| ticket.approved).sum(),
            lead().map(|ticket| ticket.within).sum(),
            value(lead().filter(earns))
        ),
        "what may be accepted of the lead"
    );
    assert_eq!(book.lead_tickets as usize, lead().count());
}

/// Each place holds its ticket, and nothing else is in line.
fn check_places(book: &Book, nodes: &[Node], tickets: &[Ticket]) {
    let at = |place| line::ahead(nodes, book.offer_version, place).expect("a place in line");
    for ticket in tickets {
        let (before, after) = (at(ticket.place), at(ticket.place + 1));
        let held = Money {
            live: after.live - before.live,
            committed: after.committed - before.committed,
        };
        let own = if counts(book, ticket) {
            Money::committed(ticket.value)
        } else {
            Money::live(ticket.value)
        };
        assert_eq!(held, own, "each place holds its ticket");
    }
    let mut order: Vec<_> = tickets
        .iter()
        .map(|ticket| (ticket.place, ticket.id))
        .collect();
    order.sort_unstable();
    assert!(
        order
            .windows(2)
            .all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1),
        "places are in the order of the deposits, each with one ticket"
    );
}

/// While a poll runs, its tallies are those of the tickets that may vote.
fn check_poll(book: &Book, tickets: &[Ticket], now: i64) {
    let poll = &book.poll;
    assert!(
        poll.yes + poll.no <= poll.base,
        "no more votes than there are"
    );
    if !poll.is_running(now) {
        return;
    }
    let eligible = || {
        tickets
            .iter()
            .filter(|ticket| ticket.id < poll.tickets_before)
    };
    let voted =
        |vote| value(eligible().filter(|ticket| ticket.poll == poll.number && ticket.vote == vote));
    assert_eq!(
        (poll.base, poll.yes, poll.no),
        (value(eligible()), voted(1), voted(0)),
        "votes are the tickets'"
    );
}

fn check_rewards(book: &Book) {
    let mut bonus = 0;
    for curve in book.curves() {
        let kind = curve.kind().expect("a kind of reward");
        let locked = book.stage == Stage::Locked as u8;
        let budget = if locked && kind == RewardKind::PromotePoints {
            curve.granted + curve.held
        } else {
            curve::budget(curve.knots())
        };
        assert_eq!(curve.budget, budget, "the budget is what the curve pays");
        assert!(curve.granted <= curve.budget, "no more is granted than was");
        if kind == RewardKind::BonusShares {
            bonus += curve.granted;
        }
        if book.allocation().expect("a rule") != AllocationRule::Discretionary {
            let most = curve::cumulative_reward(curve.knots(), book.cap).expect("a curve");
            assert!(curve.granted <= most, "nor than the cap earns");
        }
    }
    assert!(
        book.shares_issued >= bonus && book.shares_issued - bonus <= book.shares_set_aside,
        "bought shares were set aside"
    );
}

/// Checks the count of an owner's money.
pub(super) fn check_owner_total(accounts: &Accounts, owner_total: &OwnerTotal) {
    let books = super::all::<Book>(accounts).into_iter();
    let open = books
        .filter(|(address, book)| *address == owner_total.book && book.stage == Stage::Open as u8)
        .any(|(_, book)| book.owner_limit > 0);
    if open {
        let own = tickets(accounts, &owner_total.book);
        let counted = value(
            own.iter()
                .filter(|ticket| ticket.owner == owner_total.owner),
        );
        assert!(
            owner_total.live >= counted,
            "each owner's money is counted, where it is limited"
        );
    }
}
