//! What everyone is owed, reckoned naively and in exact fractions, with none of the program's arithmetic: no index,
//! no tree, no remainder.

use std::collections::BTreeMap;

/// Money in line, ticket by ticket.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What each place holds.
    pub tickets: Vec<u64>,
}

impl Line {
    /// What first come, first served accepts of each place.
    #[must_use]
    pub fn accepted(&self, cap: u64) -> Vec<u64> {
        let mut left = cap;
        let accept = |ticket: &u64| {
            let accepted = left.min(*ticket);
            left -= accepted;
            accepted
        };
        self.tickets.iter().map(accept).collect()
    }

    /// What pro rata accepts of each place, in whole lots: lot by lot along the line, each raises what is accepted of
    /// all before it to the floor of their part.
    #[must_use]
    pub fn pro_rata(&self, cap: u64, lot: u64) -> Vec<u64> {
        let total: u64 = self.tickets.iter().sum();
        let up_to = |money: u64| {
            let (lots, cap, total) = [money, cap.min(total), total].map(|each| each / lot).into();
            let part = (u128::from(lots) * u128::from(cap)).div_ceil(u128::from(total));
            u64::try_from(part).expect("at most the line") * lot
        };
        let mut ahead = 0;
        let accept = |ticket: &u64| {
            let before = up_to(ahead);
            ahead += ticket;
            up_to(ahead) - before
        };
        self.tickets.iter().map(accept).collect()
    }

    /// What each place earns of a reward when so much of it is accepted, by the points of the reward's curve.
    #[must_use]
    pub fn rewards(accepted: &[u64], points: &[(u64, u64)]) -> Vec<u64> {
        let mut ahead = 0;
        let earn = |ticket: &u64| {
            let before = earned(points, ahead);
            ahead += ticket;
            earned(points, ahead) - before
        };
        accepted.iter().map(earn).collect()
    }
}

/// What the first so much money earns together: a straight line from point to point, flat after the last.
fn earned(points: &[(u64, u64)], money: u64) -> u64 {
    let mut before = (0, 0);
    for point in points {
        let (run, rise) = (point.0 - before.0, point.1 - before.1);
        if money < point.0 {
            let part = u128::from(money - before.0) * u128::from(rise) / u128::from(run);
            return before.1 + u64::try_from(part).expect("at most the point's");
        }
        before = *point;
    }
    before.1
}

/// A debt: principal with simple interest by actual days over 365, and arrears without interest.
#[derive(Clone, Debug, Default)]
pub struct Debt {
    /// Principal outstanding.
    pub principal: u128,
    /// Principal ever issued.
    pub issued: u128,
    /// Parts per million a year.
    pub rate_ppm: u128,
    /// Interest ever accrued, in units over 365,000,000.
    pub accrued: u128,
    /// Interest ever paid, whole units.
    pub paid: u128,
    /// Day of the last accrual.
    pub day: u128,
}

/// Base of [`Debt::accrued`]: a million parts times 365 days.
const BASE: u128 = 365_000_000;

impl Debt {
    /// Lets interest accrue up to a day.
    pub fn accrue(&mut self, day: u128) {
        self.accrued += self.principal * self.rate_ppm * (day - self.day);
        self.day = day;
    }

    /// Interest that is due, old and new.
    #[must_use]
    pub fn unpaid(&self) -> u128 {
        self.accrued / BASE - self.paid
    }

    /// Takes what a distribution has, for interest first, then for principal up to `due`; returns what is left.
    pub fn take(&mut self, amount: u128, due: u128) -> u128 {
        let interest = amount.min(self.unpaid());
        self.paid += interest;
        let principal = (amount - interest).min(due).min(self.principal);
        self.principal -= principal;
        amount - interest - principal
    }
}

/// The holders of a tranche whose number of shares does not change: each payment is split by shares, as a fraction
/// over the shares in all.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Shares, and earnings times the shares in all.
    pub holders: BTreeMap<String, (u128, u128)>,
}

impl Register {
    /// Records shares.
    pub fn issue(&mut self, name: &str, shares: u128) {
        self.holders.entry(name.to_owned()).or_default().0 += shares;
    }

    /// Moves shares.
    pub fn transfer(&mut self, from: &str, to: &str, shares: u128) {
        self.holders.get_mut(from).expect("a holder").0 -= shares;
        self.issue(to, shares);
    }

    /// Shares in all.
    #[must_use]
    pub fn total(&self) -> u128 {
        self.holders.values().map(|(shares, _)| shares).sum()
    }

    /// Splits a payment.
    pub fn pay(&mut self, amount: u128) {
        self.holders
            .values_mut()
            .for_each(|(shares, earned)| *earned += amount * *shares);
    }

    /// Whether an amount is what a holder has earned: the floor of the exact fraction. The program's index resolves
    /// 2^-64 of a unit a share, so where the fraction lies closer than that to a whole number, either side of it is
    /// right; sixteen changes of the holder's shares are allowed for.
    #[must_use]
    pub fn is_earned(&self, name: &str, amount: u64) -> bool {
        let (_, earned) = self.holders[name];
        let (total, amount) = (self.total(), u128::from(amount));
        let (whole, rest) = (earned / total, earned % total);
        let resolution = (total * total * 16) >> 64;
        amount == whole
            || (rest <= resolution && amount + 1 == whole)
            || (total - rest <= resolution && amount == whole + 1)
    }
}
