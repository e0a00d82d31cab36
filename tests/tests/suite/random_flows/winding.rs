//! A thousand histories end with a wind-down: nothing is left of a deal, whatever happened to it.

use super::{Scene, Seen, draw::Play, structures};
use anchor_lang::{
    InstructionData, ToAccountMetas, prelude::Pubkey, solana_program::instruction::Instruction,
};
use securities::{
    ID, accounts,
    book::{phase::Stage, state::Book},
    cash::{distribution::state::Source, loss::state::Loss, waterfall::state::Waterfall},
    instruction as call,
    security::state::{Security, Status},
    tranche::holder::Holder,
};
use securities_tests::{address, engine::Engine, read, rng::Rng, winding, world::DAY};

/// Histories of each structure.
const HISTORIES: u64 = 167;

#[test]
fn any_history_of_a_credit_deal_is_wound_down_to_nothing() {
    Scene::new(structures::credit).wind_all_down(0x51ed_270b_9d3c_7a11);
}

#[test]
fn any_history_of_a_fund_is_wound_down_to_nothing() {
    Scene::new(structures::fund).wind_all_down(0x0b4d_42f7_3ac9_e5d3);
}

#[test]
fn any_history_of_a_fund_that_shares_each_deal_is_wound_down_to_nothing() {
    Scene::new(structures::deal_by_deal).wind_all_down(0x7f4a_7c15_9e37_79b9);
}

#[test]
fn any_history_of_a_royalty_is_wound_down_to_nothing() {
    Scene::new(structures::royalty).wind_all_down(0x3c6e_f372_fe94_f82b);
}

#[test]
fn any_history_of_a_revolving_deal_is_wound_down_to_nothing() {
    Scene::new(structures::revolving).wind_all_down(0xa54f_f53a_5f1d_36f1);
}

#[test]
fn any_history_of_a_pool_is_wound_down_to_nothing() {
    Scene::new(structures::pool).wind_all_down(0x510e_527f_ade6_82d1);
}

impl Scene {
    fn wind_all_down(&mut self, seed: u64) {
        let mut rng = Rng(seed);
        let mut seen = Seen::default();
        let mut with_rest = 0;
        for history in 0..HISTORIES {
            let play = Play::draw(&mut rng, &self.structure);
            let cranks = Rng(rng.next());
            self.restore();
            // Also what the history before has closed.
            for (address, account) in self.accounts.clone() {
                self.world.engine.set_account(&address, account);
            }
            self.play(&play, cranks, &mut seen);
            with_rest += u64::from(self.wind_down(history) > 0);
        }
        println!("{with_rest} of {HISTORIES} left something that nobody could take, or rounding");
    }

    /// Winds the deal down to nothing. Returns what was left in the vault for nobody.
    fn wind_down(&mut self, history: u64) -> u64 {
        self.begin();
        self.close_books();
        let (deal, now) = (self.deal.clone(), self.world.engine.now());
        let accounts = self.world.program_accounts();
        self.world.engine.set_now(now + deal.loss_notice + DAY);
        for (_, loss) in read::all::<Loss>(&accounts) {
            if loss.status == 0 {
                self.world.go(&[deal.record_loss(loss.report_sha256[0])]);
            }
        }
        for (_, source) in read::all::<Source>(&accounts) {
            self.world
                .go(&[deal.close_source(deal.coin(), source.number)]);
        }
        winding::end(&mut self.world, &deal);
        for tier in 0..self.structure.tiers.len() as u8 {
            // There may be nothing to pay, and the tier may be no fee.
            let _ = self
                .world
                .send(&[deal.pay_fee(tier, &self.structure.payee)]);
        }
        let security: Security = read::state(&mut self.world.engine, &deal.security);
        let vault = *security.vault();
        let accounts = self.world.program_accounts();
        let records = read::all::<Holder>(&accounts).len() as u64;
        let closed = winding::close_all(&mut self.world, &deal);
        let rounding = closed.left - vault.treasury - vault.tips;
        assert!(
            rounding <= records + deal.classes.len() as u64,
            "history {history}: {rounding} of rounding in {records} records"
        );
        closed.left
    }

    /// As if every class had resolved on it.
    fn begin(&mut self) {
        let now = self.world.engine.now();
        let (security, waterfall) = (self.deal.security, self.deal.waterfall);
        read::edit::<Security>(&mut self.world.engine, &security, |security| {
            security.status = Status::Winding as u8;
            security.winding.from = now;
        });
        read::edit::<Waterfall>(&mut self.world.engine, &waterfall, |waterfall| {
            waterfall.revolving_until = waterfall.revolving_until.min(now);
        });
    }

    /// Fails the books that are open, and closes all.
    fn close_books(&mut self) {
        let deal = self.deal.clone();
        for book in self.structure.books.clone() {
            book.release(&mut self.world, &deal);
        }
        let accounts = self.world.program_accounts();
        for (key, book) in read::all::<Book>(&accounts) {
            if book.stage == Stage::Open as u8 {
                let fail = self.call(
                    &accounts::FailBook {
                        security: deal.security,
                        failed: None,
                        book: key,
                        event_authority: address::event_authority(),
                        program: ID,
                    },
                    &call::FailBook {},
                );
                self.world.go(&[fail]);
            }
            let close = self.closes(&key, &book);
            self.world.go(&[close]);
        }
    }

    fn closes(&self, key: &Pubkey, book: &Book) -> Instruction {
        let asset = &book.assets[0];
        self.call(
            &accounts::CloseBook {
                security: self.deal.security,
                tranche: book.tranche,
                book: *key,
                line: book.line,
                rent_payer: book.rent_payer,
                escrow: asset.escrow,
                vault: self.deal.vault,
                settlement_mint: asset.mint,
                token_program: asset.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseBook {},
        )
    }

    fn call(&self, accounts: &impl ToAccountMetas, data: &impl InstructionData) -> Instruction {
        Instruction {
            program_id: ID,
            accounts: accounts.to_account_metas(None),
            data: data.data(),
        }
    }
}
