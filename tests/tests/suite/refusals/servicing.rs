//! Modes, recoveries and fees of the wrong people, in the wrong state, of wrong amounts, and twice.

use super::{
    serviced::{self, REVOLVING_UNTIL},
    twins::{PAID, Stage, TICKET, Twins},
};
use crate::payouts::source;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::{
        distribution::post_distribution::DistributionArgs,
        waterfall::{
            set_mode::ModeChange,
            terms::{TestTerms, TriggerTerms},
        },
    },
    structure::create_tranche::TrancheArgs,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    token,
    world::{DAY, Money, World},
};

fn refused(world: &mut World<Lite>, call: &Instruction) -> String {
    world.refused(std::slice::from_ref(call))
}

#[test]
fn a_wiped_tranche_takes_no_new_money() {
    let mut twins = Twins::at(Stage::Settled);
    let deal = twins.own.deal.clone();
    let world = &mut twins.world;
    let mut open = Offering::plan(world, &deal, 0, 1, "second line");
    open.args.minimum = TICKET;
    open.open(world, &deal, 16);
    let late = world.investor("late", TICKET);
    open.deposit(world, &deal, &late, TICKET);
    let third = Offering::plan(world, &deal, 0, 2, "third line");
    let opening = third.opening(world, &deal, 16);
    world.go(&deal.lose(TICKET, 1));
    assert_eq!(world.refused(&opening), "TrancheWiped");
    world.engine.set_now(open.args.offer_ends);
    let lock = deal.lock_book(&open, &deal.sponsor);
    assert_eq!(refused(world, &lock), "TrancheWiped");
    audit::check(world);
    // The investor has its money back.
    world.engine.set_now(open.args.latest_deadline);
    open.withdraw(world, &deal, &late, 0, TICKET);
    assert_eq!(world.wealth(&late), TICKET);
}

#[test]
fn the_mode_is_changed_by_who_may_and_once() {
    use ModeChange::{Accelerate, Amortise, Resume};
    let mut twins = serviced::at(Stage::Settled);
    let deal = twins.own.deal.clone();
    let world = &mut twins.world;
    assert!(world.engine.now() < REVOLVING_UNTIL);
    let (sponsor, arbitrator) = (deal.sponsor, deal.arbitrator);
    let set = |who: &Pubkey, change| deal.set_mode(who, change);
    for who in [deal.servicer, deal.reporter, deal.bot] {
        for change in [Amortise, Accelerate, Resume] {
            assert_eq!(refused(world, &set(&who, change)), "NotAuthority");
        }
    }
    let same = "ModeUnchanged";
    assert_eq!(refused(world, &set(&sponsor, Resume)), "NotAuthority");
    assert_eq!(refused(world, &set(&arbitrator, Resume)), same);
    world.go(&[set(&sponsor, Accelerate)]);
    for who in [sponsor, arbitrator] {
        assert_eq!(refused(world, &set(&who, Accelerate)), same, "twice");
        assert_eq!(refused(world, &set(&who, Amortise)), same, "it does more");
    }
    assert_eq!(refused(world, &set(&sponsor, Resume)), "NotAuthority");
    world.go(&[set(&arbitrator, Resume)]);
    assert_eq!(refused(world, &set(&arbitrator, Resume)), same, "twice");
    world.go(&[set(&sponsor, Amortise)]);
    assert_eq!(refused(world, &set(&arbitrator, Amortise)), same, "once");
    audit::check(world);
}

#[test]
fn a_recovery_is_the_servicers_and_a_tip_budget_is_settlement_money() {
    let mut twins = Twins::at(Stage::Settled);
    let deal = twins.own.deal.clone();
    let (payer, (mint, program)) = (twins.own.servicer, twins.own.other_mint);
    let world = &mut twins.world;
    let recovery = |amount| DistributionArgs {
        recovery: true,
        ..source(5, amount)
    };
    let call = deal.post_distribution(&payer, 0, recovery(PAID));
    assert_eq!(refused(world, &call), "NotServicer");
    world.give(&deal.servicer, PAID);
    world.go(&deal.lose(PAID / 2, 1));
    world.go(&[deal.post_distribution(&deal.servicer, 0, recovery(PAID))]);
    audit::check(world);

    let tips = |tip_budget| DistributionArgs {
        tip_budget,
        ..source(5, PAID)
    };
    let call = deal.post_distribution(&payer, 1, tips(u64::MAX));
    assert_eq!(refused(world, &call), "Overflow");
    let call = deal.post_distribution(&payer, 1, tips(3 * TICKET));
    assert_eq!(refused(world, &call), "token 1", "more than there is");
    world.go(&[deal.add_vault(&mint, &program)]);
    world.give_of((&mint, &program), &payer, PAID);
    let coin = (&mint, &program);
    let call = deal.post_distribution_in(coin, &payer, 1, tips(1));
    assert_eq!(refused(world, &call), "WrongMint");
    let call = deal.post_distribution_in(coin, &payer, 1, source(5, 0));
    assert_eq!(refused(world, &call), "DistributionTooSmall");
    let call = deal.post_distribution_in(coin, &payer, 1, source(5, PAID));
    assert_eq!(refused(world, &call), "DebtInOtherMint");
    world.give_of((&mint, &program), &deal.servicer, PAID);
    let call = deal.post_distribution_in(coin, &deal.servicer, 1, recovery(PAID));
    assert_eq!(
        refused(world, &call),
        "WrongMint",
        "losses are settlement money"
    );
    let unknown = world.new_mint("unknown", &token::CLASSIC, &[], |_| Vec::new());
    let coin = (&unknown, &token::CLASSIC);
    let call = deal.post_distribution_in(coin, &payer, 1, source(5, PAID));
    assert_eq!(refused(world, &call), "WrongMint");
}

#[test]
fn a_fee_is_paid_to_its_payee_once() {
    let mut twins = serviced::at(Stage::Settled);
    let deal = twins.own.deal.clone();
    let (payer, payee) = (twins.own.servicer, serviced::payee());
    let world = &mut twins.world;
    let call = deal.pay_fee(0, &payee);
    assert_eq!(refused(world, &call), "NothingOwed", "none yet");
    world.go(&[deal.post_distribution(&payer, 0, source(5, PAID))]);
    for tier in [1, 4, 5, 12, 255] {
        assert_eq!(refused(world, &deal.pay_fee(tier, &payee)), "WrongTier");
    }
    let thief = world.investor("thief", 0);
    let theft = deal.pay_fee(0, &thief);
    assert_eq!(refused(world, &theft), "WrongPayoutAccount");
    world.go(std::slice::from_ref(&call));
    assert_eq!(world.wealth(&payee), PAID / 100);
    assert_eq!(refused(world, &call), "NothingOwed", "twice");
    audit::check(world);
}

/// Proceeds stay while less than half of all capital is junior.
#[test]
fn proceeds_are_not_drawn_while_subordination_is_short() {
    let mut world = World::<Lite>::new(Money::Classic);
    let junior = TrancheArgs {
        par: 1_000_000,
        ..deal::junior(1)
    };
    let classes = vec![deal::senior(0), junior];
    let test = TestTerms::Subordination {
        rank: 0,
        min_bps: 5_000,
    };
    let deal = Deal {
        triggers: vec![TriggerTerms {
            test,
            cure_days: 9,
            consequences: 1,
        }],
        ..Deal::plan(&mut world, "sponsor", 1)
    };
    let tiers = deal::tiers_of(&classes);
    let deal = deal.create(&mut world, classes, tiers);
    let owner = world.investor("owner", 4 * TICKET);
    let sold = |world: &mut World<Lite>, rank| {
        let book = Offering::standard(world, &deal, rank, &format!("line {rank}"));
        book.sell(world, &deal, &[(owner, TICKET)]);
        book.release(world, &deal);
    };
    let draw = deal.draw_proceeds(&deal.destination, TICKET);
    let short = "TriggerFailing";
    sold(&mut world, 0);
    assert_eq!(refused(&mut world, &draw), short, "nobody looked");
    let check = deal.check_triggers();
    world.go(std::slice::from_ref(&check));
    assert_eq!(refused(&mut world, &draw), short, "there is none");
    sold(&mut world, 1);
    let mut fewer = check.clone();
    fewer.accounts.pop();
    assert_eq!(refused(&mut world, &fewer), "TranchesIncomplete");
    world.go(std::slice::from_ref(&draw));
    audit::check(&mut world);
    world.go(&deal.lose(1, 1));
    assert_eq!(refused(&mut world, &draw), short, "one unit too few");
    world.pass(DAY);
    world.go(&[check]);
    assert_eq!(refused(&mut world, &draw), short);
    audit::check(&mut world);
}
