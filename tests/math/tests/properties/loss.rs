//! Who bears a loss, and whose principal is written up first.

use proptest::prelude::*;
use securities::math::{
    MathError,
    loss::{Bearer, Losses, WriteUp, allocate, write_up},
    seniority::Layer,
    waterfall::{Kind, MAX_TRANCHES},
};
use securities_math_tests::{MANY, below_bits, cases, number};

const KINDS: [Kind; 3] = [Kind::Debt, Kind::Equity, Kind::Cover];

fn bearer() -> impl Strategy<Value = Bearer> {
    (
        0_usize..3,
        prop_oneof![4 => below_bits(60), 1 => number()],
        prop_oneof![2 => Just(0), 3 => below_bits(60)],
        prop_oneof![1 => Just(0), 1 => 1_u32..=10_000],
    )
        .prop_map(|(kind, outstanding, cap, bps)| Bearer {
            kind: KINDS[kind],
            pari_passu: false,
            outstanding,
            cap,
            bps,
        })
}

fn bearers() -> impl Strategy<Value = Vec<Bearer>> {
    prop::collection::vec(bearer(), 0..=MAX_TRANCHES)
}

/// A loss that often is just about all that there is to lose.
fn amount() -> impl Strategy<Value = (u64, i8)> {
    (number(), prop_oneof![3 => Just(i8::MAX), 1 => -2_i8..3])
}

/// Who bears a loss, from the first, and the most of it that each does.
fn line(bearers: &[Bearer], loss: u64) -> Vec<(usize, u128)> {
    let mut line: Vec<(usize, u128)> = Vec::new();
    for covers in [true, false] {
        for (rank, bearer) in bearers.iter().enumerate().rev() {
            if (bearer.kind == Kind::Cover) == covers {
                let mut most = u128::from(bearer.outstanding);
                if covers && bearer.cap > 0 {
                    most = most.min(bearer.cap.into());
                }
                if covers && bearer.bps > 0 {
                    most = most.min(u128::from(loss) * u128::from(bearer.bps) / 10_000);
                }
                line.push((rank, most));
            }
        }
    }
    line
}

/// The part of a bearer is what of its place in line lies before the loss ends.
fn part(line: &[(usize, u128)], rank: usize, loss: u128) -> u64 {
    let at = line.iter().position(|(other, _)| *other == rank).unwrap();
    let from: u128 = line[..at].iter().map(|(_, most)| most).sum();
    u64::try_from(loss.saturating_sub(from).min(line[at].1)).unwrap()
}

fn principal(bearers: &[Bearer]) -> u128 {
    let bearing = bearers.iter().filter(|bearer| bearer.kind != Kind::Cover);
    bearing.map(|bearer| u128::from(bearer.outstanding)).sum()
}

fn sum(amounts: &[u64]) -> u128 {
    amounts.iter().map(|amount| u128::from(*amount)).sum()
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn a_loss_goes_to_the_covers_and_then_from_the_bottom_up(bearers in bearers(), (any, near) in amount()) {
        let all = principal(&bearers);
        let amount = if near == i8::MAX { any.into() } else { all.saturating_add_signed(near.into()) };
        let amount = u64::try_from(amount).unwrap_or(u64::MAX);
        let losses = allocate(amount, &bearers).unwrap();
        // No more than all principal can be lost.
        let amount = u64::try_from(u128::from(amount).min(all)).unwrap();
        let line = line(&bearers, amount);
        for (rank, bearer) in bearers.iter().enumerate() {
            let part = part(&line, rank, amount.into());
            let is_cover = bearer.kind == Kind::Cover;
            prop_assert_eq!(losses.covered[rank], if is_cover { part } else { 0 });
            prop_assert_eq!(losses.written_off[rank], if is_cover { 0 } else { part });
        }
        // The covers' cash, from the top down.
        let mut cash = sum(&losses.covered);
        for (rank, bearer) in bearers.iter().enumerate() {
            let most = if bearer.kind == Kind::Cover { 0 } else { bearer.outstanding - losses.written_off[rank] };
            prop_assert_eq!(u128::from(losses.repaid[rank]), cash.min(most.into()));
            cash -= u128::from(losses.repaid[rank]);
        }
        prop_assert_eq!(sum(&losses.covered), sum(&losses.repaid));
        prop_assert_eq!(sum(&losses.covered) + sum(&losses.written_off), u128::from(amount));
        // What a cover would have paid with more in it, of what is written off.
        for (rank, bearer) in bearers.iter().enumerate() {
            let mut more = bearers.clone();
            more[rank].outstanding = u64::MAX;
            let rich = allocate(amount, &more).unwrap();
            let short = if bearer.kind == Kind::Cover {
                let paid = rich.covered[rank] - losses.covered[rank];
                u128::from(paid).min(sum(&losses.written_off))
            } else {
                0
            };
            prop_assert_eq!(u128::from(losses.short[rank]), short);
        }
    }

    #[test]
    fn losses_in_parts_write_off_what_they_do_at_once(bearers in bearers(), parts in prop::collection::vec(below_bits(58), 1..6)) {
        // Without covers: their caps are per loss, and what they repay is gone for the next.
        let mut bearers: Vec<Bearer> = bearers.into_iter().filter(|bearer| bearer.kind != Kind::Cover).collect();
        let whole = allocate(parts.iter().sum(), &bearers);
        let mut written_off = [0; MAX_TRANCHES];
        for part in parts {
            let losses = allocate(part, &bearers).unwrap();
            for (rank, lost) in losses.written_off.iter().enumerate() {
                written_off[rank] += lost;
                if let Some(bearer) = bearers.get_mut(rank) {
                    bearer.outstanding -= lost;
                }
            }
        }
        prop_assert_eq!(whole.unwrap().written_off, written_off);
    }

    #[test]
    fn what_is_written_up_goes_back_exactly_as_the_loss_came(bearers in bearers(), loss in number(), part: u64) {
        let all = principal(&bearers);
        let loss = if all == 0 { 0 } else { u128::from(loss) % all };
        let loss = u64::try_from(loss).unwrap();
        // Covers without a cap and all they have pay first; what they pay is cash, and not written up.
        let lost = allocate(loss, &bearers).unwrap().written_off;
        let in_all = u64::try_from(sum(&lost)).unwrap();
        let with_losses = lost.map(|amount| Layer { amount, pari_passu: false });
        // All of it, and more: nothing is written off, and the rest is left.
        let more = part % (u64::MAX - in_all).max(1);
        let all_back = write_up(in_all + more, &with_losses);
        prop_assert_eq!(all_back, WriteUp { written_up: lost, left: more });
        // A part of it: as if the covers had paid what they did, and only the rest were left to write off.
        let part = in_all.checked_add(1).map_or(part, |all| part % all);
        let back = write_up(part, &with_losses);
        let mut still = lost;
        for (still, up) in still.iter_mut().zip(back.written_up) {
            *still -= up;
        }
        let mut uncovered = bearers.clone();
        for bearer in uncovered.iter_mut().filter(|bearer| bearer.kind == Kind::Cover) {
            bearer.outstanding = 0;
        }
        prop_assert_eq!(still, allocate(in_all - part, &uncovered).unwrap().written_off);
        prop_assert_eq!(back.left, 0);
    }
}

fn bearer_of(kind: Kind, outstanding: u64, cap: u64) -> Bearer {
    Bearer {
        kind,
        pari_passu: false,
        outstanding,
        cap,
        bps: 0,
    }
}

#[test]
fn a_syndicate_with_two_covers() {
    let deal = [
        bearer_of(Kind::Debt, 700, 0),
        bearer_of(Kind::Debt, 200, 0),
        bearer_of(Kind::Equity, 100, 0),
        bearer_of(Kind::Cover, 50, 0),
        bearer_of(Kind::Cover, 80, 30),
    ];
    let shared = |loss| {
        let Losses {
            covered,
            written_off,
            repaid,
            ..
        } = allocate(loss, &deal).unwrap();
        (
            covered[3..5].to_vec(),
            written_off[..3].to_vec(),
            repaid[..3].to_vec(),
        )
    };
    let all = |covered: [u64; 2], lost: [u64; 3], repaid: [u64; 3]| {
        (covered.to_vec(), lost.to_vec(), repaid.to_vec())
    };
    assert_eq!(shared(0), all([0, 0], [0, 0, 0], [0, 0, 0]));
    assert_eq!(shared(20), all([0, 20], [0, 0, 0], [20, 0, 0]));
    // The junior cover pays no more than 30 for one loss.
    assert_eq!(shared(60), all([30, 30], [0, 0, 0], [60, 0, 0]));
    assert_eq!(shared(100), all([50, 30], [0, 0, 20], [80, 0, 0]));
    assert_eq!(shared(280), all([50, 30], [0, 100, 100], [80, 0, 0]));
    assert_eq!(shared(1_000), all([50, 30], [620, 200, 100], [80, 0, 0]));
    assert_eq!(shared(1_001), shared(1_000), "all there is");
    // The cover of 50 has run dry, and would have paid the 20 of the junior; the other one has paid its cap.
    let short = |loss| allocate(loss, &deal).unwrap().short[3..5].to_vec();
    assert_eq!(
        [short(80), short(100), short(1_000)],
        [[0, 0], [20, 0], [920, 0]]
    );
}

#[test]
fn losses_at_the_ends_of_64_bits() {
    let two = [bearer_of(Kind::Debt, u64::MAX, 0); 2];
    assert_eq!(
        allocate(u64::MAX, &two).unwrap().written_off[..2],
        [0, u64::MAX]
    );
    let covered = [
        bearer_of(Kind::Debt, u64::MAX, 0),
        bearer_of(Kind::Cover, u64::MAX, 0),
    ];
    assert_eq!(allocate(u64::MAX, &covered).unwrap().repaid[0], u64::MAX);
    let cover_of_nothing = allocate(1, &covered[1..]);
    assert_eq!(cover_of_nothing, Ok(Losses::default()));
    assert_eq!(allocate(0, &[]), Ok(Losses::default()));
    assert_eq!(allocate(1, &[]), Ok(Losses::default()));
    assert_eq!(allocate(0, &[two[0]; 9]), Err(MathError::BadStructure));
}

#[test]
fn a_cover_pays_its_part_of_each_loss_and_the_rest_goes_down_the_classes() {
    let cover = |outstanding, cap, bps| Bearer {
        bps,
        ..bearer_of(Kind::Cover, outstanding, cap)
    };
    let senior = bearer_of(Kind::Debt, 100_000, 0);
    let junior = bearer_of(Kind::Equity, 20_000, 0);
    // 90 % of 5,000; of 50,000 its cap; with less in it than its part, all that it has.
    for (loss, with, [covered, junior_loses, senior_loses, short]) in [
        (5_000, cover(30_000, 0, 9_000), [4_500, 500, 0, 0]),
        (
            50_000,
            cover(30_000, 10_000, 9_000),
            [10_000, 20_000, 20_000, 0],
        ),
        (5_000, cover(1_000, 0, 9_000), [1_000, 4_000, 0, 3_500]),
        (5_001, cover(30_000, 0, 9_000), [4_500, 501, 0, 0]),
        (1, cover(30_000, 0, 9_999), [0, 1, 0, 0]),
    ] {
        let losses = allocate(loss, &[senior, junior, with]).unwrap();
        assert_eq!(losses.covered[2], covered, "of {loss}");
        assert_eq!(losses.written_off[..2], [senior_loses, junior_loses]);
        assert_eq!(losses.short[2], short);
        assert_eq!(losses.repaid[0], covered, "its cash repays the senior");
    }
    // Two covers: each its part of the whole loss, the more junior first.
    let losses = allocate(
        1_000,
        &[senior, cover(9_000, 0, 5_000), cover(9_000, 0, 8_000)],
    )
    .unwrap();
    assert_eq!(losses.covered[..3], [0, 200, 800]);
}
