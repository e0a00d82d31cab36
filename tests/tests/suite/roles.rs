//! Roles change hands in two steps: named by who holds them, taken by the new key. What investors rely on, and where
//! their money goes, changes after a notice, in which the arbitrator can refuse.

mod admission;
pub(crate) mod refusals;
pub(crate) mod transfer;
mod tricks;

use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::waterfall::{state::Waterfall, terms::TierTerms},
    role::state::{KEY_DELAY, Role},
    security::state::Security,
};
use securities_tests::{
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    read,
    world::{Money, World},
};

/// A deal with every role there is: two qualifiers, a payee, one who is the sponsor, an escheat owner.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    qualifiers: [Pubkey; 2],
    payee: Pubkey,
    heir: Pubkey,
}

/// The tier of the payee's fee, and that of the sponsor's.
const PAYEE: Role = Role::Payee { tier: 0 };
const SPONSORS: Role = Role::Payee { tier: 1 };
const DESTINATION: Role = Role::Destination { place: 0 };
const QUALIFIER: Role = Role::Qualifier { place: 1 };

impl<E: Engine> Scene<E> {
    fn new() -> Self {
        Self::with_qualifiers(2)
    }

    fn with_qualifiers(count: usize) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let qualifiers = ["qualifier", "second qualifier"].map(|name| world.person(name));
        let (payee, heir) = (world.investor("payee", 0), world.investor("heir", 0));
        let mut deal = Deal::plan(&mut world, "sponsor", 1);
        deal.qualifiers = qualifiers[..count].to_vec();
        deal.escheat = (world.investor("escheat owner", 0), 400);
        let fees = [payee, deal.sponsor].map(|payee| TierTerms::Fee {
            bps: 100,
            income_only: false,
            payee,
        });
        let tiers = [fees.to_vec(), tiers()].concat();
        let deal = deal.create(&mut world, vec![senior(0), junior(1)], tiers);
        Self {
            world,
            deal,
            qualifiers,
            payee,
            heir,
        }
    }

    /// Every role, who holds it, and the notice that it needs.
    fn roles(&self) -> Vec<(Role, Pubkey, i64)> {
        let deal = &self.deal;
        vec![
            (Role::Sponsor, deal.sponsor, KEY_DELAY),
            (Role::Servicer, deal.servicer, 0),
            (Role::Reporter, deal.reporter, 0),
            (Role::Arbitrator, deal.arbitrator, KEY_DELAY),
            (Role::Escheat, deal.escheat.0, KEY_DELAY),
            (Role::Qualifier { place: 0 }, self.qualifiers[0], 0),
            (QUALIFIER, self.qualifiers[1], 0),
            (PAYEE, self.payee, 0),
            (SPONSORS, deal.sponsor, KEY_DELAY),
            (DESTINATION, deal.sponsor, KEY_DELAY),
        ]
    }

    /// What takes a role: the heir, or for a destination its token account.
    fn to(&self, role: Role) -> Pubkey {
        match role {
            Role::Destination { .. } => self.deal.cash(&self.heir),
            _ => self.heir,
        }
    }

    fn propose(&self, role: Role, holder: &Pubkey) -> Instruction {
        self.deal
            .propose_role((holder, &self.world.payer), role, &self.to(role))
    }

    fn accept(&self, role: Role) -> Instruction {
        self.deal
            .accept_for(role, (&self.heir, &self.to(role)), &self.world.payer)
    }

    fn cancel(&self, role: Role, caller: &Pubkey) -> Instruction {
        self.deal.cancel_role(role, caller, &self.world.payer)
    }

    fn refuse(&self, role: Role) -> Instruction {
        self.deal.refuse_role(role, &self.world.payer)
    }

    fn refused(&mut self, call: Instruction) -> String {
        self.world.refused(&[call])
    }

    /// Who or what has a role on chain.
    fn held(&mut self, role: Role) -> Pubkey {
        let security: Security = read::state(&mut self.world.engine, &self.deal.security);
        let waterfall: Waterfall = read::state(&mut self.world.engine, &self.deal.waterfall);
        match role {
            Role::Sponsor => security.sponsor,
            Role::Servicer => security.servicer,
            Role::Reporter => security.reporter,
            Role::Arbitrator => security.arbitrator,
            Role::Escheat => security.escheat,
            Role::Qualifier { place } => security.qualifiers[usize::from(place)],
            Role::Payee { tier } => waterfall.tiers[usize::from(tier)].payee,
            Role::Destination { place } => security.destinations[usize::from(place)],
        }
    }
}
