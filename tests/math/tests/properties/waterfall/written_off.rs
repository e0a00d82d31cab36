//! Losses, recoveries, deficiencies and what is made good, over the life of a deal: nobody has its loss back before its
//! seniors have theirs.

use super::{
    draw::{Deal, Dice, deal, peers},
    histories::book,
};
use proptest::prelude::*;
use securities::math::{
    loss::{self, Bearer},
    seniority::Layer,
    walk::run,
    waterfall::{Kind, Tier},
};
use securities_math_tests::{MANY, cases};

/// Money for any deal.
const BITS: Option<u32> = Some(40);

/// What each debt has lost, by rank; peers together.
fn lost(deal: &Deal) -> Vec<(u8, u128)> {
    let debts = (0_u8..).zip(&deal.claimants);
    let debts = debts.filter(|(_, one)| one.kind == Kind::Debt && !one.pari_passu);
    let lost_by_peers = |rank: u8| {
        let peers = peers(&deal.shapes, rank).into_iter();
        let lost = peers.map(|rank| u128::from(deal.claimants[usize::from(rank)].loss));
        lost.sum()
    };
    debts.map(|(rank, _)| (rank, lost_by_peers(rank))).collect()
}

/// A loss is recorded.
fn lose(deal: &mut Deal, amount: u64) {
    let bearers = deal.claimants.iter().map(|claimant| Bearer {
        kind: claimant.kind,
        pari_passu: claimant.pari_passu,
        outstanding: claimant.outstanding,
        cap: 0,
        bps: 0,
    });
    let bearers: Vec<Bearer> = bearers.collect();
    let losses = loss::allocate(amount, &bearers).unwrap();
    for (at, claimant) in deal.claimants.iter_mut().enumerate() {
        let gone = losses.covered[at] + losses.written_off[at];
        claimant.loss += gone;
        claimant.outstanding -= gone + losses.repaid[at];
    }
}

/// What comes in writes up principal first.
fn recover(deal: &mut Deal, amount: u64) -> u64 {
    let losses = deal.claimants.iter().map(|claimant| Layer {
        amount: match claimant.kind {
            Kind::Cover => 0,
            _ => claimant.loss,
        },
        pari_passu: claimant.pari_passu,
    });
    let losses: Vec<Layer> = losses.collect();
    let up = loss::write_up(amount, &losses);
    for (claimant, up) in deal.claimants.iter_mut().zip(up.written_up) {
        claimant.loss -= up;
        claimant.outstanding += up;
    }
    amount - up.left
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn no_debt_regains_what_it_lost_while_a_more_senior_one_is_written_off(
        drawn in deal(), seed in any::<u64>(), acts in prop::collection::vec(0_u8..4, 1..12),
    ) {
        let (mut deal, mut dice) = (drawn, Dice(seed));
        (deal.in_kind, deal.returns, deal.clawback) = (false, false, None);
        for (claimant, shape) in deal.claimants.iter_mut().zip(&deal.shapes) {
            let outstanding = claimant.outstanding.max(dice.amount(BITS));
            (claimant.outstanding, claimant.loss) = (if shape.has_par { outstanding } else { 0 }, 0);
        }
        for act in acts {
            let before = lost(&deal);
            (deal.principal, deal.recovery) = (0, act == 1);
            deal.amount = dice.amount(BITS);
            match act {
                0 => lose(&mut deal, dice.amount(BITS)),
                _ => {
                    if act == 1 {
                        let amount = deal.amount;
                        deal.principal = recover(&mut deal, amount);
                    } else if dice.one_in(2) {
                        deal.principal = dice.below(deal.amount + 1);
                    }
                    let outcome = run(&deal.flow()).unwrap();
                    book(&mut deal, &outcome);
                }
            }
            for (at, (rank, after)) in lost(&deal).into_iter().enumerate() {
                let seniors: u128 = lost(&deal)[..at].iter().map(|(_, lost)| lost).sum();
                prop_assert!(after >= before[at].1 || seniors == 0, "{rank} after act {act}");
            }
            // Time passes: interest accrues, and what it does not pay falls into arrears.
            for claimant in deal.claimants.iter_mut().filter(|one| one.kind == Kind::Debt) {
                claimant.arrears += core::mem::take(&mut claimant.interest);
                claimant.interest = dice.amount(Some(20));
            }
            for tier in &mut deal.tiers {
                if let Tier::Fee(due) = tier {
                    *due += dice.amount(Some(20));
                }
            }
        }
    }
}
