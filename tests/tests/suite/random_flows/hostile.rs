//! What those with roles try between payments, alone and with their own keys: whatever goes through changes nothing of
//! what holders are paid.

use super::{NAMES, structures::Structure};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::waterfall::{set_mode::ModeChange, terms::TierTerms},
    role::state::Role,
    security::state::Security,
    tranche::state::Tranche,
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    address,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    rng::Rng,
    world::{DAY, World},
};

/// What is tried, and whether some of it goes through.
pub const ATTEMPTS: [(&str, bool); 14] = [
    ("draw proceeds", true),
    ("register a source", true),
    ("name another sponsor", true),
    ("announce a loss", true),
    ("offer shares again", true),
    ("release proceeds", true),
    ("make warrants for next to nothing", false),
    ("set another waterfall", false),
    ("add a tranche", false),
    ("name qualifiers", false),
    ("resume as the sponsor", false),
    ("post a recovery as the sponsor", false),
    ("correct a loss alone", false),
    ("escheat what was owed lately", false),
];

/// Tries one of them. Returns which, and whether it went through.
pub fn attempt(
    world: &mut World<Lite>,
    deal: &Deal,
    structure: &Structure,
    rng: &mut Rng,
) -> (&'static str, bool) {
    let which = rng.below(ATTEMPTS.len() as u64) as usize;
    let call = call(world, deal, structure, (which, rng));
    (ATTEMPTS[which].0, world.send(&call).is_ok())
}

fn call(
    world: &mut World<Lite>,
    deal: &Deal,
    structure: &Structure,
    (which, rng): (usize, &mut Rng),
) -> Vec<Instruction> {
    let rank = rng.below(deal.classes.len() as u64) as u8;
    let report = 200 + rng.below(50) as u8;
    let attacker = world.key("attacker");
    let tranche = read::state::<Tranche>(&mut world.engine, &deal.class(rank).tranche);
    let security = read::state::<Security>(&mut world.engine, &deal.security);
    let now = world.engine.now();
    let sponsor = deal.sponsor;
    let one = match which {
        0 => deal.draw_proceeds(&deal.destination, 1 + rng.below(1_000_000_000)),
        1 => deal.register_source(deal.coin(), security.next_source, "rents"),
        2 => return propose_or_cancel(world, deal, &attacker),
        3 => deal.announce_loss(1 + rng.below(1_000_000), report),
        // An open book bars an election of its class, which histories make whatever is tried.
        4 => {
            let elects = structure.terms[usize::from(rank)].pik.periods > 0;
            return offer(world, deal, if elects { 0 } else { rank });
        }
        5 => deal.release_proceeds(&structure.books[usize::from(rank)], 0),
        6 => deal.create_series(
            rank,
            SeriesArgs {
                number: tranche.next_series,
                strike: 1,
                expires_at: now + DAY,
            },
        ),
        7 => deal.set_waterfall(vec![TierTerms::Fee {
            bps: 10_000,
            income_only: false,
            payee: attacker,
        }]),
        8 => deal.create_tranche(deal::senior(deal.classes.len() as u8)),
        9 => deal.set_qualifiers(vec![attacker]),
        10 => deal.set_mode(&sponsor, ModeChange::Resume),
        11 => {
            let mut source = crate::payouts::source(now, 1_000);
            source.recovery = true;
            deal.post_distribution(&sponsor, u64::from(report), source)
        }
        // The arbitrator's signature is another's.
        12 => {
            let mut correct = deal.correct_loss(1, 1);
            for meta in &mut correct.accounts {
                if meta.pubkey == deal.arbitrator {
                    meta.pubkey = deal.servicer;
                }
            }
            correct
        }
        _ => {
            let owner = world.key(NAMES[rng.below(4) as usize]);
            deal.escheat(rank, &owner)
        }
    };
    vec![one]
}

/// Names another sponsor, or takes that back.
fn propose_or_cancel(world: &mut World<Lite>, deal: &Deal, attacker: &Pubkey) -> Vec<Instruction> {
    let sponsor = deal.sponsor;
    let role_transfer = address::role_transfer(&deal.security, Role::Sponsor);
    let named = world
        .engine
        .account(&role_transfer)
        .is_some_and(|account| !account.data.is_empty());
    vec![if named {
        deal.cancel_role(Role::Sponsor, &sponsor, &sponsor)
    } else {
        deal.propose_role((&sponsor, &sponsor), Role::Sponsor, attacker)
    }]
}

/// Opens a book at the price of the first.
fn offer(world: &mut World<Lite>, deal: &Deal, rank: u8) -> Vec<Instruction> {
    let tranche = read::state::<Tranche>(&mut world.engine, &deal.class(rank).tranche);
    let number = tranche.next_book as u16;
    let line = format!("again {rank} {number}");
    let mut book = Offering::plan(world, deal, rank, number, &line);
    book.args.min_ticket = book.args.cap;
    book.opening_at(world, deal, 16)
}
