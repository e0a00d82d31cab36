//! The rules of a class for transfers of its shares: whichever way shares move, the same rule refuses by the same number,
//! and `check_transfer` says so before.

mod attacks;
mod categories;
mod limits;
mod locks;
mod persons;
mod pure;
mod random;
mod retention;
mod setting;
mod ways;
mod windows;

use crate::payouts::STAKE;
use anchor_lang::{
    Discriminator,
    prelude::{Pubkey, error},
};
use bytemuck::Pod;
use securities::{
    book::offer::open_book::BookArgs,
    credential::state::CredentialTerms,
    tranche::{
        holder::Holder,
        rules::{CategoryMoves, TransferRulesTerms},
        state::Tranche,
    },
};
use securities_tests::{
    address,
    deal::Deal,
    engine::Engine,
    ix::credential,
    offering::Offering,
    read, token,
    world::{DAY, Money, World},
};

/// The class that has the rules.
const RANK: u8 = 1;
/// Countries of the owners, and one that nobody is of.
const SWISS: u16 = 756;
const GERMAN: u16 = 276;
const FRENCH: u16 = 250;

/// What is done beside the rules of a class.
struct Plan {
    rules: TransferRulesTerms,
    wrapped: bool,
    cliff_days: u16,
    vesting_days: u16,
}

impl From<TransferRulesTerms> for Plan {
    fn from(rules: TransferRulesTerms) -> Self {
        Self {
            rules,
            wrapped: false,
            cliff_days: 0,
            vesting_days: 0,
        }
    }
}

/// An equity class that requires a credential: Ann, of category 0 and Switzerland, has bought half of it; Bob, of 1 and
/// Germany, the other half. Cid, of 2 and France, has a record.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    qualifier: Pubkey,
    ann: Pubkey,
    bob: Pubkey,
    cid: Pubkey,
}

impl<E: Engine> Scene<E> {
    fn new(plan: impl Into<Plan>) -> Self {
        Self::with(plan.into(), |_| {})
    }

    fn with(plan: Plan, edit: impl FnOnce(&mut BookArgs)) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let qualifier = world.person("qualifier");
        let deal = crate::credentials::restricted(&mut world, vec![qualifier]);
        if plan.wrapped {
            world.go(&[deal.create_wrapper(RANK, true)]);
        }
        world.go(&[deal.set_transfer_rules(RANK, plan.rules)]);
        let book = Offering::standard_with(&mut world, &deal, RANK, "line", |args| {
            (args.cliff_days, args.vesting_days) = (plan.cliff_days, plan.vesting_days);
            edit(args);
        });
        let [ann, bob, cid] = ["ann", "bob", "cid"].map(|name| world.investor(name, STAKE));
        let mut scene = Self {
            world,
            deal,
            book,
            qualifier,
            ann,
            bob,
            cid,
        };
        for (owner, category, country) in [(ann, 0, SWISS), (bob, 1, GERMAN), (cid, 2, FRENCH)] {
            let terms = scene.says(category, country);
            scene
                .world
                .go(&[credential::issue(&qualifier, &owner, terms)]);
        }
        for (id, owner) in [(0, ann), (1, bob)] {
            let (world, book) = (&mut scene.world, &scene.book);
            book.deposit(world, &scene.deal, &owner, STAKE);
            world.go(&[scene.deal.qualify_ticket(book, &qualifier, &owner, id)]);
        }
        scene.book.lock(&mut scene.world, &scene.deal);
        for id in 0..2 {
            scene.book.settle(&mut scene.world, &scene.deal, id);
        }
        let welcome = scene.deal.welcome(RANK, &scene.world.payer, &cid);
        scene.world.go(&welcome);
        for owner in [ann, bob, cid] {
            let qualify = scene.deal.qualify_holder(RANK, &qualifier, &owner);
            scene.world.go(&[qualify]);
            if plan.wrapped {
                let open = scene
                    .deal
                    .open_unit_account(RANK, &scene.world.payer, &owner);
                scene.world.go(&[open]);
            }
        }
        scene
    }

    /// A credential for a year.
    fn says(&mut self, category: u8, jurisdiction: u16) -> CredentialTerms {
        CredentialTerms {
            category,
            jurisdiction,
            expires_at: self.world.engine.now() + 365 * DAY,
            person: Pubkey::default(),
        }
    }

    /// The qualifier states something else, and the record takes it over.
    fn restates(&mut self, owner: &Pubkey, category: u8, jurisdiction: u16) {
        let terms = self.says(category, jurisdiction);
        self.world.go(&[
            credential::change(&self.qualifier, owner, terms),
            self.deal.qualify_holder(RANK, &self.qualifier, owner),
        ]);
    }

    /// The qualifier revokes what it stated.
    fn revokes(&mut self, owner: &Pubkey, category: u8, jurisdiction: u16) {
        let terms = CredentialTerms {
            expires_at: 0,
            ..self.says(category, jurisdiction)
        };
        self.world.go(&[
            credential::change(&self.qualifier, owner, terms),
            self.deal.qualify_holder(RANK, &self.qualifier, owner),
        ]);
    }

    fn tranche(&mut self) -> Tranche {
        read::state(&mut self.world.engine, &self.deal.class(RANK).tranche)
    }

    fn record(&mut self, owner: &Pubkey) -> Holder {
        let record = address::holder(&self.deal.class(RANK).tranche, owner);
        read::state(&mut self.world.engine, &record)
    }

    /// Writes the end of a window into the tranche, as opening one does.
    fn open_until(&mut self, time: i64) {
        let tranche = self.deal.class(RANK).tranche;
        edit::<Tranche, E>(&mut self.world, &tranche, |tranche| {
            tranche.rules.open_until = time;
        });
    }

    /// By what number a transfer is refused: told before it is sent, and whoever sends it.
    fn refuses(&mut self, from: &Pubkey, to: &Pubkey, amount: u64) -> String {
        let told = self
            .world
            .refused(&[self.deal.check_transfer(RANK, from, to, amount)]);
        let transfer = self.deal.transfer_shares(RANK, from, to, amount);
        let refused = self.world.refused(std::slice::from_ref(&transfer));
        assert_eq!(told, refused, "what was told is what happens");
        let account = self.deal.share_account(RANK, from);
        let delegate = self.world.person("delegate");
        let mut by_delegate = transfer;
        by_delegate.accounts[3].pubkey = delegate;
        let approved = [
            token::approve(&account, from, &delegate, amount.max(1)),
            by_delegate,
        ];
        assert_eq!(
            self.world.refused(&approved),
            refused,
            "a delegate fares no better"
        );
        refused
    }

    /// A transfer that is told to go through, and does.
    fn moves(&mut self, from: &Pubkey, to: &Pubkey, amount: u64) {
        let before = self.record(to).shares;
        self.world.go(&[
            self.deal.check_transfer(RANK, from, to, amount),
            self.deal.transfer_shares(RANK, from, to, amount),
        ]);
        assert_eq!(self.record(to).shares, before + amount, "the shares moved");
    }

    /// By what number a wrap is refused, told before it is sent.
    fn refuses_wrap(&mut self, owner: &Pubkey, amount: u64) -> String {
        let wrapper = self.deal.wrapper(RANK);
        let told = self
            .world
            .refused(&[self.deal.check_transfer(RANK, owner, &wrapper, amount)]);
        let wrap = self.deal.wrap_shares(RANK, owner, amount);
        let refused = self.world.refused(&[wrap]);
        assert_eq!(told, refused, "what was told is what happens");
        refused
    }

    fn wraps(&mut self, owner: &Pubkey, amount: u64) {
        let wrapper = self.deal.wrapper(RANK);
        self.world.go(&[
            self.deal.check_transfer(RANK, owner, &wrapper, amount),
            self.deal.wrap_shares(RANK, owner, amount),
        ]);
    }

    /// Goes to a second of a day, by its number since 1970-01-01.
    fn go_to(&mut self, day: u64, second: i64) {
        self.world.engine.set_now(day as i64 * DAY + second);
    }

    /// The day's number.
    fn today(&mut self) -> u64 {
        (self.world.engine.now() / DAY) as u64
    }
}

/// Changes an account of the program as nothing of it does.
fn edit<T: Pod + Discriminator, E: Engine>(
    world: &mut World<E>,
    address: &Pubkey,
    change: impl FnOnce(&mut T),
) {
    read::edit(&mut world.engine, address, change);
}

/// The name of a refusal; nothing if there is none.
fn name(answer: anchor_lang::Result<()>) -> Option<String> {
    match answer {
        Ok(()) => None,
        Err(error::Error::AnchorError(refusal)) => Some(refusal.error_name.clone()),
        Err(other) => panic!("{other}"),
    }
}

/// Moves from category 0 to 1 and back, and from 1 to 2 from a time on.
const fn moves_later(later_from: i64) -> CategoryMoves {
    CategoryMoves {
        always: [0b010, 0b001, 0, 0, 0, 0, 0, 0],
        later: [0, 0b100, 0, 0, 0, 0, 0, 0],
        later_from,
    }
}
