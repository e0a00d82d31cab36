//! What must hold of a book at any time: it says what the model says.

use super::{
    model::Model,
    program::Program,
    terms::{DAY, address},
};
use proptest::{prelude::*, test_runner::TestCaseResult};
use securities::{
    book::state::Book,
    math::line::{self, Money},
};

/// Phase, terms, counters and the line's total.
pub fn agrees(program: &Program, model: &Model) -> TestCaseResult {
    let (book, now) = (&program.book, program.now);
    prop_assert_eq!(book.phase(now).unwrap(), model.phase());
    prop_assert_eq!(
        (
            book.offer_version,
            book.lot,
            book.price,
            book.price_min,
            book.offer_ends
        ),
        (
            model.version,
            model.lot,
            model.price,
            model.price_min,
            model.offer_ends
        )
    );
    prop_assert_eq!(
        (
            book.minimum,
            book.cap,
            book.min_ticket,
            book.max_ticket,
            book.owner_limit,
            book.tip
        ),
        (
            model.minimum,
            model.cap,
            model.min_ticket,
            model.max_ticket,
            model.owner_limit,
            model.tip
        )
    );
    // A rounding is under a basis point of any ticket.
    let fine =
        u128::from(book.price) * 10_000 <= u128::from(program.unit) * u128::from(book.min_ticket);
    prop_assert!(fine || model.is_exact());
    prop_assert_eq!(book.next_ticket, model.next_ticket);
    prop_assert_eq!(book.open_tickets as usize, model.tickets.len());
    for (at, asset) in book.assets.iter().enumerate() {
        prop_assert_eq!(asset.units, model.units_of(at), "units of asset {}", at);
    }
    prop_assert_eq!(book.pending().unwrap(), model.live());
    prop_assert_eq!(
        (book.accepted, book.refunded),
        (model.accepted, model.refunded)
    );
    prop_assert!(book.accepted <= book.cap);
    if model.locked.is_some() {
        prop_assert_eq!(book.accepted + book.refunded + model.live(), book.locked);
        return Ok(());
    }
    let (live, committed) = (model.live(), model.committed());
    prop_assert_eq!((book.live, book.committed), (live, committed));
    prop_assert_eq!(book.approved, model.approved());
    prop_assert!(book.approved <= book.cap);
    prop_assert_eq!(
        (book.lead_live, book.lead_committed, book.lead_bound_to),
        (
            model.lead_live(),
            model.lead_committed(),
            model.lead_bound_to.unwrap_or(0)
        )
    );
    prop_assert_eq!(book.is_ready(), model.is_ready());
    prop_assert_eq!(book.deadline_at(now), model.deadline);
    let poll = &book.poll;
    prop_assert_eq!(poll.is_running(now), model.is_polling());
    prop_assert_eq!([poll.base, poll.yes, poll.no], model.tally());
    let total = line::ahead(&program.nodes, book.offer_version, book.line_capacity);
    prop_assert_eq!(total, Ok(Money { live, committed }));
    Ok(())
}

/// Every ticket, and the money ahead of it. A locked line stays as the lock found it.
pub fn positions_agree(program: &Program, model: &Model) -> TestCaseResult {
    let book = &program.book;
    let found = model
        .locked
        .as_ref()
        .map(|all| all.iter().map(|(held, _)| *held).collect());
    let (mut sum, mut place) = (Money::default(), None);
    for held in found.as_ref().unwrap_or(&model.tickets) {
        let ahead = line::ahead(&program.nodes, book.offer_version, held.place);
        prop_assert_eq!(ahead, Ok(sum), "ahead of ticket {}", held.id);
        sum.live += held.value;
        if model.counts(held) {
            sum.committed += held.value;
        }
        prop_assert!(place < Some(held.place), "ticket {} in order", held.id);
        place = Some(held.place);
    }
    let tail = line::tail(&program.nodes, sum.live);
    prop_assert_eq!(tail, Ok(place.map_or(0, |last| last + 1)));
    let mut tickets = program.tickets();
    for held in &model.tickets {
        let ticket = tickets.next().unwrap();
        prop_assert_eq!(
            (ticket.id, ticket.owner, ticket.asset, ticket.place),
            (held.id, address(held.owner), held.asset, held.place)
        );
        prop_assert_eq!((ticket.value, ticket.units), (held.value, held.units));
        let is_committed = model.is_committed(held);
        prop_assert_eq!(ticket.is_committed(book), is_committed);
        prop_assert_eq!(ticket.is_qualified(), held.qualified);
        prop_assert_eq!(ticket.counts(book), model.counts(held));
        prop_assert!(!is_committed || ticket.approved == held.approved);
        prop_assert_eq!((ticket.poll, ticket.vote == 1), held.vote);
        prop_assert_eq!(ticket.is_settled(), held.waits);
        prop_assert!(
            held.waits || ticket.value.is_multiple_of(book.lot),
            "whole lots"
        );
        prop_assert!(held.waits || ticket.value >= book.min_ticket);
    }
    prop_assert!(tickets.next().is_none());
    Ok(())
}

/// What the sponsor does is either a new version of the offer, which binds nobody yet and gives everybody a day, or it
/// takes nothing from a ticket that has consented: what becomes of each is the same to the unit, and so are all others,
/// of whose money its part of the class depends.
pub fn consented_terms_stand(before: &Program, after: &Program) -> TestCaseResult {
    let (old, new) = (&before.book, &after.book);
    if new.offer_version != old.offer_version {
        prop_assert_eq!((new.committed, new.approved, new.lead_committed), (0, 0, 0));
        prop_assert!(after.tickets().all(|ticket| !ticket.is_committed(new)));
        prop_assert!(new.offer_ends >= after.now.max(new.opens_at) + DAY);
        return Ok(());
    }
    for ticket in before.tickets() {
        let id = ticket.id;
        prop_assert_eq!(before.settlement(id), after.settlement(id), "ticket {}", id);
    }
    let bounds = |book: &Book| (book.offer_ends, book.price, book.minimum, book.cap);
    prop_assert_eq!(bounds(old), bounds(new));
    Ok(())
}

/// What an open book says would become of its tickets.
pub fn previews_agree(program: &Program, model: &Model) -> TestCaseResult {
    if model.locked.is_some() {
        return Ok(());
    }
    for (held, expected) in model.tickets.iter().zip(model.outcomes(false)) {
        prop_assert_eq!(
            program.settlement(held.id),
            Ok(expected),
            "ticket {}",
            held.id
        );
    }
    Ok(())
}

/// Nothing is left of a book without tickets.
pub fn is_empty(program: &Program) -> TestCaseResult {
    let book = &program.book;
    prop_assert!(program.tickets().next().is_none());
    prop_assert_eq!((book.open_tickets, book.pending().unwrap()), (0, 0));
    prop_assert!(book.assets.iter().all(|asset| asset.units == 0));
    if book.locked_at > 0 {
        prop_assert_eq!(book.accepted + book.refunded, book.locked);
        return Ok(());
    }
    prop_assert_eq!((book.live, book.committed, book.approved), (0, 0, 0));
    prop_assert_eq!((book.lead_live, book.lead_committed), (0, 0));
    let poll = &book.poll;
    prop_assert!(!poll.is_running(program.now) || [poll.base, poll.yes, poll.no] == [0; 3]);
    for node in &program.nodes {
        prop_assert_eq!(node.live, 0);
        prop_assert!(node.committed == 0 || node.version != book.offer_version);
    }
    Ok(())
}
