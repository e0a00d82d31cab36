//! Covers are sold at par, for settlement money alone, and for nothing else than that.

use anchor_lang::solana_program::instruction::Instruction;
use securities::{
    book::offer::{open_book::BookArgs, version::OfferArgs},
    structure::create_tranche::TrancheArgs,
    tranche::state::TrancheKind,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    lite::Lite,
    offering::Offering,
    read,
    terms::{Asset, Reward},
    token::CLASSIC,
    world::{Money, World},
};

const TICKET: u64 = 1_000_000_000;

/// A deal with a cover between debt and equity.
pub fn deal(world: &mut World<Lite>) -> Deal {
    let cover = TrancheArgs {
        kind: TrancheKind::Cover,
        par: 1_000_000,
        loss_cap: TICKET / 2,
        ..deal::junior(1)
    };
    let classes = vec![deal::senior(0), cover, deal::junior(2)];
    let tiers = deal::tiers_of(&classes);
    Deal::with(world, "sponsor", 1, classes, tiers)
}

fn refused(world: &mut World<Lite>, call: &Instruction) -> String {
    world.refused(std::slice::from_ref(call))
}

#[test]
fn a_covers_book_is_at_par_and_for_settlement_money() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = deal(&mut world);
    let edits: [fn(&mut BookArgs); 3] = [
        |args| (args.price, args.price_min) = (999_999, 999_999),
        |args| (args.price, args.price_min) = (1_000_001, 1_000_001),
        |args| args.price_max_age = 60,
    ];
    for edit in edits {
        let mut book = Offering::plan(&mut world, &deal, 1, 0, "line");
        edit(&mut book.args);
        let opening = book.opening(&mut world, &deal, 16);
        assert_eq!(world.refused(&opening), "CoverAtPar");
    }
    let mut book = Offering::standard(&mut world, &deal, 1, "line");
    let mint = world.new_mint("other", &CLASSIC, &[], |_| Vec::new());
    world.go(&[deal.add_vault(&mint, &CLASSIC)]);
    book.assets
        .push(Asset::par(&deal, &book.book, &mint, &CLASSIC));
    let add = deal.add_asset(&book, 1);
    assert_eq!(refused(&mut world, &add), "CoverAtPar");
    book.assets.pop();
    book.rewards
        .push(Reward::bonus_shares(&deal, 1, &[(TICKET, 1)]));
    let bonus = deal.set_curve(&book, 0, 1);
    assert_eq!(refused(&mut world, &bonus), "CoverAtPar");
    book.rewards.pop();
    let offer = deal.make_offer(
        &book,
        OfferArgs {
            price: 999_999,
            price_min: 999_999,
            ..book.offer(1)
        },
    );
    assert_eq!(refused(&mut world, &offer), "CoverAtPar");

    // What is accepted is no proceeds, and pays for losses up to the cap.
    let ann = world.investor("ann", TICKET);
    book.sell(&mut world, &deal, &[(ann, TICKET)]);
    world.go(&[deal.release_proceeds(&book, 0)]);
    let draw = deal.draw_proceeds(&deal.destination, 1);
    assert_eq!(refused(&mut world, &draw), "InsufficientFunds");
    let bob = world.investor("bob", TICKET);
    let senior = Offering::standard(&mut world, &deal, 0, "senior line");
    senior.sell(&mut world, &deal, &[(bob, TICKET)]);
    senior.release(&mut world, &deal);
    audit::check(&mut world);
    world.go(&deal.lose(TICKET * 3 / 4, 1));
    audit::check(&mut world);
    let state: securities::security::state::Security =
        read::state(&mut world.engine, &deal.security);
    let vault = state.vault();
    assert_eq!(
        (vault.cover, vault.payable, vault.treasury),
        (TICKET / 2, TICKET / 2, TICKET)
    );
}
