//! The SPAC that found its target: lock, settlement, and the warrants to their end.

use super::{ANA, BEN, CLEO, DAN, EVE, EXPIRY, STRIKE, Spac, TIP};
use crate::story::{self, WHOLE, lamports, told};
use securities::{
    events::{BookLocked, SeriesClosed, TicketSettled, WarrantsExercised},
    warrant::state::WarrantSeries,
};
use securities_tests::{address, audit, engine::Engine, read, token, world::DAY};

impl<E: Engine> Spac<E> {
    pub(super) fn locks(&mut self) {
        let sponsor = self.deal.sponsor;
        let ends = self.start + 34 * DAY;
        self.world.engine.set_now(ends - 1);
        assert_eq!(
            self.refused(self.deal.lock_book(&self.book, &sponsor)),
            "CannotLock",
            "the offer is still open"
        );
        self.world.engine.set_now(ends);
        let done = self.world.go(&[self.deal.lock_book(&self.book, &sponsor)]);
        told(&done, |event: &BookLocked| {
            assert_eq!(
                (event.locked, event.committed, event.tickets),
                (850 * WHOLE, 500 * WHOLE, 5)
            );
            assert_eq!(event.price, 12_500_000);
        });
        audit::check(&mut self.world);
        let ana = self.owner(ANA);
        let leave = self.deal.withdraw(&self.book, (&ana, &ana), ANA, WHOLE);
        assert_eq!(self.refused(leave), "CannotLeave");
        for (id, ahead) in [(ANA, 0), (DAN, 300), (EVE, 450)] {
            let preview = self.book.preview(&mut self.world, &self.deal, id);
            assert_eq!(
                preview.committed_ahead,
                ahead * WHOLE,
                "who consents moved up past who does not"
            );
        }
    }

    /// What each gets, in an order of no meaning; the tips are for four.
    pub(super) fn settles(&mut self) {
        let welcome = self
            .book
            .welcome(&mut self.world, &self.deal, &self.people[BEN as usize]);
        self.world.go(&welcome);
        let [ben, ana] = [BEN, ANA].map(|id| self.book.ticket(&mut self.world, id));
        assert_eq!(
            self.refused(self.deal.settle_ticket(&self.book, &ben)),
            "NothingAccepted"
        );
        assert_eq!(
            self.refused(self.deal.refund_ticket(&self.book, &ana)),
            "NotRefunding"
        );
        self.settle(DAN, (150, 12), 58_333_333, TIP);
        self.crank_back(BEN, TIP);
        self.settle(EVE, (50, 4), 8_333_333, TIP);
        self.crank_back(CLEO, TIP);
        self.settle(ANA, (300, 24), 150_000_000, 0);

        let state = self.book.state(&mut self.world);
        assert_eq!(
            (state.accepted, state.refunded, state.tip_budget),
            (500 * WHOLE, 350 * WHOLE, 2_000)
        );
        assert_eq!(
            state.curves()[0].granted,
            216_666_666,
            "the curve at what was accepted"
        );
        for (at, (owner, purse)) in self.people.iter().zip(&self.purses).enumerate() {
            let now = lamports(&mut self.world, owner);
            assert_eq!(now, *purse, "{at} has its ticket's rent back");
        }
        assert_eq!(self.world.wealth(&self.people[CLEO as usize]), 250 * WHOLE);
        story::close(&mut self.world, &self.deal, &self.book);
    }

    fn settle(&mut self, id: u32, (money, shares): (u64, u64), warrants: u64, tip: u64) {
        let owner = self.owner(id);
        let welcome = self.book.welcome(&mut self.world, &self.deal, &owner);
        self.world.go(&welcome);
        let ticket = self.book.ticket(&mut self.world, id);
        let bot = self.book.bot;
        let purse = lamports(&mut self.world, &bot);
        let settle = self.deal.settle_ticket(&self.book, &ticket);
        let done = self.world.go(&[settle]);
        told(&done, |event: &TicketSettled| {
            assert_eq!((event.ticket, event.owner), (id, owner));
            assert_eq!(
                (event.accepted, event.units, event.refunded, event.waiting),
                (money * WHOLE, money * WHOLE, 0, 0)
            );
            assert_eq!(
                (event.shares, event.rewards),
                (shares * WHOLE, [warrants, 0, 0, 0])
            );
        });
        audit::check(&mut self.world);
        let got = self.world.balance(&self.deal.warrant_account(0, 0, &owner));
        let held = story::shares(&mut self.world, &self.deal, 0, &owner);
        assert_eq!((held, got), (shares * WHOLE, warrants));
        assert_eq!(self.world.wealth(&owner), 0, "all of it was accepted");
        assert_eq!(lamports(&mut self.world, &bot), purse + tip);
    }

    /// Ana buys shares at the strike; Dan sells warrants to Frank, who does, and burns the rest; Eve waits too long.
    pub(super) fn exercises(&mut self) {
        let (ana, dan) = (self.owner(ANA), self.owner(DAN));
        let frank = self.world.investor("frank", 575 * WHOLE);
        self.world.give(&ana, 1_150 * WHOLE + 12);
        let mint = address::warrant_mint(&self.deal.series(0, 0));
        let payer = self.world.payer;
        let mut welcome = self.deal.welcome(0, &payer, &frank);
        welcome.push(token::create_associated(
            &payer,
            &frank,
            &mint,
            &token::TOKEN_2022,
        ));
        self.world.go(&welcome);
        let [dans, franks] = [dan, frank].map(|owner| self.deal.warrant_account(0, 0, &owner));
        self.world.go(&[
            token::transfer(&token::TOKEN_2022, &dans, &mint, &franks, &dan, 50 * WHOLE),
            token::burn(&token::TOKEN_2022, &dans, &mint, &dan, 8_333_333),
        ]);
        self.world.burnt_warrants = 8_333_333;

        let purchases = [
            (ana, 100 * WHOLE, 1_150 * WHOLE, 24 * WHOLE),
            // A base unit at eleven and a half costs twelve.
            (ana, 1, 12, 124 * WHOLE),
            (frank, 50 * WHOLE, 575 * WHOLE, 0),
        ];
        for (owner, amount, cost, before) in purchases {
            let done = self.world.go(&[self.deal.exercise(0, 0, &owner, amount)]);
            told(&done, |event: &WarrantsExercised| {
                assert_eq!(
                    (event.owner, event.warrants, event.cost),
                    (owner, amount, cost)
                );
            });
            audit::check(&mut self.world);
            let held = story::shares(&mut self.world, &self.deal, 0, &owner);
            assert_eq!(held, before + amount);
        }
        assert_eq!(
            (self.world.wealth(&ana), self.world.wealth(&frank)),
            (0, 0),
            "the strike is paid to the unit"
        );
        assert_eq!(
            self.refused(self.deal.exercise(0, 0, &frank, 1)),
            "token 1",
            "he has no more"
        );
    }

    pub(super) fn ends(&mut self) {
        let (deal, world) = (&self.deal, &mut self.world);
        let expiry = self.start + EXPIRY;
        world.engine.set_now(expiry - 1);
        assert_eq!(world.refused(&[deal.close_series(0, 0)]), "SeriesRunning");
        world.engine.set_now(expiry);
        let eve = self.people[EVE as usize];
        assert_eq!(
            world.refused(&[deal.exercise(0, 0, &eve, 1)]),
            "SeriesExpired"
        );
        let series: WarrantSeries = read::state(&mut world.engine, &deal.series(0, 0));
        let exercised = 150 * WHOLE + 1;
        assert_eq!(
            (series.strike, series.granted, series.exercised),
            (STRIKE, 216_666_666, exercised)
        );
        let (rent, before) = (
            lamports(world, &deal.series(0, 0)),
            lamports(world, &deal.sponsor),
        );
        let done = world.go(&[deal.close_series(0, 0)]);
        told(&done, |event: &SeriesClosed| {
            assert_eq!(
                (event.exercised, event.freed),
                (exercised, 216_666_666 - exercised)
            );
        });
        assert_eq!(lamports(world, &deal.sponsor), before + rent);
        audit::check(world);
        let tranche = story::tranche(world, deal, 0);
        assert_eq!(tranche.shares, 40 * WHOLE + exercised);
        assert_eq!(
            tranche.shares_offered,
            40 * WHOLE + exercised,
            "what was not issued is free again"
        );
        story::draw_all(world, deal, (500 + 1_150 + 575) * WHOLE + 12);
    }
}
