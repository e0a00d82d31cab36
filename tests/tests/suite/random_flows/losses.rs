//! Losses that a history has, and their corrections.

use super::{Scene, model::Model, projected::Projected};
use securities::cash::loss::state::Loss;
use securities_tests::{engine::Engine, read};

impl Scene {
    pub(super) fn lose(
        &mut self,
        (model, projected): (&mut Model, &mut Projected),
        part: u64,
        report: u8,
    ) -> &'static str {
        let amount = model.principal() * part / 16;
        if amount == 0 {
            return "nothing";
        }
        let lose = self.deal.lose(amount, report);
        let before = (model.kept(), self.funded());
        self.world.go(&lose);
        model.lose(amount, self.world.engine.now());
        projected.lose(amount, self.world.engine.now());
        self.wait_for_release(before, model.kept());
        "lose"
    }

    /// Lowers the last loss, if one can be.
    pub(super) fn correct(
        &mut self,
        (model, projected): (&mut Model, &mut Projected),
        part: u64,
        report: u8,
    ) -> &'static str {
        let loss = self.deal.loss(report);
        if self
            .world
            .engine
            .account(&loss)
            .is_none_or(|account| account.data.is_empty())
        {
            return "nothing";
        }
        let state = read::state::<Loss>(&mut self.world.engine, &loss);
        let most = (state.written_off - state.corrected).min(model.written_off());
        let amount = most * (part + 1) / 9;
        if amount == 0 {
            return "nothing";
        }
        let correct = self.deal.correct_loss(amount, report);
        self.world.go(&[correct]);
        model.correct(amount, self.world.engine.now());
        projected.correct(amount, self.world.engine.now());
        "correct"
    }
}
