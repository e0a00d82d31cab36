//! Attacks on the escrow book, one test each: what is tried, and that it gains nothing or is refused by name.

mod approvals;
mod consent;
mod distributions;
mod donations;
mod dust;
mod edges;
mod lead;
mod locked;
mod neighbours;
mod parting;
mod payouts;
mod program_owners;
mod rate_sources;
mod rates;
mod readiness;
mod rewards;
mod round_and_round;
mod sources;
pub(crate) mod sponsor;
mod streams;
mod tips;
mod twice;
mod unpayable;
mod votes;
mod warrants;
mod wash;

use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::book::{offer::open_book::BookArgs, ticket::preview_ticket::TicketPreview};
use securities_tests::{
    deal::Deal,
    engine::{Account, Engine},
    ix::ticket::Shown,
    offering::Offering,
    token,
    world::{Money, World},
};

/// One whole token.
const ONE: u64 = 1_000_000;

/// A deal with one book of its junior tranche, where a unit of money buys a unit of shares.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
}

impl<E: Engine> Scene<E> {
    /// The book is open for at least one whole token and at most 1,000, with some terms of one's own.
    fn open(edit: impl FnOnce(&mut BookArgs)) -> Self {
        Self::open_in(Money::Classic, edit)
    }

    fn open_in(money: Money, edit: impl FnOnce(&mut BookArgs)) -> Self {
        let mut world = World::<E>::new(money);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let book = Offering::standard_with(&mut world, &deal, 1, "line", |args| {
            (args.minimum, args.cap) = (ONE, 1_000 * ONE);
            edit(args);
        });
        Self { world, deal, book }
    }

    /// An investor who deposits so many whole tokens, commits them, and has no more.
    fn join(&mut self, name: &str, money: u64) -> (Pubkey, u32) {
        let owner = self.world.investor(name, money * ONE);
        let id = self
            .book
            .deposit(&mut self.world, &self.deal, &owner, money * ONE);
        (owner, id)
    }

    /// What the owner of each ticket is told.
    fn previews(&mut self, ids: &[u32]) -> Vec<TicketPreview> {
        ids.iter()
            .map(|id| self.book.preview(&mut self.world, &self.deal, *id))
            .collect()
    }

    /// An owner's shares.
    fn shares(&mut self, owner: &Pubkey) -> u64 {
        let account = self.deal.share_account(1, owner);
        self.world.balance(&account)
    }

    /// A deposit of settlement money whose owner pays the rent.
    fn deposit(&self, owner: &Pubkey, id: u32, amount: u64, shown: impl Shown) -> Instruction {
        self.deal
            .deposit(&self.book, (owner, owner), id, amount, shown)
    }

    /// A withdrawal by an owner who paid the rent.
    fn withdraw(&self, owner: &Pubkey, id: u32, amount: u64) -> Instruction {
        self.deal.withdraw(&self.book, (owner, owner), id, amount)
    }

    /// The sponsor's lock.
    fn lock(&self) -> Instruction {
        self.deal.lock_book(&self.book, &self.deal.sponsor)
    }

    /// Each transaction is refused for its own reason, and leaves every account of the program as it was.
    fn refuse(&mut self, cases: &[(&str, Vec<Instruction>, &str)]) {
        refuse(&mut self.world, cases);
    }
}

/// Each transaction is refused for its own reason, and leaves every account of the program as it was.
fn refuse<E: Engine>(world: &mut World<E>, cases: &[(&str, Vec<Instruction>, &str)]) {
    let before = world.program_accounts();
    for (what, transaction, error) in cases {
        assert_eq!(world.refused(transaction), *error, "{what}");
    }
    assert!(
        world.program_accounts() == before,
        "what is refused changes nothing"
    );
}

/// The instruction with one account for another.
fn with(call: &Instruction, from: &Pubkey, to: &Pubkey) -> Instruction {
    let mut call = call.clone();
    let mut changed = 0;
    for meta in call.accounts.iter_mut().filter(|meta| meta.pubkey == *from) {
        meta.pubkey = *to;
        changed += 1;
    }
    assert_eq!(changed, 1, "the account is there once");
    call
}

/// Somebody sends units of a mint, unasked.
fn donate<E: Engine>(
    world: &mut World<E>,
    (mint, program): (&Pubkey, &Pubkey),
    to: &Pubkey,
    amount: u64,
) {
    let donor = world.person("donor");
    let from = world.give_of((mint, program), &donor, amount);
    world.go(&[token::transfer(program, &from, mint, to, &donor, amount)]);
}

/// An account's lamports; 0 when there is none.
fn lamports<E: Engine>(world: &mut World<E>, address: &Pubkey) -> u64 {
    world
        .engine
        .account(address)
        .map_or(0, |account| account.lamports)
}

/// A copy of an account under another owner.
fn forged<E: Engine>(world: &mut World<E>, of: &Pubkey, name: &str, owner: &Pubkey) -> Pubkey {
    let account = world.engine.account(of).expect("there to be copied");
    let address = world.key(name);
    world.engine.set_account(
        &address,
        Account {
            owner: *owner,
            ..account
        },
    );
    address
}
