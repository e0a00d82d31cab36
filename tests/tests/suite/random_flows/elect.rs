//! Interest that is to be paid in kind.

use super::{Scene, model::Model, projected::Projected};
use securities::cash::waterfall::state::Waterfall;
use securities_tests::{engine::Engine, read};

impl Scene {
    /// The sponsor elects it for the second class, if it can be.
    pub(super) fn elect(
        &mut self,
        (model, projected): (&mut Model, &mut Projected),
    ) -> &'static str {
        let now = self.world.engine.now();
        // Whether the triggers accelerate the debts is what payments are held against.
        self.world.go(&[self.deal.check_triggers()]);
        let waterfall: Waterfall = read::state(&mut self.world.engine, &self.deal.waterfall);
        let elect = self.deal.elect_pik(&self.deal.sponsor, 1);
        let expected = if waterfall.tripped == 1 || waterfall.declared == 1 {
            Err("Accelerated")
        } else {
            model.elect(now)
        };
        match expected {
            Ok(()) => {
                self.world.go(&[elect]);
                projected.elect(1, now);
                "elect"
            }
            Err(error) => {
                assert_eq!(self.world.refused(&[elect]), error);
                "cannot elect"
            }
        }
    }
}
