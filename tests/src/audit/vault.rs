//! The counters of vaults, the waterfall and the distributions of a security.

use super::{Accounts, all};
use crate::{engine::Engine, world::World};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{distribution::state::Distribution, waterfall::state::Waterfall},
    security::state::Security,
    tranche::state::Tranche,
    wrapper::state::Wrapper,
};

/// The stored kind of a reserve tier.
const RESERVE: u8 = 8;

/// Checks the vaults of a security.
pub(super) fn check<E: Engine>(
    world: &mut World<E>,
    accounts: &Accounts,
    address: &Pubkey,
    security: &Security,
) {
    let tranches: Vec<Tranche> = of(accounts, |each: &Tranche| each.security == *address);
    let (pending, distributions): (Vec<_>, Vec<_>) =
        of(accounts, |each: &Distribution| each.security == *address)
            .into_iter()
            .partition(|each| each.is_pending == 1);
    assert_eq!(
        usize::try_from(security.next_distribution).expect("few"),
        distributions.len(),
        "distributions are counted"
    );
    let waterfalls: Vec<Waterfall> = of(accounts, |each: &Waterfall| each.security == *address);
    let [waterfall] = &waterfalls[..] else {
        panic!("one waterfall")
    };
    let wrappers: Vec<Wrapper> = of(accounts, |each: &Wrapper| each.security == *address);
    for (vault, index) in security.vaults().iter().zip(0_u8..) {
        let owed = vault.obligations().expect("the counters add up");
        assert!(
            world.balance(&vault.address) >= owed,
            "each vault covers what is owed from it"
        );
        let payouts = tranches
            .iter()
            .map(|tranche| tranche.payouts[usize::from(index)]);
        let payable: u64 = payouts.clone().map(|payout| payout.payable).sum();
        let paid: u128 = payouts.map(|payout| u128::from(payout.paid)).sum();
        assert_eq!(
            vault.payable, payable,
            "payable is what tranches got and did not pay"
        );
        assert_told(vault.paid, paid, "paid is what tranches paid");

        let waits = pending.iter().filter(|each| each.vault == index);
        assert_eq!(
            vault.pending,
            waits.map(|each| each.gross + each.tip_budget).sum::<u64>(),
            "what waits is in payments that wait"
        );
        let own = distributions.iter().filter(|each| each.vault == index);
        let received: u128 = own.clone().map(|each| u128::from(each.gross)).sum();
        assert_told(vault.received, received, "received is what was posted");
        let tips: u64 = own.map(|each| each.tip_budget).sum();
        assert!(vault.tips <= tips, "tips are of what was posted for them");

        let (fees, reserve, put_in, cover) = if index == 0 {
            in_settlement(security, waterfall, &tranches)
        } else {
            assert_eq!(
                (vault.fees, vault.reserve, vault.cover, vault.tips),
                (0, 0, 0, 0),
                "tranches alone take other mints"
            );
            (0, 0, 0, 0)
        };
        let called: u128 = if index == 0 {
            let each = tranches
                .iter()
                .map(|tranche| u128::from(tranche.redeemed_for));
            each.sum()
        } else {
            0
        };
        let at = usize::from(index);
        let wraps = || wrappers.iter().map(|each| each.paid_in[at]);
        let told = [
            vault.paid,
            vault.reinvested,
            vault.undistributed,
            vault.spent,
            fees_taken(waterfall),
            wraps().max().unwrap_or(0),
        ];
        if told.contains(&u64::MAX) {
            continue;
        }
        assert_eq!(
            received + put_in + called + wraps().map(u128::from).sum::<u128>(),
            u128::from(payable) + paid + fees + reserve + cover + u128::from(vault.undistributed),
            "what came in, and what covers, calls and wraps put in, is somewhere"
        );
    }
    for each in &distributions {
        assert_eq!(
            each.tiers
                .iter()
                .chain(&each.made_good)
                .chain(&each.returned)
                .chain(&each.clawed_back)
                .sum::<u64>(),
            each.gross + each.reserve + each.reinvestment
                - each.reinvestment_after
                - each.undistributed,
            "what goes in comes out"
        );
        assert!(
            each.tiers
                .iter()
                .zip(each.of_principal)
                .all(|(took, principal)| principal <= *took)
                && each.principal <= each.gross,
            "principal is a part"
        );
    }
}

/// Fees ever taken of distributions, what is kept in the reserve and for new assets and was ever drawn of that, the capital that covers ever had, and what of it is there.
fn in_settlement(
    security: &Security,
    waterfall: &Waterfall,
    tranches: &[Tranche],
) -> (u128, u128, u128, u128) {
    let vault = security.vault();
    let fee_tiers = || waterfall.tiers().iter().filter(|tier| tier.is_fee());
    assert!(
        fee_tiers().all(|tier| tier.owed <= tier.taken),
        "a fee is taken before it is paid"
    );
    assert_eq!(
        vault.fees,
        fee_tiers().map(|tier| tier.owed).sum::<u64>(),
        "fees are what their tiers took and did not pay"
    );
    let tiers = waterfall.tiers().iter();
    let reserves = tiers.filter(|tier| tier.kind == RESERVE);
    assert_eq!(
        vault.reserve,
        reserves.map(|tier| tier.taken).sum::<u64>(),
        "reserves are what their tiers hold"
    );
    let covers = || tranches.iter().filter(|tranche| tranche.is_cover());
    let capital: u64 = covers().map(|cover| cover.capital().expect("sums")).sum();
    assert_eq!(vault.cover, capital, "cover is the covers' capital");
    (
        fee_tiers().map(|tier| u128::from(tier.taken)).sum::<u128>() - u128::from(vault.spent),
        u128::from(vault.reserve) + u128::from(vault.reinvestment) + u128::from(vault.reinvested),
        covers()
            .map(|cover| u128::from(cover.principal_issued - cover.unfunded))
            .sum(),
        vault.cover.into(),
    )
}

/// A total that is told is the sum of its parts, until it stops at the largest number.
fn assert_told(told: u64, sum: u128, what: &str) {
    if told < u64::MAX {
        assert_eq!(u128::from(told), sum, "{what}");
    }
}

/// The most that any fee or expense tier counts as taken.
fn fees_taken(waterfall: &Waterfall) -> u64 {
    let fees = waterfall.tiers().iter().filter(|tier| tier.is_fee());
    fees.map(|tier| tier.taken).max().unwrap_or(0)
}

fn of<T: bytemuck::Pod + anchor_lang::Discriminator>(
    accounts: &Accounts,
    is_own: impl Fn(&T) -> bool,
) -> Vec<T> {
    all::<T>(accounts)
        .into_iter()
        .map(|(_, each)| each)
        .filter(is_own)
        .collect()
}
