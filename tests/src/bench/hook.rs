//! What the hook costs a transfer of shares.

use super::page::{Line, Page};
use crate::{
    address,
    deal::{self, Deal},
    engine::Engine,
    ix::credential,
    lite::Lite,
    offering::Offering,
    read, token,
    world::{DAY, Money, World},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    credential::state::CredentialTerms,
    structure::create_tranche::TrancheArgs,
    tranche::{
        holder::Holder,
        locks::Lock,
        rules::{CategoryMoves, Retention, TransferRulesTerms},
        state::Tranche,
        vote_locks::VoteLock,
        window::{DayRange, WindowTerms},
    },
};

const STAKE: u64 = 1_000_000_000;

/// Measures a plain transfer, one at best bumps and one at typical bumps.
pub fn measure(page: &mut Page) {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let tranche = deal.class(1).tranche;
    // Names are tried in turn until their record's address is found at the wanted tries.
    let mut tried = 0;
    let mut owner = |world: &mut World<Lite>, bump: u8| loop {
        tried += 1;
        let name = format!("holder {tried}");
        let key = world.key(&name);
        if address::holder_bump(&tranche, &key) == bump {
            break world.investor(&name, STAKE);
        }
    };
    let best = [255, 255].map(|bump| owner(&mut world, bump));
    let typical = [254, 254].map(|bump| owner(&mut world, bump));
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let tickets: Vec<_> = best
        .iter()
        .chain(&typical)
        .map(|owner| (*owner, STAKE))
        .collect();
    book.sell(&mut world, &deal, &tickets);

    let plain = plain_transfer(&mut world, &best);
    push(page, "a Token-2022 transfer without a hook", plain, None);
    let cases = [
        (best, "both bumps 255", Some(20_500)),
        (typical, "both bumps 254, the average", None),
    ];
    for ([from, to], shown, budget) in cases {
        // The second transfer finds both records up to date, as most do.
        let mut outcome = world.go(&[deal.transfer_shares(1, &from, &to, 7)]);
        outcome
            .logs
            .extend(world.go(&[deal.transfer_shares(1, &to, &from, 3)]).logs);
        let whole = outcome.units_of(&token::TOKEN_2022)[0];
        let hook = outcome.units_at_any_depth(&securities::ID)[0];
        push(
            page,
            &format!("the hook itself, {shown}"),
            hook,
            budget.map(|_| 4_500),
        );
        push(page, &format!("the whole transfer, {shown}"), whole, None);
        push(
            page,
            &format!("added to a transfer, {shown}"),
            whole - plain,
            budget,
        );
    }
    let [from, to] = best;
    unsettled(page, &mut world, &deal, (&from, &to));
    streaming(page);
    ruled(page);
    super::frozen::transfers(page);
}

/// A transfer while what was distributed still reaches holders day by day.
fn streaming(page: &mut Page) {
    let mut world = World::<Lite>::new(Money::Classic);
    let smooth = TrancheArgs {
        smoothing_days: 30,
        ..deal::junior(1)
    };
    let classes = vec![deal::senior(0), smooth];
    let deal = Deal::with(&mut world, "sponsor", 1, classes, deal::tiers());
    let tranche = deal.class(1).tranche;
    let mut names = (0..).map(|tried| format!("holder {tried}"));
    let owners = [0, 1].map(|_| {
        let found = names.find(|name| address::holder_bump(&tranche, &world.key(name)) == 255);
        world.investor(&found.expect("half of all are found at once"), STAKE)
    });
    let book = Offering::standard(&mut world, &deal, 1, "line");
    book.sell(&mut world, &deal, &owners.map(|owner| (owner, STAKE)));
    let servicer = world.investor("servicer", STAKE);
    let args = super::instructions::month(world.engine.now(), STAKE);
    world.go(&[deal.post_distribution(&servicer, 0, args)]);
    world.pass(3 * DAY);
    let outcome = world.go(&[deal.transfer_shares(1, &owners[0], &owners[1], 7)]);
    push(
        page,
        "the hook itself while a distribution streams, both bumps 255",
        outcome.units_at_any_depth(&securities::ID)[0],
        Some(4_500),
    );
}

/// A transfer of a class that has all rules, by an owner whose shares are in three locks, that vest,
/// and voted on three resolutions.
fn ruled(page: &mut Page) {
    let mut world = World::<Lite>::new(Money::Classic);
    let qualifier = world.person("qualifier");
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.qualifiers = vec![qualifier];
    let classes = vec![deal::senior(0), deal::junior(1)];
    let deal = deal.create(&mut world, classes, deal::tiers());
    let tranche = deal.class(1).tranche;
    let mut names = (0..).map(|tried| format!("holder {tried}"));
    let [from, to] = [0, 1].map(|_| {
        let found = names.find(|name| address::holder_bump(&tranche, &world.key(name)) == 255);
        world.investor(&found.expect("half of all are found at once"), STAKE)
    });
    let now = world.engine.now();
    let today = u16::try_from(now / DAY).expect("a day");
    let rules = TransferRulesTerms {
        window: WindowTerms::Custom {
            ranges: vec![DayRange {
                from: today,
                until: u16::MAX,
            }],
        },
        moves: Some(CategoryMoves {
            later: [u8::MAX; 8],
            later_from: now,
            ..CategoryMoves::default()
        }),
        refused_countries: (1..=16).collect(),
        sender_qualified: true,
        insider_lock_days: 30,
        retained: Some(Retention {
            owner: from,
            shares: STAKE / 2,
        }),
        daily_shares: STAKE,
        max_holders: 2,
        max_shares: 3 * STAKE,
        ..TransferRulesTerms::default()
    };
    world.go(&[deal.set_transfer_rules(1, rules)]);
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let until = now + 365 * DAY;
    for (id, owner) in [(0, from), (1, to)] {
        book.deposit(&mut world, &deal, &owner, STAKE);
        let terms = CredentialTerms {
            category: 7,
            jurisdiction: 756,
            expires_at: until,
            person: Pubkey::default(),
        };
        world.go(&[
            credential::issue(&qualifier, &owner, terms),
            deal.qualify_ticket(&book, &qualifier, &owner, id),
        ]);
    }
    book.lock(&mut world, &deal);
    for (id, owner) in [(0, from), (1, to)] {
        book.settle(&mut world, &deal, id);
        world.go(&[deal.qualify_holder(1, &qualifier, &owner)]);
    }
    read::edit::<Tranche>(&mut world.engine, &tranche, |tranche| {
        tranche.rules.open_until = until;
    });
    read::edit::<Holder>(
        &mut world.engine,
        &address::holder(&tranche, &from),
        |holder| {
            for (resolution, vote) in (0..).zip(&mut holder.votes) {
                *vote = VoteLock {
                    shares: STAKE / 8,
                    until: u32::MAX,
                    resolution,
                };
            }
            for (more, lock) in (0..).zip(&mut holder.locks) {
                *lock = Lock {
                    shares: STAKE / 8,
                    start: today,
                    cliff: today - 5,
                    until: today + 100 + more,
                    padding: 0,
                };
            }
        },
    );
    world.go(&[
        deal.allot_shares(1, (&to, &to), &to, 2 * STAKE),
        deal.transfer_shares(1, &from, &to, 5),
    ]);
    let outcome = world.go(&[deal.transfer_shares(1, &from, &to, 7)]);
    push(
        page,
        "the hook itself with all rules, three locks and three votes, both bumps 255",
        outcome.units_at_any_depth(&securities::ID)[0],
        Some(6_000),
    );
    let check = world.go(&[deal.check_transfer(1, &from, &to, 7)]);
    push(
        page,
        "the same asked beforehand, by check_transfer",
        check.units_of(&securities::ID)[0],
        None,
    );
}

fn push(page: &mut Page, what: &str, measured: u64, budget: Option<u64>) {
    page.transfers.push(Line {
        what: what.to_owned(),
        measured,
        budget,
        bytes: None,
    });
}

/// A transfer right after a distribution: both records are updated first.
fn unsettled(
    page: &mut Page,
    world: &mut World<Lite>,
    deal: &Deal,
    (from, to): (&Pubkey, &Pubkey),
) {
    let servicer = world.investor("servicer", STAKE);
    let now = world.engine.now();
    let args = super::instructions::month(now, STAKE);
    world.go(&[deal.post_distribution(&servicer, 0, args)]);
    let outcome = world.go(&[deal.transfer_shares(1, from, to, 7)]);
    let hook = outcome.units_at_any_depth(&securities::ID)[0];
    push(
        page,
        "the hook itself, the first transfer after a distribution, both bumps 255",
        hook,
        Some(4_500),
    );
}

/// A transfer of a mint of the same program without a hook.
fn plain_transfer(world: &mut World<Lite>, owners: &[Pubkey; 2]) -> u64 {
    let program = token::TOKEN_2022;
    let mint = world.new_mint("plain mint", &program, &[], |_| Vec::new());
    let accounts = owners.map(|owner| address::token_account(&owner, &mint, &program));
    for owner in owners {
        world.go(&[token::create_associated(
            &world.payer,
            owner,
            &mint,
            &program,
        )]);
    }
    world.go(&[token::mint_to(
        &program,
        &mint,
        &accounts[0],
        &world.payer,
        9,
    )]);
    let transfer = token::transfer(&program, &accounts[0], &mint, &accounts[1], &owners[0], 5);
    world.go(&[transfer]).units_of(&program)[0]
}
