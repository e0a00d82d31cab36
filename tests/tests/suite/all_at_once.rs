//! A book with all that a book can have, from its first deposit to its last rent: money waits for an offer, a lead
//! goes first, an asset earns while it waits, a vote moves the deadline, everybody is cut in proportion, and rewards
//! go by place in line.

use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{
        offer::{version::OfferArgs, votes::PollArgs},
        state::AllocationRule,
    },
    security::state::Security,
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    ix::ticket::QUESTION,
    model::Line,
    offering::Offering,
    read,
    stake_pool::Pool,
    terms::{Asset, Reward},
    token,
    world::{BEGIN, DAY, Money, World},
};

const BILLION: u64 = 1_000_000_000;
/// Rewards by money in line.
const CURVE: [(u64, u64); 2] = [(2 * BILLION, 200_000), (10 * BILLION, 600_000)];
const EXPIRY: i64 = BEGIN + 90 * DAY;

on_both_engines! {
    a_book_with_all_that_a_book_can_have_comes_to_its_end => all;
}

struct Scene<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    staked: Pubkey,
    pool: (Pubkey, Pool),
    people: [Pubkey; 4],
}

pub(crate) fn all<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open();
    scene.gather();
    scene.vote();
    scene.offer();
    scene.settle();
    scene.close();
    scene.world
}

impl<E: Engine> Scene<E> {
    fn open() -> Self {
        let mut world = World::<E>::new(Money::WrappedSol);
        let staked = world.new_mint("staked", &token::CLASSIC, &[], |_| Vec::new());
        let mut deal = Deal::plan(&mut world, "sponsor", 1);
        deal.more_destinations = vec![world.give_of((&staked, &token::CLASSIC), &deal.sponsor, 0)];
        let deal = deal.create(
            &mut world,
            vec![deal::senior(0), deal::junior(1)],
            deal::tiers(),
        );
        let people =
            ["alice", "bob", "carol", "dave"].map(|name| world.investor(name, 9 * BILLION));
        world.give_of((&staked, &token::CLASSIC), &people[1], 2 * BILLION);
        let pool = Pool {
            mint: staked,
            lamports: 110,
            supply: 100,
            epoch: world.engine.epoch(),
        };
        let pool = (world.key("pool"), pool);
        pool.1.put(&mut world.engine, &pool.0);

        let mut book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            args.allocation = AllocationRule::ProRata;
            (args.offer_ends, args.cap) = (0, 8 * BILLION);
            (args.owner_limit, args.tip) = (5 * BILLION, 5_000);
            (args.lead, args.lead_minimum) = (people[0], 2 * BILLION);
        });
        let asset = Asset::par(&deal, &book.book, &staked, &token::CLASSIC);
        book.add_asset(&mut world, &deal, asset.of_stake_pool(&pool.0));
        world.go(&[deal.create_series(
            1,
            SeriesArgs {
                number: 0,
                strike: 2_000_000,
                expires_at: EXPIRY,
            },
        )]);
        for reward in [
            Reward::warrants(&deal, (1, 0), &CURVE),
            Reward::bonus_shares(&deal, 0, &CURVE),
            Reward::promote_points(&deal, 1, &CURVE),
        ] {
            book.promise(&mut world, &deal, reward);
        }
        book.bot = world.person("bot");
        world.go(&[
            deal.fund_tips(&book, &people[3], 20_000),
            deal.grow_line(&book, 8_024),
        ]);
        Self {
            world,
            deal,
            book,
            staked,
            pool,
            people,
        }
    }

    /// Money comes in without an offer, one leaves, and the last moves up.
    fn gather(&mut self) {
        let [alice, bob, carol, dave] = self.people;
        let (world, deal, book) = (&mut self.world, &self.deal, &self.book);
        book.deposit(world, deal, &alice, 4 * BILLION);
        book.deposit(world, deal, &dave, BILLION);
        book.deposit_asset(world, deal, &bob, (1, 2 * BILLION));
        book.deposit(world, deal, &carol, 3 * BILLION);
        book.withdraw(world, deal, &dave, 1, BILLION);
        world.go(&[deal.move_up(book, &bob, 2), deal.move_up(book, &carol, 3)]);
        audit::check(world);
        let preview = book.preview(world, deal, 3);
        assert_eq!(
            (preview.live_ahead, preview.value, preview.committed),
            (6_200_000_000, 3 * BILLION, false)
        );
        assert_eq!(book.ticket(world, 3).place, 2);
    }

    /// More than half of the money in line wants a later deadline.
    fn vote(&mut self) {
        let [alice, _, carol, _] = self.people;
        let (world, deal, book) = (&mut self.world, &self.deal, &self.book);
        let later = book.args.deadline + 20 * DAY;
        let poll = PollArgs {
            subject_sha256: QUESTION,
            ends_at: book.args.deadline,
            new_deadline: later,
        };
        world.go(&[
            deal.open_poll(book, poll),
            deal.cast_vote(book, &alice, 0, true),
            deal.cast_vote(book, &carol, 3, true),
        ]);
        audit::check(world);
        world.engine.set_now(book.args.deadline);
        let now = world.engine.now();
        assert_eq!(book.state(world).deadline_at(now), later);
    }

    fn offer(&mut self) {
        let (world, deal, book) = (&mut self.world, &self.deal, &self.book);
        let offer = OfferArgs {
            terms_sha256: [4; 32],
            minimum: 8 * BILLION,
            ..book.offer(0)
        };
        world.go(&[deal.make_offer(book, offer)]);
        for id in [3, 0, 2] {
            book.commit(world, deal, id);
        }
        audit::check(world);
        // What bob put in has earned: he pays with less of it.
        self.pool.1.lamports = 120;
        self.pool.1.put(&mut world.engine, &self.pool.0);
        book.lock(world, deal);
        audit::check(world);
    }

    fn settle(&mut self) {
        let (world, deal, book) = (&mut self.world, &self.deal, &self.book);
        let before = world.engine.account(&book.bot).expect("the bot").lamports;
        let line = Line {
            tickets: vec![4 * BILLION, 2_200_000_000, 3 * BILLION],
        };
        let accepted = line.pro_rata(8 * BILLION, 1_000);
        let rewards = Line::rewards(&accepted, &CURVE);
        let mut shares = 0;
        for (place, id) in [(2, 3), (1, 2), (0, 0)] {
            let owner = book.ticket(world, id).owner;
            let preview = book.preview(world, deal, id);
            assert_eq!(preview.accepted, accepted[place]);
            assert_eq!(preview.rewards[..3], [rewards[place]; 3]);
            book.settle(world, deal, id);
            let [warrants, bonus, points, _] = preview.rewards;
            let paid: Vec<_> = book
                .rewards
                .iter()
                .map(|reward| world.balance(&reward.account(&owner)))
                .collect();
            assert_eq!(paid, [warrants, preview.shares + bonus, points]);
            shares += preview.shares;
            audit::check(world);
        }
        let after = world.engine.account(&book.bot).expect("the bot").lamports;
        assert_eq!(after - before, 15_000, "three tips");
        let state = book.state(world);
        assert_eq!(
            (state.accepted, shares),
            (8 * BILLION, 8 * BILLION / 1_000),
            "the cap is full"
        );
        let granted: Vec<_> = state.curves().iter().map(|curve| curve.granted).collect();
        assert_eq!(granted, [500_000; 3], "what the cap earns");
    }

    fn close(&mut self) {
        let [alice, bob, carol, dave] = self.people;
        let (world, deal, book) = (&mut self.world, &self.deal, &self.book);
        let warrants = world.balance(&deal.warrant_account(1, 0, &alice));
        world.go(&[deal.exercise(1, 0, &alice, warrants)]);
        audit::check(world);
        for owner in [alice, bob, carol, dave] {
            world.go(&[deal.close_owner_total(book, &owner, &owner)]);
            let stake = address::owner_total(&book.book, &owner);
            assert!(world.engine.account(&stake).is_none());
        }
        book.release(world, deal);
        world.go(&[deal.close_escrow(book, 1), deal.close_book(book)]);
        audit::check(world);
        world.engine.set_now(EXPIRY);
        world.go(&[deal.close_series(1, 0)]);

        let security = read::state::<Security>(&mut world.engine, &deal.security);
        let second = *security.vault_of(&self.staked).expect("a vault for it");
        assert!(second.treasury > 0, "proceeds in what was staked");
        let to = deal.more_destinations[0];
        // Each mint goes to destinations of its own.
        let staked = (&self.staked, &token::CLASSIC);
        for wrong in [
            deal.draw_proceeds_in(staked, &deal.destination, 1),
            deal.draw_proceeds(&to, 1),
        ] {
            assert_eq!(world.refused(&[wrong]), "WrongDestination");
        }
        let draw = deal.draw_proceeds_in(staked, &to, second.treasury);
        world.go(&[
            draw,
            deal.draw_proceeds(&deal.destination, security.vault().treasury),
        ]);
        assert_eq!(world.balance(&to), second.treasury);
        audit::check(world);
    }
}
