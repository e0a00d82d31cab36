//! Carry that is paid deal by deal or in steps, and carry that is clawed back, worked by hand.

use super::examples::{debt, flow, of, taken};
use Tier::{Arrears, Capital, Interest, Residual, Sweep};
use securities::math::{
    MathError,
    walk::{overpaid, run},
    waterfall::{Carry, Claimant, Clawback, Kind, Tier, WaterfallInput},
};

/// A fifth of the profit of tranche 0 for tranche 1, deal by deal, with a full catch-up.
const FIFTH: Carry = Carry {
    rank: 1,
    base: 0,
    carry_bps: 2_000,
    catch_up_bps: 10_000,
    multiple_bps: 0,
    deal_by_deal: true,
    reached: 0,
    paid: 0,
    clawed_back: 0,
    passed: 0,
    spent: 0,
};

const fn capital(outstanding: u64, loss: u64, interest: u64, interest_paid: u64) -> Claimant {
    Claimant {
        kind: Kind::Equity,
        loss,
        issued: 200,
        interest_paid,
        ..debt(interest, 0, 0, outstanding)
    }
}

const MANAGER: Claimant = of(Kind::Equity, 0);

const fn fund(carry: Carry) -> [Tier; 5] {
    [
        Interest(0),
        Arrears(0),
        Capital(0),
        Tier::Carry(carry),
        Residual(0),
    ]
}

/// A sale: so much principal and so much gain.
fn sale<'a>(
    (principal, gain): (u64, u64),
    tiers: &'a [Tier],
    claimants: &'a [Claimant],
) -> WaterfallInput<'a> {
    WaterfallInput {
        principal,
        ..flow(principal + gain, tiers, claimants)
    }
}

#[test]
fn a_gain_is_shared_while_other_capital_is_out_and_clawed_back_after_a_loss() {
    // Two investments of 100; one is sold for 200. Income alone repays no capital.
    let tiers = fund(FIFTH);
    let claimants = [capital(200, 0, 0, 0), MANAGER];
    assert_eq!(
        taken(&sale((100, 100), &tiers, &claimants)),
        [0, 0, 100, 20, 80]
    );
    assert_eq!(
        taken(&sale((0, 100), &tiers, &claimants)),
        [0, 0, 0, 20, 80]
    );
    // The other is lost: nothing was earned, and the carry is overpaid by 20.
    let paid = Carry {
        reached: 100,
        paid: 20,
        ..FIFTH
    };
    let tiers = fund(paid);
    let after = [capital(0, 100, 0, 0), MANAGER];
    let nothing = flow(0, &tiers, &after);
    assert_eq!(overpaid(&nothing, 1), Ok(20));
    assert_eq!(overpaid(&nothing, 0), Ok(0), "it takes no carry");
    // A correction of half of the loss restores half of the entitlement.
    let corrected = [capital(50, 50, 0, 0), MANAGER];
    assert_eq!(overpaid(&flow(0, &tiers, &corrected), 1), Ok(10));
    // What comes in makes good the loss first: of 50, nothing is paid; 150 are all profit, and 30 of them
    // carry, of which it has 20.
    assert_eq!(taken(&flow(50, &tiers, &after)), [0, 0, 0, 0, 50]);
    assert_eq!(taken(&flow(150, &tiers, &after)), [0, 0, 0, 10, 140]);
}

#[test]
fn if_the_loss_comes_first_no_carry_is_paid_on_the_gain_that_makes_it_good() {
    let tiers = fund(FIFTH);
    let claimants = [capital(100, 100, 0, 0), MANAGER];
    assert_eq!(
        taken(&sale((100, 100), &tiers, &claimants)),
        [0, 0, 100, 0, 100]
    );
    assert_eq!(
        taken(&sale((100, 200), &tiers, &claimants)),
        [0, 0, 100, 20, 180]
    );
}

#[test]
fn the_preferred_return_so_far_comes_before_carry_that_is_paid_deal_by_deal() {
    // 8 % a year on 200: 16, of which the carry catches up.
    let tiers = fund(FIFTH);
    let pays = |gain| {
        let claimants = [capital(200, 0, 16, 0), MANAGER];
        taken::<5>(&sale((100, gain), &tiers, &claimants))
    };
    assert_eq!(pays(16), [16, 0, 100, 0, 0]);
    assert_eq!(pays(18), [16, 0, 100, 2, 0]);
    assert_eq!(pays(20), [16, 0, 100, 4, 0]);
    assert_eq!(pays(100), [16, 0, 100, 20, 64]);
    // What the base has become entitled to since then counts too: with 90 more, the hurdle is 106.
    let tiers = fund(Carry {
        reached: 84,
        paid: 20,
        ..FIFTH
    });
    let later = [capital(100, 0, 90, 16), MANAGER];
    assert_eq!(overpaid(&flow(0, &tiers, &later), 1), Ok(20));
    let less = [capital(100, 0, 70, 16), MANAGER];
    // Profit 100, hurdle 86: 14 are above it.
    assert_eq!(overpaid(&flow(0, &tiers, &less), 1), Ok(6));
}

#[test]
fn splits_and_the_residual_of_the_class_go_to_the_base_until_it_has_given_back() {
    let paid = Carry {
        reached: 100,
        paid: 20,
        ..FIFTH
    };
    let split = |rank, bps| Tier::Split { rank, bps };
    let tiers = [
        split(1, 1_000),
        Capital(0),
        Tier::Carry(paid),
        split(1, 5_000),
        split(0, 2_000),
        Residual(1),
    ];
    let claimants = [capital(0, 100, 0, 0), MANAGER];
    // Of 40, 4 ahead of the carry. Of the 36 that reach it 7 are its part, so 9 of the 20 are left to give back: half of
    // the next split.
    let outcome = run(&flow(40, &tiers, &claimants)).unwrap();
    assert_eq!(outcome.tiers[..6], [0, 0, 0, 9, 7, 11]);
    assert_eq!(outcome.clawed_back[..2], [0, 13]);
    let [investors, manager] = [0, 1].map(|rank| outcome.receipts[rank].residual);
    assert_eq!((investors, manager), (20, 20));
    assert_eq!(outcome.reached[2], 36);
    // All of 10 is given back.
    let outcome = run(&flow(10, &tiers, &claimants)).unwrap();
    assert_eq!(outcome.tiers[..6], [0, 0, 0, 0, 1, 0]);
    assert_eq!(outcome.clawed_back[1], 9);
    // In another mint nothing measures it.
    let in_kind = WaterfallInput {
        in_kind: true,
        ..flow(10, &tiers, &claimants)
    };
    assert_eq!(run(&in_kind).unwrap().clawed_back, [0; 8]);
    // Nobody holds the base: the class keeps what is its own.
    let vacant = [
        Claimant {
            vacant: true,
            ..claimants[0]
        },
        MANAGER,
    ];
    assert_eq!(run(&flow(10, &tiers, &vacant)).unwrap().clawed_back, [0; 8]);
}

#[test]
fn a_payment_gives_back_at_most_what_was_overpaid() {
    let tiers = fund(Carry {
        reached: 100,
        paid: 20,
        ..FIFTH
    });
    let claimants = [capital(0, 100, 0, 0), MANAGER];
    let back = |rank, amount| WaterfallInput {
        clawback: Some(Clawback { rank, amount }),
        ..flow(0, &tiers, &claimants)
    };
    let outcome = run(&back(1, 15)).unwrap();
    assert_eq!(outcome.receipts[0].residual, 15);
    assert_eq!((outcome.clawed_back[1], outcome.tiers), (15, [0; 24]));
    assert_eq!(run(&back(1, 21)), Err(MathError::BadStructure));
    assert_eq!(run(&back(0, 1)), Err(MathError::BadStructure));
    let in_kind = WaterfallInput {
        in_kind: true,
        ..back(1, 15)
    };
    assert_eq!(run(&in_kind), Err(MathError::BadStructure));
    // What was given back is claimed again once the profit is there: 100 of profit are 20 of carry, of which it has 5.
    let tiers = fund(Carry {
        reached: 100,
        paid: 20,
        clawed_back: 15,
        ..FIFTH
    });
    assert_eq!(overpaid(&flow(0, &tiers, &claimants), 1), Ok(5));
    assert_eq!(taken(&flow(100, &tiers, &claimants)), [0, 0, 0, 15, 85]);
}

#[test]
fn a_whole_fund_carry_is_overpaid_by_a_later_loss_too() {
    // Capital 100 came back and 50 were earned; then 100 more were raised, and 50 of them are lost.
    let carry = Carry {
        deal_by_deal: false,
        reached: 50,
        paid: 10,
        ..FIFTH
    };
    let tiers = [Sweep(0), Tier::Carry(carry), Residual(0)];
    let claimants = [capital(50, 50, 0, 0), MANAGER];
    assert_eq!(overpaid(&flow(0, &tiers, &claimants), 1), Ok(10));
    assert_eq!(taken(&flow(100, &tiers, &claimants)), [50, 0, 50]);
    // That capital is out again takes nothing back by itself.
    let raised = [capital(100, 0, 0, 0), MANAGER];
    assert_eq!(overpaid(&flow(0, &tiers, &raised), 1), Ok(0));
    assert_eq!(taken(&flow(99, &tiers, &raised)), [99, 0, 0]);
}

#[test]
fn steps_take_what_they_add_to_those_before_them() {
    // A fifth of all profit, three tenths above twice the capital of 200 and half above three times, without catch-up.
    let step = |multiple_bps, carry_bps, catch_up_bps, paid| {
        Tier::Carry(Carry {
            multiple_bps,
            carry_bps,
            catch_up_bps,
            paid,
            deal_by_deal: false,
            ..FIFTH
        })
    };
    let tiers = [
        Sweep(0),
        step(0, 2_000, 10_000, 0),
        step(20_000, 3_000, 3_000, 0),
        step(30_000, 5_000, 5_000, 0),
        Residual(0),
    ];
    let claimants = [capital(200, 0, 0, 0), MANAGER];
    let pays = |profit: u64| taken::<5>(&flow(200 + profit, &tiers, &claimants));
    assert_eq!(pays(100), [200, 20, 0, 0, 80]);
    assert_eq!(pays(200), [200, 40, 0, 0, 160]);
    assert_eq!(pays(300), [200, 60, 10, 0, 230]);
    // 40 + 60 + 50 = 150 of 500; the second step has 30 % of 300 above 200 and 40 before: 130, of which 100 are the first's.
    assert_eq!(pays(500), [200, 100, 30, 20, 350]);
    // In parts they take as much as at once.
    let with = |reached, [one, two]: [u64; 2]| {
        let first = Carry {
            deal_by_deal: false,
            reached,
            paid: one,
            ..FIFTH
        };
        [
            Sweep(0),
            Tier::Carry(first),
            step(20_000, 3_000, 3_000, two),
            Residual(0),
        ]
    };
    let repaid = [capital(0, 0, 0, 0), MANAGER];
    assert_eq!(
        taken(&flow(300, &with(0, [0, 0]), &repaid)),
        [0, 60, 10, 230]
    );
    assert_eq!(
        taken(&flow(100, &with(300, [60, 10]), &repaid)),
        [0, 20, 10, 70]
    );
    // All steps together are paid what they are due, whichever had more before: of 400 of profit 40 + 60 = 100.
    let tiers = with(300, [0, 90]);
    assert_eq!(taken(&flow(100, &tiers, &repaid)), [0, 10, 0, 90]);
    assert_eq!(overpaid(&flow(0, &tiers, &repaid), 1), Ok(20));
}

#[test]
fn what_passed_while_nobody_held_the_class_is_not_given_back() {
    // 20 were passed on as nobody was there, 20 were paid afterwards; of the profit of 200 then, 150 are lost: 10 were
    // due. The class gives back what it had, and what passed is gone.
    let after = |passed| {
        fund(Carry {
            reached: 200,
            paid: 40,
            passed,
            ..FIFTH
        })
    };
    let claimants = [capital(0, 150, 0, 0), MANAGER];
    let overpaid = |passed| overpaid(&flow(0, &after(passed), &claimants), 1);
    assert_eq!(overpaid(0), Ok(30));
    assert_eq!(overpaid(10), Ok(30));
    assert_eq!(overpaid(20), Ok(20));
    assert_eq!(overpaid(40), Ok(0));
    // It is never made up for: with 200 more, 50 are due in all, and 40 count as paid.
    assert_eq!(
        taken(&flow(200, &after(20), &claimants)),
        [0, 0, 0, 10, 190]
    );
}

#[test]
fn steps_that_nobody_takes_let_pass_what_there_is_once() {
    // 300 of profit before, when the class was held by nobody either and nothing was counted: 60 and 10 are due.
    let first = Carry {
        deal_by_deal: false,
        reached: 300,
        ..FIFTH
    };
    let second = Carry {
        reached: 0,
        multiple_bps: 20_000,
        carry_bps: 3_000,
        catch_up_bps: 3_000,
        ..first
    };
    let tiers = [
        Sweep(0),
        Tier::Carry(first),
        Tier::Carry(second),
        Residual(0),
    ];
    let vacant = Claimant {
        vacant: true,
        ..MANAGER
    };
    let passed = |amount| {
        let claimants = [capital(0, 0, 0, 0), vacant];
        let outcome = run(&flow(amount, &tiers, &claimants)).unwrap();
        assert_eq!(outcome.tiers[3], amount);
        [outcome.passed[1], outcome.passed[2]]
    };
    assert_eq!(passed(50), [50, 0], "50 reach them, and not twice");
    assert_eq!(passed(75), [75, 0]);
    assert_eq!(passed(100), [80, 20]);
}

#[test]
fn fees_out_of_the_proceeds_come_before_carry_that_is_paid_deal_by_deal() {
    // 200 were raised, and 30 of them paid fees. 100 are repaid out of a sale with a gain of 100: 70 are profit.
    let with = |spent| fund(Carry { spent, ..FIFTH });
    let claimants = [capital(200, 0, 0, 0), MANAGER];
    assert_eq!(
        taken(&sale((100, 100), &with(30), &claimants)),
        [0, 0, 100, 14, 86]
    );
    // Capital that is out is at most what was spent of it.
    assert_eq!(
        taken(&sale((190, 100), &with(30), &claimants)),
        [0, 0, 190, 18, 82]
    );
    assert_eq!(
        taken(&sale((200, 100), &with(30), &claimants)),
        [0, 0, 200, 20, 80]
    );
}
