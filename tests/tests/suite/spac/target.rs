//! The SPAC that finds its target: two polls, two offers, and consent; [`super::closing`] has the rest.

use super::{ANA, BEN, CLEO, DAN, EVE, Spac, TIP};
use crate::story::{WHOLE, told};
use anchor_lang::solana_program::instruction::Instruction;
use securities::{
    book::offer::votes::PollArgs,
    events::{CommitmentChanged, OfferMade, PollOpened, Voted},
};
use securities_tests::{
    audit,
    engine::Engine,
    world::{DAY, World},
};

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
    pub(super) fn refused(&mut self, call: Instruction) -> String {
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
        let state = self.book.state(&mut self.world);
        let done = self
            .world
            .go(&[self.deal.cast_vote(&self.book, &owner, id, (&state, yes))]);
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
        let asked = self.book.state(&mut self.world);
        assert_eq!(
            self.refused(self.deal.cast_vote(&self.book, &eve, EVE, (&asked, true))),
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
            self.refused(self.deal.cast_vote(&self.book, &cleo, CLEO, (&asked, true))),
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
        let offer = self.offer(10 * WHOLE, 1);
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
        let offered = self.book.state(&mut self.world);
        assert_eq!(
            self.refused(self.deal.commit(&self.book, &ben, BEN, &offered)),
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
        let offer = self.offer(12_500_000, 2);
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
        let offer = self.offer(12_500_000, 2);
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
}
