//! Bytes and rent of each kind of account, and the size of the program.

use super::page::Page;
use crate::{
    engine::Engine,
    lite::{Lite, bytecode},
    world::BEGIN,
};
use securities::{
    book::{
        line::account::line_size,
        state::Book,
        ticket::state::{OwnerTotal, Ticket},
    },
    cash::{
        distribution::state::{Distribution, Source},
        waterfall::state::Waterfall,
    },
    disclosure::{calendar::DisclosureCalendar, state::Disclosure},
    rate::{reference::ReferenceRate, state::ReportedRate},
    resolution::{
        draft::StructureDraft,
        governance::Governance,
        state::{Ballot, Resolution},
    },
    security::state::Security,
    tranche::{holder::Holder, person::Person, share_mint, state::Tranche},
    warrant::state::WarrantSeries,
    wrapper::state::Wrapper,
};

/// Measures accounts and program.
pub fn measure(page: &mut Page) {
    let mut engine = Lite::start(BEGIN);
    let line = |capacity| line_size(capacity).expect("a line's size");
    let accounts = [
        ("Security", 8 + size_of::<Security>()),
        ("Waterfall", 8 + size_of::<Waterfall>()),
        ("Tranche", 8 + size_of::<Tranche>()),
        (
            "list of hook accounts",
            share_mint::hook_accounts_space().expect("a size"),
        ),
        ("Book", 8 + size_of::<Book>()),
        ("Line of 16 places", line(16)),
        ("Line of 1,024 places", line(1_024)),
        ("Line of 65,536 places", line(65_536)),
        ("Ticket", 8 + size_of::<Ticket>()),
        ("OwnerTotal", 8 + size_of::<OwnerTotal>()),
        ("ReportedRate", 8 + size_of::<ReportedRate>()),
        ("ReferenceRate", 8 + size_of::<ReferenceRate>()),
        ("WarrantSeries", 8 + size_of::<WarrantSeries>()),
        ("Wrapper", 8 + size_of::<Wrapper>()),
        ("DisclosureCalendar", 8 + size_of::<DisclosureCalendar>()),
        ("Disclosure", 8 + size_of::<Disclosure>()),
        ("Holder", 8 + size_of::<Holder>()),
        ("Person", 8 + size_of::<Person>()),
        ("Governance", 8 + size_of::<Governance>()),
        ("Resolution", 8 + size_of::<Resolution>()),
        ("Ballot", 8 + size_of::<Ballot>()),
        ("StructureDraft", 8 + size_of::<StructureDraft>()),
        ("Distribution", 8 + size_of::<Distribution>()),
        ("Source", 8 + size_of::<Source>()),
        ("vault in classic money", 165),
    ];
    for (name, bytes) in accounts {
        page.accounts
            .push((name.to_owned(), bytes, engine.rent(bytes)));
    }
    page.binary = bytecode().len() as u64;
}
