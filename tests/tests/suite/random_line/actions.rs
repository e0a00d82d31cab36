//! What people, sponsor and reporter do before the lock, sensible and senseless.

use super::Play;
use crate::story::WHOLE;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::{
        offer::{version::OfferArgs, votes::PollArgs},
        ticket::state::Ticket,
    },
    cash::waterfall::state::Waterfall,
    math::rate::Rate,
    rate::state::ReportedRate,
};
use securities_tests::{
    address,
    engine::Engine,
    ix::ticket::{QUESTION, Shown},
    read, token,
    world::DAY,
};

/// What is tried, and how.
pub(super) type Action = (&'static str, Vec<Instruction>);

pub(super) const NOTHING: Action = ("nothing", Vec::new());

impl Play {
    /// A ticket, if there is any.
    pub(super) fn ticket(&mut self) -> Option<Ticket> {
        let all = self.book.tickets(&mut self.world);
        if all.is_empty() {
            return None;
        }
        let at = self.below(all.len() as u64);
        Some(all[usize::try_from(at).expect("few")])
    }

    pub(super) fn before_the_lock(&mut self) -> Action {
        let hours = self.below(12);
        self.world.pass(i64::try_from(hours).expect("few") * 3_600);
        match self.below(30) {
            0..=8 => self.deposit(),
            9..=10 => self.withdraw(),
            11..=15 => self.commitment(),
            16 => match self.below(4) {
                0 | 1 => self.offer(),
                2 => self.structure(),
                _ => self.approve(),
            },
            17 => self.poll(),
            18..=20 => self.vote(),
            21..=22 => self.report(),
            23 => self.curve(),
            24 => self.raise_tip(),
            25 => self.grow(),
            26..=27 => self.move_up(),
            28 => self.approve(),
            _ => self.gift_or_owner_total(),
        }
    }

    /// Odd amounts of any asset, committed to the present offer, to none, to one that is past, or to other terms.
    fn deposit(&mut self) -> Action {
        let (owner, asset) = (self.person(), u8::try_from(self.below(3)).expect("few"));
        let odd = if asset == 1 { self.below(1_000) } else { 0 };
        let units = self.below(70) * WHOLE + odd;
        let state = self.state();
        let mut consent = (&state).consent(&self.book);
        match self.below(9) {
            0 | 1 => consent.offer_version = 0,
            2 => consent.offer_version -= 1,
            3 => consent.terms_sha256[0] ^= 1,
            _ => {}
        }
        let mut calls = Vec::new();
        if self.book.owner_total(&owner).is_some()
            && self.book.counted(&mut self.world, &owner).is_none()
        {
            calls.push(self.deal.open_owner_total(&self.book, &owner, &owner));
        }
        let who = (&owner, &owner);
        let units = (asset, units);
        calls.push(
            self.deal
                .deposit_asset(&self.book, who, state.next_ticket, units, consent),
        );
        ("deposit", calls)
    }

    pub(super) fn withdraw(&mut self) -> Action {
        let Some(ticket) = self.ticket() else {
            return NOTHING;
        };
        let whole = self.below(2) == 0;
        let value = if whole {
            ticket.value
        } else {
            (self.below(ticket.value.max(1)) / 5 + 1) * 5
        };
        let who = (&ticket.owner, &ticket.rent_payer);
        let amount = (ticket.asset, value);
        let call = self.deal.withdraw_asset(&self.book, who, ticket.id, amount);
        ("withdraw", vec![call])
    }

    fn commitment(&mut self) -> Action {
        let Some(ticket) = self.ticket() else {
            return NOTHING;
        };
        let (owner, state) = (ticket.owner, self.state());
        if ticket.is_committed(&state) && self.below(3) == 0 {
            let call = self.deal.uncommit(&self.book, &owner, ticket.id);
            return ("uncommit", vec![call]);
        }
        let call = self.deal.commit(&self.book, &owner, ticket.id, &state);
        ("commit", vec![call])
    }

    /// Another price; one of them breaks the lots of tickets in line.
    fn offer(&mut self) -> Action {
        let prices = [2_500_000, 5_000_000, 1_250_000, 2_000_000, 3_000_003];
        let price = prices[usize::try_from(self.below(5)).expect("few")];
        let state = self.state();
        let more = self.below(3) * 15 * WHOLE;
        let args = OfferArgs {
            terms_sha256: [u8::try_from(self.below(256)).expect("a byte"); 32],
            price,
            price_min: price,
            cap: state.cap + more,
            owner_limit: match state.owner_limit {
                0 => 0,
                limit => limit + more,
            },
            ..self.book.offer(state.offer_version)
        };
        ("offer", vec![self.deal.make_offer(&self.book, args)])
    }

    /// Another structure: the next version of the book's offer too.
    fn structure(&mut self) -> Action {
        let waterfall: Waterfall = read::state(&mut self.world.engine, &self.deal.waterfall);
        let deal = self.deal.at_structure_version(waterfall.structure_version);
        let call = deal.set_structure(vec![], None, &[self.book.book]);
        ("structure", vec![call])
    }

    fn poll(&mut self) -> Action {
        let now = self.world.engine.now();
        let later = i64::try_from(self.below(150)).expect("few");
        let deadline = self.state().deadline_at(now);
        let args = PollArgs {
            subject_sha256: QUESTION,
            ends_at: now + 3 * DAY,
            new_deadline: if later < 50 {
                0
            } else {
                deadline + later * DAY - 80 * DAY
            },
        };
        ("poll", vec![self.deal.open_poll(&self.book, args)])
    }

    fn vote(&mut self) -> Action {
        let Some(ticket) = self.ticket() else {
            return NOTHING;
        };
        let yes = self.below(4) > 0;
        let state = self.state();
        let call = self
            .deal
            .cast_vote(&self.book, &ticket.owner, ticket.id, (&state, yes));
        ("vote", vec![call])
    }

    /// Up or down by some hundredths, at times by more than may be.
    pub(super) fn report(&mut self) -> Action {
        let percent = 96 + self.below(9);
        ("report", vec![self.reports(percent)])
    }

    /// Reports so much of the rate reported last.
    pub(super) fn reports(&mut self, percent: u64) -> Instruction {
        let mint = self.kinds[0].0;
        let address = address::rate(&self.deal.security, &mint);
        let Rate {
            numerator,
            denominator,
        } = read::state::<ReportedRate>(&mut self.world.engine, &address).rate;
        let value = u128::from(numerator) * 1_000_000_007 / u128::from(denominator);
        let new = u64::try_from(value * u128::from(percent) / 100).expect("a rate");
        self.deal.report_rate(&mint, new, 1_000_000_007)
    }

    /// Raises the bonus or the points, or lowers the warrants.
    fn curve(&mut self) -> Action {
        let index = usize::try_from(self.below(3)).expect("few");
        let mut book = self.book.clone();
        for knot in &mut book.rewards[index].knots {
            knot.reward = if index == 0 {
                knot.reward - 1
            } else {
                knot.reward + knot.reward / 10
            };
        }
        let version = self.state().offer_version;
        let call = self
            .deal
            .set_curve(&book, u8::try_from(index).expect("few"), version);
        if self.world.send(std::slice::from_ref(&call)).is_ok() {
            self.book.rewards = book.rewards;
            *self.done.entry("curve").or_default() += 1;
            return NOTHING;
        }
        ("curve too late", vec![call])
    }

    fn raise_tip(&mut self) -> Action {
        let tip = self.state().tip + self.below(2);
        ("tip", vec![self.deal.raise_tip(&self.book, tip)])
    }

    fn grow(&mut self) -> Action {
        let capacity = self.state().line_capacity + u32::try_from(self.below(6)).expect("few");
        ("grow", vec![self.deal.grow_line(&self.book, capacity)])
    }

    /// Of a ticket with an empty place before it, or else the last.
    fn move_up(&mut self) -> Action {
        let all = self.book.tickets(&mut self.world);
        let after = all
            .windows(2)
            .find(|pair| pair[0].place + 1 < pair[1].place)
            .map(|pair| pair[1]);
        let Some(ticket) = after.or_else(|| all.last().copied()) else {
            return NOTHING;
        };
        let call = self.deal.move_up(&self.book, &ticket.owner, ticket.id);
        ("move", vec![call])
    }

    /// Some part of a ticket, mostly of one that is committed.
    fn approve(&mut self) -> Action {
        let state = self.state();
        let all = self.book.tickets(&mut self.world);
        let committed = all.iter().find(|ticket| {
            ticket.is_committed(&state) && (ticket.approved == 0 || ticket.id.is_multiple_of(3))
        });
        let Some(ticket) = committed.copied().or_else(|| self.ticket()) else {
            return NOTHING;
        };
        let amount = self.below(ticket.value / 5 + 2) * 5;
        let call = self
            .deal
            .approve_ticket(&self.book, &ticket.owner, ticket.id, amount);
        ("approve", vec![call])
    }

    fn gift_or_owner_total(&mut self) -> Action {
        let owner = self.person();
        if self.below(3) == 0 {
            let call = self.deal.close_owner_total(&self.book, &owner, &owner);
            return ("stake", vec![call]);
        }
        if self.below(3) == 0 {
            let call = self.deal.fund_tips(&self.book, &owner, 3_000);
            return ("tips", vec![call]);
        }
        self.gift(&owner)
    }

    pub(super) fn gift(&mut self, owner: &Pubkey) -> Action {
        let asset = u8::try_from(self.below(3)).expect("few");
        let asset = self.book.asset(asset).clone();
        let to = if self.below(2) == 0 {
            asset.escrow
        } else {
            asset.vault
        };
        let amount = self.below(1_000) + 1;
        let from = asset.account(owner);
        let (mint, program) = (asset.mint, asset.token_program);
        let gift = token::transfer(&program, &from, &mint, &to, owner, amount);
        ("gift", vec![gift])
    }
}
