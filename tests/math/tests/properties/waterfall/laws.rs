//! What must hold of any run, whatever the rules: nothing is made, nothing is lost, nobody is paid before whom it
//! must wait for.

use super::draw::{Deal, deal, is_principal, last_of_peers, owed_to};
use proptest::prelude::*;
use securities::math::{
    subordination::around,
    walk::run,
    waterfall::{Kind, Mode, Outcome, Tier},
};
use securities_math_tests::{MANY, cases};

/// What a tier may take whatever happens to the others; none where that depends on them.
fn due_to(deal: &Deal, tier: Tier) -> Option<u64> {
    let claimant = tier.rank().map(|rank| deal.claimants[usize::from(rank)]);
    match (tier, claimant) {
        (Tier::Fee(amount) | Tier::Reserve(_, amount), _) => Some(amount),
        (Tier::Interest(_), Some(claimant)) => Some(claimant.interest),
        (Tier::Arrears(_), Some(claimant)) => Some(claimant.arrears),
        (Tier::Principal(_), Some(claimant)) => Some(claimant.scheduled.min(claimant.outstanding)),
        (Tier::Sweep(_), Some(claimant)) => Some(claimant.outstanding),
        (Tier::Cover(_), Some(claimant)) => Some(claimant.loss),
        _ => None,
    }
}

/// What a tier did not get of what it is due, with what other tiers of the same entitlement paid.
fn unpaid(deal: &Deal, outcome: &Outcome, tier: Tier) -> u64 {
    let Some(entitlement) = due_to(deal, tier) else {
        return 0;
    };
    let receipt = tier.rank().map(|rank| outcome.receipts[usize::from(rank)]);
    let paid = match (tier, receipt) {
        (Tier::Principal(_) | Tier::Sweep(_), Some(receipt)) => receipt.principal,
        (Tier::Cover(_), Some(receipt)) => receipt.restored,
        _ => {
            let at = deal.tiers.iter().position(|other| *other == tier).unwrap();
            outcome.tiers[at]
        }
    };
    entitlement.saturating_sub(paid)
}

/// What a debt is still owed that a tier could have paid.
fn owed(deal: &Deal, outcome: &Outcome, rank: u8) -> u128 {
    let (claimant, receipt) = (
        deal.claimants[usize::from(rank)],
        outcome.receipts[usize::from(rank)],
    );
    let owed = deal.tiers.iter().map(|tier| match tier {
        Tier::Service(whose) if *whose == rank => {
            (claimant.interest - receipt.interest)
                + (claimant.arrears - receipt.arrears)
                + (claimant.outstanding - receipt.principal)
        }
        Tier::Interest(whose) if *whose == rank => claimant.interest - receipt.interest,
        Tier::Arrears(whose) if *whose == rank => claimant.arrears - receipt.arrears,
        Tier::Principal(whose) | Tier::Sweep(whose) if *whose == rank => {
            claimant.outstanding - receipt.principal
        }
        _ => 0,
    });
    sum(owed)
}

fn sum(amounts: impl IntoIterator<Item = u64>) -> u128 {
    amounts.into_iter().map(u128::from).sum()
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn what_goes_in_comes_out(deal in deal()) {
        let outcome = run(&deal.flow()).unwrap();
        let put_in = sum([deal.amount, deal.reserve, deal.reinvestment]) + sum(deal.earmarked)
            + deal.clawback.map_or(0, |clawback| u128::from(clawback.amount));
        let in_tiers = |wanted: fn(&Tier) -> bool| {
            sum(deal.tiers.iter().zip(outcome.tiers).filter(|(tier, _)| wanted(tier)).map(|(_, took)| took))
        };
        let covers = in_tiers(|tier| matches!(tier, Tier::Cover(_)));
        let restored = sum(outcome.receipts.iter().map(|receipt| receipt.restored));
        let reinstated = sum(outcome.receipts.iter().map(|receipt| receipt.reinstated));
        let returned = sum(outcome.receipts.iter().map(|receipt| receipt.returned));
        let undistributed = sum([outcome.undistributed, outcome.reinvestment]);
        let clawed_back = sum(outcome.clawed_back);
        // What tiers took, what was made good beside them, what was returned or clawed back, what stays for new assets, and what nobody
        // was there to take.
        prop_assert_eq!(in_tiers(|_| true) + sum(outcome.made_good) + returned + clawed_back + undistributed, put_in);
        prop_assert_eq!(sum(outcome.made_good), reinstated + restored - covers);
        // What payees, holders, covers and the reserve have of it.
        let holders = sum(outcome.receipts.iter().map(|receipt| receipt.total().unwrap()));
        let fees = in_tiers(|tier| matches!(tier, Tier::Fee(_)));
        let reserves = u128::from(outcome.reserve) + sum(outcome.earmarked);
        prop_assert_eq!(fees + holders + restored + reserves + undistributed, put_in);
        prop_assert_eq!(reserves, in_tiers(|tier| matches!(tier, Tier::Reserve(..))));
        for (tier, took) in deal.tiers.iter().zip(outcome.tiers) {
            if let Tier::Reserve(purpose, _) = tier {
                let holds = purpose.place().map_or(outcome.reserve, |place| outcome.earmarked[place]);
                prop_assert_eq!(took, holds, "what a reserve holds is what its tier keeps");
            }
        }
        prop_assert!(outcome.tiers[deal.tiers.len()..].iter().all(|took| *took == 0));
    }

    #[test]
    fn no_one_gets_more_than_it_is_owed(deal in deal()) {
        let outcome = run(&deal.flow()).unwrap();
        for (tier, took) in deal.tiers.iter().zip(outcome.tiers) {
            let covers = deal.tiers.iter().any(|tier| matches!(tier, Tier::Deficiency(_)));
            // What is written up is claimed too.
            let more = covers && matches!(tier, Tier::Principal(_) | Tier::Sweep(_) | Tier::Service(_));
            let forced = (deal.mode == Mode::Accelerated
                || deal.principal > 0
                || deal.reinvestment > 0
                || !deal.cushions.is_empty()
                || deal.has_tests())
                && matches!(tier, Tier::Principal(_));
            let entitlement = if forced || more { None } else { due_to(&deal, *tier) };
            prop_assert!(entitlement.is_none_or(|entitlement| took <= entitlement));
        }
        for (claimant, receipt) in deal.claimants.iter().zip(outcome.receipts) {
            prop_assert!(receipt.interest <= claimant.interest && receipt.arrears <= claimant.arrears);
            prop_assert!(receipt.principal <= claimant.outstanding + receipt.written_up);
            prop_assert!(receipt.reinstated + receipt.restored + receipt.written_up <= claimant.loss);
            prop_assert!(claimant.kind == Kind::Debt || receipt.written_up == 0);
            prop_assert!(claimant.kind == Kind::Cover || receipt.restored == 0);
            prop_assert!(claimant.kind == Kind::Debt || receipt.reinstated == 0);
            let goes_back = deal.returns && deal.principal > 0;
            let withheld = !deal.cushions.is_empty() || deal.has_tests();
            let revolves = deal.mode == Mode::Revolving && !claimant.matured && !goes_back && !withheld;
            prop_assert!(!revolves || receipt.principal == 0, "principal stays in a revolving deal");
        }
    }

    #[test]
    fn a_tier_waits_for_all_before_it(mut deal in deal()) {
        deal.forget_tests();
        deal.traps = false;
        deal.cushions.clear();
        if deal.mode == Mode::Accelerated {
            deal.mode = Mode::Amortising;
        }
        (deal.in_kind, deal.recovery, deal.principal, deal.reinvestment) = (false, false, 0, 0);
        (deal.trapped, deal.held) = (0, 0);
        // What pays only some entitlements does not wait for others.
        deal.earmarked = [0; 2];
        let outcome = run(&deal.flow()).unwrap();
        for (at, tier) in deal.tiers.iter().enumerate() {
            let revolves = deal.mode == Mode::Revolving
                && matches!(tier, Tier::Principal(_) | Tier::Sweep(_))
                && tier.rank().is_some_and(|rank| !deal.claimants[usize::from(rank)].matured);
            // What a reserve kept of this run serves for written-off principal.
            let gives = matches!(tier, Tier::Reserve(..)) && sum(outcome.made_good) > 0;
            let waits_no_more = revolves || gives || unpaid(&deal, &outcome, *tier) == 0;
            // Peers do not wait for each other.
            let behind = deal.tiers[at + 1..].iter().zip(&outcome.tiers[at + 1..]);
            let behind = behind.skip_while(|(other, _)| deal.are_peers(*tier, **other));
            prop_assert!(waits_no_more || behind.map(|(_, took)| took).all(|took| *took == 0));
        }
    }

    #[test]
    fn in_an_accelerated_deal_a_debt_waits_for_all_more_senior_ones(mut deal in deal()) {
        deal.cushions.clear();
        deal.mode = Mode::Accelerated;
        deal.in_kind = false;
        let outcome = run(&deal.flow()).unwrap();
        let is_debt = |rank: u8| deal.claimants[usize::from(rank)].kind == Kind::Debt;
        let most_senior_owed = (0..deal.claimants.len() as u8).find(|rank| is_debt(*rank) && owed(&deal, &outcome, *rank) > 0);
        let first = deal.tiers.iter().position(|tier| owed_to(*tier).is_some_and(is_debt));
        for (at, (tier, took)) in deal.tiers.iter().zip(outcome.tiers).enumerate() {
            let ahead = matches!(tier, Tier::Fee(_)) && first.is_some_and(|first| at < first);
            let Some(owed) = most_senior_owed else { break };
            let senior = owed_to(*tier).is_some_and(|rank| is_debt(rank) && rank <= last_of_peers(&deal.shapes, owed));
            prop_assert!(took == 0 || ahead || senior, "covers wait too");
        }
        prop_assert!(most_senior_owed.is_none() || sum(outcome.made_good) == 0);
        prop_assert_eq!((outcome.reserve, outcome.earmarked), (0, [0; 2]), "reserves are used");
    }

    #[test]
    fn of_unused_proceeds_a_debt_waits_for_all_more_senior_ones(mut deal in deal()) {
        deal.forget_tests();
        deal.cushions.clear();
        (deal.in_kind, deal.reserve, deal.reinvestment) = (false, 0, 0);
        (deal.trapped, deal.held) = (0, 0);
        deal.earmarked = [0; 2];
        (deal.principal, deal.returns) = (deal.amount, true);
        let outcome = run(&deal.flow()).unwrap();
        let is_debt = |rank: u8| deal.claimants[usize::from(rank)].kind == Kind::Debt;
        let most_senior_owed = (0..deal.claimants.len() as u8).find(|rank| is_debt(*rank) && owed(&deal, &outcome, *rank) > 0);
        let first = deal.tiers.iter().position(|tier| owed_to(*tier).is_some_and(is_debt));
        if let Some(owed) = most_senior_owed {
            for (at, (tier, took)) in deal.tiers.iter().zip(outcome.tiers).enumerate() {
                let ahead = deal.mode == Mode::Accelerated
                    && matches!(tier, Tier::Fee(_)) && first.is_some_and(|first| at < first);
                let senior = owed_to(*tier).is_some_and(|rank| is_debt(rank) && rank <= last_of_peers(&deal.shapes, owed));
                prop_assert!(took == 0 || ahead || senior);
            }
            prop_assert_eq!(sum(outcome.made_good), 0);
        }
        // Outside an acceleration principal comes first, where a tier repays any.
        for (rank, (claimant, receipt)) in (0_u8..).zip(deal.claimants.iter().zip(outcome.receipts)) {
            let repaid = deal.tiers.iter().any(|tier| is_principal(*tier) && owed_to(*tier) == Some(rank));
            let first = claimant.kind == Kind::Debt && repaid && deal.mode != Mode::Accelerated;
            prop_assert!(!first || receipt.principal == claimant.outstanding || receipt.interest + receipt.arrears == 0);
        }
    }

    #[test]
    fn nothing_is_left_to_juniors_while_principal_of_a_paid_debt_is_written_off(mut deal in deal()) {
        deal.in_kind = false;
        // What is written up behind what was paid is outstanding again.
        deal.tiers.retain(|tier| !matches!(tier, Tier::Deficiency(_)));
        let outcome = run(&deal.flow()).unwrap();
        let debts = || deal.claimants.iter().zip(outcome.receipts).filter(|(claimant, _)| claimant.kind == Kind::Debt);
        let paid = debts().all(|(claimant, got)| {
            claimant.interest + claimant.arrears + claimant.outstanding + got.written_up == got.interest + got.arrears + got.principal
        });
        let whole = debts().all(|(claimant, got)| claimant.loss == got.reinstated + got.written_up);
        let last = deal.tiers.len() - 1;
        prop_assert!(!paid || whole || outcome.tiers[last] == 0, "the residual");
        prop_assert!(!paid || whole || (outcome.reserve, outcome.earmarked) == (0, [0; 2]), "reserves");
        prop_assert!(paid || sum(debts().map(|(_, got)| got.reinstated)) == 0);
        // The most senior first.
        let short = debts().position(|(claimant, got)| got.reinstated + got.written_up < claimant.loss);
        let behind = debts().skip(short.map_or(usize::MAX, |short| short + 1));
        let behind = behind.skip_while(|(claimant, _)| claimant.pari_passu);
        prop_assert_eq!(sum(behind.map(|(_, got)| got.reinstated)), 0);
    }

    #[test]
    fn money_in_kind_goes_to_splits_and_the_residual_only(mut deal in deal()) {
        (deal.in_kind, deal.reserve, deal.reinvestment, deal.principal) = (true, 0, 0, 0);
        deal.earmarked = [0; 2];
        deal.clawback = None;
        let outcome = run(&deal.flow()).unwrap();
        for (tier, took) in deal.tiers.iter().zip(outcome.tiers) {
            let takes_part = matches!(tier, Tier::Split { .. } | Tier::Participation(_) | Tier::Residual(_));
            prop_assert!(took == 0 || takes_part);
        }
        prop_assert_eq!(outcome.reached, [0; 24]);
        prop_assert_eq!(sum(outcome.clawed_back), 0);
        let taken = sum(outcome.receipts.iter().map(|receipt| receipt.residual));
        prop_assert_eq!(taken + u128::from(outcome.undistributed), u128::from(deal.amount));
    }

    #[test]
    fn a_recovery_fills_covers_behind_what_is_due_and_ahead_of_income(mut deal in deal()) {
        deal.cushions.clear();
        deal.in_kind = false;
        deal.recovery = true;
        let outcome = run(&deal.flow()).unwrap();
        let covers = || deal.claimants.iter().zip(outcome.made_good).filter(|(claimant, _)| claimant.kind == Kind::Cover);
        let lost = sum(covers().map(|(claimant, _)| claimant.loss));
        let filled = sum(covers().map(|(_, good)| good));
        let most = lost.min(u128::from(deal.amount - deal.principal));
        prop_assert!(filled <= most);
        // What covers do not have of it went to debts.
        let accelerated = deal.mode == Mode::Accelerated;
        let debts = sum(deal.claimants.iter().zip(outcome.receipts).filter(|(claimant, _)| claimant.kind == Kind::Debt)
            .map(|(_, got)| got.total().unwrap()));
        let fees = sum(deal.tiers.iter().zip(outcome.tiers).filter(|(tier, _)| matches!(tier, Tier::Fee(_))).map(|(_, took)| took));
        let ahead = if accelerated { fees } else { 0 };
        prop_assert!(filled + debts + ahead >= most);
        // Whoever is filled in part leaves nothing to who comes after it.
        let short = covers().position(|(claimant, good)| good < claimant.loss);
        let behind = covers().skip(short.map_or(usize::MAX, |short| short + 1));
        prop_assert_eq!(sum(behind.map(|(_, good)| good)), 0);
    }

    #[test]
    fn no_repayment_to_a_junior_brings_a_cushion_below_its_floor(mut deal in deal()) {
        // What is written up of a senior after a junior was repaid lowers what is below it, without a repayment.
        deal.tiers.retain(|tier| !matches!(tier, Tier::Deficiency(_)));
        let outcome = run(&deal.flow()).unwrap();
        for cushion in &deal.cushions {
            let junior = outcome.receipts.iter().skip(usize::from(cushion.rank) + 1).map(|receipt| receipt.principal);
            if sum(junior) == 0 || deal.in_kind {
                continue;
            }
            let after = deal.claimants.iter().zip(outcome.receipts).map(|(claimant, receipt)| {
                let back = if claimant.kind == Kind::Cover { receipt.restored } else { 0 };
                (claimant.kind, claimant.outstanding + receipt.written_up - receipt.principal + back)
            });
            let (protected, below) = around(cushion.rank, after);
            prop_assert!(protected == 0 || below * 10_000 >= u128::from(cushion.min_bps) * (protected + below));
        }
    }

    #[test]
    fn what_covers_a_loss_or_was_trapped_pays_no_interest_as_principal_may(mut deal in deal()) {
        (deal.amount, deal.principal) = (deal.amount - deal.principal, 0);
        (deal.trapped, deal.held) = (deal.reinvestment, 0);
        deal.principal_pays_interest = false;
        let without = run(&deal.flow()).unwrap();
        deal.principal_pays_interest = true;
        prop_assert_eq!(run(&deal.flow()).unwrap(), without);
    }

    #[test]
    fn while_a_deal_revolves_its_principal_stays_in_it(mut deal in deal()) {
        deal.forget_tests();
        deal.traps = false;
        deal.cushions.clear();
        (deal.mode, deal.in_kind, deal.returns) = (Mode::Revolving, false, false);
        (deal.principal_pays_interest, deal.held) = (false, 0);
        for claimant in &mut deal.claimants {
            claimant.matured = false;
        }
        let outcome = run(&deal.flow()).unwrap();
        prop_assert_eq!(u128::from(outcome.reinvestment), sum([deal.principal, deal.reinvestment]));
    }

    #[test]
    fn no_principal_passes_a_debt_or_capital_that_is_outstanding(mut deal in deal()) {
        deal.tiers.retain(|tier| !matches!(tier, Tier::Deficiency(_)));
        (deal.mode, deal.in_kind) = (Mode::Amortising, false);
        let mut without = deal.clone();
        (without.amount, without.principal, without.reinvestment) = (deal.amount - deal.principal, 0, 0);
        (without.trapped, without.held, deal.held) = (0, 0, 0);
        (without.recovery, deal.recovery, deal.returns) = (false, false, false);
        // Of a class that no tier repays, principal is out for ever.
        let repaid = |rank: u8| deal.tiers.iter().any(|tier| is_principal(*tier) && tier.rank() == Some(rank));
        let outcome = run(&deal.flow()).unwrap();
        let out = (0_u8..).zip(deal.claimants.iter().zip(outcome.receipts)).any(|(rank, (claimant, got))| {
            claimant.kind != Kind::Cover && repaid(rank) && got.principal < claimant.outstanding
        });
        let of_principal = deal.tiers.iter().zip(outcome.of_principal).filter(|(_, took)| *took > 0);
        for (tier, _) in of_principal {
            prop_assert!(owed_to(*tier).is_some(), "principal pays entitlements");
        }
        if out {
            // What shares profit has no more than it has of the income alone.
            let profit = |outcome: &Outcome| {
                sum(deal.tiers.iter().zip(outcome.tiers).filter(|(tier, _)| owed_to(**tier).is_none()).map(|(_, took)| took))
                    + u128::from(outcome.undistributed)
            };
            prop_assert!(profit(&outcome) <= sum([without.amount, without.reserve]) + sum(without.earmarked));
        }
    }

    #[test]
    fn debts_repaid_pro_rata_have_the_same_part_of_principal(mut deal in deal()) {
        deal.forget_tests();
        deal.forget_peers();
        deal.cushions.clear();
        (deal.mode, deal.in_kind, deal.pro_rata, deal.returns) = (Mode::Amortising, false, true, false);
        (deal.principal_pays_interest, deal.recovery, deal.held) = (false, false, 0);
        // Income repays none.
        for claimant in &mut deal.claimants {
            claimant.scheduled = 0;
        }
        let tiers = deal.tiers.iter().map(|tier| match *tier {
            Tier::Sweep(rank) => Tier::Principal(rank),
            other => other,
        });
        deal.tiers = tiers.collect();
        let outcome = run(&deal.flow()).unwrap();
        let repaid = |rank: u8| {
            deal.tiers.contains(&Tier::Principal(rank)) || deal.tiers.contains(&Tier::Service(rank))
        };
        let debts = || (0_u8..).zip(deal.claimants.iter().zip(outcome.receipts)).filter(|(rank, (claimant, _))| {
            claimant.kind == Kind::Debt && repaid(*rank)
        });
        let all = sum(debts().map(|(_, (claimant, _))| claimant.outstanding));
        let everyone = debts().count() == deal.claimants.iter().filter(|claimant| claimant.kind == Kind::Debt).count();
        let pot = sum([deal.principal, deal.reinvestment]);
        if everyone && pot < all {
            for (_, (claimant, got)) in debts() {
                let exact = pot * u128::from(claimant.outstanding);
                prop_assert!((u128::from(got.principal) * all).abs_diff(exact) <= 8 * all);
            }
        }
    }
}
