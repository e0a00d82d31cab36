//! Every address the program derives.

use anchor_lang::prelude::Pubkey;
use anchor_spl::{
    associated_token::{self, get_associated_token_address_with_program_id as associated},
    token_2022,
};
use securities::{
    ID,
    chain::{seeds, token_acl},
    role::state::Role,
};
use std::{cell::RefCell, collections::HashMap};

thread_local! {
    /// What was derived before: tests ask for the same few addresses at every call.
    static DERIVED: RefCell<HashMap<Vec<Vec<u8>>, Pubkey>> = RefCell::default();
}

fn derive(seeds: &[&[u8]]) -> Pubkey {
    let key: Vec<Vec<u8>> = seeds.iter().map(|seed| seed.to_vec()).collect();
    DERIVED.with_borrow_mut(|derived| {
        *derived
            .entry(key)
            .or_insert_with(|| Pubkey::find_program_address(seeds, &ID).0)
    })
}

/// The security of a sponsor's number.
#[must_use]
pub fn security(sponsor: &Pubkey, id: u64) -> Pubkey {
    derive(&[seeds::SECURITY, sponsor.as_ref(), &id.to_le_bytes()])
}

/// A security's waterfall.
#[must_use]
pub fn waterfall(security: &Pubkey) -> Pubkey {
    derive(&[seeds::WATERFALL, security.as_ref()])
}

/// The vault of a security or a book.
#[must_use]
pub fn vault(owner: &Pubkey, mint: &Pubkey) -> Pubkey {
    derive(&[seeds::VAULT, owner.as_ref(), mint.as_ref()])
}

/// The tranche of a rank.
#[must_use]
pub fn tranche(security: &Pubkey, rank: u8) -> Pubkey {
    derive(&[seeds::TRANCHE, security.as_ref(), &[rank]])
}

/// A tranche's share mint.
#[must_use]
pub fn share_mint(tranche: &Pubkey) -> Pubkey {
    derive(&[seeds::MINT, tranche.as_ref()])
}

/// A security's calendar of disclosures.
#[must_use]
pub fn disclosures(security: &Pubkey) -> Pubkey {
    derive(&[seeds::DISCLOSURES, security.as_ref()])
}

/// A security's disclosure of a kind and a period.
#[must_use]
pub fn disclosure(security: &Pubkey, kind: u8, period: u32) -> Pubkey {
    derive(&[
        seeds::DISCLOSURE,
        security.as_ref(),
        &[kind],
        &period.to_le_bytes(),
    ])
}

/// A security's governance.
#[must_use]
pub fn governance(security: &Pubkey) -> Pubkey {
    derive(&[seeds::GOVERNANCE, security.as_ref()])
}

/// A security's resolution of a number.
#[must_use]
pub fn resolution(security: &Pubkey, number: u32) -> Pubkey {
    derive(&[seeds::RESOLUTION, security.as_ref(), &number.to_le_bytes()])
}

/// A draft of a waterfall by its author's number.
#[must_use]
pub fn draft(security: &Pubkey, author: &Pubkey, number: u32) -> Pubkey {
    derive(&[
        seeds::DRAFT,
        security.as_ref(),
        author.as_ref(),
        &number.to_le_bytes(),
    ])
}

/// A record's ballot on a resolution.
#[must_use]
pub fn ballot(resolution: &Pubkey, holder: &Pubkey) -> Pubkey {
    derive(&[seeds::BALLOT, resolution.as_ref(), holder.as_ref()])
}

/// The list of a share mint's hook accounts.
#[must_use]
pub fn hook_accounts(mint: &Pubkey) -> Pubkey {
    derive(&[seeds::HOOK_ACCOUNTS, mint.as_ref()])
}

/// The list at a tag of what token-acl passes to the gate of a share mint.
#[must_use]
pub fn gate_accounts(list: &[u8], mint: &Pubkey) -> Pubkey {
    derive(&[list, mint.as_ref()])
}

/// token-acl's configuration of a mint.
#[must_use]
pub fn mint_config(mint: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[seeds::MINT_CONFIG, mint.as_ref()], &token_acl::ID).0
}

/// token-acl's flag for a token account.
#[must_use]
pub fn flag(token_account: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[seeds::FLAG, token_account.as_ref()], &token_acl::ID).0
}

/// A tranche's book.
#[must_use]
pub fn book(tranche: &Pubkey, number: u16) -> Pubkey {
    derive(&[seeds::BOOK, tranche.as_ref(), &number.to_le_bytes()])
}

/// The ticket of an owner's number; in tests the number is the ticket's own.
#[must_use]
pub fn ticket(book: &Pubkey, owner: &Pubkey, nonce: u32) -> Pubkey {
    derive(&[
        seeds::TICKET,
        book.as_ref(),
        owner.as_ref(),
        &u64::from(nonce).to_le_bytes(),
    ])
}

/// How far down a ticket's address was found; 255 is the first try.
#[must_use]
pub fn ticket_bump(book: &Pubkey, owner: &Pubkey, nonce: u32) -> u8 {
    let nonce = u64::from(nonce).to_le_bytes();
    Pubkey::find_program_address(&[seeds::TICKET, book.as_ref(), owner.as_ref(), &nonce], &ID).1
}

/// The registration of an address of a program with a security.
#[must_use]
pub fn protocol(security: &Pubkey, address: &Pubkey) -> Pubkey {
    derive(&[seeds::PROTOCOL, security.as_ref(), address.as_ref()])
}

/// What the records of a person are allotted in a tranche.
#[must_use]
pub fn person(tranche: &Pubkey, person: &Pubkey) -> Pubkey {
    derive(&[seeds::PERSON, tranche.as_ref(), person.as_ref()])
}

/// The count of an owner's money in a book.
#[must_use]
pub fn owner_total(book: &Pubkey, owner: &Pubkey) -> Pubkey {
    derive(&[seeds::OWNER_TOTAL, book.as_ref(), owner.as_ref()])
}

/// What waits of a ticket's refund for its owner, after it left the book.
#[must_use]
pub fn owed(ticket: &Pubkey) -> Pubkey {
    derive(&[seeds::OWED, ticket.as_ref()])
}

/// A conversion of a tranche's shares.
#[must_use]
pub fn conversion(tranche: &Pubkey, number: u32) -> Pubkey {
    derive(&[seeds::CONVERSION, tranche.as_ref(), &number.to_le_bytes()])
}

/// A tranche's series of warrants.
#[must_use]
pub fn series(tranche: &Pubkey, number: u32) -> Pubkey {
    derive(&[seeds::WARRANT, tranche.as_ref(), &number.to_le_bytes()])
}

/// The mint of a series' warrants.
#[must_use]
pub fn warrant_mint(series: &Pubkey) -> Pubkey {
    derive(&[seeds::MINT, series.as_ref()])
}

/// The wrapper of a tranche's shares.
#[must_use]
pub fn wrapper(tranche: &Pubkey) -> Pubkey {
    derive(&[seeds::WRAPPER, tranche.as_ref()])
}

/// The mint of a wrapper's units.
#[must_use]
pub fn unit_mint(wrapper: &Pubkey) -> Pubkey {
    derive(&[seeds::MINT, wrapper.as_ref()])
}

/// What a security's reporter says of a mint.
#[must_use]
pub fn rate(security: &Pubkey, mint: &Pubkey) -> Pubkey {
    derive(&[seeds::RATE, security.as_ref(), mint.as_ref()])
}

/// What a qualifier says of an owner.
#[must_use]
pub fn credential(qualifier: &Pubkey, subject: &Pubkey) -> Pubkey {
    derive(&[seeds::CREDENTIAL, qualifier.as_ref(), subject.as_ref()])
}

/// An owner's record in a tranche.
#[must_use]
pub fn holder(tranche: &Pubkey, owner: &Pubkey) -> Pubkey {
    derive(&[seeds::HOLDER, tranche.as_ref(), owner.as_ref()])
}

/// How far down an owner's record address was found; 255 is the first try.
#[must_use]
pub fn holder_bump(tranche: &Pubkey, owner: &Pubkey) -> u8 {
    Pubkey::find_program_address(&[seeds::HOLDER, tranche.as_ref(), owner.as_ref()], &ID).1
}

/// The reference rate of a reporter and a name.
#[must_use]
pub fn reference(reporter: &Pubkey, name: &[u8; 32]) -> Pubkey {
    derive(&[seeds::REFERENCE, reporter.as_ref(), name])
}

/// A security's distribution, by who posted it and that one's own number.
#[must_use]
pub fn distribution(security: &Pubkey, payer: &Pubkey, nonce: u64) -> Pubkey {
    derive(&[
        seeds::DISTRIBUTION,
        security.as_ref(),
        payer.as_ref(),
        &nonce.to_le_bytes(),
    ])
}

/// The loss of a report.
#[must_use]
pub fn loss(security: &Pubkey, report_sha256: &[u8; 32]) -> Pubkey {
    derive(&[seeds::LOSS, security.as_ref(), report_sha256])
}

/// A security's measure of a number.
#[must_use]
pub fn measure(security: &Pubkey, number: u16) -> Pubkey {
    derive(&[seeds::MEASURE, security.as_ref(), &number.to_le_bytes()])
}

/// The transfer of a security's role.
#[must_use]
pub fn role_transfer(security: &Pubkey, role: Role) -> Pubkey {
    derive(&[seeds::ROLE_TRANSFER, security.as_ref(), &role.code()])
}

/// A security's source of revenue.
#[must_use]
pub fn source(security: &Pubkey, number: u32) -> Pubkey {
    derive(&[seeds::SOURCE, security.as_ref(), &number.to_le_bytes()])
}

/// What signs the program's events.
#[must_use]
pub fn event_authority() -> Pubkey {
    derive(&[b"__event_authority"])
}

/// An owner's associated token account.
#[must_use]
pub fn token_account(owner: &Pubkey, mint: &Pubkey, program: &Pubkey) -> Pubkey {
    associated(owner, mint, program)
}

/// The bump of an owner's associated token account.
#[must_use]
pub fn token_account_bump(owner: &Pubkey, mint: &Pubkey, program: &Pubkey) -> u8 {
    let seeds = [owner.as_ref(), program.as_ref(), mint.as_ref()];
    Pubkey::find_program_address(&seeds, &associated_token::ID).1
}

/// An owner's associated account for shares.
#[must_use]
pub fn share_account(owner: &Pubkey, mint: &Pubkey) -> Pubkey {
    associated(owner, mint, &token_2022::ID)
}
