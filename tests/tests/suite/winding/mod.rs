//! How a deal is wound down to nothing, and what keeps it from ending.

mod begun;
mod kept;
mod refused;
mod waits;

use crate::{on_both_engines, payouts::source};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    cash::{
        distribution::post_distribution::DistributionArgs,
        waterfall::terms::{ReservePurpose, TierTerms},
    },
    resolution::{
        proposal::Proposal,
        state::{Proposer, Resolution},
    },
    security::state::{Security, Status},
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    address,
    deal::{self, Deal},
    engine::Engine,
    ix::resolution::{args, governance},
    offering::Offering,
    read, token, winding,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_debt_that_is_repaid_is_wound_down_to_nothing => repaid;
    a_deal_with_equity_ends_when_its_classes_resolve_on_it => resolved;
    reserve_and_undrawn_proceeds_go_to_those_who_come_first => undrawn;
    what_nobody_is_there_to_take_goes_to_a_destination => unclaimed;
    a_cover_goes_home_when_the_wind_down_is_over => covered;
    a_draft_ends_at_once => draft;
    what_a_source_holds_is_collected_before_it_closes => sourced;
}

/// One whole token.
const ONE: u64 = 1_000_000;
/// What each class is sold for.
const SOLD: u64 = 1_000 * ONE;

/// A deal whose classes are sold to an owner each.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    books: Vec<Offering>,
    owners: Vec<Pubkey>,
    nonce: u64,
}

impl<E: Engine> Scene<E> {
    fn new(classes: Vec<TrancheArgs>) -> Self {
        Self::with(classes, deal::tiers_of)
    }

    fn with(
        classes: Vec<TrancheArgs>,
        tiers: impl FnOnce(&[TrancheArgs]) -> Vec<TierTerms>,
    ) -> Self {
        let count = u8::try_from(classes.len()).expect("few");
        let mut scene = Self::planned(classes, tiers, |_| {});
        for rank in 0..count {
            scene.sell(rank);
        }
        scene
    }

    /// A debt, and equity that nobody buys, which shares the profit.
    fn of_debt() -> Self {
        let classes = vec![deal::senior(0), deal::junior(1)];
        let mut scene = Self::planned(classes, deal::tiers_of, |_| {});
        scene.sell(0);
        scene
    }

    /// A deal on chain of which nothing is sold.
    fn planned(
        classes: Vec<TrancheArgs>,
        tiers: impl FnOnce(&[TrancheArgs]) -> Vec<TierTerms>,
        edit: impl FnOnce(&mut Deal),
    ) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let mut plan = Deal::plan(&mut world, "sponsor", 1);
        edit(&mut plan);
        for role in ["servicer", "reporter", "arbitrator"] {
            world.person(&format!("sponsor's {role}"));
        }
        let tiers = tiers(&classes);
        let deal = plan.create(&mut world, classes, tiers);
        world.go(&[deal.set_governance(governance())]);
        Self {
            world,
            deal,
            books: Vec::new(),
            owners: Vec::new(),
            nonce: 0,
        }
    }

    fn sell(&mut self, rank: u8) {
        let owner = self.world.investor(&format!("owner {rank}"), SOLD);
        let line = format!("line {rank}");
        let book = Offering::standard_with(&mut self.world, &self.deal, rank, &line, |args| {
            (args.price, args.price_min) = (ONE, ONE);
            (args.minimum, args.cap, args.min_ticket) = (SOLD, SOLD, SOLD);
        });
        book.sell(&mut self.world, &self.deal, &[(owner, SOLD)]);
        book.release(&mut self.world, &self.deal);
        self.books.push(book);
        self.owners.push(owner);
    }

    fn close_books(&mut self) {
        for book in &self.books {
            self.world.go(&[self.deal.close_book(book)]);
        }
    }

    fn security(&mut self) -> Security {
        read::state(&mut self.world.engine, &self.deal.security)
    }

    fn tranche(&mut self, rank: u8) -> Tranche {
        read::state(&mut self.world.engine, &self.deal.class(rank).tranche)
    }

    fn draws(&mut self, amount: u64) {
        let draw = self.deal.draw_proceeds(&self.deal.destination, amount);
        self.world.go(&[draw]);
    }

    fn pays(&mut self, amount: u64, principal: u64) {
        let payer = self.world.investor("payer", amount);
        let args = DistributionArgs {
            principal,
            ..source(self.world.engine.now(), amount)
        };
        self.nonce += 1;
        self.world
            .go(&[self.deal.post_distribution(&payer, self.nonce, args)]);
    }

    /// Pays the debt of a rank all that it is owed by now.
    fn repays(&mut self, rank: u8) {
        self.world.go(&[self.deal.check_triggers()]);
        let debt = self.tranche(rank);
        let principal = debt.principal().expect("it adds up");
        self.pays(principal + debt.interest_due + debt.arrears, principal);
    }

    fn begins(&mut self) -> String {
        let begin = self.deal.begin_wind_down(&self.deal.sponsor);
        match self.world.send(&[begin]) {
            Ok(_) => String::new(),
            Err(failure) => failure.name(),
        }
    }

    /// Every owner and the sponsor agree to wind down, and somebody carries it out.
    fn resolves(&mut self) {
        self.agrees();
        self.carries_out();
    }

    fn agrees(&mut self) {
        let sponsor = self.deal.sponsor;
        let payer = self.world.payer;
        let propose = args(Proposer::Sponsor, Proposal::WindDown);
        self.world
            .go(&[self.deal.propose_resolution(0, (&sponsor, &payer), propose)]);
        let resolution: Resolution = read::state(&mut self.world.engine, &self.deal.resolution(0));
        self.world.engine.set_now(resolution.opens_at);
        for (rank, owner) in (0_u8..).zip(self.owners.clone()) {
            if resolution.asked >> rank & 1 == 1 {
                let vote = self.deal.cast_ballot((0, rank), (&owner, &payer), true);
                self.world.go(&[vote]);
            }
        }
        self.world.engine.set_now(resolution.executable_from);
    }

    fn carries_out(&mut self) {
        let execute = self.deal.execute_resolution(0, None, None);
        self.world.go(&[execute]);
        assert_eq!(self.security().status, Status::Winding as u8);
    }

    fn ends(&mut self) {
        winding::end(&mut self.world, &self.deal);
        assert_eq!(self.security().status, Status::Ended as u8);
    }

    fn closes(&mut self) -> winding::Closed {
        winding::close_all(&mut self.world, &self.deal)
    }

    fn refused(&mut self, call: Instruction) -> String {
        self.world.refused(&[call])
    }

    /// Sends money like any other.
    fn gives(&mut self, from: &Pubkey, to: &Pubkey, amount: u64) {
        let (program, mint) = (self.deal.token_program, self.deal.mint);
        let account = self.deal.cash(from);
        let gift = token::transfer(&program, &account, &mint, to, from, amount);
        self.world.go(&[gift]);
    }
}

pub fn repaid<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::of_debt();
    scene.draws(SOLD);
    assert_eq!(scene.begins(), "ClassesOwed", "1,000 are outstanding");
    // A day has passed since the lock.
    scene.world.pass(29 * DAY);
    scene.repays(0);
    assert_eq!(scene.begins(), "", "nobody can get anything more");
    assert_eq!(scene.begins(), "Winding", "once");
    let end = scene.deal.end_wind_down();
    assert_eq!(scene.refused(end.clone()), "WindingEarly");
    scene.world.pass(30 * DAY);
    assert_eq!(scene.refused(end.clone()), "BooksStand");
    // Whoever signs, it is the same.
    let mut signed = end;
    signed.accounts[0] = AccountMeta::new_readonly(scene.deal.sponsor, true);
    assert_eq!(scene.refused(signed), "BooksStand");
    scene.close_books();
    scene.ends();

    let payer = scene.world.investor("late payer", ONE);
    let late = source(scene.world.engine.now(), ONE);
    let pays = scene.deal.post_distribution(&payer, 0, late);
    assert_eq!(scene.refused(pays), "Ended");
    let owner = scene.owners[0];
    // What the record is owed is still paid.
    let closed = scene.closes();
    let wealth = scene.world.wealth(&owner);
    let interest = SOLD * 8 * 30 / 36_500;
    assert_eq!(wealth + closed.left, SOLD + interest);
    assert!(closed.left <= 2, "rounding of a record and of a class");
    assert!(closed.to_origin > 0, "rents come back");
    let anew = scene.deal.create_security(scene.deal.security_args());
    assert!(
        scene.world.send(&[anew]).is_err(),
        "no other deal has its address"
    );
    scene.world
}

fn resolved<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(vec![deal::senior(0), deal::junior(1)]);
    scene.draws(2 * SOLD);
    scene.close_books();
    scene.world.pass(30 * DAY);
    scene.repays(0);
    assert_eq!(scene.begins(), "ClassesOwed", "equity takes what is left");
    scene.resolves();
    // Payments still come in.
    scene.pays(7 * ONE, 0);
    let draw = scene.deal.draw_proceeds(&scene.deal.destination, 1);
    assert_eq!(scene.refused(draw), "Winding");
    scene.ends();
    let junior = scene.owners[1];
    let closed = scene.closes();
    let rounding = scene.world.wealth(&junior) + closed.left - 7 * ONE;
    assert!(rounding <= 2 && closed.left <= 4, "the debt's: {rounding}");
    scene.world
}

/// A reserve of 100 and 400 that were not drawn repay 500 of the debt.
fn undrawn<E: Engine>() -> World<E> {
    let reserve = |classes: &[TrancheArgs]| {
        let kept = TierTerms::Reserve {
            purpose: ReservePurpose::All,
            amount: 100 * ONE,
            bps: 0,
        };
        [vec![kept], deal::tiers_of(classes)].concat()
    };
    let mut scene = Scene::<E>::with(vec![deal::senior(0), deal::junior(1)], reserve);
    scene.draws(1_600 * ONE);
    scene.close_books();
    scene.pays(100 * ONE, 0);
    assert_eq!(scene.security().vault().reserve, 100 * ONE);
    scene.resolves();
    let end = scene.deal.end_wind_down();
    scene.world.pass(30 * DAY);
    assert_eq!(scene.refused(end), "MoneyWaits");
    scene.ends();
    let vault = *scene.security().vault();
    assert_eq!((vault.treasury, vault.reserve), (0, 0));
    let senior = scene.owners[0];
    let closed = scene.closes();
    let junior = scene.owners[1];
    assert_eq!(scene.world.wealth(&junior), 0, "the debt comes first");
    let wealth = scene.world.wealth(&senior);
    assert_eq!(wealth + closed.left, 500 * ONE, "interest and principal");
    assert!(closed.left <= 4, "rounding: {}", closed.left);
    scene.world
}

/// The debt is repaid out of 300 that were not drawn and 700 that came in: 5 more are nobody's.
fn unclaimed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::of_debt();
    scene.draws(SOLD);
    scene.close_books();
    scene.repays(0);
    assert_eq!(scene.begins(), "");
    let vault = scene.deal.vault;
    let giver = scene.world.investor("giver", 5 * ONE);
    scene.gives(&giver, &vault, 5 * ONE);
    scene.ends();
    let closed = scene.closes();
    let rounding = closed.left - 5 * ONE;
    assert!(rounding <= 2, "a gift that nobody swept, and {rounding}");
    scene.world
}

/// A cover of 1,000 protects a debt of which 1,000 are outstanding: once the time is over it goes home.
fn covered<E: Engine>() -> World<E> {
    let classes = vec![deal::senior(0), deal::cover(1)];
    let mut scene = Scene::<E>::with(classes, |classes| {
        let mut tiers = deal::tiers_of(classes);
        let last = tiers.len() - 1;
        tiers[last] = TierTerms::Residual { rank: 0 };
        tiers
    });
    scene.draws(SOLD);
    scene.close_books();
    scene.resolves();
    assert_eq!(scene.security().vault().cover, SOLD);
    scene.ends();
    let cover = scene.owners[1];
    scene.closes();
    assert_eq!(scene.world.wealth(&cover), SOLD);
    scene.world
}

fn draft<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let stranger = world.person("stranger");
    let begin = deal.begin_wind_down(&stranger);
    assert_eq!(world.refused(&[begin]), "NotSponsor");
    world.go(&[deal.begin_wind_down(&deal.sponsor)]);
    world.go(&[deal.end_wind_down()]);
    assert_eq!(winding::close_all(&mut world, &deal).left, 0);
    world
}

fn sourced<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(vec![deal::senior(0), deal::junior(1)]);
    let deal = scene.deal.clone();
    scene.draws(2 * SOLD);
    scene
        .world
        .go(&[deal.register_source(deal.coin(), 0, "rents")]);
    scene.close_books();
    scene.repays(0);
    assert_eq!(
        scene.refused(deal.close_source(deal.coin(), 0)),
        "NotWinding"
    );
    scene.resolves();
    let account = address::vault(&address::source(&deal.security, 0), &deal.mint);
    let tenant = scene.world.investor("tenant", 9 * ONE);
    scene.gives(&tenant, &account, 9 * ONE);
    scene.world.pass(30 * DAY);
    assert_eq!(scene.refused(deal.end_wind_down()), "MoneyWaits");
    assert_eq!(
        scene.refused(deal.close_source(deal.coin(), 0)),
        "SourceHolds"
    );
    let caller = scene.world.investor("caller", 0);
    scene
        .world
        .go(&[deal.collect_source(deal.coin(), &caller, 0, 77)]);
    scene.world.go(&[deal.close_source(deal.coin(), 0)]);
    // It is released over as many days as it may have waited, also after the end.
    scene.ends();
    scene.world.pass(90 * DAY);
    let closed = scene.closes();
    let junior = scene.owners[1];
    let rounding = scene.world.wealth(&junior) + closed.left - 9 * ONE;
    assert!(rounding <= 2 && closed.left <= 4, "the debt's: {rounding}");
    scene.world
}
