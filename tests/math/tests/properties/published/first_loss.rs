//! A first-loss cover that pays a part of each loss, by the cases of a published pool.
//!
//! Source: Huma Finance, huma-contracts-v2, `test/unit/liquidity/FirstLossCoverTest.ts` at commit 00c60b7b, the cases of
//! `coverLoss`: rate, cap and loss. What is in the cover follows there from other files; here it is 20,000. Amounts have
//! six decimals.

use securities::math::{
    loss::{Bearer, allocate},
    waterfall::Kind,
};

const ONE: u64 = 1_000_000;
const COVER: u64 = 20_000 * ONE;

/// What the cover pays of a loss, and what is left for the pool.
fn covers(bps: u32, cap: u64, loss: u64) -> (u64, u64) {
    let bearer = |kind, outstanding, cap, bps| Bearer {
        kind,
        pari_passu: false,
        outstanding,
        cap,
        bps,
    };
    let pool = bearer(Kind::Debt, 400_000 * ONE, 0, 0);
    let losses = allocate(loss, &[pool, bearer(Kind::Cover, COVER, cap, bps)]).unwrap();
    assert_eq!(losses.repaid[0], losses.covered[1]);
    (losses.covered[1], losses.written_off[0])
}

#[test]
fn a_cover_pays_its_rate_of_a_loss_up_to_its_cap_and_to_what_is_in_it() {
    // A part: 90 % of 5,000, below the cap.
    assert_eq!(
        covers(9_000, COVER + 1_000, 5_000 * ONE),
        (4_500 * ONE, 500 * ONE)
    );
    // All of it: the whole of a loss of 1,000 base units less than is there.
    assert_eq!(
        covers(10_000, COVER + 1_000, COVER - 1_000),
        (COVER - 1_000, 0)
    );
    // Up to a cap of 1: 90 % of 1.
    assert_eq!(covers(9_000, ONE, ONE), (900_000, 100_000));
    // A loss of more than is there: 90 % of it are still less.
    assert_eq!(
        covers(9_000, COVER + 1_000, COVER + 1_000),
        (18_000 * ONE + 900, 2_000 * ONE + 100)
    );
}
