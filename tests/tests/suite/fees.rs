//! Annual fees by their bases, fees and expenses out of the treasury, and what is refused.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell, with_par},
    on_both_engines,
    payouts::source,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::{
        set_mode::ModeChange,
        state::Waterfall,
        terms::{FeeBase, ReservePurpose, TestTerms, TierTerms, TriggerTerms},
    },
    security::state::Security,
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    read,
    world::{DAY, Money, World},
};

/// What the fund raises.
const RAISED: u64 = 1_000_000 * ONE;

on_both_engines! {
    a_fund_pays_its_managers_two_percent_out_of_its_treasury_by_the_quarter => quarters;
    each_base_is_counted_by_the_day => bases;
    expenses_are_submitted_against_documents_up_to_a_cap => expenses;
    a_fee_has_a_minimum_and_a_maximum_by_the_day => limits;
}

fn payee<E: Engine>(world: &mut World<E>) -> Pubkey {
    world.investor("manager", 0)
}

const fn annual(base: FeeBase, bps: u32, payee: Pubkey) -> TierTerms {
    TierTerms::AnnualFee {
        base,
        bps,
        amount: 0,
        min: 0,
        max: 0,
        payee,
        from_treasury: true,
    }
}

const fn expense(cap: u64, payee: Pubkey) -> TierTerms {
    TierTerms::Expense {
        cap,
        payee,
        from_treasury: true,
    }
}

fn security<E: Engine>(world: &mut World<E>, deal: &Deal) -> Security {
    read::state(&mut world.engine, &deal.security)
}

fn waterfall<E: Engine>(world: &mut World<E>, deal: &Deal) -> Waterfall {
    read::state(&mut world.engine, &deal.waterfall)
}

/// What is due at a tier and neither taken nor paid.
fn unpaid<E: Engine>(world: &mut World<E>, deal: &Deal, tier: usize) -> u64 {
    waterfall(world, deal).tiers[tier].due
}

/// The moment so many days after the first lock.
fn day<E: Engine>(world: &mut World<E>, deal: &Deal, days: i64) {
    let began = security(world, deal).began_at;
    world.engine.set_now(began + days * DAY);
}

/// Some classes with some tiers ahead of theirs.
fn with_tiers<E: Engine>(
    world: &mut World<E>,
    classes: Vec<TrancheArgs>,
    ahead: Vec<TierTerms>,
    edit: impl FnOnce(&mut Deal),
) -> Deal {
    let tiers = |classes: &[TrancheArgs]| [ahead, deal::tiers_of(classes)].concat();
    deal_of(world, classes, tiers, edit)
}

fn quarters<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let manager = payee(&mut world);
    let fee = annual(FeeBase::Capital, 200, manager);
    let deal = with_tiers(&mut world, vec![with_par(0)], vec![fee], |_| {});
    let pay = deal.pay_fee_from_treasury(0, &manager);
    assert_eq!(
        world.refused(std::slice::from_ref(&pay)),
        "NothingOwed",
        "nothing has begun"
    );
    sell(&mut world, &deal, (0, ONE), RAISED);
    // 1,000,000 at 2 % are 54.794520... a day; the fractions are carried from one quarter to the next.
    let mut paid = 0;
    for (days, upto) in [
        (91, 4_986_301_369),
        (182, 9_972_602_739),
        (273, 14_958_904_109),
        (365, 20_000 * ONE),
    ] {
        day(&mut world, &deal, days);
        let thief = world.investor("thief", 0);
        let theft = deal.pay_fee_from_treasury(0, &thief);
        assert_eq!(world.refused(&[theft]), "WrongPayoutAccount");
        world.go(std::slice::from_ref(&pay));
        assert_eq!(world.wealth(&manager), upto, "after {days} days");
        assert_eq!(
            world.refused(std::slice::from_ref(&pay)),
            "NothingOwed",
            "twice on a day"
        );
        paid = upto;
        let vault = *security(&mut world, &deal).vault();
        assert_eq!(
            (vault.treasury, vault.spent, vault.drawn),
            (RAISED - paid, paid, 0)
        );
        audit::check(&mut world);
    }
    // A distribution owes only what is due since: 73 days more, 4,000.
    day(&mut world, &deal, 365 + 73);
    let payer = world.investor("payer", SOLD * 10);
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, 0, source(now, SOLD * 10))]);
    assert_eq!(
        world.refused(std::slice::from_ref(&pay)),
        "NothingOwed",
        "the tier took it"
    );
    world.go(&[deal.pay_fee(0, &manager)]);
    assert_eq!(world.wealth(&manager), paid + 4_000 * ONE);
    audit::check(&mut world);
    // The sponsor has drawn everything: what is due stays due.
    let rest = security(&mut world, &deal).vault().treasury;
    world.go(&[deal.draw_proceeds(&deal.destination, rest)]);
    world.pass(DAY);
    assert_eq!(world.refused(&[pay]), "TreasuryEmpty");
    world
}

fn bases<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let manager = payee(&mut world);
    let bases = [
        FeeBase::Debt,
        FeeBase::Capital,
        FeeBase::Raised,
        FeeBase::Pool,
    ];
    let mut fees: Vec<_> = bases
        .map(|base| annual(base, 365, manager))
        .into_iter()
        .collect();
    if let TierTerms::AnnualFee { max, .. } = &mut fees[3] {
        *max = u64::MAX;
    }
    // Debt, equity with a par, and equity without, beside a cover, whose capital bears no fee.
    let debt = TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(0)
    };
    let classes = vec![debt, with_par(1), deal::junior(2), deal::cover(3)];
    let tiers = |classes: &[TrancheArgs]| {
        let mut rest = deal::tiers_of(&classes[..3]);
        rest.insert(0, TierTerms::Cover { rank: 3 });
        [fees.clone(), rest].concat()
    };
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    world.go(&[deal.report_pool(77 * SOLD)]);
    sell(&mut world, &deal, (0, ONE), 4 * SOLD);
    // From here on by the day; the books of the others are locked later.
    let number = |time: i64| u64::try_from(time / DAY).expect("after 1970");
    let mut since = number(security(&mut world, &deal).began_at);
    let mut sums = [0_u64; 4];
    let mut held = [4 * SOLD, 4 * SOLD, 4 * SOLD, 77 * SOLD];
    let mut go_on = |today: u64, held: &[u64; 4]| {
        for (sum, held) in sums.iter_mut().zip(held) {
            *sum += held * (today - since);
        }
        since = today;
        sums
    };
    for (rank, amount) in [(1, 3 * SOLD), (2, 2 * SOLD), (3, SOLD)] {
        sell(&mut world, &deal, (rank, ONE), amount);
        let class = read::state::<Tranche>(&mut world.engine, &deal.class(rank).tranche);
        go_on(number(class.starts_at), &held);
        if rank < 3 {
            held[1] += amount;
            held[2] += amount;
        }
    }
    world.pass(50 * DAY);
    go_on(number(world.engine.now()), &held);
    // The pool is worth a tenth less from this day on.
    world.go(&[deal.report_pool(70 * SOLD)]);
    held[3] = 70 * SOLD;
    world.pass(20 * DAY);
    go_on(number(world.engine.now()), &held);
    // A payment repays 1,000 of the debt: what is raised stays.
    let payer = world.investor("payer", 10 * SOLD);
    let mut payment = source(world.engine.now(), SOLD);
    payment.principal = SOLD;
    world.go(&[deal.post_distribution(&payer, 0, payment)]);
    held[0] -= SOLD;
    held[1] -= SOLD;
    world.pass(10 * DAY);
    let sums = go_on(number(world.engine.now()), &held);
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, 1, source(now, ONE))]);
    // 3.65 % a year are a ten thousandth a day.
    let state = waterfall(&mut world, &deal);
    for (place, sum) in sums.iter().enumerate() {
        assert_eq!(read::all_due(&state.tiers[place]), sum / 10_000, "{place}");
    }
    audit::check(&mut world);
    world
}

pub fn expenses<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let auditor = payee(&mut world);
    let ahead = vec![
        expense(100 * ONE, auditor),
        annual(FeeBase::Capital, 200, auditor),
    ];
    let deal = with_tiers(&mut world, vec![with_par(0)], ahead, |_| {});
    let sponsor = deal.sponsor;
    let submit = |amount| deal.submit_expense(&sponsor, 0, amount);
    assert_eq!(world.refused(&[submit(1)]), "NotBegun");
    sell(&mut world, &deal, (0, ONE), SOLD);
    let stranger = world.investor("stranger", 0);
    for (call, error) in [
        (deal.submit_expense(&stranger, 0, 1), "NotSponsor"),
        (submit(0), "ZeroAmount"),
        (submit(100 * ONE + 1), "ExpenseAboveCap"),
        (deal.submit_expense(&sponsor, 1, 1), "NotExpense"),
        (deal.submit_expense(&sponsor, 2, 1), "WrongTier"),
        (deal.submit_expense(&sponsor, 255, 1), "WrongTier"),
    ] {
        assert_eq!(world.refused(&[call]), error);
    }
    let pay = deal.pay_fee_from_treasury(0, &auditor);
    assert_eq!(world.refused(std::slice::from_ref(&pay)), "NothingOwed");
    world.go(&[submit(60 * ONE)]);
    assert_eq!(unpaid(&mut world, &deal, 0), 60 * ONE);
    world.go(std::slice::from_ref(&pay));
    assert_eq!(world.wealth(&auditor), 60 * ONE);
    // The last day of the year: 40 are left, and what is not claimed lapses.
    day(&mut world, &deal, 364);
    assert_eq!(world.refused(&[submit(40 * ONE + 1)]), "ExpenseAboveCap");
    world.go(&[submit(30 * ONE)]);
    day(&mut world, &deal, 365);
    assert_eq!(world.refused(&[submit(100 * ONE + 1)]), "ExpenseAboveCap");
    world.go(&[submit(100 * ONE)]);
    assert_eq!(world.refused(&[submit(1)]), "ExpenseAboveCap");
    // A distribution pays 130 ahead of all else.
    let payer = world.investor("payer", SOLD);
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, 0, source(now, 130 * ONE))]);
    world.go(&[deal.pay_fee(0, &auditor)]);
    assert_eq!(world.wealth(&auditor), 190 * ONE);
    assert_eq!(unpaid(&mut world, &deal, 0), 0);
    assert_eq!(world.refused(&[pay]), "NothingOwed");
    audit::check(&mut world);
    world
}

fn limits<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let manager = payee(&mut world);
    let limited = |bps, amount, min, max| TierTerms::AnnualFee {
        base: FeeBase::Capital,
        bps,
        amount,
        min,
        max,
        payee: manager,
        from_treasury: false,
    };
    let ahead = vec![
        // 2 % and 5 of 1,000 are 25 a year.
        limited(200, 5 * ONE, 0, 20 * ONE),
        limited(200, 5 * ONE, 30 * ONE, 0),
        limited(200, 5 * ONE, 20 * ONE, 30 * ONE),
    ];
    let deal = with_tiers(&mut world, vec![deal::junior(0)], ahead, |_| {});
    sell(&mut world, &deal, (0, ONE), SOLD);
    let payer = world.investor("payer", SOLD);
    let pay = deal.pay_fee_from_treasury(0, &manager);
    for (nonce, days) in [(0, 73), (1, 365)] {
        day(&mut world, &deal, days);
        assert_eq!(world.refused(std::slice::from_ref(&pay)), "NotFromTreasury");
        let now = world.engine.now();
        world.go(&[deal.post_distribution(&payer, nonce, source(now, 100 * ONE))]);
    }
    let state = waterfall(&mut world, &deal);
    assert_eq!(
        [0, 1, 2].map(|tier| read::all_due(&state.tiers[tier])),
        [20 * ONE, 30 * ONE, 25 * ONE]
    );
    audit::check(&mut world);
    world
}

/// Refused like a draw: in accelerated mode, while a trigger or a debt's due date is not met, and for what is no proceeds.
#[test]
fn the_treasury_pays_no_fee_while_nothing_may_be_drawn() {
    let mut world = World::<Lite>::new(Money::Classic);
    let manager = payee(&mut world);
    let debt = TrancheArgs {
        period_months: 1,
        ..deal::senior(0)
    };
    let fee = annual(FeeBase::Debt, 1_000, manager);
    let test = TestTerms::Losses { max_bps: 1_000 };
    let deal = with_tiers(&mut world, vec![debt, deal::junior(1)], vec![fee], |deal| {
        deal.triggers = vec![TriggerTerms {
            test,
            cure_days: 100,
            consequences: 1,
        }];
    });
    sell(&mut world, &deal, (0, ONE), SOLD);
    day(&mut world, &deal, 10);
    let pay = [deal.pay_fee_from_treasury(0, &manager)];
    world.go(&pay);
    assert_eq!(world.wealth(&manager), 2_739_726, "ten days of 10 %");
    world.pass(DAY);
    let accelerate = deal.set_mode(&deal.sponsor, ModeChange::Accelerate);
    world.go(&[accelerate]);
    assert_eq!(world.refused(&pay), "Accelerated");
    let resume = deal.set_mode(&deal.arbitrator, ModeChange::Resume);
    world.go(&[resume]);
    world.go(&pay);
    world.pass(40 * DAY);
    assert_eq!(world.refused(&pay), "DebtOverdue");
    let payer = world.investor("payer", SOLD);
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, 0, source(now, 100 * ONE))]);
    world.pass(DAY);
    world.go(&pay);
    world.go(&deal.lose(SOLD / 5, 1));
    world.pass(DAY);
    assert_eq!(world.refused(&pay), "TriggerFailing");
    audit::check(&mut world);
}

/// Neither the capital of a cover nor what tiers took is treasury, and a lock without a release brings none.
#[test]
fn only_released_proceeds_pay_fees() {
    let mut world = World::<Lite>::new(Money::Classic);
    let manager = payee(&mut world);
    let ahead = vec![
        annual(FeeBase::Capital, 200, manager),
        TierTerms::Reserve {
            purpose: ReservePurpose::All,
            amount: 50 * ONE,
            bps: 0,
        },
    ];
    let classes = vec![with_par(0), deal::cover(1)];
    let tiers = |classes: &[TrancheArgs]| {
        let mut rest = deal::tiers_of(&classes[..1]);
        rest.insert(0, TierTerms::Cover { rank: 1 });
        [ahead, rest].concat()
    };
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    let treasury = security(&mut world, &deal).vault().treasury;
    assert_eq!(treasury, SOLD, "the cover's capital is none");
    world.go(&[deal.draw_proceeds(&deal.destination, treasury - ONE)]);
    let (payer, now) = (world.investor("payer", SOLD), world.engine.now());
    world.go(&[deal.post_distribution(&payer, 0, source(now, 20 * ONE))]);
    world.pass(365 * DAY);
    let pay = [deal.pay_fee_from_treasury(0, &manager)];
    world.go(&pay);
    assert_eq!(world.wealth(&manager), ONE, "as far as it goes");
    let owed = unpaid(&mut world, &deal, 0);
    assert!(owed > 0);
    assert_eq!(world.refused(&pay), "TreasuryEmpty");
    let vault = *security(&mut world, &deal).vault();
    assert!(
        vault.cover == SOLD
            && vault.reserve > 0
            && vault.fees == waterfall(&mut world, &deal).tiers[0].owed
    );
    audit::check(&mut world);
}
