//! What a book is opened with.

use super::draw::Draw;
use securities::{
    book::{offer::open_book::BookArgs, state::AllocationRule},
    math::rate::Rate,
};
use std::fmt::{self, Debug, Formatter};

/// The lead investor among the owners, where there is one.
pub const LEAD: u8 = 0;

/// An owner who never gets a credential, where the shares want one.
pub const STRANGER: u8 = 5;
/// How long a poll runs at least, and a version of an offer stands.
pub const DAY: i64 = 24 * 3_600;
/// How long a book may still be locked after its deadline.
pub const GRACE: i64 = 7 * DAY;

/// An asset that a book accepts.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Always one for one.
    pub is_par: bool,
    pub rate: Rate,
}

/// What a book is opened with, when, and how large its tickets usually are.
#[derive(Clone)]
pub struct Terms {
    pub args: BookArgs,
    /// Share base units in one whole share.
    pub unit: u64,
    pub assets: Vec<Asset>,
    /// A usual ticket is the smallest and up to so many lots more.
    pub spread: u64,
    pub capacity: u32,
    /// Whether the shares want a credential.
    pub restricted: bool,
    pub now: i64,
}

impl Debug for Terms {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        let args = &self.args;
        to.debug_struct("Terms")
            .field("allocation", &args.allocation)
            .field("unit", &self.unit)
            .field("price", &(args.price_min..=args.price))
            .field("price_max_age", &args.price_max_age)
            .field("minimum and cap", &(args.minimum..=args.cap))
            .field("tickets", &(args.min_ticket..=args.max_ticket))
            .field("opens_at", &args.opens_at)
            .field("offer_ends", &args.offer_ends)
            .field("deadlines", &(args.deadline..=args.latest_deadline))
            .field("offer_period", &args.offer_period)
            .field("extension_bps", &args.extension_bps)
            .field("lead_minimum", &args.lead_minimum)
            .field("restricted", &self.restricted)
            .field("assets", &self.assets)
            .finish_non_exhaustive()
    }
}

/// The address of an owner.
pub fn address<T: From<[u8; 32]>>(owner: u8) -> T {
    [owner + 1; 32].into()
}

/// The least money that buys whole share base units: `m * unit` is a multiple of `price`.
pub fn lot_of(price: u64, unit: u64) -> u64 {
    let (mut a, mut b) = (price, unit);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    price / a
}

/// The least ticket of which a share base unit is no more than a ten-thousandth.
pub fn fine_from(price: u64, unit: u64) -> u64 {
    (price * 10_000).div_ceil(unit)
}

impl Terms {
    pub fn drawn(allocation: AllocationRule, draws: [u64; 4]) -> Self {
        let [mut money, mut limits, mut clock, mut others] = draws.map(Draw);
        let unit = 10_u64.pow(money.pick([0, 6, 9, 2, 3, 1]));
        let price = match money.below(4) {
            0 => unit * (1 + money.below(7)),
            1 => 1 + money.below(60),
            2 => 10_u64.pow(money.pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])),
            _ => 1 + money.below(5_000_000),
        };
        let is_reported = money.one_in(4);
        let (lot, price_min) = if is_reported {
            (1, price - money.below(price / 2 + 1))
        } else {
            (lot_of(price, unit), price)
        };
        let min_ticket = if is_reported || money.one_in(3) {
            fine_from(price, unit).div_ceil(lot).max(1) * lot * (1 + money.below(3))
        } else {
            lot * (1 + money.below(20))
        };
        let spread = limits.pick([6, 1_000, 1 << 20, (1 << 60) / lot]);
        let whole = |amount: u64| (amount / lot * lot).max(lot);
        // Of all that comes in, a cap takes a little, most or all; and its shares are less than 2^62.
        let usual = u128::from(min_ticket + lot * (spread / 2)) * u128::from(1 + limits.below(80));
        let most = (u128::from(price_min) << 62) / u128::from(unit);
        let cap = u64::try_from(usual.min(most).min(1 << 62)).unwrap();
        let cap = whole(cap).max(min_ticket);
        let capacity = 16 + limits.below(9);
        let least = cap.div_ceil(capacity).div_ceil(lot) * lot * (1 + limits.below(3));
        let min_ticket = min_ticket.max(least.min(cap));

        let length = DAY * clock.pick([30, 2, 9, 365]);
        let deadline = 100 + length;
        let offered = !clock.one_in(3);
        let has_lead = others.one_in(3);
        let lead_minimum = 1 + others.below(min_ticket * 2 + lot * (spread / 4));
        let par = Rate {
            numerator: 1,
            denominator: 1,
        };
        let earning = [
            (1, 1),
            (1_043, 1_000),
            (3, 1),
            (1, 3),
            (1_000_000_007, 99_999_937),
        ];
        let count = 1 + others.below(4) as usize;
        let assets = [true, true, false, false].map(|is_par| {
            let (numerator, denominator) = others.pick(earning);
            let rate = Rate {
                numerator,
                denominator,
            };
            Asset {
                is_par,
                rate: if is_par { par } else { rate },
            }
        });
        Self {
            args: BookArgs {
                number: 0,
                allocation,
                price,
                price_min,
                price_max_age: i64::from(is_reported),
                minimum: limits.pick([lot, whole(cap / 8), whole(min_ticket), cap]),
                cap,
                min_ticket,
                max_ticket: limits.pick([0, 0, min_ticket + lot * (spread / 2)]),
                owner_limit: limits.pick([0, cap]),
                opens_at: 100,
                offer_ends: if offered {
                    100 + DAY + clock.below((length - DAY) as u64 + 1) as i64
                } else {
                    0
                },
                deadline,
                latest_deadline: deadline + clock.pick([90 * DAY, 0, 10]),
                offer_period: DAY + clock.below(length as u64 / 8 + 1) as i64,
                rights_until: 0,
                // Which group it is, and of how many books, is the same to a book.
                group: u8::from(others.one_in(3)),
                group_size: 0,
                group_requires_tests: false,
                draw_delay: 86_400,
                cliff_days: 0,
                vesting_days: 0,
                gated: false,
                extension_bps: clock.pick([5_000, 0, 1, 6_667, 9_999]),
                lead: if has_lead {
                    address(LEAD)
                } else {
                    Default::default()
                },
                lead_minimum: if has_lead { lead_minimum.min(cap) } else { 0 },
                tip: others.below(3),
                accepts_freeze: false,
                terms_sha256: [1; 32],
            },
            unit,
            assets: assets.into_iter().take(count).collect(),
            spread,
            capacity: capacity as u32,
            restricted: others.one_in(4),
            now: 100 - clock.below(4) as i64,
        }
    }
}
