//! The structure is part of the offer: until a book is locked, classes' terms and the waterfall change as the next
//! version of every open book. Whoever is in line keeps its place, is bound by nothing, and has a period to read what
//! changed.

mod bounds;
pub mod course;
mod hostile;
mod standing;

use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::offer::open_book::BookArgs,
    cash::waterfall::{
        state::Waterfall,
        terms::{ReservePurpose, TierTerms, WaterfallRules},
    },
    security::state::Security,
    structure::set_structure::{ClassTerms, StructureArgs},
    tranche::terms::TrancheTerms,
};
use securities_tests::{
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

/// One whole token.
const ONE: u64 = 1_000_000;
/// What the security and its junior book name as their document.
const DOCUMENT: [u8; 32] = [7; 32];
const NEW_DOCUMENT: [u8; 32] = [8; 32];

/// Senior debt and junior equity with an open book each, of 100 to 1,000 tokens: alice has 100 in the senior's line,
/// bob 300 in the junior's, both committed.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    senior: Offering,
    junior: Offering,
    alice: Pubkey,
    bob: Pubkey,
}

impl<E: Engine> Scene<E> {
    fn open() -> Self {
        Self::open_with(|_, _| {})
    }

    /// Each book with some terms of one's own, by the rank of its class.
    fn open_with(edit: impl Fn(u8, &mut BookArgs)) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let mut open = |rank: u8, line: &str| {
            Offering::standard_with(&mut world, &deal, rank, line, |args| {
                (args.minimum, args.cap) = (100 * ONE, 1_000 * ONE);
                if rank == 1 {
                    args.terms_sha256 = DOCUMENT;
                }
                edit(rank, args);
            })
        };
        let (senior, junior) = (open(0, "senior line"), open(1, "junior line"));
        let [alice, bob] =
            [("alice", 100), ("bob", 300)].map(|(name, money)| world.investor(name, money * ONE));
        let mut scene = Self {
            world,
            deal,
            senior,
            junior,
            alice,
            bob,
        };
        for (book, owner, money) in [
            (scene.senior.clone(), alice, 100 * ONE),
            (scene.junior.clone(), bob, 300 * ONE),
        ] {
            if book.state(&mut scene.world).phase(scene.world.engine.now())
                != Ok(securities::book::phase::Phase::Draft)
            {
                book.deposit(&mut scene.world, &scene.deal, &owner, money);
            }
        }
        scene
    }

    fn books(&self) -> [Pubkey; 2] {
        [self.senior.book, self.junior.book]
    }

    /// A rate for the senior class, with both open books.
    fn rate(&self, ppm: u32) -> Instruction {
        self.deal.set_structure(
            vec![senior(|terms| terms.rate_ppm = ppm)],
            None,
            &self.books(),
        )
    }

    /// What the two books, the structure version and the document are now.
    fn versions(&mut self) -> ([u32; 2], u32) {
        let books = [&self.senior, &self.junior].map(|book| book.book);
        let versions = books.map(|book| {
            read::state::<securities::book::state::Book>(&mut self.world.engine, &book)
                .offer_version
        });
        (versions, self.waterfall().structure_version)
    }

    fn waterfall(&mut self) -> Waterfall {
        read::state(&mut self.world.engine, &self.deal.waterfall)
    }

    fn security(&mut self) -> Security {
        read::state(&mut self.world.engine, &self.deal.security)
    }

    /// Each transaction is refused for its own reason, and leaves every account of the program as it was.
    fn refuse(&mut self, cases: &[(&str, Vec<Instruction>, &str)]) {
        let before = self.world.program_accounts();
        for (what, transaction, error) in cases {
            assert_eq!(self.world.refused(transaction), *error, "{what}");
        }
        assert!(self.world.program_accounts() == before, "nothing changed");
    }
}

/// Terms of the senior class that differ from those it was created with.
fn senior(edit: impl FnOnce(&mut TrancheTerms)) -> ClassTerms {
    let mut terms = deal::senior(0).terms();
    edit(&mut terms);
    ClassTerms { rank: 0, terms }
}

/// A waterfall with a reserve of so much, ahead of the residual.
fn reserving(deal: &Deal, amount: u64) -> WaterfallRules {
    let mut tiers = deal::tiers();
    let last = tiers.len() - 1;
    tiers.insert(
        last,
        TierTerms::Reserve {
            purpose: ReservePurpose::All,
            amount,
            bps: 0,
        },
    );
    deal.waterfall_args(tiers)
}
