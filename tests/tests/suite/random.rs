//! Hundreds of actions in random order, sensible and senseless. Whatever goes through, every total is the sum of its
//! parts and every vault covers what is owed; at the end everyone is paid and the vaults hold what their counters say.

use crate::{donations, on_both_engines, payouts::source};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::security::state::Security;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    read,
    rng::Rng,
    token,
    world::{DAY, Money, World},
};

const PEOPLE: usize = 5;
const ACTIONS: usize = 220;
const LOT: u64 = 1_000_000;

on_both_engines! {
    no_order_of_actions_breaks_a_total_in_classic_money => first;
    no_order_of_actions_breaks_a_total_in_token_2022_money => second;
}

fn first<E: Engine>() -> World<E> {
    Play::<E>::run(Money::Classic, 0x9e37_79b9_7f4a_7c15)
}

fn second<E: Engine>() -> World<E> {
    Play::<E>::run(Money::Token2022, 0x0123_4567_89ab_cdef)
}

struct Play<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    people: Vec<Pubkey>,
    state: Rng,
    went_through: usize,
}

impl<E: Engine> Play<E> {
    fn run(money: Money, seed: u64) -> World<E> {
        let mut world = World::<E>::new(money);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            (args.minimum, args.cap) = (20 * LOT, 150 * LOT);
            args.deadline += 1_000 * DAY;
            args.latest_deadline = args.deadline;
        });
        let people: Vec<_> = (0..PEOPLE)
            .map(|at| world.investor(&format!("person {at}"), 1_000 * LOT))
            .collect();
        for owner in &people {
            let welcome = deal.welcome(0, &world.payer, owner);
            world.go(&welcome);
        }
        let mut play = Self {
            world,
            deal,
            book,
            people,
            state: Rng(seed),
            went_through: 0,
        };
        for step in 0..ACTIONS {
            play.step(step);
            if step % 5 == 0 {
                audit::check(&mut play.world);
            }
        }
        play.finish();
        play.world
    }

    /// A number below a bound.
    fn below(&mut self, bound: u64) -> u64 {
        self.state.below(bound)
    }

    fn person(&mut self) -> Pubkey {
        let at = self.below(PEOPLE as u64);
        self.people[usize::try_from(at).expect("few")]
    }

    fn step(&mut self, step: usize) {
        if step == ACTIONS / 3 {
            self.book.lock(&mut self.world, &self.deal);
        }
        let action = self.action();
        let done = self.world.send(&action);
        self.went_through += usize::from(done.is_ok());
    }

    fn action(&mut self) -> Vec<Instruction> {
        let (owner, other, kind) = (self.person(), self.person(), self.below(14));
        let (amount, place) = (self.below(30) * LOT, self.below(16) as u32);
        let security = read::state::<Security>(&mut self.world.engine, &self.deal.security);
        let (deal, book) = (&self.deal, &self.book);
        let cash = deal.cash(&owner);
        match kind {
            0..=2 => {
                let next = book.args.min_ticket.max(amount);
                let id = self.next_id();
                vec![self.deal.deposit(&self.book, (&owner, &owner), id, next, 1)]
            }
            3 => vec![deal.withdraw(book, (&owner, &owner), place, amount)],
            4 | 5 => self.settlement(place),
            6 => vec![deal.transfer_shares(0, &owner, &other, amount / 1_000)],
            7 => {
                self.world.pass(9 * DAY);
                vec![self.deal.post_distribution(
                    &owner,
                    security.next_distribution.into(),
                    source(0, 7 * LOT + amount),
                )]
            }
            8 | 9 => vec![deal.pay_holders(0, &[owner, other])],
            10 => vec![deal.claim(0, &owner)],
            13 => vec![deal.release_proceeds(book, 0)],
            11 => {
                let to = if place % 2 == 0 {
                    deal.vault
                } else {
                    book.vault
                };
                let gift = token::transfer(
                    &deal.token_program,
                    &cash,
                    &deal.mint,
                    &to,
                    &owner,
                    amount / 7 + 1,
                );
                vec![
                    gift,
                    deal.sweep_vault_of(&deal.mint, security.next_distribution.into()),
                ]
            }
            _ => {
                let mint = deal.class(0).mint;
                let shares = deal.share_account(0, &owner);
                let burn = token::burn(&token::TOKEN_2022, &shares, &mint, &owner, amount / 10_000);
                vec![burn, deal.draw_proceeds(&deal.destination, amount / 3 + 1)]
            }
        }
    }

    fn next_id(&mut self) -> u32 {
        self.book.state(&mut self.world).next_ticket
    }

    /// The settlement of a ticket, if there is one of the number, or its refund where nothing of it is accepted.
    fn settlement(&mut self, id: u32) -> Vec<Instruction> {
        let Some(ticket) = self.book.try_ticket(&mut self.world, id) else {
            return vec![self.deal.sweep_vault()];
        };
        let preview = self.book.preview(&mut self.world, &self.deal, id);
        let call = if preview.accepted > 0 {
            self.deal.settle_ticket(&self.book, &ticket)
        } else {
            self.deal.refund_ticket(&self.book, &ticket)
        };
        vec![call]
    }

    /// Settles what is left, pays everyone, draws everything.
    fn finish(&mut self) {
        for id in 0..self.next_id() {
            let settle = self.settlement(id);
            let _already_settled = self.world.send(&settle);
        }
        assert!(
            self.went_through > ACTIONS / 4,
            "most of the play is real: {}",
            self.went_through
        );
        self.book.release(&mut self.world, &self.deal);
        self.world.go(&[self.deal.close_book(&self.book)]);
        donations::sweep_all(&mut self.world, &self.deal, self.deal.coin());
        self.world.go(&[self.deal.pay_holders(0, &self.people)]);
        let vault = *read::state::<Security>(&mut self.world.engine, &self.deal.security).vault();
        if vault.treasury > 0 {
            self.world.go(&[self
                .deal
                .draw_proceeds(&self.deal.destination, vault.treasury)]);
        }
        audit::check(&mut self.world);
        let vault = *read::state::<Security>(&mut self.world.engine, &self.deal.security).vault();
        assert_eq!((vault.treasury, vault.fees), (0, 0), "nothing waits");
        assert!(
            vault.received > 0 && vault.paid > 0,
            "there were distributions"
        );
        assert_eq!(
            self.world.balance(&vault.address),
            vault.payable,
            "to the unit"
        );
    }
}
