//! What happens to a deal, and what it does.

use super::deal::Deal;
use crate::{
    cash::{
        distribution::state::DistributionKind,
        waterfall::{Draw, Inflow, RunResult},
    },
    conversion::convert::Converted,
    errors::SecuritiesError,
    math::{calendar, fixed, loss::Losses, quantity::Shares},
};
use anchor_lang::prelude::*;

/// Money that is paid in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct Payment {
    /// The amount, in settlement base units; 0 runs what waits.
    pub amount: u64,
    /// The part of it that is principal; 0 for a recovery.
    pub principal: u64,
    /// Whether it is a recovery of a recorded loss.
    pub recovery: bool,
    /// For carry that was overpaid and is paid back: the rank of the class that was overpaid.
    pub clawback: Option<u8>,
}

/// What happens to a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum Event {
    /// A book of a tranche is locked, all its tickets are settled, and its proceeds are released.
    Lock {
        /// Rank of the tranche.
        rank: u8,
        /// Shares issued, in share base units.
        shares: u64,
        /// What was paid for them, in settlement base units.
        money: u64,
    },
    /// A payment.
    Pay(Payment),
    /// A loss of the pool is recorded, in settlement base units.
    Lose {
        /// The amount.
        amount: u64,
    },
    /// A recorded loss is corrected, in settlement base units.
    Correct {
        /// The amount.
        amount: u64,
    },
    /// The value of the pool is reported, in settlement base units, with the arbitrator's signature.
    Report {
        /// The value.
        value: u64,
    },
    /// The sponsor draws proceeds, or from the reinvestment account, in settlement base units.
    Draw {
        /// The amount.
        amount: u64,
        /// Whether it is drawn from the reinvestment account.
        reinvestment: bool,
    },
    /// The rate of a floating tranche's next period is fixed.
    Fix {
        /// Rank of the tranche.
        rank: u8,
        /// The reference rate, in parts per million.
        reference_ppm: u32,
    },
    /// The sponsor elects that the interest of a tranche's current period is paid in kind.
    Elect {
        /// Rank of the tranche.
        rank: u8,
    },
    /// The sponsor submits an expense, in settlement base units.
    Expense {
        /// The place of its tier, from 0.
        tier: u8,
        /// The amount.
        amount: u64,
    },
    /// A fee or an expense is paid out of the treasury, as far as it is due.
    PayFee {
        /// The place of its tier, from 0.
        tier: u8,
    },
    /// Nothing but the time that passes: everything is brought up to date, and the triggers are tested.
    Look,
    /// A whole class is converted, if that is due.
    ConvertClass {
        /// The place of the conversion, from 0.
        conversion: u8,
    },
    /// Holders elect to convert some shares.
    ConvertShares {
        /// The place of the conversion, from 0.
        conversion: u8,
        /// Shares that they give, in share base units.
        shares: u64,
    },
}

/// What an event did, apart from what the accounts show afterwards.
pub(crate) enum Effect {
    /// A payment ran.
    Ran(Box<RunResult>),
    /// A loss was borne.
    Lost(Box<Losses>),
    /// Shares of the class of one rank became shares of that of another.
    Converted(u8, u8, Converted),
    /// Nothing more.
    None,
}

impl Deal {
    /// Plays an event at `now`, in Unix seconds, as its instruction would. If it is refused, nothing changes.
    ///
    /// # Errors
    /// The instruction's own.
    pub fn play(&mut self, event: &Event, now: i64) -> Result<Effect> {
        match *event {
            Event::Lock {
                rank,
                shares,
                money,
            } => self.lock(rank, Shares(shares), money, now)?,
            Event::Pay(payment) => return self.pay(&payment, now),
            Event::Lose { amount } => {
                ensure!(amount > 0, SecuritiesError::ZeroAmount);
                let losses = self.step(|tranches, security, waterfall| {
                    tranches.lose(security, waterfall, amount, now)
                })?;
                return Ok(Effect::Lost(losses));
            }
            Event::Correct { amount } => {
                self.step(|tranches, security, waterfall| {
                    tranches.correct(security, waterfall, amount, now)
                })?;
            }
            Event::Report { value } => {
                ensure!(value > 0, SecuritiesError::ZeroAmount);
                let today = calendar::day_of(now)?;
                let mut waterfall = self.waterfall.clone();
                waterfall.count_pool(self.security.began_on(today)?, today);
                waterfall.report_pool(value, now, true)?;
                self.waterfall = waterfall;
            }
            Event::Draw {
                amount,
                reinvestment,
            } => self.draw(amount, reinvestment, now)?,
            Event::Fix {
                rank,
                reference_ppm,
            } => {
                let mut tranche = *self.tranche(rank)?;
                tranche.accrue(calendar::day_of(now)?)?;
                tranche.require_fixable(now)?;
                tranche.fix(reference_ppm);
                self.put(tranche);
            }
            Event::Elect { rank } => {
                self.step(|tranches, security, waterfall| {
                    tranches.elect_pik(security, waterfall, rank, now)
                })?;
            }
            Event::Expense { tier, amount } => {
                ensure!(amount > 0, SecuritiesError::ZeroAmount);
                self.step(|_, security, waterfall| {
                    waterfall.submit_expense(security, tier, amount, now)
                })?;
            }
            Event::PayFee { tier } => {
                self.step(|tranches, security, waterfall| {
                    tranches.pay_from_treasury(security, waterfall, tier, now)
                })?;
            }
            Event::Look => {
                self.step(|tranches, security, waterfall| {
                    tranches.check(security, waterfall, now)
                })?;
            }
            Event::ConvertClass { conversion } => return self.convert_class(conversion, now),
            Event::ConvertShares { conversion, shares } => {
                return self.convert_shares(conversion, shares, now);
            }
        }
        Ok(Effect::None)
    }

    fn lock(&mut self, rank: u8, shares: Shares, money: u64, now: i64) -> Result<()> {
        let mut tranche = *self.tranche(rank)?;
        tranche.accrue(calendar::day_of(now)?)?;
        tranche.offer(shares.get())?;
        tranche.begin(now)?;
        tranche.issue(shares, money, now)?;
        // What it is converted at goes by the price of its books.
        tranche.note_price(now);
        let price = fixed::mul_div_floor(money, tranche.unit, shares.get())?;
        tranche.last_price = tranche.last_price.max(price);
        tranche.invariant()?;
        let mut security = self.security.clone();
        security.begin(now);
        let vault = security.vault_mut();
        if tranche.is_cover() {
            vault.add_to_cover(money)?;
            tranche.unfunded = fixed::sub(tranche.unfunded, money)?;
        } else {
            vault.add_to_treasury(money)?;
            tranche.pay_in(0, money)?;
        }
        self.security = security;
        self.put(tranche);
        Ok(())
    }

    fn pay(&mut self, payment: &Payment, now: i64) -> Result<Effect> {
        let &Payment {
            amount,
            principal,
            recovery,
            clawback,
        } = payment;
        ensure!(
            clawback.is_none() || (amount > 0 && principal == 0 && !recovery),
            SecuritiesError::ClawbackTooLarge
        );
        ensure!(
            principal == 0 || (!recovery && principal <= amount),
            SecuritiesError::BadPrincipal
        );
        let ran = self.step(|tranches, security, waterfall| {
            ensure!(
                amount == 0 || amount >= security.min_distribution,
                SecuritiesError::DistributionTooSmall
            );
            tranches.run(
                security,
                waterfall,
                &Inflow {
                    vault: 0,
                    gross: amount,
                    principal,
                    kind: match clawback {
                        Some(_) => DistributionKind::Clawback,
                        None if recovery => DistributionKind::Recovery,
                        None => DistributionKind::Income,
                    },
                    class: clawback.unwrap_or(0),
                    release: 0,
                    now,
                },
            )
        })?;
        Ok(Effect::Ran(Box::new(ran)))
    }

    fn convert_class(&mut self, place: u8, now: i64) -> Result<Effect> {
        let mut converting = self.conversion(place)?.clone();
        let (from, into) = (converting.from, converting.into);
        let conversion = &mut converting.conversion;
        conversion.require_open(now)?;
        ensure!(conversion.is_of_class(), SecuritiesError::OwnerConverts);
        let done = self.step(|tranches, security, waterfall| {
            tranches.check(security, waterfall, now)?;
            conversion.require_due(security, waterfall, now)?;
            let pair = [usize::from(from), usize::from(into)];
            let pair = tranches.0.get_disjoint_mut(pair);
            let [from, into] = pair.map_err(|_| SecuritiesError::WrongConversion)?;
            into.begin(now)?;
            let done = conversion.convert_class((from, into), now)?;
            security.invariant()?;
            tranches.check(security, waterfall, now)?;
            Ok(done)
        })?;
        self.put_conversion(place, converting);
        Ok(Effect::Converted(from, into, done))
    }

    fn convert_shares(&mut self, place: u8, given: u64, now: i64) -> Result<Effect> {
        ensure!(given > 0, SecuritiesError::NothingToConvert);
        let mut converting = self.conversion(place)?.clone();
        let (mut from, mut into) = (
            *self.tranche(converting.from)?,
            *self.tranche(converting.into)?,
        );
        ensure!(given <= from.shares, SecuritiesError::SharesShort);
        from.roll(now)?;
        let conversion = &mut converting.conversion;
        conversion.ready((&mut from, &mut into), given, now)?;
        let leaving = from.convert_out(given)?;
        let (done, _) = conversion.exchange((&from, &mut into), (given, leaving), now)?;
        from.invariant()?;
        into.invariant()?;
        self.put(from);
        self.put(into);
        let effect = Effect::Converted(converting.from, converting.into, done);
        self.put_conversion(place, converting);
        Ok(effect)
    }

    fn draw(&mut self, amount: u64, reinvestment: bool, now: i64) -> Result<()> {
        ensure!(amount > 0, SecuritiesError::ZeroAmount);
        self.step(|tranches, security, waterfall| {
            security.delivery.require_confirmed()?;
            let draw = Draw {
                vault: 0,
                amount,
                reinvestment,
            };
            tranches.draw(security, waterfall, draw, now)
        })
    }
}
