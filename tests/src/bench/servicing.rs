//! Securities of twelve and of 24 tiers and eight tranches, another mint, sources, losses and escheat.

use super::instructions::{Bench, month};
use crate::{
    address,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    terms::Asset,
    token,
    world::DAY,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::terms::{FeeBase, ReservePurpose, TestTerms, TierTerms, TriggerTerms},
    structure::create_tranche::TrancheArgs,
};

const TICKET: u64 = 1_000_000_000;
/// Days that a payment has to have failed for.
const ESCHEAT_DAYS: u32 = 365;

/// Measures them.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let least = distribution(bench, "least", vec![deal::junior(0)], |_| {
        vec![TierTerms::Residual { rank: 0 }]
    });
    bench.line("`post_distribution`, 1 tranche, 1 tier", None, least);
    let mut classes = vec![deal::senior(0)];
    classes.extend((1..8).map(deal::junior));
    let most = distribution(bench, "most", classes, most_tiers);
    bench.line(
        "`post_distribution`, 8 tranches, 12 tiers, 4 triggers: the whole instruction",
        Some(40_000),
        most,
    );
    bench.line(
        "what those add to one tranche and one tier",
        Some(40_000),
        most.saturating_sub(least),
    );
    let deal = Deal::plan(&mut bench.world, "most", 1);
    let classes = (0..8).map(|rank| deal.class_at(rank)).collect();
    let deal = Deal { classes, ..deal };
    let servicer = deal.servicer;
    bench.world.give(&servicer, 1);
    bench.run(
        "`check_triggers`, 8 tranches, 4 triggers",
        None,
        &deal.check_triggers(),
    );
    bench.run("`announce_loss`", None, &deal.announce_loss(1_000, 1));
    bench.world.go(&[deal.report_pool(TICKET)]);
    bench.run(
        "`draw_proceeds`, 8 tranches, 4 triggers",
        None,
        &deal.draw_proceeds(&deal.destination, 1),
    );
    bench.run(
        "`record_loss`, 8 tranches, 4 triggers",
        None,
        &deal.record_loss_with(Some(deal.arbitrator), 1),
    );
    bench.run(
        "`correct_loss`, 8 tranches, 4 triggers",
        None,
        &deal.correct_loss(500, 1),
    );
    bench.run(
        "`return_proceeds`, 8 tranches, 12 tiers, 4 triggers",
        None,
        &deal.return_proceeds(&deal.sponsor, &deal.mint, 2, Some(TICKET)),
    );
    bench.world.go(&[deal.announce_loss(1_000, 2)]);
    bench.run("`strike_loss`", None, &deal.strike_loss(2));
    bench.run("`report_pool`", None, &deal.report_pool(TICKET));
    let payee = payee(bench);
    bench.run("`pay_fee`", None, &deal.pay_fee(0, &payee));
    let mut classes: Vec<_> = (0..5).map(deal::senior).collect();
    classes.extend((5..8).map(deal::junior));
    let all = distribution(bench, "all", classes, all_tiers);
    bench.line(
        "`post_distribution`, 8 tranches, 24 tiers, 4 triggers: the whole instruction",
        Some(60_000),
        all,
    );
    other_mint(bench);
    unpayable(bench);
}

fn payee(bench: &mut Bench<'_>) -> Pubkey {
    bench.world.investor("payee", 1)
}

/// A fee, a reserve, debt, a carry on it, five splits and the rest.
fn most_tiers(payee: Pubkey) -> Vec<TierTerms> {
    let mut tiers = vec![
        TierTerms::Fee {
            bps: 100,
            income_only: false,
            payee,
        },
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::Reserve {
            purpose: ReservePurpose::All,
            amount: TICKET / 100,
            bps: 100,
        },
        TierTerms::Principal { rank: 0 },
        TierTerms::Carry {
            rank: 1,
            base: 0,
            carry_bps: 2_000,
            catch_up_bps: 10_000,
            multiple_bps: 0,
            deal_by_deal: false,
        },
    ];
    tiers.extend((2..7).map(|rank| TierTerms::Split { rank, bps: 1_000 }));
    tiers.push(TierTerms::Residual { rank: 7 });
    tiers
}

/// Every tier that there may be: five debts with two tests, three fees, a reserve, two splits and the rest.
fn all_tiers(payee: Pubkey) -> Vec<TierTerms> {
    let fee = |income_only| TierTerms::Fee {
        bps: 100,
        income_only,
        payee,
    };
    let mut tiers = vec![
        fee(false),
        TierTerms::AnnualFee {
            base: FeeBase::Debt,
            bps: 10,
            amount: 1_000,
            min: 0,
            max: 0,
            payee,
            from_treasury: false,
        },
    ];
    for rank in 0..5 {
        tiers.extend([TierTerms::Interest { rank }, TierTerms::Arrears { rank }]);
    }
    tiers.extend([
        TierTerms::InterestTest {
            rank: 4,
            min_bps: 10_500,
            traps: false,
        },
        TierTerms::CollateralTest {
            rank: 4,
            min_bps: 10_500,
            max_age: 900,
            traps: false,
        },
        TierTerms::Reserve {
            purpose: ReservePurpose::All,
            amount: TICKET / 100,
            bps: 100,
        },
    ]);
    tiers.extend((0..5).map(|rank| TierTerms::Principal { rank }));
    tiers.push(fee(true));
    tiers.extend((5..7).map(|rank| TierTerms::Split { rank, bps: 1_000 }));
    tiers.push(TierTerms::Residual { rank: 7 });
    tiers
}

/// Compute units of the second distribution of a deal whose tranches are all sold, half of which is principal.
fn distribution(
    bench: &mut Bench<'_>,
    name: &str,
    classes: Vec<TrancheArgs>,
    tiers: impl Fn(Pubkey) -> Vec<TierTerms>,
) -> u64 {
    let payee = payee(bench);
    let count = classes.len();
    let mut deal = Deal::plan(&mut bench.world, name, 1);
    if count > 1 {
        let tests = [
            TestTerms::Overdue { rank: 0, days: 30 },
            TestTerms::Losses { max_bps: 1_000 },
            TestTerms::Overdue { rank: 0, days: 60 },
            TestTerms::Collateral {
                rank: 0,
                min_bps: 5_000,
                max_age: 900,
            },
        ];
        deal.triggers = tests
            .map(|test| TriggerTerms {
                test,
                cure_days: 100,
                consequences: 1,
            })
            .to_vec();
    }
    let deal = deal.create(&mut bench.world, classes, tiers(payee));
    let books: Vec<_> = (0..count)
        .map(|rank| {
            let rank = u8::try_from(rank).expect("few");
            let line = format!("{name} line {rank}");
            Offering::standard(&mut bench.world, &deal, rank, &line)
        })
        .collect();
    let owner = bench.world.investor("investor", TICKET * 10);
    for book in &books {
        book.deposit(&mut bench.world, &deal, &owner, TICKET);
    }
    for book in &books {
        book.lock(&mut bench.world, &deal);
        let welcome = deal.welcome(book.rank, &bench.world.payer, &owner);
        bench.world.go(&welcome);
        book.settle(&mut bench.world, &deal, 0);
    }
    for book in &books {
        book.release(&mut bench.world, &deal);
    }
    let payer = bench.world.investor("servicer", 10 * TICKET);
    let mut units = 0;
    for number in 0..2 {
        bench.world.pass(30 * DAY);
        let mut args = month(bench.world.engine.now(), TICKET / 7);
        args.principal = TICKET / 14;
        let post = deal.post_distribution(&payer, number, args);
        units = bench.world.go(&[post]).units_of(&securities::ID)[0];
    }
    units
}

/// A deal of equity that is paid in another mint.
fn other_mint(bench: &mut Bench<'_>) {
    let (deal, owner) = equity(bench, "royal", (Pubkey::default(), 0));
    let mint = bench
        .world
        .new_mint("other coin", &token::CLASSIC, &[], |_| Vec::new());
    let coin = (&mint, &token::CLASSIC);
    let asset = Asset::par(&deal, &deal.security, &mint, &token::CLASSIC);
    bench.world.go(&[deal.add_vault(&mint, &token::CLASSIC)]);
    bench.run(
        "`register_source`",
        None,
        &deal.register_source(coin, 0, "royalties"),
    );
    let account = address::vault(&address::source(&deal.security, 0), &mint);
    let payer = bench.world.payer;
    let paid = token::mint_to(&token::CLASSIC, &mint, &account, &payer, TICKET);
    bench.world.go(&[paid]);
    bench.world.give_of(coin, &owner, 1);
    bench.run(
        "`collect_source`, another mint, 1 tranche, 1 tier",
        None,
        &deal.collect_source(coin, &payer, 0, 0),
    );
    // What was collected comes over a day.
    bench.world.pass(DAY);
    bench.run(
        "`pay_holders`, one holder in another mint",
        None,
        &deal.pay_holders_in(coin, 0, &[owner]),
    );
    assert!(
        bench.world.balance(&asset.account(&owner)) > 1,
        "it is paid"
    );
}

/// A deal of equity with one holder.
fn equity(bench: &mut Bench<'_>, name: &str, escheat: (Pubkey, u32)) -> (Deal, Pubkey) {
    let deal = Deal {
        escheat,
        ..Deal::plan(&mut bench.world, name, 1)
    };
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let deal = deal.create(&mut bench.world, classes, tiers);
    let book = Offering::standard(&mut bench.world, &deal, 0, &format!("{name} line"));
    let owner = bench.world.investor(&format!("{name} holder"), TICKET);
    book.sell(&mut bench.world, &deal, &[(owner, TICKET)]);
    (deal, owner)
}

/// A payment that fails until it is escheated.
fn unpayable(bench: &mut Bench<'_>) {
    let keeper = bench.world.investor("keeper", 1);
    let (deal, owner) = equity(bench, "lost", (keeper, ESCHEAT_DAYS));
    let payer = bench.world.investor("servicer", TICKET);
    let args = month(bench.world.engine.now(), TICKET);
    let cash = bench.world.cash(&owner);
    bench.world.go(&[
        deal.post_distribution(&payer, 0, args),
        token::close(&deal.token_program, &cash, &owner),
    ]);
    bench.run(
        "`pay_holders`, one holder that cannot be paid",
        None,
        &deal.pay_holders(0, &[owner]),
    );
    bench.world.pass(i64::from(ESCHEAT_DAYS) * DAY);
    bench.run("`escheat`", None, &deal.escheat(0, &owner));
    bench.run(
        "`restore_escheated`",
        None,
        &deal.restore_escheated(0, (&keeper, &owner), 1),
    );
}
