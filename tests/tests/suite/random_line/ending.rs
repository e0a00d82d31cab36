//! The lock, and the end: every ticket is settled or returned, everyone is paid, everything is drawn and closed.

use super::Play;
use crate::{
    donations,
    story::{self, WHOLE},
};
use securities::{
    book::{
        phase::Phase,
        state::{AllocationRule, Book},
    },
    security::state::Security,
};
use securities_tests::{audit, engine::Engine, read, world::DAY};

impl Play {
    fn phase(&mut self) -> Phase {
        let now = self.world.engine.now();
        self.state().phase(now).expect("a stage")
    }

    /// Locks, once enough is committed and approved; a book that can never have enough is left to its deadline.
    pub(super) fn locks(&mut self) {
        let state: Book = self.state();
        if state.minimum > PEOPLE_HAVE {
            let deadline = state.deadline_at(self.world.engine.now());
            self.world
                .engine
                .set_now(deadline.max(state.latest_deadline));
            assert_eq!(self.phase(), Phase::Refunding);
            return;
        }
        // The lead, or whoever comes first here, makes up what is missing; half of the others consent.
        let lead = self.people[0];
        if self.book.owner_total(&lead).is_some()
            && self.book.counted(&mut self.world, &lead).is_none()
        {
            let open = self.deal.open_owner_total(&self.book, &lead, &lead);
            self.world.go(&[open]);
        }
        for at in 0..4 {
            let owner = self.people[at];
            let state: Book = self.state();
            let id = state.next_ticket;
            let who = (&owner, &owner);
            let deposit = self.deal.deposit(&self.book, who, id, 30 * WHOLE, &state);
            let _past_a_limit = self.world.send(&[deposit]);
        }
        for ticket in self.book.tickets(&mut self.world) {
            if ticket.owner == lead || ticket.id.is_multiple_of(2) {
                let state = self.state();
                let commit = self
                    .deal
                    .commit(&self.book, &ticket.owner, ticket.id, &state);
                let _is_committed = self.world.send(&[commit]);
            }
            if self.state().allocation().expect("a rule") == AllocationRule::Discretionary {
                let half = ticket.value / 10 * 5;
                let approve = self
                    .deal
                    .approve_ticket(&self.book, &ticket.owner, ticket.id, half);
                let _not_committed_or_too_much = self.world.send(&[approve]);
            }
            audit::check(&mut self.world);
        }
        self.makes_way_for_the_lead();
        let state: Book = self.state();
        assert!(state.is_ready(), "enough is committed and approved");
        let now = self.world.engine.now();
        self.world.engine.set_now(now.max(state.offer_ends));
        let lock = self.deal.lock_book(&self.book, &self.deal.sponsor);
        // What an earning asset lost since it was put in counts against the minimum and the lead's, until its rate is
        // back.
        while let Err(failure) = self.world.send(std::slice::from_ref(&lock)) {
            assert_eq!(failure.name(), "RatesFell");
            self.world.pass(DAY);
            let up = self.reports(103);
            self.world.go(&[up]);
        }
        audit::check(&mut self.world);
    }

    /// Whoever stands before the lead leaves, one after the other, until the lead's minimum lies within the cap.
    fn makes_way_for_the_lead(&mut self) {
        let lead = self.people[0];
        for ticket in self.book.tickets(&mut self.world) {
            let state: Book = self.state();
            if state.lead_minimum == 0 || state.is_ready() {
                return;
            }
            let who = (&ticket.owner, &ticket.rent_payer);
            let whole = (ticket.asset, ticket.value);
            let leave = self.deal.withdraw_asset(&self.book, who, ticket.id, whole);
            if ticket.owner != lead {
                self.world.go(&[leave]);
            }
            for held in self.book.tickets(&mut self.world) {
                if held.owner == lead {
                    let commit = self.deal.commit(&self.book, &lead, held.id, &state);
                    let _no_more_of_it = self.world.send(&[commit]);
                }
            }
        }
    }

    pub(super) fn finish(&mut self) {
        self.empties_the_line();
        story::close(&mut self.world, &self.deal, &self.book);
        self.ends_the_series();
        // Nothing of a fixed number is left to anybody but its manager.
        let _none_or_no_manager = self.world.send(&[self.deal.take_points(1)]);
        assert_eq!(story::tranche(&mut self.world, &self.deal, 1).pot.shares, 0);
        for (mint, program) in self.mints() {
            donations::sweep_all(&mut self.world, &self.deal, (&mint, &program));
        }
        // What is swept reaches holders over a day.
        self.world.pass(DAY);
        for (mint, program) in self.mints() {
            for rank in [0, 1] {
                let coin = (&mint, &program);
                let pay = self.deal.pay_holders_in(coin, rank, &self.people);
                self.world.go(&[pay]);
            }
        }
        audit::check(&mut self.world);
        self.draws_everything();
        self.closes_owner_totals();
    }

    fn empties_the_line(&mut self) {
        let settling = self.phase() == Phase::Settling;
        for ticket in self.book.tickets(&mut self.world) {
            let preview = self.book.preview(&mut self.world, &self.deal, ticket.id);
            let (name, call) = if settling && preview.accepted > 0 {
                ("settle", self.deal.settle_ticket(&self.book, &ticket))
            } else {
                ("refund", self.deal.refund_ticket(&self.book, &ticket))
            };
            self.world.go(&[call]);
            *self.done.entry(name).or_default() += 1;
            audit::check(&mut self.world);
            self.nothing_is_lost();
        }
        let state: Book = self.state();
        if settling {
            assert_eq!(state.accepted + state.refunded, state.locked);
            assert!(state.accepted > 0 && state.accepted <= state.cap);
        } else {
            assert_eq!((state.live, state.committed), (0, 0));
        }
    }

    fn ends_the_series(&mut self) {
        self.world.engine.set_now(self.start + 500 * DAY);
        let close = self.deal.close_series(0, 0);
        self.world.go(&[close]);
        audit::check(&mut self.world);
    }

    /// What vaults hold beyond the treasury is what the index cannot divide.
    fn draws_everything(&mut self) {
        for (mint, program) in self.mints() {
            let all = story::treasury(&mut self.world, &self.deal, &mint);
            let to = securities_tests::address::token_account(&self.deal.sponsor, &mint, &program);
            if all > 0 {
                let draw = self.deal.draw_proceeds_in((&mint, &program), &to, all);
                self.world.go(&[draw]);
            }
            audit::check(&mut self.world);
            let security = read::state::<Security>(&mut self.world.engine, &self.deal.security);
            let vault = *security.vault_of(&mint).expect("a vault");
            let left = self.world.balance(&vault.address);
            assert_eq!((vault.treasury, vault.fees), (0, 0));
            assert_eq!(left, vault.payable, "to the unit");
            assert!(left <= 2 * self.people.len() as u64);
        }
    }

    fn closes_owner_totals(&mut self) {
        for owner in self.people.clone() {
            if self.book.counted(&mut self.world, &owner).is_some() {
                let close = self.deal.close_owner_total(&self.book, &owner, &owner);
                self.world.go(&[close]);
                *self.done.entry("stake").or_default() += 1;
            }
        }
    }
}

/// More than all people together can put in line.
const PEOPLE_HAVE: u64 = 100_000 * WHOLE;
