//! The SPAC that finds its target: two polls, two offers, consent, settlement, and the warrants to their end.

use super::{ANA, BEN, CLEO, DAN, EXPIRY, STRIKE, Spac, TIP};
use crate::story::{self, WHOLE, lamports, told};
use securities::{
    book::poll::PollArgs,
    events::{
        BookLocked, CommitmentChanged, OfferMade, PollOpened, SeriesClosed, TicketSettled, Voted,
        WarrantsExercised,
    },
    warrant::state::WarrantSeries,
};
use securities_tests::{
    address, audit,
    engine::Engine,
    read, token,
    world::{DAY, World},
};

const EVE: u32 = 4;

pub(super) fn finds<E: Engine>() -> World<E> {
    let mut spac = Spac::<E>::open();
    spac.waits_without_an_offer();
    spac.asks_in_vain();
    spac.proposes();
    spac.asks_again();
    spac.changes_the_offer();
    spac.locks();
    spac.settles();
    spac.exercises();
    spac.ends();
    spac.world
}

impl<E: Engine> Spac<E> {
    fn refused(&mut self, call: anchor_lang::solana_program::instruction::Instruction) -> String {
        self.world.refused(&[call])
    }

    fn waits_without_an_offer(&mut self) {
        let (ana, sponsor) = (self.owner(ANA), self.deal.sponsor);
        assert_eq!(
            self.refused(self.deal.commit(&self.book, &ana, ANA, 1)),
            "NoOffer"
        );
        let early = self
            .deal
            .deposit(&self.book, (&ana, &ana), EVE, 10 * WHOLE, 1);
        assert_eq!(self.refused(early), "NoOffer");
        assert_eq!(
            self.refused(self.deal.lock_book(&self.book, &sponsor)),
            "CannotLock"
        );
        let preview = self.book.preview(&mut self.world, &self.deal, CLEO);
        assert_eq!(
            (preview.live_ahead, preview.committed_ahead),
            (500 * WHOLE, 0)
        );
        assert_eq!((preview.accepted, preview.committed), (0, false));
        let state = self.book.state(&mut self.world);
        assert_eq!(
            (state.live, state.committed, state.offer_version),
            (900 * WHOLE, 0, 0)
        );
        let funder = self.world.person("funder");
        let tips = self.deal.fund_tips(&self.book, &funder, 4 * TIP + 2_000);
        self.world.go(&[tips]);
    }

    fn poll(&mut self, end: i64, new_deadline: i64) -> PollArgs {
        PollArgs {
            subject_sha256: [u8::try_from(end).expect("a day"); 32],
            ends_at: self.start + end * DAY,
            new_deadline: self.start + new_deadline * DAY,
        }
    }

    fn vote(&mut self, id: u32, yes: bool) {
        let owner = self.owner(id);
        let value = self.book.ticket(&mut self.world, id).value;
        let done = self
            .world
            .go(&[self.deal.cast_vote(&self.book, &owner, id, yes)]);
        told(&done, |event: &Voted| {
            assert_eq!((event.ticket, event.yes, event.amount), (id, yes, value));
        });
        audit::check(&mut self.world);
    }

    /// Half of the money in line says yes, which is not more than half.
    fn asks_in_vain(&mut self) {
        self.at(1);
        let args = self.poll(6, 45);
        let done = self
            .world
            .go(&[self.deal.open_poll(&self.book, args.clone())]);
        told(&done, |event: &PollOpened| {
            assert_eq!((event.poll, event.base), (1, 900 * WHOLE));
            assert_eq!(event.new_deadline, args.new_deadline);
        });
        assert_eq!(
            self.refused(self.deal.open_poll(&self.book, args)),
            "PollRunning"
        );
        self.join("eve", 50);
        let eve = self.owner(EVE);
        assert_eq!(
            self.refused(self.deal.cast_vote(&self.book, &eve, EVE, true)),
            "NotEligible",
            "she came after the question"
        );
        for (id, yes) in [(ANA, true), (BEN, false), (DAN, false), (DAN, true)] {
            self.vote(id, yes);
        }
        let poll = self.book.state(&mut self.world).poll;
        assert_eq!((poll.yes, poll.no), (450 * WHOLE, 200 * WHOLE));
        self.at(6);
        let cleo = self.owner(CLEO);
        assert_eq!(
            self.refused(self.deal.cast_vote(&self.book, &cleo, CLEO, true)),
            "NoPoll",
            "it is over"
        );
        let state = self.book.state(&mut self.world);
        assert_eq!(
            state.deadline_at(self.start + 6 * DAY),
            self.book.args.deadline,
            "it failed"
        );
    }

    fn proposes(&mut self) {
        self.at(10);
        let offer = Self::offer(10 * WHOLE, 1);
        let done = self.world.go(&[self.deal.make_offer(&self.book, offer)]);
        let ends = self.start + 15 * DAY;
        told(&done, |event: &OfferMade| {
            assert_eq!((event.version, event.terms_sha256), (1, [1; 32]));
            assert_eq!((event.price, event.offer_ends), (10 * WHOLE, ends));
        });
        audit::check(&mut self.world);
        for id in [ANA, BEN, DAN] {
            self.commit(id);
        }
        let ben = self.owner(BEN);
        assert_eq!(
            self.refused(self.deal.commit(&self.book, &ben, BEN, 1)),
            "AlreadyCommitted"
        );
        let done = self.world.go(&[self.deal.uncommit(&self.book, &ben, BEN)]);
        told(&done, |event: &CommitmentChanged| {
            assert_eq!((event.ticket, event.version), (BEN, 0));
        });
        assert_eq!(
            self.refused(self.deal.uncommit(&self.book, &ben, BEN)),
            "NotCommitted"
        );
        audit::check(&mut self.world);
        let state = self.book.state(&mut self.world);
        assert_eq!(
            (state.live, state.committed),
            (950 * WHOLE, 450 * WHOLE),
            "his money keeps its place"
        );
        self.world.engine.set_now(ends);
        let sponsor = self.deal.sponsor;
        assert_eq!(
            self.refused(self.deal.lock_book(&self.book, &sponsor)),
            "CannotLock",
            "the minimum is not there"
        );
    }

    /// A vote leaves with its money, and what is left is still more than half.
    fn asks_again(&mut self) {
        self.at(26);
        let offer = Self::offer(12_500_000, 2);
        assert_eq!(
            self.refused(self.deal.make_offer(&self.book, offer)),
            "OfferPeriodTooLong",
            "the deadline is in four days"
        );
        let past = self.poll(29, 61);
        assert_eq!(
            self.refused(self.deal.open_poll(&self.book, past)),
            "BadPoll",
            "past the latest deadline"
        );
        let args = self.poll(29, 45);
        self.world.go(&[self.deal.open_poll(&self.book, args)]);
        for (id, yes) in [(ANA, true), (CLEO, true), (DAN, false), (EVE, false)] {
            self.vote(id, yes);
        }
        let cleo = self.owner(CLEO);
        self.book
            .withdraw(&mut self.world, &self.deal, &cleo, CLEO, 100 * WHOLE);
        audit::check(&mut self.world);
        let state = self.book.state(&mut self.world);
        assert_eq!(
            (state.poll.base, state.poll.yes, state.poll.no),
            (850 * WHOLE, 450 * WHOLE, 200 * WHOLE)
        );
        let ends = state.poll.ends_at;
        assert_eq!(state.deadline_at(ends - 1), self.book.args.deadline);
        assert_eq!(state.deadline_at(ends), self.start + 45 * DAY, "it passed");
    }

    /// Another price: all commitments are void, all places are kept.
    fn changes_the_offer(&mut self) {
        self.at(29);
        let places: Vec<_> = self.previews();
        let offer = Self::offer(12_500_000, 2);
        self.world.go(&[self.deal.make_offer(&self.book, offer)]);
        audit::check(&mut self.world);
        let state = self.book.state(&mut self.world);
        assert_eq!((state.offer_version, state.committed), (2, 0));
        assert_eq!(self.previews(), places, "nobody lost its place");
        let ana = self.owner(ANA);
        assert_eq!(
            self.refused(self.deal.commit(&self.book, &ana, ANA, 1)),
            "OfferChanged"
        );
        for id in [EVE, DAN, ANA] {
            self.commit(id);
        }
        assert_eq!(self.book.state(&mut self.world).committed, 500 * WHOLE);
    }

    fn previews(&mut self) -> Vec<u64> {
        (ANA..=EVE)
            .map(|id| {
                let preview = self.book.preview(&mut self.world, &self.deal, id);
                preview.live_ahead
            })
            .collect()
    }

    fn locks(&mut self) {
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
    fn settles(&mut self) {
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
    fn exercises(&mut self) {
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

    fn ends(&mut self) {
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
                (event.exercised, event.released),
                (exercised, 300 * WHOLE - exercised)
            );
        });
        assert_eq!(lamports(world, &deal.sponsor), before + rent);
        audit::check(world);
        let tranche = story::tranche(world, deal, 0);
        assert_eq!(
            (tranche.shares, tranche.unsettled),
            (40 * WHOLE + exercised, 0)
        );
        assert_eq!(
            tranche.shares_offered,
            100 * WHOLE + exercised,
            "what expired is free again"
        );
        story::draw_all(world, deal, (500 + 1_150 + 575) * WHOLE + 12);
    }
}
