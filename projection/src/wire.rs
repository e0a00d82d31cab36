//! What a projection is asked, and what it answers, in Borsh.

use crate::{
    deal::{ConversionAccount, Deal, DealTerms},
    errors::SecuritiesError,
    events::{Effect, Event},
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// Where a projection starts.
#[derive(Clone, AnchorSerialize, AnchorDeserialize)]
pub enum Start {
    /// From the terms of a deal that is not on the chain yet.
    Terms(DealTerms),
    /// From the data of a deal's accounts.
    Accounts {
        /// The security.
        security: Vec<u8>,
        /// Its waterfall.
        waterfall: Vec<u8>,
        /// Its tranches, by rank.
        tranches: Vec<Vec<u8>>,
        /// The conversions between its tranches that are not closed.
        conversions: Vec<ConversionAccount>,
    },
}

/// Something that happens at a time.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct Step {
    /// When, in Unix seconds; not before the step before it.
    pub at: i64,
    /// What.
    pub event: Event,
}

/// A projection to make.
#[derive(Clone, AnchorSerialize, AnchorDeserialize)]
pub struct Request {
    /// Where it starts.
    pub start: Start,
    /// What happens, in order of time.
    pub steps: Vec<Step>,
}

/// What a tranche received in a run, in settlement base units. What each means: the program's `Receipt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct Received {
    /// Current interest.
    pub interest: u64,
    /// Arrears.
    pub arrears: u64,
    /// Principal.
    pub principal: u64,
    /// Written-off principal, repaid in cash.
    pub reinstated: u64,
    /// Losses of a cover made good, in the cover.
    pub restored: u64,
    /// Carry, splits and the residual.
    pub residual: u64,
}

/// How a payment ran, in settlement base units; tiers in order, tranches by rank.
#[derive(Clone, Debug, Default, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct Ran {
    /// The reserve before.
    pub reserve: u64,
    /// The reinvestment account before.
    pub reinvestment: u64,
    /// How much of the payment was principal.
    pub principal: u64,
    /// What each tier took.
    pub tiers: Vec<u64>,
    /// The part of it that was principal.
    pub of_principal: Vec<u64>,
    /// What each tranche received.
    pub received: Vec<Received>,
    /// What each tranche was made good outside the tiers.
    pub made_good: Vec<u64>,
    /// What each tranche was written up without cash.
    pub written_up: Vec<u64>,
    /// What went to the treasury because nobody holds the class that it was for.
    pub undistributed: u64,
}

/// How a loss was borne, in settlement base units, by rank.
#[derive(Clone, Debug, Default, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct Borne {
    /// Cash that covers paid.
    pub covered: Vec<u64>,
    /// Principal written off.
    pub written_off: Vec<u64>,
    /// Principal that the covers' cash repaid.
    pub repaid: Vec<u64>,
}

/// What shares became.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct Became {
    /// Rank of the class whose shares were given.
    pub from: u8,
    /// Rank of the class whose shares were received.
    pub into: u8,
    /// Shares that were given, in share base units.
    pub given: u64,
    /// Shares that they became, in share base units.
    pub received: u64,
    /// Principal that ended with them, in settlement base units.
    pub principal: u64,
    /// Interest and arrears that ended with them, whether or not they were converted.
    pub interest: u64,
}

/// A tranche after a step. Amounts are in settlement base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct ClassState {
    /// Shares, in share base units.
    pub shares: u64,
    /// Principal outstanding; of a cover, its capital.
    pub outstanding: u64,
    /// Principal written off; of a cover, what it paid for losses.
    pub loss: u64,
    /// Interest due.
    pub interest: u64,
    /// Arrears.
    pub arrears: u64,
    /// Principal that has fallen due.
    pub principal_due: u64,
    /// Day number of the first due date not met; 0: none.
    pub overdue_since: u64,
    /// Total received for its holders. Wide, so that it goes on counting where the chain's total has stopped.
    pub funded: u128,
}

/// The settlement vault after a step, in settlement base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct VaultState {
    /// Proceeds that the sponsor may draw.
    pub treasury: u64,
    /// Fees not yet paid to their payees.
    pub fees: u64,
    /// The reserve.
    pub reserve: u64,
    /// The reinvestment account.
    pub reinvestment: u64,
    /// Capital of the covers.
    pub cover: u64,
}

/// A deal after a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct StepReport {
    /// The number of the error that refused it, and left everything as it was; 0: it was played.
    pub error: u32,
    /// The mode: 0 revolving, 1 amortising, 2 accelerated.
    pub mode: u8,
    /// The triggers that do not hold, as tested last: bit n is trigger n.
    pub failing: u8,
    /// Of a payment: how it ran.
    pub ran: Option<Ran>,
    /// Of a loss: who bore it.
    pub borne: Option<Borne>,
    /// Of a conversion: what became what.
    pub became: Option<Became>,
    /// The settlement vault.
    pub vault: VaultState,
    /// The tranches, by rank.
    pub classes: Vec<ClassState>,
}

/// The answer: a report for each step or, where there is no deal to play, the number of the error.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum Answer {
    /// The terms or accounts are refused.
    Refused(u32),
    /// What each step did.
    Reports(Vec<StepReport>),
}

/// Makes a projection.
#[must_use]
pub fn project(request: &Request) -> Answer {
    let deal = match &request.start {
        Start::Terms(terms) => Deal::new(terms),
        Start::Accounts {
            security,
            waterfall,
            tranches,
            conversions,
        } => Deal::read(security, waterfall, tranches, conversions),
    };
    let mut deal = match deal {
        Ok(deal) => deal,
        Err(error) => return Answer::Refused(number(&error)),
    };
    let mut now = i64::MIN;
    let steps = request.steps.iter();
    Answer::Reports(
        steps
            .map(|step| {
                let played = if step.at < now {
                    Err(SecuritiesError::DateOutOfRange.into())
                } else {
                    now = step.at;
                    deal.play(&step.event, step.at)
                };
                report(&deal, played, now)
            })
            .collect(),
    )
}

fn number(error: &Error) -> u32 {
    match error {
        Error::AnchorError(error) => error.error_code_number,
        Error::ProgramError(_) => u32::MAX,
    }
}

fn report(deal: &Deal, played: Result<Effect>, now: i64) -> StepReport {
    let vault = deal.security.vault();
    let mut report = StepReport {
        mode: deal.waterfall.mode(now) as u8,
        vault: VaultState {
            treasury: vault.treasury,
            fees: vault.fees,
            reserve: vault.reserve,
            reinvestment: vault.reinvestment,
            cover: vault.cover,
        },
        classes: deal.tranches.iter().map(class).collect(),
        ..StepReport::default()
    };
    let mut bit = 1_u8;
    for trigger in deal.waterfall.triggers() {
        if trigger.failed_since > 0 {
            report.failing |= bit;
        }
        bit = bit.wrapping_shl(1);
    }
    let classes = deal.tranches.len();
    let by_rank = |amounts: &[u64]| amounts.iter().take(classes).copied().collect();
    match played {
        Err(error) => report.error = number(&error),
        Ok(Effect::None) => {}
        Ok(Effect::Lost(losses)) => {
            report.borne = Some(Borne {
                covered: by_rank(&losses.covered),
                written_off: by_rank(&losses.written_off),
                repaid: by_rank(&losses.repaid),
            });
        }
        Ok(Effect::Converted(from, into, done)) => {
            report.became = Some(Became {
                from,
                into,
                given: done.given,
                received: done.issued,
                principal: done.leaving.principal,
                interest: done.leaving.interest,
            });
        }
        Ok(Effect::Ran(ran)) => {
            let outcome = &ran.outcome;
            let tiers = usize::from(deal.waterfall.tier_count);
            let receipts = outcome.receipts.iter().take(classes);
            report.ran = Some(Ran {
                reserve: ran.reserve,
                reinvestment: ran.reinvestment,
                principal: ran.principal,
                tiers: outcome.tiers.iter().take(tiers).copied().collect(),
                of_principal: outcome.of_principal.iter().take(tiers).copied().collect(),
                received: receipts
                    .map(|got| Received {
                        interest: got.interest,
                        arrears: got.arrears,
                        principal: got.principal,
                        reinstated: got.reinstated,
                        restored: got.restored,
                        residual: got.residual,
                    })
                    .collect(),
                made_good: by_rank(&outcome.made_good),
                written_up: by_rank(&ran.written_up),
                undistributed: outcome.undistributed,
            });
        }
    }
    report
}

fn class(tranche: &Tranche) -> ClassState {
    ClassState {
        shares: tranche.shares,
        // Consistent after every step that was played, and before.
        outstanding: tranche.capital().unwrap_or(0),
        loss: tranche.loss,
        interest: tranche.interest_due,
        arrears: tranche.arrears,
        principal_due: tranche.principal_due,
        overdue_since: tranche.overdue_since,
        funded: tranche.payouts().first().map_or(0, |payout| {
            u128::from(payout.payable).saturating_add(payout.paid.into())
        }),
    }
}
