//! What a payment does: fees accrue, the tiers of the naive waterfall take, and what they took is booked.

use super::{Model, Sort, class::Class, day, small};
use securities::{
    cash::{
        distribution::state::Distribution,
        waterfall::terms::{ReservePurpose, TierTerms},
    },
    math::waterfall::{
        Carry, Claimant, Clawback, Coverage, Mode, Participation, Period, Purpose, Tier,
        WaterfallInput,
    },
};
use securities_math_tests::naive::{self, waterfall::Expected};

impl Model {
    /// Money comes in.
    pub fn pay(
        &mut self,
        (amount, named): (u64, u64),
        sort: Sort,
        now: i64,
        record: &Distribution,
    ) {
        for class in &mut self.classes {
            class.accrue(now);
        }
        self.look(now);
        let pro_rata = self.is_pro_rata(now);
        let recovery = sort == Sort::Recovery;
        let clawback = match sort {
            Sort::Clawback(rank) => Some(Clawback { rank, amount }),
            _ => None,
        };
        let written_up = if recovery {
            self.write_up(amount.into())
        } else {
            vec![0; self.classes.len()]
        };
        let principal = named + small(written_up.iter().sum());
        let earned = if clawback.is_some() { 0 } else { amount };
        self.accrue_fees((earned, earned - principal), day(now));
        let mut claimants: Vec<Claimant> = self.classes.iter().map(Class::claimant).collect();
        self.weigh(&mut claimants);
        let mode = match self.mode(now) {
            Mode::Accelerated if !self.owes_debts() => Mode::Amortising,
            mode => mode,
        };
        self.begin_periods();
        let tiers = self.entitlements();
        let cushions = self.cushions();
        let expected = naive::waterfall::run(&WaterfallInput {
            amount: earned,
            reserve: small(self.reserves[0]),
            earmarked: [small(self.reserves[1]), small(self.reserves[2])],
            reinvestment: small(self.reinvestment),
            trapped: small(self.trapped),
            held: 0,
            traps: false,
            mode,
            principal,
            returns: false,
            principal_pays_interest: self.principal_pays_interest,
            pro_rata,
            recovery,
            clawback,
            in_kind: false,
            tiers: &tiers,
            claimants: &claimants,
            cushions: &cushions,
        });
        let took: Vec<u128> = expected.tiers.iter().map(|took| *took as u128).collect();
        assert_eq!(
            record.tiers.map(u128::from)[..took.len()],
            took,
            "what tiers took of {amount} in mode {mode:?}: {tiers:?} {claimants:?}"
        );
        let made_good: Vec<u128> = expected
            .made_good
            .iter()
            .map(|part| *part as u128)
            .collect();
        assert_eq!(
            record.made_good.map(u128::from)[..made_good.len()],
            made_good
        );
        let clawed_back: Vec<u128> = expected
            .clawed_back
            .iter()
            .map(|part| *part as u128)
            .collect();
        assert_eq!(
            record.clawed_back.map(u128::from)[..clawed_back.len()],
            clawed_back
        );
        let up = written_up.iter().zip(&expected.written_up);
        let up: Vec<u128> = up.map(|(up, covered)| up + *covered as u128).collect();
        assert_eq!(record.written_up.map(u128::from)[..up.len()], up);
        let of_principal: Vec<u64> = expected
            .of_principal
            .iter()
            .map(|part| small(*part as u128))
            .collect();
        assert_eq!(record.of_principal[..took.len()], of_principal);
        assert_eq!(record.principal, principal);
        let reserves: u128 = self.reserves.iter().sum();
        assert_eq!(u128::from(record.reserve), reserves);
        assert_eq!(u128::from(record.reinvestment), self.reinvestment);
        let stays = expected.reinvestment as u128;
        assert_eq!(u128::from(record.reinvestment_after), stays);
        assert_eq!(record.mode, mode as u8);
        let sum: u128 = [&took, &made_good, &clawed_back]
            .into_iter()
            .flatten()
            .sum();
        assert_eq!(
            sum + stays,
            u128::from(amount) + reserves + self.reinvestment,
            "in is out"
        );
        self.reinvestment = stays;
        self.trapped = expected.trapped as u128;
        self.count_periods(earned - principal, &took, &expected);
        self.give_back(&clawed_back);
        for (repaid, [_, _, principal]) in record.repaid.iter().zip(&expected.entitlements) {
            assert_eq!(i128::from(*repaid), *principal);
        }
        self.book(&took, &made_good, &expected);
        self.end_participation_period(now);
        let outstanding: Vec<u128> = self
            .classes
            .iter()
            .map(|class| class.owes.outstanding)
            .collect();
        let recorded = record.outstanding.map(u128::from);
        assert_eq!(recorded[..outstanding.len()], outstanding);
        if self.tripped {
            self.look(now);
        }
    }

    /// What a class was overpaid of its carry.
    pub fn overpaid(&mut self, rank: u8, now: i64) -> u64 {
        for class in &mut self.classes {
            class.accrue(now);
        }
        let claimants: Vec<Claimant> = self.classes.iter().map(Class::claimant).collect();
        let tiers = self.entitlements();
        let flow = WaterfallInput {
            amount: 0,
            reserve: 0,
            earmarked: [0; 2],
            reinvestment: 0,
            trapped: 0,
            held: 0,
            traps: false,
            mode: Mode::Amortising,
            principal: 0,
            returns: false,
            principal_pays_interest: false,
            pro_rata: false,
            recovery: false,
            clawback: None,
            in_kind: false,
            tiers: &tiers,
            claimants: &claimants,
            cushions: &[],
        };
        small(naive::waterfall::overpaid(&flow, rank) as u128)
    }

    /// What a class gave back of its carry is the base's.
    fn give_back(&mut self, clawed_back: &[u128]) {
        for (rank, back) in (0_u8..).zip(clawed_back) {
            let takes = |tier: &TierTerms| matches!(*tier, TierTerms::Carry { rank: taker, .. } if taker == rank);
            let Some(first) = self.tiers.iter().position(takes) else {
                continue;
            };
            self.memory[first].clawed_back += back;
            if let TierTerms::Carry { base, .. } = self.tiers[first] {
                self.classes[usize::from(base)].register.pay(*back);
            }
        }
    }

    fn mode(&self, now: i64) -> Mode {
        if self.tripped {
            Mode::Accelerated
        } else if now < self.revolving_until {
            Mode::Revolving
        } else {
            Mode::Amortising
        }
    }

    /// Whether a debt is owed anything, be it written off.
    fn owes_debts(&self) -> bool {
        let mut debts = self.classes.iter().filter(|class| class.is_debt());
        debts.any(|class| {
            let owes = &class.owes;
            owes.outstanding + owes.interest + owes.arrears + class.loss > 0
        })
    }

    /// Whether a payment of nothing runs what waits for new assets.
    pub fn can_repay(&self, now: i64) -> bool {
        self.reinvestment > 0 && self.mode(now) != Mode::Revolving
    }

    fn book(&mut self, took: &[u128], made_good: &[u128], expected: &Expected) {
        self.reserves = [0; 3];
        let mut income = vec![0; self.classes.len()];
        for (at, tier) in self.tiers.iter().enumerate() {
            let amount = took[at];
            self.memory[at].taken += amount;
            self.memory[at].reached += expected.reached[at] as u128;
            match *tier {
                TierTerms::Fee { .. }
                | TierTerms::AnnualFee { .. }
                | TierTerms::Expense { .. }
                | TierTerms::CollateralTest { .. }
                | TierTerms::InterestTest { .. } => {}
                TierTerms::Reserve { purpose, .. } => self.reserves[purpose as usize] = amount,
                TierTerms::Cover { rank } => {
                    let class = &mut self.classes[usize::from(rank)];
                    class.regain(amount);
                }
                // By class, below.
                TierTerms::Interest { .. }
                | TierTerms::Arrears { .. }
                | TierTerms::Principal { .. }
                | TierTerms::Service { .. }
                | TierTerms::Sweep { .. }
                | TierTerms::Capital { .. }
                | TierTerms::Deficiency { .. } => {}
                TierTerms::Residual { rank }
                | TierTerms::Carry { rank, .. }
                | TierTerms::Participation { rank, .. }
                | TierTerms::Split { rank, .. } => income[usize::from(rank)] += amount,
            }
        }
        for (at, class) in self.classes.iter_mut().enumerate() {
            if class.is_cover() {
                class.regain(made_good[at]);
            } else {
                // Written-off principal, in cash.
                class.make_good(made_good[at]);
                income[at] += made_good[at];
            }
            if !class.is_cover() {
                class.regain(expected.written_up[at] as u128);
            }
            let parts = expected.entitlements[at].map(|part| part as u128);
            class.paid += parts[0] + parts[1];
            class.owes.pay(parts);
            class.register.pay(income[at] + parts.iter().sum::<u128>());
        }
        self.lower_shortfalls();
        self.release_covers();
    }

    /// Once debts are owed nothing but what is written off, and none of that can be recovered before its maturity,
    /// what covers have goes back, less what they would have paid for it.
    fn release_covers(&mut self) {
        let owes =
            |class: &Class| class.owes.outstanding + class.owes.interest + class.owes.arrears > 0;
        let waits = |class: &Class| class.loss > 0 && !class.has_matured();
        let mut debts = self
            .classes
            .iter()
            .filter(|class| class.is_debt())
            .peekable();
        if debts.peek().is_none() || debts.any(|class| owes(class) || waits(class)) {
            return;
        }
        let mut missed = self.missed();
        let mut cash = 0;
        for class in self
            .classes
            .iter_mut()
            .rev()
            .filter(|class| class.is_cover())
        {
            let pays = class.owes.outstanding.min(class.short).min(missed);
            class.lose(pays);
            (missed, cash) = (missed - pays, cash + pays);
            let rest = class.owes.outstanding;
            class.register.pay(rest);
            class.owes.repay(rest);
        }
        for peers in self.peer_groups() {
            let lost = |class: &Class| if class.is_debt() { class.loss } else { 0 };
            let make_good = |class: &mut Class, part| {
                class.make_good(part);
                class.register.pay(part);
            };
            cash -= self.divide(&peers, cash, lost, make_good);
        }
        self.lower_shortfalls();
    }

    fn entitlements(&self) -> Vec<Tier> {
        let debts = || self.classes.iter().filter(|class| class.is_debt());
        let debt: u128 = debts()
            .map(|class| class.owes.outstanding + class.loss)
            .sum();
        let owed: u128 = debts()
            .map(|class| class.owes.interest + class.owes.arrears)
            .sum();
        let repaid = debts().count() > 0 && debt + owed == 0;
        self.tiers
            .iter()
            .zip(&self.memory)
            .map(|(tier, memory)| match *tier {
                TierTerms::Interest { rank } => Tier::Interest(rank),
                TierTerms::Arrears { rank } => Tier::Arrears(rank),
                TierTerms::Principal { rank } => Tier::Principal(rank),
                TierTerms::Service { rank } => Tier::Service(rank),
                TierTerms::Participation {
                    rank,
                    with,
                    multiplier_bps,
                    gives_up_bps,
                } => Tier::Participation(Participation {
                    rank,
                    with,
                    multiplier_bps,
                    gives_up_bps,
                }),
                TierTerms::Sweep { rank } => Tier::Sweep(rank),
                TierTerms::Capital { rank } => Tier::Capital(rank),
                TierTerms::Deficiency { rank } => Tier::Deficiency(rank),
                TierTerms::Residual { rank } => Tier::Residual(rank),
                TierTerms::Cover { rank } => Tier::Cover(rank),
                TierTerms::Split { rank, bps } => Tier::Split { rank, bps },
                TierTerms::InterestTest {
                    rank,
                    min_bps,
                    traps,
                } => Tier::InterestTest(Coverage {
                    rank,
                    min_bps,
                    traps,
                    pool: None,
                    period: Period {
                        income: small(memory.reached),
                        fees: small(memory.fees),
                        paid: small(memory.paid),
                    },
                }),
                TierTerms::CollateralTest { .. } => panic!("no structure here has one"),
                TierTerms::Fee { .. } => Tier::Fee(small(memory.due / 10_000 - memory.taken)),
                TierTerms::Expense { .. } => Tier::Fee(small(memory.due - memory.taken)),
                TierTerms::AnnualFee { .. } => {
                    Tier::Fee(small(memory.due / 3_650_000 - memory.taken))
                }
                TierTerms::Reserve {
                    purpose,
                    amount,
                    bps,
                } => {
                    let target = amount + small(debt * u128::from(bps) / 10_000);
                    let purpose = match purpose {
                        ReservePurpose::All => Purpose::All,
                        ReservePurpose::Interest => Purpose::Interest,
                        ReservePurpose::Expenses => Purpose::Expenses,
                    };
                    Tier::Reserve(purpose, if repaid { 0 } else { target })
                }
                TierTerms::Carry {
                    rank,
                    base,
                    carry_bps,
                    catch_up_bps,
                    multiple_bps,
                    deal_by_deal,
                } => Tier::Carry(Carry {
                    rank,
                    base,
                    carry_bps,
                    catch_up_bps,
                    multiple_bps,
                    deal_by_deal,
                    reached: small(memory.reached),
                    paid: small(memory.taken),
                    clawed_back: small(memory.clawed_back),
                    // Somebody holds every class, and the treasury pays no fee.
                    passed: 0,
                    spent: 0,
                }),
            })
            .collect()
    }
}
