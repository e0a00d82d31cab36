//! Every instruction once, in the order of a deal's life.

use super::{
    books, control, conversions, disclosures, floating, frozen,
    lines::place_line,
    measures,
    page::{Line, Page},
    persons, resolutions, servicing, size, winding,
};
use crate::{
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    token,
    world::{DAY, Money, World},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::cash::distribution::post_distribution::DistributionArgs;

const TICKET: u64 = 1_000_000_000;

/// The world, and the page it is written to.
pub struct Bench<'a> {
    /// The chain.
    pub world: World<Lite>,
    page: &'a mut Page,
}

impl Bench<'_> {
    /// Writes down what was measured.
    pub(super) fn line(&mut self, what: &str, budget: Option<u64>, measured: u64) {
        self.page.instructions.push(Line {
            what: what.to_owned(),
            measured,
            budget,
            bytes: None,
        });
    }

    /// Measures an instruction, and writes it down.
    pub(super) fn run(&mut self, what: &str, budget: Option<u64>, call: &Instruction) {
        let outcome = self.world.go(std::slice::from_ref(call));
        let measured = outcome.units_of(&call.program_id)[0];
        let bytes = Some(size::legacy(&self.world.payer, call));
        self.page.instructions.push(Line {
            what: what.to_owned(),
            measured,
            budget,
            bytes,
        });
    }
}

/// A distribution of some money for the month before.
#[must_use]
pub fn month(now: i64, amount: u64) -> DistributionArgs {
    DistributionArgs {
        amount,
        principal: 0,
        tip_budget: 0,
        recovery: false,
        clawback: None,
        wait: false,
        period_start: now - 30 * DAY,
        period_end: now,
        note: "rents of a month".to_owned(),
        document_sha256: [1; 32],
    }
}

/// Measures every instruction but those of batches and of the hook.
pub fn measure(page: &mut Page) {
    let mut bench = Bench {
        world: World::new(Money::Classic),
        page,
    };
    let deal = structure(&mut bench);
    let book = offering(&mut bench, &deal);
    settlement(&mut bench, &deal, &book);
    distribution(&mut bench, &deal);
    classic(&mut bench);
    refund(&mut bench, &deal);
    books::measure(&mut bench);
    servicing::measure(&mut bench);
    floating::measure(&mut bench);
    disclosures::measure(&mut bench);
    persons::measure(&mut bench);
    frozen::measure(&mut bench);
    resolutions::measure(&mut bench);
    control::measure(&mut bench);
    measures::measure(&mut bench);
    conversions::measure(&mut bench);
    winding::measure(&mut bench);
}

fn structure(bench: &mut Bench) -> Deal {
    let mut deal = Deal::plan(&mut bench.world, "sponsor", 1);
    bench.world.give(&deal.sponsor, 1);
    bench.run(
        "`create_security`",
        None,
        &deal.create_security(deal.security_args()),
    );
    for (terms, what) in [
        (deal::senior(0), "`create_tranche`, debt"),
        (deal::junior(1), "`create_tranche`, equity"),
    ] {
        bench.run(what, None, &deal.create_tranche(terms.clone()));
        let class = deal.class_at(terms.rank);
        deal.classes.push(deal::Class { terms, ..class });
    }
    bench.run(
        "`set_structure`, 4 tiers",
        None,
        &deal.set_waterfall(deal::tiers()),
    );
    deal.structure_version = 1;
    bench.run("`create_wrapper`", None, &deal.create_wrapper(0, false));
    deal
}

fn offering(bench: &mut Bench, deal: &Deal) -> Offering {
    let mut book = Offering::plan(&mut bench.world, deal, 0, 0, "line");
    // The second ticket that stays is cut at the cap.
    (book.args.minimum, book.args.cap) = (1_000_000, TICKET * 3 / 2);
    book.args.min_ticket = TICKET / 2;
    place_line(&mut bench.world, &book, 16);
    bench.run("`open_book`", None, &deal.open_book(&book));
    let owner = bench.world.investor("investor", 10 * TICKET);
    let patron = bench.world.person("patron");
    for id in 0..3 {
        let deposit = deal.deposit(&book, (&owner, &patron), id, TICKET, 1);
        if id == 0 {
            bench.run("`deposit`", Some(25_000), &deposit);
        } else {
            bench.world.go(&[deposit]);
        }
    }
    for what in ["`withdraw` a part", "`withdraw` all"] {
        let withdraw = deal.withdraw(&book, (&owner, &patron), 0, TICKET / 2);
        bench.run(what, Some(22_000), &withdraw);
    }
    bench.run("`uncommit`", Some(12_000), &deal.uncommit(&book, &owner, 1));
    bench.run("`commit`", Some(12_000), &deal.commit(&book, &owner, 1, 1));
    let preview = deal.preview_ticket(&book, &owner, 2);
    bench.run("`preview_ticket`", Some(10_000), &preview);
    let other = bench.world.investor("other", TICKET);
    let account = bench.world.cash(&other);
    bench.run(
        "`set_refund_account`",
        None,
        &deal.set_refund_account(&book, &owner, 1, &account),
    );
    let back = bench.world.cash(&owner);
    bench
        .world
        .go(&[deal.set_refund_account(&book, &owner, 1, &back)]);
    book
}

fn settlement(bench: &mut Bench, deal: &Deal, book: &Offering) {
    let owner = bench.world.person("investor");
    bench.world.engine.set_now(book.args.offer_ends);
    bench.run("`lock_book`", None, &deal.lock_book(book, &deal.sponsor));
    let payer = bench.world.person("patron");
    let class = deal.class(0);
    bench.world.go(&[token::create_associated(
        &payer,
        &owner,
        &class.mint,
        &token::TOKEN_2022,
    )]);
    bench.run("`open_holder`", None, &deal.open_holder(0, &payer, &owner));
    let cash = bench.world.cash(&owner);
    bench.run(
        "`set_payout_account`",
        None,
        &deal.set_payout_account(0, &owner, &cash),
    );
    for place in [1, 2] {
        let ticket = book.ticket(&mut bench.world, place);
        let what = if place == 1 {
            "`settle_ticket`, accepted whole"
        } else {
            "`settle_ticket`, cut at the cap, the rest refunded"
        };
        bench.run(what, Some(60_000), &deal.settle_ticket(book, &ticket));
    }
    let delay = book.state(&mut bench.world).draw_delay;
    bench.world.pass(delay);
    bench.run("`release_proceeds`", None, &deal.release_proceeds(book, 0));
    bench.run("`close_book`", None, &deal.close_book(book));
    bench.run(
        "`draw_proceeds`, 2 tranches",
        None,
        &deal.draw_proceeds(&deal.destination, 1),
    );
}

fn distribution(bench: &mut Bench, deal: &Deal) {
    bench.world.pass(30 * DAY);
    let servicer = bench.world.investor("servicer", 10 * TICKET);
    let now = bench.world.engine.now();
    let post = deal.post_distribution(&servicer, 0, month(now, TICKET / 2));
    bench.run("`post_distribution`, 2 tranches, 4 tiers", None, &post);
    let owner = bench.world.person("investor");
    bench.run("`claim`", Some(15_000), &deal.claim(0, &owner));
    wrapping(bench, deal, &owner, "");
    let mint = token::mint_to(
        &bench.world.token_program,
        &deal.mint,
        &deal.vault,
        &bench.world.payer,
        TICKET,
    );
    bench.world.go(&[mint]);
    bench.run(
        "`sweep_vault`, 2 tranches, 4 tiers",
        None,
        &deal.sweep_vault_of(&deal.mint, 1),
    );
    bench.run(
        "`return_proceeds`, 2 tranches, 4 tiers",
        None,
        &deal.return_proceeds(&deal.sponsor, &deal.mint, 2, None),
    );
    let (patron, other) = (bench.world.person("patron"), bench.world.person("other"));
    bench.world.go(&[deal.open_holder(1, &patron, &other)]);
    bench.run(
        "`close_holder`",
        None,
        &deal.close_holder(1, &other, &patron),
    );
}

/// Shares that have been paid are wrapped, so that their cash is paid in.
fn wrapping(bench: &mut Bench, deal: &Deal, owner: &Pubkey, of: &str) {
    let open = deal.open_unit_account(0, &bench.world.payer, owner);
    bench.world.go(&[open]);
    let amount = 1_000;
    bench.run(
        &format!("`wrap_shares`{of}, paid in"),
        Some(27_000),
        &deal.wrap_shares(0, owner, amount),
    );
    if of.is_empty() {
        bench.run("`wrapper_value`", Some(5_000), &deal.wrapper_value(0));
    }
    bench.run(
        &format!("`unwrap_shares`{of}"),
        Some(27_000),
        &deal.unwrap_shares(0, owner, amount),
    );
}

/// The same with units of SPL Token.
fn classic(bench: &mut Bench) {
    let world = &mut bench.world;
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let mut deal = Deal::with(world, "classic sponsor", 1, classes, tiers);
    deal.classes[0].unit_program = token::CLASSIC;
    bench.run(
        "`create_wrapper`, SPL Token",
        None,
        &deal.create_wrapper(0, false),
    );
    let world = &mut bench.world;
    let owner = world.investor("owner of classic units", 2 * TICKET);
    let book = Offering::standard(world, &deal, 0, "line of the classic");
    book.sell(world, &deal, &[(owner, 2 * TICKET)]);
    let servicer = world.investor("classic servicer", TICKET);
    let now = world.engine.now();
    world.go(&[
        deal.post_distribution(&servicer, 0, month(now, TICKET)),
        deal.claim(0, &owner),
    ]);
    wrapping(bench, &deal, &owner, ", SPL Token");
}

fn refund(bench: &mut Bench, deal: &Deal) {
    let mut book = Offering::plan(&mut bench.world, deal, 1, 0, "line that misses");
    book.args.minimum = 2 * TICKET;
    book.open(&mut bench.world, deal, 16);
    let owner = bench.world.investor("investor", TICKET);
    book.deposit(&mut bench.world, deal, &owner, TICKET);
    bench.world.engine.set_now(book.args.deadline);
    let ticket = book.ticket(&mut bench.world, 0);
    bench.run("`refund_ticket`", None, &deal.refund_ticket(&book, &ticket));
}
