//! Two deals at the same stage, one in each kind of money: the accounts of one are the wrong accounts for the other.

use crate::payouts::source;
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{offer::open_book::BookArgs, ticket::state::Ticket},
    cash::waterfall::terms::TierTerms,
};
use securities_tests::{
    deal::{self, Deal},
    lite::Lite,
    offering::Offering,
    token,
    world::{DAY, Money, World},
};

/// A ticket's money.
pub const TICKET: u64 = 1_000_000_000;
/// A distribution's money.
pub const PAID: u64 = 50_000_000;

/// How far the deals have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing is on chain.
    Planned,
    /// The security is.
    Created,
    /// Tranches and waterfall are.
    Structured,
    /// A book of the senior tranche is open.
    Opened,
    /// A ticket is in line, its rent paid by a patron.
    Deposited,
    /// The book is locked, and the ticket's owner has a record.
    Locked,
    /// The ticket is settled.
    Settled,
    /// A distribution has come in.
    Paid,
}

/// One of the two.
pub struct Twin {
    /// Its name: `own` or `other`.
    pub name: &'static str,
    /// The deal.
    pub deal: Deal,
    tiers: Vec<TierTerms>,
    book: Offering,
    ticket: Option<Ticket>,
    /// Another mint than the one it settles in, and its program; the owner has some.
    pub other_mint: (Pubkey, Pubkey),
    /// Owns the ticket.
    pub owner: Pubkey,
    /// Paid its rent.
    pub patron: Pubkey,
    /// Pays distributions.
    pub servicer: Pubkey,
}

impl Twin {
    /// The book, which is planned before it is opened.
    pub fn book(&self) -> &Offering {
        &self.book
    }

    /// The book, to change what is known of it.
    pub fn book_mut(&mut self) -> &mut Offering {
        &mut self.book
    }

    /// Remembers the ticket of a number as it is.
    pub fn remember(&mut self, world: &mut World<Lite>, id: u32) {
        self.ticket = Some(self.book.ticket(world, id));
    }

    /// The ticket as it was when it was made.
    pub fn ticket(&self) -> Ticket {
        self.ticket.expect("the deal has come so far")
    }
}

/// Both, and the chain they are on.
pub struct Twins {
    /// The chain.
    pub world: World<Lite>,
    /// The one whose instructions are tried.
    pub own: Twin,
    /// The other.
    pub other: Twin,
}

impl Twins {
    /// Two deals at a stage.
    pub fn at(stage: Stage) -> Self {
        Self::with(stage, |_| {})
    }

    /// Two deals at a stage, their books with terms of one's own.
    pub fn with(stage: Stage, edit: impl Fn(&mut BookArgs)) -> Self {
        Self::shaped(stage, edit, |_, _, _| {})
    }

    /// Two deals at a stage, with terms and tiers of one's own.
    pub fn shaped(
        stage: Stage,
        edit: impl Fn(&mut BookArgs),
        shape: impl Fn(&mut World<Lite>, &mut Deal, &mut Vec<TierTerms>),
    ) -> Self {
        let mut world = World::<Lite>::new(Money::Classic);
        let own = Twin::new(&mut world, "own", stage, (&edit, &shape));
        world.mint = world.new_mint("other mint", &token::TOKEN_2022, &[], |_| Vec::new());
        world.token_program = token::TOKEN_2022;
        let other = Twin::new(&mut world, "other", stage, (&edit, &shape));
        (world.mint, world.token_program) = (own.deal.mint, own.deal.token_program);
        Self { world, own, other }
    }

    /// Does the same with both, each in its own money.
    pub fn each(&mut self, act: impl Fn(&mut World<Lite>, &mut Twin)) {
        let Self { world, own, other } = self;
        for twin in [other, own] {
            (world.mint, world.token_program) = (twin.deal.mint, twin.deal.token_program);
            act(world, twin);
        }
    }

    /// Makes the one's line account and opens the other's book: a line in use is the wrong one.
    pub fn line_for_own_and_book_for_other(&mut self) {
        let Self { world, own, other } = self;
        let mut opening = own.book.opening(world, &own.deal, 16);
        opening.truncate(1);
        world.go(&opening);
        other.book.open(world, &other.deal, 16);
    }
}

impl Twin {
    fn new(
        world: &mut World<Lite>,
        name: &'static str,
        stage: Stage,
        (edit, shape): (
            &impl Fn(&mut BookArgs),
            &impl Fn(&mut World<Lite>, &mut Deal, &mut Vec<TierTerms>),
        ),
    ) -> Self {
        let [owner, servicer] =
            ["owner", "servicer"].map(|role| world.investor(&format!("{name} {role}"), 2 * TICKET));
        let patron = world.person(&format!("{name} patron"));
        let mut deal = Deal::plan(world, &format!("{name} sponsor"), 1);
        world.give(&deal.sponsor, TICKET);
        deal.classes = vec![deal.class_at(0), deal.class_at(1)];
        deal.classes[1].terms = deal::junior(1);
        let mut tiers = deal::tiers();
        shape(world, &mut deal, &mut tiers);
        let mut book = Offering::plan(world, &deal, 0, 0, &format!("{name} line"));
        book.args.minimum = TICKET;
        edit(&mut book.args);
        let program = world.token_program;
        let mint = world.new_mint(&format!("{name} asset"), &program, &[], |_| Vec::new());
        world.give_of((&mint, &program), &owner, 10 * TICKET);
        let mut twin = Self {
            name,
            deal,
            tiers,
            book,
            ticket: None,
            other_mint: (mint, program),
            owner,
            patron,
            servicer,
        };
        twin.issue(world, stage);
        twin.offer(world, stage);
        twin.pay(world, stage);
        twin
    }

    fn issue(&mut self, world: &mut World<Lite>, stage: Stage) {
        let deal = &self.deal;
        if stage >= Stage::Created {
            world.go(&[deal.create_security(deal.security_args())]);
            if !deal.qualifiers.is_empty() {
                world.go(&[deal.set_qualifiers(deal.qualifiers.clone())]);
            }
        }
        if stage >= Stage::Structured {
            world.go(&[
                deal.create_class(deal.class(0).terms.clone()),
                deal.create_class(deal.class(1).terms.clone()),
            ]);
            world.go(&[deal.set_waterfall(self.tiers.clone())]);
            self.deal.structure_version = 1;
        }
    }

    fn offer(&mut self, world: &mut World<Lite>, stage: Stage) {
        let (deal, book) = (&self.deal, &self.book);
        if stage >= Stage::Opened {
            book.open(world, deal, 16);
        }
        if stage >= Stage::Deposited {
            world.go(&[deal.deposit(book, (&self.owner, &self.patron), 0, TICKET, 1)]);
            self.ticket = Some(book.ticket(world, 0));
        }
        if stage >= Stage::Locked {
            book.lock(world, deal);
            let welcome = deal.welcome(0, &self.patron, &self.owner);
            world.go(&welcome);
        }
        if stage >= Stage::Settled {
            book.settle(world, deal, 0);
            book.release(world, deal);
        }
    }

    fn pay(&self, world: &mut World<Lite>, stage: Stage) {
        if stage >= Stage::Paid {
            // By then interest is due, so that the senior tranche is paid.
            world.pass(30 * DAY);
            world.go(&[self
                .deal
                .post_distribution(&self.servicer, 0, source(0, PAID))]);
        }
    }
}
