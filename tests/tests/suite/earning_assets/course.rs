//! A book that takes money, a token that earns, and another stablecoin: from its opening to its last draw.

use super::{Kind, deal_drawing, depositor};
use crate::story::{self, WHOLE, told};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::asset::RateAdapter,
    events::{
        AssetAdded, Deposited, Distributed, ProceedsDrawn, RateCreated, RateReported, Withdrawn,
    },
};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    terms::Asset,
    token::{self, CLASSIC, TOKEN_2022},
    world::{DAY, Money, World},
};

/// A book at ten a share, so in lots of ten units, that takes settlement money, a token that earns, and another
/// stablecoin; the last two are of different token programs.
pub(super) struct Course<E> {
    pub(super) world: World<E>,
    pub(super) deal: Deal,
    pub(super) book: Offering,
    pub(super) earning: Kind,
    pub(super) stable: Kind,
    start: i64,
}

impl<E: Engine> Course<E> {
    pub(super) fn open(money: Money) -> Self {
        let mut world = World::<E>::new(money);
        let start = world.engine.now();
        let mint = |world: &mut World<E>, name, program| {
            (world.new_mint(name, &program, &[], |_| Vec::new()), program)
        };
        let earning = mint(&mut world, "earning", TOKEN_2022);
        let stable = mint(&mut world, "stable", CLASSIC);
        let deal = deal_drawing(&mut world, &[earning, stable]);
        let mut book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            (args.price, args.price_min) = (10 * WHOLE, 10 * WHOLE);
            (args.minimum, args.cap) = (300 * WHOLE, 450 * WHOLE);
        });
        let done = world.go(&[deal.create_rate(&earning.0, 200)]);
        told(&done, |event: &RateCreated| {
            assert_eq!((event.mint, event.daily_bps), (earning.0, 200));
        });
        let [first, second] =
            [earning, stable].map(|(mint, program)| Asset::par(&deal, &book.book, &mint, &program));
        book.add_asset(&mut world, &deal, first.reported(&deal, DAY));
        world.go(&[deal.add_vault(&stable.0, &stable.1)]);
        book.assets.push(second);
        let done = world.go(&[deal.add_asset(&book, 2)]);
        told(&done, |event: &AssetAdded| {
            assert_eq!((event.asset, event.mint), (2, stable.0));
            assert_eq!(event.adapter, RateAdapter::OneToOne as u8);
        });
        audit::check(&mut world);
        Self {
            world,
            deal,
            book,
            earning,
            stable,
            start,
        }
    }

    fn report(&mut self, numerator: u64, denominator: u64) {
        let mint = self.earning.0;
        let done = self
            .world
            .go(&[self.deal.report_rate(&mint, numerator, denominator)]);
        told(&done, |event: &RateReported| {
            assert_eq!(
                (event.mint, event.numerator, event.denominator),
                (mint, numerator, denominator)
            );
        });
    }

    fn report_refused(&mut self, numerator: u64, denominator: u64) -> String {
        let mint = self.earning.0;
        self.world
            .refused(&[self.deal.report_rate(&mint, numerator, denominator)])
    }

    /// A deposit, at what it is worth.
    fn deposit(&mut self, owner: &Pubkey, (asset, units): (u8, u64), value: u64) {
        let id = self.book.state(&mut self.world).next_ticket;
        let deposit = self
            .deal
            .deposit_asset(&self.book, (owner, owner), id, (asset, units), 3);
        let done = self.world.go(&[deposit]);
        told(&done, |event: &Deposited| {
            assert_eq!((event.ticket, event.asset), (id, asset));
            assert_eq!((event.units, event.amount), (units, value));
        });
        audit::check(&mut self.world);
        let ticket = self.book.ticket(&mut self.world, id);
        assert_eq!((ticket.units, ticket.value), (units, value));
    }

    /// Four come while the rate moves; the order of the line stays that of the deposits.
    pub(super) fn fills(&mut self) {
        let ana = depositor(&mut self.world, &self.earning, "ana", 100_000_001);
        let ben = depositor(&mut self.world, &self.earning, "ben", 100 * WHOLE);
        let cleo = self.world.investor("cleo", 200 * WHOLE);
        let dan = depositor(&mut self.world, &self.stable, "dan", 100 * WHOLE);
        let early = self
            .deal
            .deposit_asset(&self.book, (&ana, &ana), 0, (1, 100 * WHOLE), 3);
        assert_eq!(
            self.world.refused(std::slice::from_ref(&early)),
            "StaleRate",
            "nothing is reported yet"
        );
        self.report(21, 20);
        // The odd units buy no whole lot, and stay hers.
        self.deposit(&ana, (1, 100_000_001), 105 * WHOLE);

        self.world.engine.set_now(self.start + DAY);
        assert_eq!(self.report_refused(109, 100), "RateMoved");
        self.report(53, 50);
        assert_eq!(
            self.report_refused(108, 100),
            "RateMoved",
            "the day's reports together move no further than one may"
        );
        self.world.engine.set_now(self.start + 2 * DAY + 1);
        let late = self
            .deal
            .deposit_asset(&self.book, (&ben, &ben), 1, (1, 100 * WHOLE), 3);
        assert_eq!(self.world.refused(&[late]), "StaleRate", "a second too old");
        self.world.engine.set_now(self.start + 2 * DAY);
        self.deposit(&ben, (1, 100 * WHOLE), 106 * WHOLE);
        self.deposit(&cleo, (0, 200 * WHOLE), 200 * WHOLE);
        let broken = self
            .deal
            .deposit_asset(&self.book, (&dan, &dan), 3, (2, 50 * WHOLE + 1), 3);
        assert_eq!(self.world.refused(&[broken]), "NotWholeLots", "at 1:1");
        self.deposit(&dan, (2, 100 * WHOLE), 100 * WHOLE);
    }

    /// Half of Ana's value leaves with half of her units, and what they earned.
    pub(super) fn leaves_in_part(&mut self) {
        let ana = self.world.person("ana");
        let account = self.book.asset(1).account(&ana);
        let leave = self
            .deal
            .withdraw_asset(&self.book, (&ana, &ana), 0, (1, 52_500_000));
        let done = self.world.go(&[leave]);
        told(&done, |event: &Withdrawn| {
            assert_eq!((event.units, event.amount), (50_000_000, 52_500_000));
            assert_eq!(event.remaining, 52_500_000);
        });
        audit::check(&mut self.world);
        assert_eq!(self.world.balance(&account), 50_000_000);

        // A whole ticket comes and goes, to the unit.
        let eve = depositor(&mut self.world, &self.earning, "eve", 10_000_007);
        self.deposit(&eve, (1, 10_000_007), 10_600_000);
        let leave = self
            .deal
            .withdraw_asset(&self.book, (&eve, &eve), 4, (1, 10_600_000));
        self.world.go(&[leave]);
        audit::check(&mut self.world);
        let account = self.book.asset(1).account(&eve);
        assert_eq!(self.world.balance(&account), 10_000_007);
    }

    pub(super) fn locks(&mut self) {
        self.world.engine.set_now(self.start + 5 * DAY);
        let sponsor = self.deal.sponsor;
        let lock = self.deal.lock_book(&self.book, &sponsor);
        assert_eq!(
            self.world.refused(std::slice::from_ref(&lock)),
            "StaleRate",
            "a lock wants a fresh rate as well"
        );
        self.report(27, 25);
        let mut bare = lock.clone();
        bare.accounts.pop();
        assert_eq!(self.world.refused(&[bare]), "WrongRateSource");
        self.world.go(&[lock]);
        audit::check(&mut self.world);
        // What is reported now is for the next book.
        self.world.pass(DAY);
        self.report(109, 100);
    }

    /// Escrows and vaults are given what nobody asked for.
    pub(super) fn receives_gifts(&mut self) {
        let donor = depositor(&mut self.world, &self.earning, "donor", 100);
        let from = self.book.asset(1).account(&donor);
        let (escrow, vault) = (self.book.asset(1).escrow, self.book.asset(1).vault);
        let (mint, program) = self.earning;
        for (to, amount) in [(escrow, 30), (vault, 70)] {
            let gift = token::transfer(&program, &from, &mint, &to, &donor, amount);
            self.world.go(&[gift]);
        }
        let done = self.world.go(&[self.deal.sweep_vault_of(&mint, 0)]);
        told(&done, |event: &Distributed| {
            assert_eq!((event.mint, event.gross), (mint, 70));
        });
        audit::check(&mut self.world);
    }

    /// The sponsor draws each mint to where it said.
    pub(super) fn draws(&mut self, (mint, program): Kind, amount: u64, given: u64) {
        let (world, deal) = (&mut self.world, &self.deal);
        assert_eq!(story::treasury(world, deal, &mint), amount);
        let stranger = depositor(world, &(mint, program), "stranger", 0);
        let elsewhere = address::token_account(&stranger, &mint, &program);
        let draw = deal.draw_proceeds_in((&mint, &program), &elsewhere, 1);
        assert_eq!(world.refused(&[draw]), "WrongDestination");
        let to = address::token_account(&deal.sponsor, &mint, &program);
        let more = deal.draw_proceeds_in((&mint, &program), &to, amount + 1);
        assert_eq!(world.refused(&[more]), "InsufficientFunds");
        let done = world.go(&[deal.draw_proceeds_in((&mint, &program), &to, amount)]);
        told(&done, |event: &ProceedsDrawn| {
            assert_eq!((event.mint, event.amount), (mint, amount));
        });
        audit::check(world);
        assert_eq!(world.balance(&to), amount);
        let vault = address::vault(&deal.security, &mint);
        assert_eq!(
            world.balance(&vault),
            given,
            "what was given is not the sponsor's"
        );
    }
}
