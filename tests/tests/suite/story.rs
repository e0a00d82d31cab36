//! What the stories of the escrow book share: what was told, who has what, and that nothing is left of a book.

use anchor_lang::{AnchorDeserialize, Discriminator, Event, prelude::Pubkey};
use anchor_spl::token::spl_token::native_mint;
use securities::{
    security::state::Security, structure::create_tranche::TrancheArgs, tranche::state::Tranche,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::{Engine, Outcome},
    events,
    offering::Offering,
    read,
    world::World,
};

/// One whole token of six decimals.
pub const WHOLE: u64 = 1_000_000;

/// Looks at the one event of a kind that a transaction emitted.
pub fn told<T: Event + AnchorDeserialize + Discriminator>(
    outcome: &Outcome,
    look: impl FnOnce(&T),
) {
    let all = events::of::<T>(outcome);
    assert_eq!(all.len(), 1, "one event of its kind");
    look(&all[0]);
}

/// What an account has in lamports; 0 when it is not there.
pub fn lamports<E: Engine>(world: &mut World<E>, address: &Pubkey) -> u64 {
    world
        .engine
        .account(address)
        .map_or(0, |account| account.lamports)
}

/// What of a mint the sponsor may draw.
pub fn treasury<E: Engine>(world: &mut World<E>, deal: &Deal, mint: &Pubkey) -> u64 {
    let security = read::state::<Security>(&mut world.engine, &deal.security);
    security.vault_of(mint).expect("a vault").treasury
}

/// A tranche's fields.
pub fn tranche<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8) -> Tranche {
    read::state(&mut world.engine, &deal.class(rank).tranche)
}

/// An owner's shares of a rank.
pub fn shares<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8, owner: &Pubkey) -> u64 {
    world.balance(&deal.share_account(rank, owner))
}

/// A deal of equity alone.
pub fn equity<E: Engine>(world: &mut World<E>) -> Deal {
    deal_drawing(world, &[], vec![deal::junior(0)])
}

/// A deal of such classes, the last of which takes all that no principal needs, that may draw money and each of the
/// mints of a token program to the sponsor.
pub fn deal_drawing<E: Engine>(
    world: &mut World<E>,
    mints: &[(Pubkey, Pubkey)],
    classes: Vec<TrancheArgs>,
) -> Deal {
    let mut deal = Deal::plan(world, "sponsor", 1);
    for kind in mints {
        let account = world.give_of((&kind.0, &kind.1), &deal.sponsor, 0);
        deal.more_destinations.push(account);
    }
    let tiers = deal::tiers_of(&classes);
    deal.create(world, classes, tiers)
}

/// Deposits without consent to any offer.
pub fn join<E: Engine>(
    world: &mut World<E>,
    deal: &Deal,
    book: &Offering,
    owner: &Pubkey,
    units: (u8, u64),
) -> u32 {
    let id = book.state(world).next_ticket;
    world.go(&[deal.deposit_asset(book, (owner, owner), id, units, 0)]);
    id
}

/// Closes a book without tickets, the escrows of its further assets first. Nothing of it is left, and all rent and
/// all tips that nobody earned are the sponsor's.
pub fn close<E: Engine>(world: &mut World<E>, deal: &Deal, book: &Offering) {
    assert!(book.tickets(world).is_empty(), "no ticket is left");
    let state = book.state(world);
    assert_eq!((state.open_tickets, state.pending().expect("sums")), (0, 0));
    assert!(
        state.assets.iter().all(|asset| asset.units == 0),
        "nothing but proceeds is in escrow"
    );
    book.release(world, deal);
    audit::check(world);
    let mut addresses = vec![book.book, book.line];
    addresses.extend(book.assets.iter().map(|asset| asset.escrow));
    let held: u64 = addresses
        .iter()
        .map(|address| lamports(world, address))
        .sum();
    let wrapped: u64 = book
        .assets
        .iter()
        .filter(|asset| asset.mint == native_mint::ID)
        .map(|asset| world.balance(&asset.escrow))
        .sum();
    let before = lamports(world, &deal.sponsor);
    let last = u8::try_from(book.assets.len()).expect("few");
    for index in (1..last).rev() {
        assert_eq!(world.refused(&[deal.close_book(book)]), "EscrowOpen");
        world.go(&[deal.close_escrow(book, index)]);
        audit::check(world);
    }
    world.go(&[deal.close_book(book)]);
    audit::check(world);
    assert_eq!(
        lamports(world, &deal.sponsor) - before,
        held - wrapped,
        "all that the book cost is back"
    );
    for address in addresses {
        assert!(world.engine.account(&address).is_none(), "{address}");
    }
}

/// Draws all proceeds in settlement money, and shows that the vault is empty then.
pub fn draw_all<E: Engine>(world: &mut World<E>, deal: &Deal, proceeds: u64) {
    assert_eq!(treasury(world, deal, &deal.mint), proceeds, "the proceeds");
    let before = world.balance(&deal.destination);
    world.go(&[deal.draw_proceeds(&deal.destination, proceeds)]);
    audit::check(world);
    assert_eq!(world.balance(&deal.destination) - before, proceeds);
    let vault = *read::state::<Security>(&mut world.engine, &deal.security).vault();
    assert_eq!(vault.obligations().expect("sums"), 0, "nothing is owed");
    assert_eq!(world.balance(&deal.vault), 0, "nothing is left");
}
