//! Profit that is shared by capital, with a part that one side leaves to the other.

use crate::waterfall::examples::{flow, of, taken};
use securities::math::{
    structure::{Shape, validate},
    waterfall::{Kind, Participation, Tier},
};

const ONE: u64 = 1_000_000;

/// Huma Finance, contracts v2, `RiskAdjustedTranchesPolicy` and its unit test of the same name
/// (github.com/00labs/huma-contracts-v2, commit 0f76854): a senior tranche of 300,000 and a junior of 100,000 share a
/// profit of 14,837 by their assets, and the senior leaves 80 % of its part to the junior. Its first-loss covers share the
/// junior's side by their assets times a multiplier (`BaseTranchesPolicy`), which is 2 in its tests.
///
/// Published: assets, adjustment, profit, multiplier, and the rules; the parts follow from them.
const HUMA: [Tier; 3] = [
    Tier::Participation(Participation {
        rank: 0,
        with: 0b010,
        multiplier_bps: 10_000,
        gives_up_bps: 8_000,
    }),
    Tier::Participation(Participation {
        rank: 2,
        with: 0b010,
        multiplier_bps: 20_000,
        gives_up_bps: 0,
    }),
    Tier::Residual(1),
];

#[test]
fn the_senior_of_huma_leaves_a_part_of_its_share_to_the_junior() {
    let pool = |cover| {
        [
            of(Kind::Equity, 300_000 * ONE),
            of(Kind::Equity, 100_000 * ONE),
            of(Kind::Cover, cover),
        ]
    };
    let shapes = [Kind::Equity, Kind::Equity, Kind::Cover].map(|kind| Shape {
        kind,
        has_par: true,
        ..Shape::default()
    });
    let capital = [Tier::Capital(0), Tier::Capital(1)];
    assert_eq!(validate(&[&capital[..], &HUMA].concat(), &shapes), Ok(()));
    let profit = 14_837 * ONE;
    // 3/4 of the profit are 11,127.75; 80 % of it are the junior's, and 2,225.55 stay.
    let senior = 2_225_550_000;
    assert_eq!(
        taken::<3>(&flow(profit, &HUMA, &pool(0))),
        [senior, 0, profit - senior]
    );
    // A cover of 10,000 counts twice: it has 20,000 of 120,000 of the junior's side, and does not lower the senior's part.
    let cover = (profit - senior) / 6;
    assert_eq!(
        taken::<3>(&flow(profit, &HUMA, &pool(10_000 * ONE))),
        [senior, cover, profit - senior - cover]
    );
}

/// Goldfinch, community documentation, "Liquidity Providers" and "Backers" (github.com/goldfinch-eng/community-docs): of a
/// nominal interest of 15 %, 10 % are the reserve's and 20 % of the senior's part are the backers', so the senior pool earns
/// 10.5 %; with 200,000 of backers and 800,000 of the senior pool, a leverage of 4, backers earn 15 % * (1 - 10 % + 4 * 20 %)
/// = 25.5 %. All of these are published.
#[test]
fn the_backers_of_goldfinch_have_a_part_of_the_senior_pools_interest() {
    let interest = 150_000 * ONE;
    let tiers = [
        Tier::Participation(Participation {
            rank: 0,
            with: 0b10,
            multiplier_bps: 10_000,
            gives_up_bps: 3_000,
        }),
        Tier::Fee(interest / 10),
        Tier::Residual(1),
    ];
    let pool = [
        of(Kind::Equity, 800_000 * ONE),
        of(Kind::Equity, 200_000 * ONE),
    ];
    let [senior, reserve, backers] = taken::<3>(&flow(interest, &tiers, &pool));
    assert_eq!(senior * 1_000, 105 * 800_000 * ONE, "10.5 %");
    assert_eq!(reserve, 15_000 * ONE);
    assert_eq!(backers * 1_000, 255 * 200_000 * ONE, "25.5 %");
}
