//! What the accounts themselves compute, on accounts made in memory.

use bytemuck::Zeroable;
use proptest::prelude::*;
use securities::{
    book::{
        line::account::{LINE_HEADER, line_size, nodes, nodes_mut},
        phase::{LOCK_GRACE, Phase},
        poll::Poll,
        state::{AllocationRule, Book},
    },
    cash::waterfall::{state::Waterfall, tier::PlanFacts},
    chain::wide::Wide,
    errors::SecuritiesError,
    math::{
        MathError,
        accrual::DayCount,
        line::{self, MAX_CAPACITY, Money},
        waterfall::{Carry, Coverage, MAX_TIERS, Participation, Period, Purpose, Tier},
    },
    tranche::{holder::Holder, state::Tranche},
};
use securities_math_tests::{USUAL, cases, number};

/// Opens at 10, ends at 20, needs 100 units.
fn offered() -> Book {
    Book {
        opens_at: 10,
        deadline: 20,
        minimum: 100,
        cap: 1_000,
        stage: 1,
        offer_version: 1,
        extension_bps: 5_000,
        ..Book::zeroed()
    }
}

#[test]
fn a_book_at_its_minimum_is_due_and_one_unit_below_it_refunds() {
    let mut book = offered();
    for (committed, at_the_end) in [(99, Phase::Refunding), (100, Phase::Due), (101, Phase::Due)] {
        book.committed = committed;
        assert_eq!(book.phase(9).unwrap(), Phase::Draft);
        assert_eq!(book.phase(10).unwrap(), Phase::Offering);
        assert_eq!(book.phase(19).unwrap(), Phase::Offering);
        assert_eq!(book.phase(20).unwrap(), at_the_end);
        assert_eq!(book.phase(19 + LOCK_GRACE).unwrap(), at_the_end);
        assert_eq!(book.phase(20 + LOCK_GRACE).unwrap(), Phase::Refunding);
    }
    book.offer_version = 0;
    assert_eq!(book.phase(19).unwrap(), Phase::Building);
    assert_eq!(book.phase(20).unwrap(), Phase::Refunding, "without offer");
    book.stage = 2;
    assert_eq!(book.phase(0).unwrap(), Phase::Settling);
    // Somebody has left after the deadline: nothing comes of it any more, whatever is committed.
    (book.stage, book.offer_version) = (3, 1);
    assert_eq!(book.phase(20).unwrap(), Phase::Refunding);
}

#[test]
fn a_book_is_ready_with_an_offer_its_minimum_and_its_lead() {
    let ready = |change: fn(&mut Book)| {
        let mut book = offered();
        (book.committed, book.lead_minimum) = (100, 30);
        change(&mut book);
        book.is_ready()
    };
    assert!(ready(|_| ()));
    assert!(!ready(|book| book.offer_version = 0));
    assert!(!ready(|book| book.committed = 99));
    // What the sponsor approved counts, and nothing else, where it is the sponsor's choice.
    let discretionary = AllocationRule::Discretionary as u8;
    assert_eq!(discretionary, 2);
    assert!(!ready(|book| (book.allocation, book.approved) = (2, 99)));
    assert!(ready(|book| (
        book.allocation,
        book.approved,
        book.committed
    ) = (2, 100, 0)));
    // A lead that is none needs nothing.
    assert!(!ready(|book| book.lead = [1; 32].into()));
    assert!(!ready(
        |book| (book.lead, book.lead_within) = ([1; 32].into(), 29)
    ));
    assert!(ready(
        |book| (book.lead, book.lead_within) = ([1; 32].into(), 30)
    ));
}

#[test]
fn a_poll_moves_the_deadline_once_it_has_ended_and_passed() {
    let mut book = offered();
    let poll = Poll {
        number: 1,
        ends_at: 15,
        new_deadline: 40,
        base: 100,
        yes: 51,
        ..Poll::zeroed()
    };
    book.poll = poll;
    let times = [i64::MIN, 14, 15, 20, 40, i64::MAX];
    assert_eq!(
        times.map(|now| book.deadline_at(now)),
        [20, 20, 40, 40, 40, 40]
    );
    assert_eq!(book.phase(39).unwrap(), Phase::Offering);
    assert_eq!(book.phase(40).unwrap(), Phase::Refunding);
    for (change, why) in [
        (Poll { yes: 50, ..poll }, "half is not enough"),
        (
            Poll {
                base: 0,
                yes: 0,
                ..poll
            },
            "of nobody",
        ),
        (
            Poll {
                new_deadline: 0,
                ..poll
            },
            "it only advises",
        ),
        (
            Poll {
                new_deadline: 19,
                ..poll
            },
            "never earlier",
        ),
    ] {
        book.poll = change;
        assert_eq!(times.map(|now| book.deadline_at(now)), [20; 6], "{why}");
    }
    book.poll = Poll::zeroed();
    assert!(!book.poll.is_running(-1), "none was held");
}

#[test]
fn a_book_of_an_unknown_stage_has_no_phase() {
    for stage in (0..=u8::MAX).filter(|stage| !(1..=3).contains(stage)) {
        let book = Book {
            stage,
            ..Book::zeroed()
        };
        assert!(book.phase(0).is_err());
    }
}

#[test]
fn a_line_account_has_its_header_and_24_bytes_a_place() {
    for capacity in (0..=MAX_CAPACITY + 1).chain([u32::MAX]) {
        let expected = if (16..=MAX_CAPACITY).contains(&capacity) {
            Some(48 + 24 * capacity as usize)
        } else {
            None
        };
        assert_eq!(line_size(capacity).ok(), expected, "{capacity} places");
    }
}

#[test]
fn the_bytes_of_a_line_account_are_its_nodes() {
    // Accounts lie at multiples of eight.
    let mut account = vec![0_u64; line_size(16).unwrap() / 8];
    let data: &mut [u8] = bytemuck::cast_slice_mut(&mut account);
    let money = Money {
        live: 7,
        committed: 5,
    };
    line::add(nodes_mut(data).unwrap(), 1, 3, money).unwrap();
    assert_eq!(nodes(data).unwrap().len(), 16);
    assert_eq!(line::ahead(nodes(data).unwrap(), 1, 16), Ok(money));
    assert!(data[..LINE_HEADER].iter().all(|byte| *byte == 0));

    let cut = LINE_HEADER + 25;
    assert!(nodes(&data[..cut]).is_err(), "half a node");
    assert!(nodes_mut(&mut data[..cut]).is_err(), "half a node");
    assert!(nodes(&data[..LINE_HEADER - 1]).is_err(), "half a header");
    assert!(
        nodes_mut(&mut data[..LINE_HEADER - 1]).is_err(),
        "half a header"
    );
}

#[test]
fn a_holder_with_shares_or_money_owed_is_not_empty() {
    let mut holder = Holder::zeroed();
    assert!(holder.is_empty());
    holder.shares = 1;
    assert!(!holder.is_empty());
    for at in 0..holder.earnings.len() {
        let mut holder = Holder::zeroed();
        holder.earnings[at].paid = 9;
        holder.earnings[at].accumulator.set(9);
        assert!(holder.is_empty(), "what was paid is no debt");
        holder.earnings[at].owed = 1;
        assert!(!holder.is_empty(), "mint {at}");
    }
}

#[test]
fn a_tranche_knows_five_day_counts() {
    let known: Vec<_> = (0..=u8::MAX)
        .filter_map(|day_count| {
            let tranche = Tranche {
                day_count,
                ..Tranche::zeroed()
            };
            tranche.day_count().ok().map(|rule| (day_count, rule))
        })
        .collect();
    let expected = [
        (0, DayCount::Act365),
        (1, DayCount::Act360),
        (2, DayCount::Thirty360),
        (3, DayCount::Thirty360Us),
        (4, DayCount::ActAct),
    ];
    assert_eq!(known, expected);
}

/// A waterfall of every kind of tier, by number.
fn all_kinds() -> Waterfall {
    let mut waterfall = Waterfall::zeroed();
    for (kind, tier) in (1..=17).zip(&mut waterfall.tiers) {
        (tier.kind, tier.rank, tier.base) = (kind, kind % 8, 1);
        (tier.bps, tier.catch_up_bps) = (2_000, 9_000);
        (tier.amount, tier.taken, tier.due, tier.reached) = (100, 30, 50, 70);
        tier.owed = 5;
        (tier.max_age, tier.traps) = (2, 1);
        (tier.multiple_bps, tier.deal_by_deal, tier.clawed_back) = (20_000, 1, 10);
    }
    waterfall.tier_count = 17;
    waterfall
}

#[test]
fn a_waterfall_reads_its_tiers_in_order() {
    let period = Period {
        income: 70,
        fees: 10,
        paid: 5,
    };
    let coverage = |rank, pool, period| Coverage {
        rank,
        min_bps: 2_000,
        traps: true,
        pool,
        period,
    };
    let expected = |reserve, pool| {
        [
            Tier::Interest(1),
            Tier::Arrears(2),
            Tier::Principal(3),
            Tier::Residual(4),
            Tier::Sweep(5),
            Tier::Fee(50),
            Tier::Fee(50),
            Tier::Reserve(Purpose::All, reserve),
            Tier::Cover(1),
            Tier::Carry(Carry {
                rank: 2,
                base: 1,
                carry_bps: 2_000,
                catch_up_bps: 9_000,
                multiple_bps: 20_000,
                deal_by_deal: true,
                reached: 70,
                paid: 30,
                clawed_back: 10,
                passed: 50,
                spent: 7,
            }),
            Tier::Split {
                rank: 3,
                bps: 2_000,
            },
            Tier::CollateralTest(coverage(4, pool, Period::NONE)),
            Tier::InterestTest(coverage(5, None, period)),
            Tier::Fee(50),
            Tier::Capital(7),
            Tier::Service(0),
            Tier::Participation(Participation {
                rank: 1,
                with: 1,
                multiplier_bps: 20_000,
                gives_up_bps: 2_000,
            }),
        ]
    };
    let waterfall = all_kinds();
    let plan = |debt, repaid, pool| {
        let facts = PlanFacts {
            debt,
            repaid,
            pool,
            spent: 7,
        };
        waterfall.plan(&facts).unwrap()
    };
    // The reserve's target is flat and a share of debt, and nothing once that is repaid.
    assert_eq!(plan(0, false, None), expected(100, None));
    assert_eq!(plan(1_004, false, None), expected(300, None));
    assert_eq!(plan(u64::MAX, true, None), expected(0, None));
    // A report is valid for two days.
    assert_eq!(plan(0, false, Some((9, 172_800))), expected(100, Some(9)));
    assert_eq!(plan(0, false, Some((9, 172_801))), expected(100, None));
    assert_eq!(Waterfall::zeroed().plan(&PlanFacts::default()).unwrap(), []);
}

#[test]
fn a_waterfall_refuses_tiers_that_it_does_not_know() {
    for kind in (0..=u8::MAX).filter(|kind| !(1..=18).contains(kind)) {
        let mut waterfall = all_kinds();
        waterfall.tiers[1].kind = kind;
        assert!(
            waterfall.plan(&PlanFacts::default()).is_err(),
            "kind {kind}"
        );
    }
    let mut full = all_kinds();
    for tier in &mut full.tiers[14..] {
        tier.kind = 1;
    }
    full.tier_count = 24;
    let plan = full.plan(&PlanFacts::default()).unwrap();
    assert_eq!(plan.len(), MAX_TIERS);
}

#[test]
fn every_failure_of_arithmetic_has_its_own_number() {
    let numbers: Vec<u32> = [
        MathError::Overflow,
        MathError::DivisionByZero,
        MathError::PlaceOutOfRange,
        MathError::LineUnderflow,
        MathError::DateOutOfRange,
        MathError::BadStructure,
        MathError::BadPariPassu,
        MathError::BadCurve,
    ]
    .map(|error| SecuritiesError::from(error).into())
    .into();
    let distinct: std::collections::BTreeSet<_> = numbers.iter().collect();
    assert_eq!(distinct.len(), numbers.len());
    assert!(numbers.iter().all(|number| *number >= 6_000));
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn principal_is_what_was_issued_less_repaid_less_lost(issued in number(), repaid in number(), loss in number()) {
        let tranche = Tranche { principal_issued: issued, principal_repaid: repaid, loss, ..Tranche::zeroed() };
        let expected = issued.checked_sub(repaid).and_then(|rest| rest.checked_sub(loss));
        prop_assert_eq!(tranche.principal().ok(), expected);
    }

    #[test]
    fn a_wide_number_survives_its_account(value: u128, shift in 0_u32..128) {
        let value = value >> shift;
        let mut wide = Wide::default();
        wide.set(value);
        prop_assert_eq!(wide.get(), value);
        let bytes: [u8; 16] = bytemuck::cast(wide);
        prop_assert_eq!(u128::from_le_bytes(bytes), value, "little end first, as clients read it");
    }
}
