//! Losses: announced, struck out, recorded and corrected; what a write-off and a recovery do to whom; and how far a
//! report of the pool's worth may move.

mod announced;
mod corrected;
mod covered;
mod pool;
mod recovered;
mod written_off;

use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{
        distribution::{post_distribution::DistributionArgs, state::Distribution},
        loss::state::Loss,
        waterfall::terms::{ReservePurpose, TestTerms, TierTerms, TriggerTerms},
    },
    security::state::Security,
    structure::create_tranche::TrancheArgs,
    tranche::state::{Tranche, TrancheKind},
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    world::{Money, World},
};

/// A whole unit of money.
const ONE: u64 = 1_000_000;
/// What the senior, the junior and the cover are sold for.
const SENIOR: u64 = 1_000_000 * ONE;
const JUNIOR: u64 = 100_000 * ONE;
const COVER: u64 = 50_000 * ONE;

/// A senior debt at 8 %, a junior with a capital and, where wanted, a cover; with one holder of all.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    owner: Pubkey,
    /// The senior's book, whose proceeds are in escrow.
    senior: Offering,
    posted: u64,
}

/// What a scene is made of.
#[derive(Default)]
struct Terms {
    /// The cover's cap for one loss; none: there is no cover.
    cover: Option<u64>,
    /// What the reserve is filled to.
    reserve: u64,
    triggers: Vec<TestTerms>,
}

impl<E: Engine> Scene<E> {
    fn new(terms: Terms) -> Self {
        let mut world = World::new(Money::Classic);
        let junior = TrancheArgs {
            par: ONE,
            ..deal::junior(1)
        };
        let mut classes = vec![deal::senior(0), junior];
        let mut tiers = vec![
            TierTerms::Interest { rank: 0 },
            TierTerms::Arrears { rank: 0 },
            TierTerms::Principal { rank: 0 },
        ];
        if terms.reserve > 0 {
            tiers.push(TierTerms::Reserve {
                purpose: ReservePurpose::All,
                amount: terms.reserve,
                bps: 0,
            });
        }
        if let Some(loss_cap) = terms.cover {
            classes.push(TrancheArgs {
                kind: TrancheKind::Cover,
                par: ONE,
                loss_cap,
                ..deal::junior(2)
            });
            tiers.push(TierTerms::Cover { rank: 2 });
        }
        tiers.extend([
            TierTerms::Principal { rank: 1 },
            TierTerms::Residual { rank: 1 },
        ]);
        let triggers = terms.triggers.iter().map(|test| TriggerTerms {
            test: *test,
            cure_days: 0,
            consequences: 1,
        });
        let plan = Deal {
            triggers: triggers.collect(),
            ..Deal::plan(&mut world, "sponsor", 1)
        };
        let deal = plan.create(&mut world, classes, tiers);
        let owner = world.investor("owner", SENIOR + JUNIOR + COVER);
        // The senior comes last, so that it has earned nothing yet.
        let mut sales = vec![(1, JUNIOR), (0, SENIOR)];
        if terms.cover.is_some() {
            sales.insert(0, (2, COVER));
        }
        let mut senior = None;
        for (rank, amount) in sales {
            let line = format!("line {rank}");
            let book = Offering::standard_with(&mut world, &deal, rank, &line, |args| {
                (args.cap, args.min_ticket) = (SENIOR, SENIOR / 1_000);
            });
            book.sell(&mut world, &deal, &[(owner, amount)]);
            if rank == 2 {
                // Where it pays for losses.
                world.go(&[deal.release_proceeds(&book, 0)]);
            }
            senior = Some(book);
        }
        Self {
            world,
            deal,
            owner,
            senior: senior.expect("the last that was sold"),
            posted: 0,
        }
    }

    fn plain() -> Self {
        Self::new(Terms::default())
    }

    /// Pays in, and gives the record.
    fn post(&mut self, amount: u64, recovery: bool) -> Distribution {
        let payer = self.deal.servicer;
        self.world.give(&payer, amount);
        let args = DistributionArgs {
            recovery,
            ..crate::payouts::source(self.world.engine.now(), amount)
        };
        let post = self.deal.post_distribution(&payer, self.posted, args);
        self.world.go(&[post]);
        let record = address::distribution(&self.deal.security, &payer, self.posted);
        self.posted += 1;
        audit::check(&mut self.world);
        read::state(&mut self.world.engine, &record)
    }

    fn lose(&mut self, amount: u64, report: u8) {
        let lose = self.deal.lose(amount, report);
        self.world.go(&lose);
        audit::check(&mut self.world);
    }

    fn tranche(&mut self, rank: u8) -> Tranche {
        let address = address::tranche(&self.deal.security, rank);
        read::state(&mut self.world.engine, &address)
    }

    /// Principal that is outstanding and that is written off, by rank.
    fn standing(&mut self) -> Vec<(u64, u64)> {
        let ranks = 0..self.deal.classes.len() as u8;
        let tranches = ranks.map(|rank| self.tranche(rank));
        let standing = tranches.map(|tranche| (tranche.principal().unwrap(), tranche.loss));
        standing.collect()
    }

    /// What the holders of a tranche have ever been credited.
    fn credited(&mut self, rank: u8) -> u64 {
        read::credited(&self.tranche(rank).payouts[0])
    }

    fn security(&mut self) -> Security {
        read::state(&mut self.world.engine, &self.deal.security)
    }

    fn loss(&mut self, report: u8) -> Loss {
        let address = self.deal.loss(report);
        read::state(&mut self.world.engine, &address)
    }
}
