//! The frozen form: its creation, deliveries, thaws and freezes, and a transfer in a window.

use super::{
    instructions::Bench,
    page::{Line, Page},
};
use crate::{
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    token,
    world::{DAY, Money, World},
};
use securities::tranche::{
    rules::TransferRulesTerms,
    window::{DayRange, WindowTerms},
};

const STAKE: u64 = 1_000_000_000;

/// A planned deal with one class in the frozen form.
fn planned(world: &mut World<Lite>, sponsor: &str) -> Deal {
    let mut deal = Deal::plan(world, sponsor, 1);
    deal.frozen = vec![0];
    deal
}

/// Measures the instructions.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let mut deal = planned(&mut bench.world, "freezing sponsor");
    crate::token_acl::load(&mut bench.world);
    let security = deal.create_security(deal.security_args());
    bench.world.go(&[security]);
    let create = deal.create_frozen_tranche(deal::junior(0));
    bench.run("`create_frozen_tranche`, equity", None, &create);
    deal.classes = vec![deal.class_at(0)];
    deal.classes[0].terms = deal::junior(0);
    let world = &mut bench.world;
    let rules = windows(world);
    world.go(&[deal.set_waterfall(tiers), deal.set_transfer_rules(0, rules)]);
    let owners = ["frozen buyer", "frozen owner"].map(|name| world.investor(name, STAKE));
    let book = Offering::standard(world, &deal, 0, "freezing line");
    for owner in owners {
        book.deposit(world, &deal, &owner, STAKE);
    }
    book.lock(world, &deal);
    for (id, owner) in (0..).zip(owners) {
        let welcome = book.welcome(&mut bench.world, &deal, &owner);
        bench.world.go(&welcome);
        let ticket = book.ticket(&mut bench.world, id);
        let settle = deal.settle_ticket(&book, &ticket);
        if id == 0 {
            bench.run("`settle_ticket`, in the frozen form", Some(60_000), &settle);
        } else {
            bench.world.go(&[settle]);
        }
    }
    bench.world.pass(i64::from(BEFORE) * DAY);
    bench.world.go(&[deal.open_window_without(0, None)]);
    let [owner, _] = owners;
    let account = deal.share_account(0, &owner);
    let check = deal.check_thaw(0, &owner, &account);
    bench.run("`check_thaw`", None, &check);
    let thaw = deal.thaw(0, &owner, &owner, &account);
    bench.run("a permissionless thaw by token-acl", None, &thaw);
    let freeze = deal.freeze(0, &owner, &owner, &account);
    bench.run(
        "a permissionless freeze by token-acl, the last",
        None,
        &freeze,
    );
    bench.world.go(&[thaw]);
    let own = deal.freeze_shares(0, &owner, &owner, &account);
    bench.run("`freeze_shares`, the last", None, &own);
}

/// Days from now until the window begins: the book before it has days to be locked.
const BEFORE: u16 = 20;

/// Rules with one window, which begins once books before it are over.
fn windows(world: &mut World<Lite>) -> TransferRulesTerms {
    let today = u16::try_from(world.engine.now() / DAY).expect("a day");
    TransferRulesTerms {
        window: WindowTerms::Custom {
            ranges: vec![DayRange {
                from: today + BEFORE,
                until: today + BEFORE + 31,
            }],
        },
        ..TransferRulesTerms::default()
    }
}

/// Measures a transfer, and what it costs to be in the form at all.
pub fn transfers(page: &mut Page) {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let deal = planned(&mut world, "sponsor").create(&mut world, classes, tiers);
    let rules = windows(&mut world);
    world.go(&[deal.set_transfer_rules(0, rules)]);
    let owners = ["ann", "bob"].map(|name| world.investor(name, STAKE));
    let book = Offering::standard(&mut world, &deal, 0, "line");
    book.sell(&mut world, &deal, &owners.map(|owner| (owner, STAKE)));
    world.pass(i64::from(BEFORE) * DAY);
    world.go(&[deal.open_window_without(0, None)]);
    let accounts = owners.map(|owner| deal.share_account(0, &owner));
    for (owner, account) in owners.iter().zip(&accounts) {
        world.go(&[deal.thaw(0, owner, owner, account)]);
    }
    let class = deal.class(0);
    let way = (&accounts[0], &accounts[1]);
    let transfer = token::transfer_plain(way, &class.mint, &owners[0], 7, class.terms.decimals);
    page.transfers.push(Line {
        what: "the whole transfer in a window, of a class in the frozen form".to_owned(),
        measured: world.go(&[transfer]).units_of(&token::TOKEN_2022)[0],
        budget: None,
        bytes: None,
    });
}
