//! The arithmetic of locks and the check itself, on accounts in memory.

use super::name;
use bytemuck::Zeroable;
use securities::{
    math::quantity::Shares,
    tranche::{
        holder::Holder,
        locks::Lock,
        moves::Move,
        state::{Tranche, TrancheKind},
    },
};
use securities_tests::{rng::Rng, world::DAY};

const TODAY: i64 = 20_000;
const NOW: i64 = TODAY * DAY;

fn lock(cliff: u16, until: u16, shares: u64) -> Lock {
    Lock {
        shares,
        start: 0,
        cliff,
        until,
        padding: 0,
    }
}

#[test]
fn a_lock_without_vesting_ends_on_its_day() {
    let lock = Lock::from(NOW + 5, Shares(7), (10, 0)).expect("a day");
    assert_eq!(
        (lock.start, lock.cliff, lock.until),
        (20_000, 20_010, 20_010)
    );
    for (day, locked) in [(0, 7), (20_000, 7), (20_009, 7), (20_010, 0), (u16::MAX, 0)] {
        assert_eq!(lock.locked_on(day).expect("a number"), locked, "day {day}");
    }
    let none = Lock::from(NOW, Shares(7), (0, 0)).expect("a day");
    assert_eq!(none.locked_on(20_000).expect("a number"), 0);
}

/// Against the definition, in numbers without bounds: before the cliff all, then a part a day, rounded up.
#[test]
fn what_vests_is_a_part_a_day_rounded_up() {
    let mut rng = Rng(0x5eed_0001);
    for _ in 0..100_000 {
        let shares = rng.next() >> rng.below(64);
        let cliff = 20_000 + rng.below(1_000) as u16;
        let until = cliff + rng.below(1_000) as u16;
        let day = 19_990 + rng.below(2_020) as u16;
        let expected = if day >= until {
            0
        } else if day <= cliff {
            u128::from(shares)
        } else {
            let (left, all) = (u128::from(until - day), u128::from(until - cliff));
            (u128::from(shares) * left).div_ceil(all)
        };
        let locked = lock(cliff, until, shares).locked_on(day).expect("a number");
        assert_eq!(
            u128::from(locked),
            expected,
            "{shares} {cliff} {until} {day}"
        );
    }
}

/// Dates that no day number has room for are the last one.
#[test]
fn a_lock_beyond_the_last_day_number_ends_there() {
    let late = 65_000 * DAY;
    let lock = Lock::from(late, Shares(7), (3_653, 3_653)).expect("a day");
    assert_eq!((lock.cliff, lock.until), (u16::MAX, u16::MAX));
    assert_eq!(lock.locked_on(u16::MAX - 1).expect("a number"), 7);
    assert_eq!(lock.locked_on(u16::MAX).expect("a number"), 0);
}

fn class() -> Tranche {
    Tranche {
        kind: TrancheKind::Equity as u8,
        ..Tranche::zeroed()
    }
}

fn holder(shares: u64) -> Holder {
    Holder {
        shares,
        credential_until: i64::MAX,
        qualifier_place: 1,
        jurisdiction: 756,
        ..Holder::zeroed()
    }
}

fn refuses(tranche: &Tranche, from: Option<&Holder>, to: Option<&Holder>) -> Option<String> {
    name(tranche.check_move(&Move {
        from,
        to,
        amount: 5,
        now: NOW,
    }))
}

/// What nobody sends depends on no window, move, lock, retention or limit: on the receiver alone, and on nothing where all
/// principal is repaid.
#[test]
fn what_is_issued_or_unwrapped_depends_on_the_receiver_alone() {
    let mut tranche = class();
    tranche.restricted = 1;
    tranche.rules.window.kind = 1;
    tranche.rules.has_moves = 1;
    tranche.rules.sender_qualified = 1;
    tranche.rules.daily_shares = 1;
    tranche.rules.retained_shares = u64::MAX;
    tranche.rules.refused_countries[0] = 250;
    let mut to = holder(0);
    to.locks[0] = lock(u16::MAX, u16::MAX, u64::MAX);
    assert_eq!(refuses(&tranche, None, Some(&to)), None);
    to.jurisdiction = 250;
    assert_eq!(
        refuses(&tranche, None, Some(&to)).as_deref(),
        Some("CountryRefused")
    );
    to.jurisdiction = 0;
    assert_eq!(
        refuses(&tranche, None, Some(&to)).as_deref(),
        Some("CountryRefused")
    );
    to.credential_until = NOW;
    assert_eq!(
        refuses(&tranche, None, Some(&to)).as_deref(),
        Some("NotQualified")
    );
    tranche.par = 1;
    assert_eq!(refuses(&tranche, None, Some(&to)), None, "it is spent");
    tranche.principal_issued = 1;
    assert!(refuses(&tranche, None, Some(&to)).is_some());
    assert_eq!(refuses(&tranche, None, None), None);
}

/// Each rule refuses before those after it.
#[test]
fn the_first_rule_that_is_broken_is_the_one_that_is_told() {
    let mut tranche = class();
    tranche.restricted = 1;
    tranche.rules.window.kind = 2;
    tranche.rules.open_until = NOW;
    tranche.rules.refused_countries[0] = 250;
    tranche.rules.sender_qualified = 1;
    tranche.rules.has_moves = 1;
    tranche.rules.daily_shares = 4;
    tranche.rules.retained_shares = 3;
    tranche.rules.max_shares = 9;
    let mut from = holder(4);
    from.credential_until = 0;
    from.locks[0] = lock(u16::MAX, u16::MAX, 1);
    let mut to = holder(0);
    (to.is_wrapper, to.credential_until, to.jurisdiction) = (1, 0, 250);
    let told = |tranche: &Tranche, from: &Holder, to: &Holder| {
        refuses(tranche, Some(from), Some(to)).unwrap_or_default()
    };
    assert_eq!(told(&tranche, &from, &to), "WrapperRecord");
    to.is_wrapper = 0;
    assert_eq!(told(&tranche, &from, &to), "WindowClosed");
    tranche.rules.open_until = NOW + 1;
    assert_eq!(told(&tranche, &from, &to), "NotQualified");
    to.credential_until = NOW + 1;
    assert_eq!(told(&tranche, &from, &to), "CountryRefused");
    to.jurisdiction = 756;
    assert_eq!(told(&tranche, &from, &to), "NotQualified");
    from.credential_until = NOW + 1;
    assert_eq!(told(&tranche, &from, &to), "CategoryRefused");
    (tranche.rules.later_moves[0], tranche.rules.later_from) = (1, NOW + 1);
    assert_eq!(told(&tranche, &from, &to), "CategoryTooEarly");
    tranche.rules.later_from = NOW;
    assert_eq!(told(&tranche, &from, &to), "SharesShort");
    from.shares = 5;
    assert_eq!(told(&tranche, &from, &to), "SharesLocked");
    from.shares = 6;
    assert_eq!(told(&tranche, &from, &to), "SharesRetained");
    from.shares = 8;
    assert_eq!(told(&tranche, &from, &to), "DailyLimit");
    tranche.rules.daily_shares = 5;
    assert_eq!(told(&tranche, &from, &to), "AboveAllotment");
    to.allotted = 5;
    assert_eq!(told(&tranche, &from, &to), "");
    (from.sent_day, from.sent) = (TODAY as u16, 1);
    assert_eq!(told(&tranche, &from, &to), "DailyLimit");
    from.sent_day -= 1;
    assert_eq!(told(&tranche, &from, &to), "");
}

/// In a class that limits its holders a transfer delivers up to the receiver's own allotment; a
/// record that has more than that already receives nothing. Where nothing is limited, an allotment means nothing.
#[test]
fn a_record_receives_up_to_its_allotment() {
    let mut tranche = class();
    let from = holder(50);
    let told = |tranche: &Tranche, shares, allotted| {
        let to = Holder {
            allotted,
            ..holder(shares)
        };
        let sent = refuses(tranche, Some(&from), Some(&to));
        assert_eq!(
            refuses(tranche, None, Some(&to)),
            None,
            "what is issued was bought before"
        );
        assert_eq!(
            refuses(tranche, Some(&from), None),
            None,
            "a wrapper has none"
        );
        sent.unwrap_or_default()
    };
    assert_eq!(told(&tranche, 9, 0), "");
    for limit in [
        |tranche: &mut Tranche| tranche.rules.max_holders = 1,
        |tranche: &mut Tranche| (tranche.rules.max_holders, tranche.rules.max_shares) = (0, 1),
    ] {
        limit(&mut tranche);
        for (shares, allotted, expected) in [
            (0, 0, "AboveAllotment"),
            (0, 4, "AboveAllotment"),
            (0, 5, ""),
            (7, 11, "AboveAllotment"),
            (7, 12, ""),
            (7, 6, "AboveAllotment"),
            (u64::MAX, u64::MAX, "AboveAllotment"),
            (1, u64::MAX, ""),
        ] {
            assert_eq!(
                told(&tranche, shares, allotted),
                expected,
                "{shares} {allotted}"
            );
        }
    }
    let nothing = Move {
        from: None,
        to: Some(&holder(7)),
        amount: 0,
        now: NOW,
    };
    assert_eq!(
        name(tranche.check_move(&nothing)),
        None,
        "nor points, whose number nobody knows yet"
    );
}

/// All zero means no rules, whatever the records say.
#[test]
fn a_class_without_rules_refuses_nothing_but_what_one_has_not() {
    let tranche = class();
    let (from, to) = (holder(5), Holder::zeroed());
    assert_eq!(refuses(&tranche, Some(&from), Some(&to)), None);
    assert_eq!(refuses(&tranche, Some(&from), None), None);
    assert_eq!(
        refuses(&tranche, Some(&holder(4)), Some(&to)).as_deref(),
        Some("SharesShort")
    );
}

/// A day number of a record is modulo 65,536: limits hold after 2149 too.
#[test]
fn limits_hold_when_day_numbers_no_longer_fit() {
    let mut tranche = class();
    tranche.rules.daily_shares = 5;
    let mut from = holder(50);
    let (day, now) = (70_000_i64, 70_000 * DAY);
    (from.sent_day, from.sent) = ((day % 65_536) as u16, 1);
    let told = |from: &Holder, now| {
        name(tranche.check_move(&Move {
            from: Some(from),
            to: Some(&Holder::zeroed()),
            amount: 5,
            now,
        }))
    };
    assert_eq!(told(&from, now).as_deref(), Some("DailyLimit"));
    assert_eq!(told(&from, now + DAY), None);
}
