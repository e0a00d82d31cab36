//! Refunds that leave their books, and what waits for an owner.

use super::scenes::{Scene, case, crowded, own};
use crate::refusals::twins::{Stage, TICKET, Twins};
use anchor_lang::prelude::Pubkey;
use securities::book::owed::state::OwedRefund;
use securities_tests::{
    address,
    engine::{Account, Engine},
    lite::Lite,
    matrix::Case,
    read, token,
    world::{DAY, World},
};

pub const CASES: &[Case] = &[
    case("owe_refund", &["payer"], || {
        own(unpayable(), |twin| {
            twin.deal
                .owe_refund(twin.book(), &twin.servicer, &twin.ticket())
        })
    }),
    case("claim_refund", &[], claimed),
];

/// The refund of each deal's first ticket could be paid nowhere for a year, in a book that came to nothing.
fn unpayable() -> Twins {
    let twins = Twins::with(Stage::Deposited, |args| args.minimum = 10 * TICKET);
    let mut twins = crowded(twins);
    twins.world.engine.set_now(twins.own.book().args.deadline);
    twins.each(|world, twin| {
        let gone = world.key(&format!("{} account that is gone", twin.name));
        world.go(&[twin
            .deal
            .set_refund_account(twin.book(), &twin.owner, 0, &gone)]);
        twin.remember(world, 0);
        remove(world, &twin.deal.cash(&twin.owner));
        world.go(&[twin.deal.refund_ticket(twin.book(), &twin.ticket())]);
    });
    twins.world.pass(365 * DAY);
    twins
}

fn remove(world: &mut World<Lite>, address: &Pubkey) {
    let nothing = Account {
        lamports: 0,
        data: Vec::new(),
        owner: Pubkey::default(),
    };
    world.engine.set_account(address, nothing);
}

/// It is owed, and the owner's account is there again.
fn claimed() -> Scene {
    let mut twins = unpayable();
    twins.each(|world, twin| {
        let deal = &twin.deal;
        world.go(&[
            deal.owe_refund(twin.book(), &twin.servicer, &twin.ticket()),
            token::create_associated(&world.payer, &twin.owner, &deal.mint, &deal.token_program),
        ]);
    });
    let (book, owner) = (twins.own.book().book, twins.own.owner);
    let record = address::owed(&address::ticket(&book, &owner, 0));
    let owed: OwedRefund = read::state(&mut twins.world.engine, &record);
    own(twins, |twin| {
        let to = twin.deal.cash(&twin.owner);
        twin.deal.claim_refund(&owed, &to, false)
    })
}
