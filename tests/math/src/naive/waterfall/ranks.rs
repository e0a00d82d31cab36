//! Classes of one rank, which share what comes to any of them.

use super::{Book, What, rank_of};
use securities::math::waterfall::{Kind, Purpose, Tier, WaterfallInput};

/// The ranks, each as its classes, from the top.
pub(super) fn ranks(flow: &WaterfallInput) -> Vec<Vec<u8>> {
    let mut ranks: Vec<Vec<u8>> = Vec::new();
    for (class, claimant) in (0_u8..).zip(flow.claimants) {
        match ranks.last_mut() {
            Some(rank) if claimant.pari_passu => rank.push(class),
            _ => ranks.push(vec![class]),
        }
    }
    ranks
}

/// A part of an amount for each claim: as near below its proportion as whole units are, and one more for those that this
/// leaves furthest below it.
#[must_use]
pub fn share(amount: i128, claims: &[i128]) -> Vec<i128> {
    let all: i128 = claims.iter().sum();
    if amount >= all {
        return claims.to_vec();
    }
    // Products of two numbers of 64 bits.
    let product = |claim: &i128| amount as u128 * *claim as u128;
    let whole = all as u128;
    let mut parts: Vec<i128> = claims
        .iter()
        .map(|claim| (product(claim) / whole) as i128)
        .collect();
    let mut behind: Vec<usize> = (0..claims.len()).collect();
    behind.sort_by_key(|at| core::cmp::Reverse(product(&claims[*at]) % whole));
    let over = amount - parts.iter().sum::<i128>();
    for at in behind.into_iter().take(over as usize) {
        parts[at] += 1;
    }
    parts
}

impl Book<'_> {
    /// The classes of one rank with a class.
    pub(super) fn peers(&self, class: u8) -> Vec<u8> {
        let mut ranks = ranks(self.flow).into_iter();
        let own = ranks.find(|rank| rank.contains(&class));
        own.expect("every class has a rank")
    }

    /// The places of the tiers of one type that pay a rank.
    pub(super) fn together(&self, at: usize) -> Vec<usize> {
        let Some(class) = rank_of(self.flow.tiers[at]) else {
            return vec![at];
        };
        let peers = self.peers(class);
        let places = 0..self.flow.tiers.len();
        let tier = self.flow.tiers[at];
        let pays = |other: &usize| {
            let other = self.flow.tiers[*other];
            core::mem::discriminant(&other) == core::mem::discriminant(&tier)
                && rank_of(other).is_some_and(|class| peers.contains(&class))
        };
        places.filter(pays).collect()
    }

    /// Pays tiers out of what is left, an amount in proportion to what each claims, which is lowered.
    pub(super) fn spread(
        &mut self,
        what: What,
        places: &[usize],
        claims: &mut [i128],
        amount: i128,
    ) {
        let parts = share(amount, claims);
        for ((at, claim), part) in places.iter().zip(claims).zip(parts) {
            self.pay_as(what, *at, part, 0);
            *claim -= part;
        }
    }

    /// Pays interest or arrears of a rank; where a tier stands for both, arrears first.
    pub(super) fn pay_interest(&mut self, at: usize) {
        let places = self.together(at);
        self.pay_interest_at(&places);
    }

    /// The same of tiers of a rank.
    pub(super) fn pay_interest_at(&mut self, places: &[usize]) {
        let at = places[0];
        let sorts: &[What] = match self.flow.tiers[at] {
            Tier::Interest(_) => &[What::Interest],
            Tier::Arrears(_) => &[What::Arrears],
            _ => &[What::Arrears, What::Interest],
        };
        for what in sorts {
            let claims = places.iter().map(|at| {
                let class = rank_of(self.flow.tiers[*at]).expect("it pays a class");
                let claimant = self.flow.claimants[usize::from(class)];
                let claim = match what {
                    What::Arrears => claimant.arrears,
                    _ => claimant.interest,
                };
                i128::from(claim) - self.got(class, *what)
            });
            let mut claims: Vec<i128> = claims.collect();
            let claim: i128 = claims.iter().sum();
            let class = rank_of(self.flow.tiers[at]).expect("it pays a class");
            if self.flow.claimants[usize::from(class)].kind == Kind::Debt {
                self.draw(Purpose::Interest, at, claim);
            }
            let amount = self.left.min(claim);
            self.spread(*what, places, &mut claims, amount);
            self.interest_of_principal(*what, places, &mut claims);
        }
    }
}
