//! In what order money is spent.

use super::{peer_groups, rank_of, repays};
use securities::math::waterfall::{Kind, Mode, Tier, WaterfallInput};

/// What is done with money, one thing after the other.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// So much more may be spent.
    Spend(i128),
    /// And so much that the reserve for everything held.
    SpendReserve(i128),
    /// A tier is paid what it is due, or with `all` all principal of its tranche.
    Pay { at: usize, all: bool },
    /// A tier pays interest and arrears alone.
    Interest { at: usize },
    /// Written-off principal of the debts is repaid.
    WrittenOff,
    /// So much at most goes back into covers.
    Restore(i128),
    /// Of all this money, what is no part of these principal proceeds waits; the proceeds were spent first.
    Aside { money: i128, principal: i128 },
    /// What tranches paid in above their principal goes back.
    GiveBack,
    /// What reserves of interest and of expenses keep is no income.
    Apart,
    /// What waits may be spent.
    Together,
    /// So much more principal for the tiers that draw on it.
    Pot(i128),
    /// So much of it was trapped.
    Trapped(i128),
    /// In a revolving deal, what has matured of the debts at a tier is repaid of it.
    Matured { at: usize },
    /// What is left of it stays in the deal.
    Stay,
    /// What is left at the end is trapped.
    TrapRest,
    /// What is left of it is spent next, and the income waits.
    Turn,
    /// A tier that was paid before is paid again, if principal has joined the income.
    Again { at: usize },
    /// Tiers of peers are paid what is left of their parts, where principal is divided.
    Parts { at: usize },
    /// Income again: what is left joins it or, while principal or capital is out, stays in the deal.
    TurnBack,
}

/// In what order money is spent: principal proceeds, what a recovery puts back, and the tiers; or what an acceleration
/// makes of it.
pub(super) fn steps(flow: &WaterfallInput) -> Vec<Step> {
    let due = |at: usize| Step::Pay { at, all: false };
    // The tiers of pari passu classes.
    let entitlements = |classes: &[u8], principal: Option<bool>| -> Vec<usize> {
        let pays = |at: &usize| {
            // What covers losses is no entitlement to money.
            if matches!(flow.tiers[*at], Tier::Deficiency(_)) {
                return false;
            }
            let class = rank_of(flow.tiers[*at]).filter(|class| classes.contains(class));
            // One that stands for both pays either.
            let both = matches!(flow.tiers[*at], Tier::Service(_));
            let fits = |class| {
                principal.is_none_or(|wanted| both || repays(flow.tiers[*at], class) == wanted)
            };
            class.is_some_and(fits)
        };
        (0..flow.tiers.len()).filter(pays).collect()
    };
    let all = |classes: &[u8]| {
        let first = entitlements(classes, Some(true)).into_iter().next();
        first.map(|at| Step::Pay { at, all: true })
    };
    let interest = |classes: &[u8]| {
        let places = entitlements(classes, Some(false)).into_iter();
        places.map(|at| Step::Interest { at })
    };
    let of_kind = |kind: Kind| {
        let peer_groups = peer_groups(flow).into_iter();
        peer_groups.filter(move |peers| flow.claimants[usize::from(peers[0])].kind == kind)
    };
    let debts = || of_kind(Kind::Debt);
    let first_debt = (0..flow.tiers.len()).find(|at| debt(flow, *at));
    let ahead = |at: usize| {
        matches!(flow.tiers[at], Tier::Fee(_)) && first_debt.is_some_and(|first| at < first)
    };

    // Principal goes to the debts, one after the other, and then to capital.
    let spend = |returns: bool| {
        let mut steps = vec![Step::Turn];
        // Losses may have been covered behind the tiers that repay.
        let parts = debts().filter_map(|peers| entitlements(&peers, Some(true)).into_iter().next());
        if flow.pro_rata && !returns {
            steps.extend(parts.map(|at| Step::Parts { at }));
        }
        for peers in debts() {
            steps.extend(all(&peers));
            steps.extend(interest(&peers));
        }
        steps.push(Step::WrittenOff);
        steps.extend(of_kind(Kind::Equity).filter_map(|peers| all(&peers)));
        steps.extend(returns.then_some(Step::GiveBack));
        steps.push(Step::TurnBack);
        steps
    };

    let principal = i128::from(flow.principal);
    // What a covenant trapped is income.
    let held = i128::from(flow.held);
    let reinvestment = i128::from(flow.reinvestment) - held;
    let reserves: i128 = flow.earmarked.iter().copied().map(i128::from).sum();
    let reserve = i128::from(flow.reserve);
    let money = i128::from(flow.amount) + reserves + reserve + reinvestment + held;
    let covers = flow.claimants.iter().filter(|one| one.kind == Kind::Cover);
    let lost: i128 = covers.map(|cover| i128::from(cover.loss)).sum();
    let back = if flow.recovery {
        lost.min(i128::from(flow.amount) - principal)
    } else {
        0
    };
    let mut steps = Vec::new();
    if flow.in_kind {
        steps.push(Step::Spend(money));
        steps.extend([
            Step::Aside { money, principal },
            Step::GiveBack,
            Step::Together,
        ]);
        steps.extend((0..flow.tiers.len()).map(due));
        return steps;
    }
    if flow.mode == Mode::Accelerated {
        steps.extend([Step::Spend(money - reserve), Step::SpendReserve(reserve)]);
        steps.extend((0..flow.tiers.len()).filter(|at| ahead(*at)).map(due));
        for peers in debts() {
            steps.extend(interest(&peers));
            steps.extend(all(&peers));
        }
        let principal = principal + reinvestment;
        steps.extend([Step::WrittenOff, Step::Aside { money, principal }]);
        steps.extend(of_kind(Kind::Equity).filter_map(|peers| all(&peers)));
        steps.extend([Step::GiveBack, Step::Together, Step::Restore(back)]);
    } else {
        if flow.returns {
            steps.push(Step::Pot(principal));
            steps.extend(spend(true));
        }
        steps.push(Step::Spend(back));
        if back > 0 {
            steps.extend(
                debts()
                    .flat_map(|peers| entitlements(&peers, None))
                    .map(due),
            );
        }
        let rest = money - reserve - principal - reinvestment - back;
        steps.extend([Step::Restore(back), Step::Spend(rest)]);
        steps.push(Step::SpendReserve(reserve));
        let waits = if flow.returns { 0 } else { principal };
        steps.extend([Step::Pot(waits + reinvestment), Step::Apart]);
        steps.push(Step::Trapped(i128::from(flow.trapped) - held));
    }
    // After the last tier of the debts.
    let after = (0..flow.tiers.len())
        .rev()
        .find(|at| debt(flow, *at))
        .map_or(0, |at| at + 1);
    for at in 0..flow.tiers.len() {
        if at == after && flow.mode == Mode::Revolving {
            // Losses of it may have been covered behind the tier that repays it.
            let places =
                debts().filter_map(|peers| entitlements(&peers, Some(true)).into_iter().next());
            steps.extend(places.map(|at| Step::Matured { at }));
            steps.push(Step::Stay);
        } else if at == after && flow.mode == Mode::Amortising {
            steps.extend(spend(false));
            // What became income was not there for the entitlements so far.
            let entitlements = |at: &usize| {
                !matches!(
                    flow.tiers[*at],
                    Tier::Reserve(..)
                        | Tier::Carry(_)
                        | Tier::Split { .. }
                        | Tier::Participation(_)
                        | Tier::Deficiency(_)
                        | Tier::CollateralTest(_)
                        | Tier::InterestTest(_)
                )
            };
            steps.extend((0..at).filter(entitlements).map(|at| Step::Again { at }));
        }
        if !debt(flow, at) && !ahead(at) {
            steps.push(Step::WrittenOff);
        }
        let passes = matches!(
            flow.tiers[at],
            Tier::Reserve(..) | Tier::Cover(_) | Tier::CollateralTest(_) | Tier::InterestTest(_)
        );
        if at < after || passes || !traps(flow) {
            steps.push(due(at));
        }
    }
    steps.extend(traps(flow).then_some(Step::TrapRest));
    steps
}

/// Whether nobody behind the debts is paid.
fn traps(flow: &WaterfallInput) -> bool {
    flow.traps && !flow.in_kind && flow.mode != Mode::Accelerated
}

/// Whether a tier pays what a debt is owed.
fn debt(flow: &WaterfallInput, at: usize) -> bool {
    let rank = rank_of(flow.tiers[at]);
    rank.is_some_and(|rank| flow.claimants[usize::from(rank)].kind == Kind::Debt)
}
