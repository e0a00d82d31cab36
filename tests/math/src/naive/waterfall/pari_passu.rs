//! Pari passu classes, which share what comes to any of them.

use super::{Book, What, rank_of};
use securities::math::waterfall::{Kind, Purpose, Tier, WaterfallInput};

/// The groups of peers, each as its classes, from the top.
pub(super) fn peer_groups(flow: &WaterfallInput) -> Vec<Vec<u8>> {
    let mut peer_groups: Vec<Vec<u8>> = Vec::new();
    for (class, claimant) in (0_u8..).zip(flow.claimants) {
        match peer_groups.last_mut() {
            Some(peers) if claimant.pari_passu => peers.push(class),
            _ => peer_groups.push(vec![class]),
        }
    }
    peer_groups
}

/// A part of an amount for each entitlement: as near below its proportion as whole units are, and one more for those that this
/// leaves furthest below it.
#[must_use]
pub fn share(amount: i128, entitlements: &[i128]) -> Vec<i128> {
    let all: i128 = entitlements.iter().sum();
    if amount >= all {
        return entitlements.to_vec();
    }
    // Products of two numbers of 64 bits.
    let product = |entitlement: &i128| amount as u128 * *entitlement as u128;
    let whole = all as u128;
    let mut parts: Vec<i128> = entitlements
        .iter()
        .map(|entitlement| (product(entitlement) / whole) as i128)
        .collect();
    let mut behind: Vec<usize> = (0..entitlements.len()).collect();
    behind.sort_by_key(|at| core::cmp::Reverse(product(&entitlements[*at]) % whole));
    let over = amount - parts.iter().sum::<i128>();
    for at in behind.into_iter().take(over as usize) {
        parts[at] += 1;
    }
    parts
}

impl Book<'_> {
    /// The classes that are pari passu with a class, and itself.
    pub(super) fn peers(&self, class: u8) -> Vec<u8> {
        let mut peer_groups = peer_groups(self.flow).into_iter();
        let own = peer_groups.find(|peers| peers.contains(&class));
        own.expect("every class has peers, or is alone")
    }

    /// The places of the tiers of one type that pay peers.
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

    /// Pays tiers out of what is left, an amount in proportion to what each is owed, which is lowered.
    pub(super) fn spread(
        &mut self,
        what: What,
        places: &[usize],
        entitlements: &mut [i128],
        amount: i128,
    ) {
        let parts = share(amount, entitlements);
        for ((at, entitlement), part) in places.iter().zip(entitlements).zip(parts) {
            self.pay_as(what, *at, part, 0);
            *entitlement -= part;
        }
    }

    /// Pays interest or arrears of peers; where a tier stands for both, arrears first.
    pub(super) fn pay_interest(&mut self, at: usize) {
        let places = self.together(at);
        self.pay_interest_at(&places);
    }

    /// The same of tiers of peers.
    pub(super) fn pay_interest_at(&mut self, places: &[usize]) {
        let at = places[0];
        let sorts: &[What] = match self.flow.tiers[at] {
            Tier::Interest(_) => &[What::Interest],
            Tier::Arrears(_) => &[What::Arrears],
            _ => &[What::Arrears, What::Interest],
        };
        for what in sorts {
            let entitlements = places.iter().map(|at| {
                let class = rank_of(self.flow.tiers[*at]).expect("it pays a class");
                let claimant = self.flow.claimants[usize::from(class)];
                let entitlement = match what {
                    What::Arrears => claimant.arrears,
                    _ => claimant.interest,
                };
                i128::from(entitlement) - self.got(class, *what)
            });
            let mut entitlements: Vec<i128> = entitlements.collect();
            let entitlement: i128 = entitlements.iter().sum();
            let class = rank_of(self.flow.tiers[at]).expect("it pays a class");
            if self.flow.claimants[usize::from(class)].kind == Kind::Debt {
                self.draw(Purpose::Interest, at, entitlement);
            }
            let amount = self.left.min(entitlement);
            self.spread(*what, places, &mut entitlements, amount);
            self.interest_of_principal(*what, places, &mut entitlements);
        }
    }
}
