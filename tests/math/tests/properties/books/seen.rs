//! What the books came to, so that nothing is thought tested that never happens.

use super::{draw::Action, game::Game, model::Held, terms::Terms};
use securities::book::outcome::TicketOutcome;
use std::collections::BTreeMap;

/// How many books, or refusals, of a kind.
#[derive(Default)]
pub struct Seen(BTreeMap<String, usize>);

/// What every kind of book must have met, a few dozen times at least.
const ALWAYS: [&str; 49] = [
    "locked",
    "locked after the deadline",
    "refunded",
    "accepted",
    "cut at the cap",
    "a late payment",
    "rewarded",
    "rewarded twice",
    "an asset that earns",
    "money that does not count",
    "a lead",
    "rounded shares",
    "a third offer",
    "50 tickets",
    "a later deadline",
    "a longer line",
    "AlreadyCommitted",
    "AlreadyQualified",
    "BadCaps",
    "BadCurve",
    "BadPoll",
    "CannotLeave",
    "LeadBound",
    "LeadFirst",
    "LineTooShort",
    "NoOffer",
    "NoPoll",
    "NotCommitted",
    "NotEligible",
    "BookNotOpen",
    "NotRestricted",
    "NotWholeLots",
    "NothingToMove",
    "OfferChanged",
    "OfferPeriodTooLong",
    "Overflow",
    "PlaceOutOfRange",
    "PollRunning",
    "PriceOutOfBand",
    "PriceTooCoarse",
    "RemainderTooSmall",
    "LimitsBroken",
    "GroupTerms",
    "TipLowered",
    "TicketTooLarge",
    "TicketTooSmall",
    "TicketUnqualified",
    "WithdrawTooMuch",
    "ZeroAmount",
];

impl Seen {
    fn count(&mut self, what: impl Into<String>, times: usize) {
        *self.0.entry(what.into()).or_default() += times;
    }

    pub fn note(&mut self, game: &Game, terms: &Terms) {
        let model = &game.model;
        let found = model.locked.as_deref().unwrap_or_default();
        let counts = |held: &Held| model.counts(held);
        let sum = |of: &dyn Fn(&Held, &TicketOutcome) -> u64| -> u64 {
            found.iter().map(|(held, part)| of(held, part)).sum()
        };
        let accepted = sum(&|_, part| part.accepted);
        let committed = sum(&|held, _| if counts(held) { held.value } else { 0 });
        let earns = |held: &Held| !model.assets[usize::from(held.asset)].is_par;
        let locked_at = game.program.book.locked_at;
        let late = |action: &Action| matches!(action, Action::GiveBack { .. });
        let accepts = accepted > 0;
        for (what, is_so) in [
            ("locked", model.locked.is_some()),
            ("locked after the deadline", locked_at >= model.deadline),
            ("refunded", model.locked.is_none()),
            ("accepted", accepts),
            (
                "cut at the cap",
                accepted == model.cap && committed > accepted,
            ),
            ("fallen", accepted < model.cap.min(committed)),
            ("a late payment", game.actions.iter().any(late)),
            ("rewarded", sum(&|_, part| part.rewards[0]) > 0),
            ("rewarded twice", sum(&|_, part| part.rewards[1]) > 0),
            (
                "an asset that earns",
                sum(&|held, part| part.accepted * u64::from(earns(held))) > 0,
            ),
            (
                "money that does not count",
                accepts
                    && found
                        .iter()
                        .any(|(held, _)| model.is_committed(held) && !counts(held)),
            ),
            ("a lead", accepts && model.has_lead()),
            ("rounded shares", accepts && !model.is_exact()),
            ("a third offer", accepts && model.version > 2),
            ("50 tickets", found.len() > 50),
            ("a later deadline", model.deadline > terms.args.deadline),
            ("a longer line", model.capacity > terms.capacity),
        ] {
            self.count(what, usize::from(is_so));
        }
        for refusal in &game.refusals {
            self.count(format!("{refusal:?}"), 1);
        }
        self.count("actions", game.actions.len());
    }

    /// Panics unless all that must be seen was, and this.
    pub fn has_all(&self, this: &[&str]) {
        for what in ALWAYS.iter().chain(this) {
            let count = self.0.get(*what).copied().unwrap_or_default();
            assert!(count >= 30, "{what}: {count} in {:#?}", self.0);
        }
    }
}
