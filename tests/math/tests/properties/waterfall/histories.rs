//! What many distributions pay together.

use super::draw::{Deal, deal};
use proptest::prelude::*;
use securities::math::{
    walk::run,
    waterfall::{Kind, MAX_TIERS, Outcome, Purpose, Tier},
};
use securities_math_tests::{USUAL, cases};

/// Books a run, as the program does between two distributions while no time passes.
pub fn book(deal: &mut Deal, outcome: &Outcome) {
    let before = deal.clone();
    (deal.reserve, deal.reinvestment) = (outcome.reserve, outcome.reinvestment);
    deal.trapped = outcome.trapped.min(outcome.reinvestment);
    deal.held = outcome.held;
    deal.earmarked = outcome.earmarked;
    for (claimant, receipt) in deal.claimants.iter_mut().zip(outcome.receipts) {
        let own = claimant.interest.saturating_sub(claimant.bought_interest);
        let paid = receipt.interest.min(own);
        claimant.interest -= receipt.interest;
        claimant.arrears -= receipt.arrears;
        claimant.interest_paid += paid + receipt.arrears;
        // Behind all else, and no more than is due.
        claimant.bought_interest = claimant.bought_interest.min(claimant.interest);
        claimant.scheduled = claimant.scheduled.saturating_sub(receipt.principal);
        claimant.outstanding += receipt.restored + receipt.written_up;
        claimant.outstanding -= receipt.principal;
        claimant.loss -= receipt.reinstated + receipt.restored + receipt.written_up;
        claimant.paid_in -= receipt.returned;
    }
    for (at, tier) in deal.tiers.iter_mut().enumerate() {
        match tier {
            Tier::Fee(due) => *due -= outcome.tiers[at],
            Tier::InterestTest(test) => {
                test.period = test.period_after(at, &before.flow(), outcome);
            }
            Tier::Carry(carry) => {
                carry.reached += outcome.reached[at];
                carry.paid += outcome.tiers[at];
                carry.clawed_back += outcome.clawed_back[usize::from(carry.rank)];
            }
            _ => {}
        }
    }
}

/// Deals whose tiers look only at sums, so that it does not matter in how many payments money comes. What does matter is left
/// out:
///
/// - a split, a participation, what is given back, and what debts have pro rata or pari passu: each rounds every time;
/// - a test of coverage, which looks at one payment;
/// - a cushion, which lets pass another time what it holds back now;
/// - a reserve, which spends as income what principal proceeds would have paid later, and one of interest or of expenses, which
///   spends now what later income would have paid;
/// - a recovery, of which all decides what is principal;
/// - a clawback, since what a class pays back of its residual now would not be of its later carry;
/// - a carry ahead of the debts, which finds less profit before a loss is made good than after.
fn cumulative_deal() -> impl Strategy<Value = Deal> {
    deal().prop_map(|mut deal| {
        deal.cushions.clear();
        deal.forget_tests();
        deal.forget_peers();
        deal.tiers
            .retain(|tier| !matches!(tier, Tier::Split { .. } | Tier::Participation(_)));
        let residual = deal.tiers.last().and_then(|tier| tier.rank());
        deal.tiers
            .retain(|tier| !matches!(tier, Tier::Carry(carry) if Some(carry.rank) == residual));
        deal.clawback = None;
        (deal.in_kind, deal.pro_rata) = (false, false);
        (deal.reinvestment, deal.trapped, deal.held) = (0, 0, 0);
        deal.recovery = false;
        deal.earmarked = [0; 2];
        let earmarked =
            |tier: &Tier| matches!(tier, Tier::Reserve(purpose, _) if *purpose != Purpose::All);
        deal.tiers.retain(|tier| !earmarked(tier));
        for claimant in &mut deal.claimants {
            claimant.paid_in = 0;
        }
        if deal.tiers.iter().any(|tier| matches!(tier, Tier::Carry(_))) {
            let debts = deal.claimants.iter_mut();
            for debt in debts.filter(|claimant| claimant.kind == Kind::Debt) {
                debt.loss = 0;
            }
        }
        if deal.principal > 0 {
            (deal.principal, deal.reserve) = (deal.amount, 0);
            deal.tiers.retain(|tier| !matches!(tier, Tier::Reserve(..)));
        }
        deal
    })
}

/// What tiers took, with all steps of a carry as one: where a class had more of one step and less of another than its
/// part, it depends on the payments which step makes that even.
fn by_carry(deal: &Deal, mut took: [u64; MAX_TIERS]) -> [u64; MAX_TIERS] {
    for at in (1..deal.tiers.len()).rev() {
        if let (Tier::Carry(one), Tier::Carry(other)) = (deal.tiers[at - 1], deal.tiers[at])
            && one.rank == other.rank
        {
            took[at - 1] += core::mem::take(&mut took[at]);
        }
    }
    took
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn many_distributions_pay_what_one_of_their_sum_pays(
        deal in cumulative_deal(), parts in prop::collection::vec(any::<u64>(), 1..5),
    ) {
        let deal = Deal { traps: false, ..deal };
        let whole = run(&deal.flow()).unwrap();
        let (mut now, mut left) = (deal.clone(), deal.amount);
        let mut paid = [0; MAX_TIERS];
        let all_principal = deal.principal > 0;
        let amounts = parts.iter().map(Some).chain([None]);
        for part in amounts {
            // The last of them is all that is left.
            now.amount = part.map_or(left, |part| if left == 0 { 0 } else { part % left });
            left -= now.amount;
            now.principal = if all_principal { now.amount } else { 0 };
            let outcome = run(&now.flow()).unwrap();
            for (at, tier) in deal.tiers.iter().enumerate() {
                let kept = matches!(tier, Tier::Reserve(..));
                paid[at] = if kept { 0 } else { paid[at] } + outcome.tiers[at];
            }
            book(&mut now, &outcome);
        }
        prop_assert_eq!(by_carry(&deal, paid), by_carry(&deal, whole.tiers));
        prop_assert_eq!((now.reserve, now.earmarked), (whole.reserve, whole.earmarked));
        prop_assert_eq!(now.reinvestment, whole.reinvestment);
        for ((after, before), receipt) in now.claimants.iter().zip(&deal.claimants).zip(whole.receipts) {
            prop_assert_eq!(before.loss - after.loss, receipt.reinstated + receipt.restored);
        }
    }
}
