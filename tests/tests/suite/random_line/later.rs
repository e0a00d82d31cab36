//! What people and bots do after the lock, or after the deadline of a book that came to nothing.

use super::{
    Play,
    actions::{Action, NOTHING},
};
use crate::{payouts::source, story::WHOLE};
use securities::security::state::Security;
use securities_tests::{
    address,
    engine::Engine,
    read,
    token::{self, TOKEN_2022},
};

impl Play {
    pub(super) fn after_the_lock(&mut self) -> Action {
        self.world.pass(3_600);
        let (owner, other) = (self.person(), self.person());
        let deal = self.deal.clone();
        let security = read::state::<Security>(&mut self.world.engine, &deal.security);
        match self.below(24) {
            0..=4 => self.settlement(),
            5 => self.refund(),
            6 => self.withdraw(),
            7..=10 => {
                let amount = 2 * WHOLE + self.below(WHOLE);
                let now = self.world.engine.now();
                let args = source(now, amount);
                let post = deal.post_distribution(&owner, security.next_distribution.into(), args);
                ("post", vec![post])
            }
            11 => ("claim", vec![deal.claim(1, &owner)]),
            12 => ("pay", vec![deal.pay_holders(1, &[owner, other])]),
            13 => {
                let rank = u8::try_from(self.below(2)).expect("few");
                let amount = self.below(100_000);
                let call = deal.transfer_shares(rank, &owner, &other, amount);
                ("transfer", vec![call])
            }
            14..=16 => {
                let amount = self.below(4 * WHOLE);
                ("exercise", vec![deal.exercise(0, 0, &owner, amount)])
            }
            17 => {
                let [from, to] = [owner, other].map(|who| deal.warrant_account(0, 0, &who));
                let mint = address::warrant_mint(&deal.series(0, 0));
                let amount = self.below(WHOLE);
                let call = token::transfer(&TOKEN_2022, &from, &mint, &to, &owner, amount);
                ("sale", vec![call])
            }
            18 => self.gift(&owner),
            19 => {
                let mint = self.mints()[usize::try_from(self.below(3)).expect("few")].0;
                (
                    "sweep",
                    vec![deal.sweep_vault_of(&mint, security.next_distribution.into())],
                )
            }
            20 => self.report(),
            21..=22 => ("points", vec![deal.take_points(1)]),
            _ => ("close", vec![deal.close_book(&self.book)]),
        }
    }

    /// A bot's settlement of a ticket, whatever is accepted of it.
    fn settlement(&mut self) -> Action {
        let Some(ticket) = self.ticket() else {
            return NOTHING;
        };
        ("settle", vec![self.deal.settle_ticket(&self.book, &ticket)])
    }

    fn refund(&mut self) -> Action {
        let Some(ticket) = self.ticket() else {
            return NOTHING;
        };
        ("refund", vec![self.deal.refund_ticket(&self.book, &ticket)])
    }
}
