//! Accounts that pretend to say what an asset is worth.

use super::{ONE, Scene, forged, refuse};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::rate::stake_pool;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::{Account, Engine},
    offering::Offering,
    terms::Asset,
    token,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_reported_rate_is_of_this_security_and_this_mint => reported;
    a_stake_pool_is_of_this_mint_and_of_the_stake_pool_program => pools;
}

/// The book with another account in the place of where its second asset's rate is read.
fn reading(book: &Offering, source: Option<Pubkey>) -> Offering {
    let mut book = book.clone();
    book.assets[1].rate_source = source;
    book
}

fn reported<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let [fund, other_fund] = ["fund", "other fund"].map(|name| {
        let world = &mut scene.world;
        world.new_mint(name, &token::CLASSIC, &[], |_| Vec::new())
    });
    let other = Deal::standard(&mut scene.world, "other sponsor", 1);
    // The same sponsor has the rate of another mint, and another security one of the same mint: both a hundredfold.
    scene.world.go(&[
        scene.deal.create_rate(&fund, 500),
        scene.deal.create_rate(&other_fund, 500),
        scene.deal.report_rate(&fund, 1, 1),
        scene.deal.report_rate(&other_fund, 100, 1),
    ]);
    scene.world.go(&[
        other.create_rate(&fund, 500),
        other.report_rate(&fund, 100, 1),
    ]);
    scene
        .world
        .go(&[scene.deal.add_vault(&fund, &token::CLASSIC)]);
    let own = address::rate(&scene.deal.security, &fund);
    let world = &mut scene.world;
    let wrong = [
        (
            "of another mint",
            Some(address::rate(&scene.deal.security, &other_fund)),
        ),
        (
            "of another security",
            Some(address::rate(&other.security, &fund)),
        ),
        (
            "a copy at another address",
            Some(forged(world, &own, "copy", &securities::ID)),
        ),
        (
            "a copy of another program",
            Some(forged(world, &own, "forgery", &token::CLASSIC)),
        ),
        ("the mint", Some(fund)),
        ("nobody", Some(Pubkey::new_from_array([3; 32]))),
        ("none", None),
    ];
    let asset = Asset::par(&scene.deal, &scene.book.book, &fund, &token::CLASSIC)
        .reported(&scene.deal, 30 * DAY);
    scene.book.assets.push(asset);
    for (what, source) in wrong {
        let add = scene.deal.add_asset(&reading(&scene.book, source), 1);
        scene.refuse(&[(what, vec![add], "WrongRateSource")]);
    }
    scene.world.go(&[scene.deal.add_asset(&scene.book, 1)]);

    let thief = scene.world.person("thief");
    scene
        .world
        .give_of((&fund, &token::CLASSIC), &thief, 10 * ONE);
    for (what, source) in wrong {
        let book = reading(&scene.book, source);
        let deposit = scene
            .deal
            .deposit_asset(&book, (&thief, &thief), 0, (1, ONE), 2);
        scene.refuse(&[(what, vec![deposit], "WrongRateSource")]);
    }
    let id = scene
        .book
        .deposit_asset(&mut scene.world, &scene.deal, &thief, (1, 10 * ONE));
    assert_eq!(scene.previews(&[id])[0].value, 10 * ONE);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    for (what, source) in wrong {
        let book = reading(&scene.book, source);
        let lock = scene.deal.lock_book(&book, &scene.deal.sponsor);
        scene.refuse(&[(what, vec![lock], "WrongRateSource")]);
    }
    scene.book.lock(&mut scene.world, &scene.deal);
    scene.book.settle(&mut scene.world, &scene.deal, id);
    assert_eq!(scene.shares(&thief), 10 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

/// What a stake pool's account says.
#[derive(Clone, Copy)]
struct Pool {
    owner: Pubkey,
    kind: u8,
    mint: Pubkey,
    lamports: u64,
    supply: u64,
    epoch: u64,
}

impl Pool {
    fn put<E: Engine>(&self, world: &mut World<E>, name: &str) -> Pubkey {
        let mut data = vec![0; 611];
        data[0] = self.kind;
        data[162..194].copy_from_slice(self.mint.as_ref());
        data[258..266].copy_from_slice(&self.lamports.to_le_bytes());
        data[266..274].copy_from_slice(&self.supply.to_le_bytes());
        data[274..282].copy_from_slice(&self.epoch.to_le_bytes());
        let address = world.key(name);
        let account = Account {
            lamports: 10_000_000,
            data,
            owner: self.owner,
        };
        world.engine.set_account(&address, account);
        address
    }
}

fn pools<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open_in(Money::WrappedSol, |_| {});
    let Scene { world, deal, book } = &mut scene;
    let [staked, other] =
        ["staked", "other"].map(|name| world.new_mint(name, &token::CLASSIC, &[], |_| Vec::new()));
    world.go(&[deal.add_vault(&staked, &token::CLASSIC)]);
    let real = Pool {
        owner: stake_pool::PROGRAM,
        kind: 1,
        mint: staked,
        lamports: 11,
        supply: 10,
        epoch: world.engine.epoch(),
    };
    let rich = Pool {
        lamports: 1_000_000,
        ..real
    };
    let pool = real.put(world, "pool");
    let wrong = [
        (
            "of another program",
            Pool {
                owner: token::CLASSIC,
                ..rich
            },
        ),
        (
            "of the thief's own",
            Pool {
                owner: securities::ID,
                ..rich
            },
        ),
        ("a list of validators", Pool { kind: 2, ..rich }),
        ("nothing yet", Pool { kind: 0, ..rich }),
        (
            "of another mint",
            Pool {
                mint: other,
                ..rich
            },
        ),
    ]
    .map(|(what, fake)| (what, fake.put(world, what)));
    let asset = Asset::par(deal, &book.book, &staked, &token::CLASSIC).of_stake_pool(&pool);
    book.assets.push(asset);
    for (what, fake) in wrong {
        let add = deal.add_asset(&reading(book, Some(fake)), 1);
        refuse(world, &[(what, vec![add], "WrongRateSource")]);
    }
    let bare = deal.add_asset(&reading(book, None), 1);
    refuse(world, &[("none", vec![bare], "WrongRateSource")]);
    world.go(&[deal.add_asset(book, 1)]);

    // A second pool of the same mint is still not the one that investors were told.
    let second = rich.put(world, "second pool");
    let thief = world.person("thief");
    world.give_of((&staked, &token::CLASSIC), &thief, 100 * ONE);
    let deposit =
        |book: &Offering| deal.deposit_asset(book, (&thief, &thief), 0, (1, 100 * ONE), 2);
    for (what, fake) in wrong.into_iter().chain([("a second pool", second)]) {
        let deposit = deposit(&reading(book, Some(fake)));
        refuse(world, &[(what, vec![deposit], "WrongRateSource")]);
    }
    for (what, old) in [
        (
            "of another epoch",
            Pool {
                epoch: real.epoch + 1,
                ..real
            },
        ),
        ("empty", Pool { supply: 0, ..real }),
        (
            "worth nothing",
            Pool {
                lamports: 0,
                ..real
            },
        ),
    ] {
        old.put(world, "pool");
        refuse(world, &[(what, vec![deposit(book)], "StaleRate")]);
    }
    real.put(world, "pool");
    world.go(&[deposit(book)]);
    audit::check(world);

    // The lock reads the same pool, of its own epoch.
    world.engine.set_now(book.args.offer_ends);
    let lock = |book: &Offering| vec![deal.lock_book(book, &deal.sponsor)];
    refuse(
        world,
        &[(
            "a second pool",
            lock(&reading(book, Some(second))),
            "WrongRateSource",
        )],
    );
    let old = Pool {
        epoch: real.epoch + 1,
        ..real
    };
    old.put(world, "pool");
    refuse(world, &[("not updated", lock(book), "StaleRate")]);
    real.put(world, "pool");
    world.go(&lock(book));
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    assert_eq!(scene.shares(&thief), 110 * ONE);
    audit::check(&mut scene.world);
    scene.world
}
