//! Two deals with a fee, tips, triggers, a revolving period and an escheat owner.

use super::twins::{PAID, Stage, TICKET, Twins};
use crate::matrix::scenes::{crowded, released};
use anchor_lang::prelude::Pubkey;
use securities::cash::waterfall::terms::{FeeBase, TestTerms, TierTerms, TriggerTerms};
use securities_tests::{
    token,
    world::{BEGIN, DAY, keypair},
};
use solana_signer::Signer;

/// Until when no principal is repaid but what has matured.
pub const REVOLVING_UNTIL: i64 = BEGIN + 200 * DAY;
/// Days that a payment has to have failed for.
pub const ESCHEAT_DAYS: i64 = 365;

/// The payee of the fee, which is the first tier.
pub fn payee() -> Pubkey {
    keypair("payee").pubkey()
}

/// Both deals at a stage.
pub fn at(stage: Stage) -> Twins {
    let mut twins = Twins::shaped(
        stage,
        |_| {},
        |world, deal, tiers| {
            deal.tips = (500, 100);
            let days = u32::try_from(ESCHEAT_DAYS).expect("days");
            deal.escheat = (world.key("escheat owner"), days);
            deal.revolving_until = REVOLVING_UNTIL;
            deal.triggers = vec![TriggerTerms {
                test: TestTerms::Overdue { rank: 0, days: 40 },
                cure_days: 5,
                consequences: 1,
            }];
            let payee = payee();
            tiers.insert(
                0,
                TierTerms::Fee {
                    bps: 100,
                    income_only: false,
                    payee,
                },
            );
        },
    );
    twins.each(|world, twin| {
        world.give(&payee(), 0);
        let (bot, escheat) = (twin.deal.bot, twin.deal.escheat.0);
        world.give(&bot, 0);
        world.give(&escheat, 0);
        world.give(&twin.servicer, TICKET);
    });
    twins
}

/// The same, paid, and the owners have closed the accounts that they are paid at.
pub fn unpayable() -> Twins {
    let mut twins = at(Stage::Paid);
    twins.each(|world, twin| {
        let (program, owner) = (world.token_program, twin.owner);
        let (from, to) = (world.cash(&owner), world.cash(&twin.servicer));
        let all = world.balance(&from);
        world.go(&[
            token::transfer(&program, &from, &world.mint, &to, &owner, all),
            token::close(&program, &from, &owner),
        ]);
    });
    twins
}

/// The same, and a bot noted so for long enough.
pub fn long_unpayable() -> Twins {
    let mut twins = unpayable();
    twins.each(|world, twin| {
        world.go(&[twin.deal.pay_holders(0, &[twin.owner])]);
    });
    twins.world.pass(ESCHEAT_DAYS * DAY);
    twins
}

/// Two deals with proceeds, a fee and an expense that may be paid out of them, and a month of the fee due.
pub fn with_fees() -> Twins {
    let twins = Twins::shaped(
        Stage::Deposited,
        |_| {},
        |_, _, tiers| {
            let fee = TierTerms::AnnualFee {
                base: FeeBase::Capital,
                bps: 200,
                amount: 0,
                min: 0,
                max: 0,
                payee: payee(),
                from_treasury: true,
            };
            let expense = TierTerms::Expense {
                cap: PAID,
                payee: payee(),
                from_treasury: true,
            };
            tiers.splice(0..0, [fee, expense]);
        },
    );
    let mut twins = released(crowded(twins));
    twins.each(|world, _| {
        world.give(&payee(), 0);
    });
    twins.world.pass(30 * DAY);
    twins
}
