//! Winds a deal down to nothing, as a bot does: reads what is left and closes it.

use crate::{
    address,
    deal::Deal,
    engine::Engine,
    read,
    world::{DAY, World},
};
use anchor_lang::{Discriminator, prelude::Pubkey};
use securities::{
    cash::{
        distribution::{post_distribution::DistributionArgs, state::Distribution},
        loss::state::Loss,
    },
    credential::protocol::Protocol,
    disclosure::{calendar::DisclosureCalendar, state::Disclosure},
    measure::state::Measure,
    rate::state::ReportedRate,
    resolution::{
        draft::StructureDraft,
        governance::Governance,
        state::{Ballot, Resolution},
    },
    role::state::RoleTransfer,
    security::state::Security,
    tranche::{holder::Holder, person::Person, state::Tranche},
    winding::remains::ClosedSecurity,
    wrapper::state::Wrapper,
};

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed {
    /// What was left in the settlement vault for nobody.
    pub left: u64,
    /// Lamports that rents gave back to the creator.
    pub to_origin: u64,
}

/// Runs what waits in a deal that is being wound down until it can end, and ends it.
pub fn end<E: Engine>(world: &mut World<E>, deal: &Deal) {
    let runner = world.investor("runner", 0);
    for nonce in 0.. {
        let security: Security = read::state(&mut world.engine, &deal.security);
        let vault = security.vault();
        if vault.treasury != security.winding.left[0] {
            world.go(&[deal.return_proceeds(&runner, &deal.mint, 1_000 + nonce, None)]);
        } else if vault.reserve + vault.reinvestment + vault.cover > 0 {
            let nothing = nothing(world.engine.now());
            // Covers may wait for the last day.
            if world
                .send(&[deal.post_distribution(&runner, 1_000 + nonce, nothing)])
                .is_err()
            {
                world.pass(30 * DAY);
            }
        } else {
            break;
        }
        assert!(nonce < 20, "it does not end");
    }
    let security: Security = read::state(&mut world.engine, &deal.security);
    let least = security.winding.from + 30 * DAY;
    let smoothest = deal.classes.iter().map(|class| class.terms.smoothing_days);
    let days = i64::from(smoothest.max().unwrap_or(0)) + 1;
    let rest = (least - world.engine.now()).max(days * DAY);
    world.pass(rest);
    world.go(&[deal.end_wind_down()]);
}

/// A payment of nothing.
fn nothing(now: i64) -> DistributionArgs {
    DistributionArgs {
        amount: 0,
        principal: 0,
        tip_budget: 0,
        recovery: false,
        wait: false,
        clawback: None,
        period_start: now,
        period_end: now,
        note: String::new(),
        document_sha256: [0; 32],
    }
}

/// Pays every record that is owed something, and closes all accounts of a deal that has ended, children in any order.
///
/// # Panics
/// When something is left.
pub fn close_all<E: Engine>(world: &mut World<E>, deal: &Deal) -> Closed {
    let lamports = |world: &mut World<E>| {
        let origin = world.engine.account(&deal.sponsor);
        origin.map_or(0, |account| account.lamports)
    };
    let before = lamports(world);
    let accounts = world.program_accounts();
    for (address, holder) in read::all::<Holder>(&accounts) {
        let rank = deal
            .classes
            .iter()
            .position(|class| class.tranche == holder.tranche);
        let Some(rank) = rank.and_then(|rank| u8::try_from(rank).ok()) else {
            continue;
        };
        if holder.is_wrapper == 1 {
            continue;
        }
        // There may be nothing to pay.
        let _ = world.send(&[deal.claim(rank, &holder.owner)]);
        world.go(&[deal.close_account(&address, &holder.rent_payer, &[holder.tranche])]);
    }
    for (address, wrapper) in read::all::<Wrapper>(&accounts) {
        if wrapper.security != deal.security {
            continue;
        }
        let record = address::holder(&wrapper.tranche, &address);
        let holder: Holder = read::state(&mut world.engine, &record);
        let more = [wrapper.tranche, record, holder.rent_payer, wrapper.mint];
        world.go(&[deal.close_account(&address, &deal.sponsor, &more)]);
    }
    for rank in 0..deal.classes.len() {
        let rank = u8::try_from(rank).expect("a rank");
        world.go(&[deal.close_class(rank)]);
    }
    let before_vault = world.balance(&deal.destination);
    world.go(&[deal.close_vault(deal.coin(), &deal.destination)]);
    let left = world.balance(&deal.destination) - before_vault;
    world.go(&[deal.close_security()]);
    // What else there is closes after the security, too.
    for (address, rent_payer) in flat(world, deal) {
        world.go(&[deal.close_account(&address, &rent_payer, &[])]);
    }
    let left_over: Vec<Pubkey> = world
        .program_accounts()
        .iter()
        .filter(|(address, _)| **address != deal.security)
        .filter(|(_, account)| {
            let of = deal.security.to_bytes();
            let of_class = |class: &crate::deal::Class| {
                let tranche = class.tranche.to_bytes();
                account.data.windows(32).any(|bytes| bytes == tranche)
            };
            account.data.windows(32).any(|bytes| bytes == of) || deal.classes.iter().any(of_class)
        })
        .map(|(address, _)| *address)
        .collect();
    assert_eq!(left_over, [], "accounts that name the deal");
    assert!(
        world
            .engine
            .account(&deal.vault)
            .is_none_or(|one| one.lamports == 0),
        "the vault"
    );
    let kept = world.engine.account(&deal.security).expect("it stays");
    assert_eq!(kept.data.len(), ClosedSecurity::SPACE);
    Closed {
        left,
        to_origin: lamports(world) - before,
    }
}

/// What closes without another account, with whoever receives the rent.
fn flat<E: Engine>(world: &mut World<E>, deal: &Deal) -> Vec<(Pubkey, Pubkey)> {
    let accounts = world.program_accounts();
    let mut all = Vec::new();
    macro_rules! add {
        ($kind:ty, $one:ident => $rent_payer:expr) => {
            for (address, $one) in read::all::<$kind>(&accounts) {
                if $one.security == deal.security {
                    all.push((address, $rent_payer));
                }
            }
        };
    }
    add!(Distribution, one => one.payer);
    add!(Loss, one => deal.sponsor);
    add!(Disclosure, one => one.attestor);
    add!(DisclosureCalendar, one => deal.sponsor);
    add!(ReportedRate, one => one.rent_payer);
    add!(Governance, one => deal.sponsor);
    add!(RoleTransfer, one => one.rent_payer);
    add!(Measure, one => one.rent_payer);
    add!(Protocol, one => one.rent_payer);
    add!(Resolution, one => one.rent_payer);
    add!(StructureDraft, one => one.rent_payer);
    add!(Ballot, one => one.rent_payer);
    for (address, person) in read::all::<Person>(&accounts) {
        if deal.classes.iter().any(|one| one.tranche == person.tranche) {
            all.push((address, person.rent_payer));
        }
    }
    all
}

/// Whether a tranche of the deal is there.
pub fn has_class<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8) -> bool {
    let tranche = deal.class(rank).tranche;
    let account = world.engine.account(&tranche);
    account.is_some_and(|account| account.data.starts_with(Tranche::DISCRIMINATOR))
}
