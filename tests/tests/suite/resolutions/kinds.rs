//! What each kind of resolution changes when it is executed, and that it changes nothing else.

use super::{EQUITY, MEZZANINE, SENIOR, SHARE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::{
        state::Waterfall,
        terms::{TestTerms, TriggerTerms},
    },
    resolution::proposal::{MAX_WAIVER_DAYS, Proposal},
    role::state::Role,
    security::state::Security,
    tranche::{
        rules::{Retention, TransferRulesTerms},
        state::Tranche,
    },
};
use securities_tests::{
    deal::Deal,
    engine::{Account, Engine},
    ix::resolution::DOCUMENT,
    lite::Lite,
    read,
    world::{DAY, World},
};
use solana_signer::Signer;
use std::collections::BTreeMap;

/// Undoes in an account what may have changed of it.
type Undo<'a, T> = (Pubkey, &'a dyn Fn(&mut T, &T));
type Accounts = BTreeMap<Pubkey, Account>;

/// The accounts of a deal that a resolution might change.
fn accounts<E: Engine>(scene: &mut Scene<E>, number: u32) -> Accounts {
    let own = scene.deal.resolution(number);
    let mut all = scene.world.program_accounts();
    all.remove(&own);
    all
}

/// Executes a resolution, and returns the accounts that it changed besides itself, as they were and as they are.
fn executed<E: Engine>(
    scene: &mut Scene<E>,
    number: u32,
    (rank, to): (Option<u8>, Option<Pubkey>),
) -> Vec<(Pubkey, Account, Account)> {
    // What time alone changes has happened.
    scene.world.go(&[scene.deal.check_triggers()]);
    let before = accounts(scene, number);
    let call = scene.deal.execute_resolution(number, rank, to);
    scene.world.go(&[call]);
    let after = accounts(scene, number);
    before
        .into_iter()
        .filter_map(|(address, before)| {
            let after = after[&address].clone();
            (before != after).then_some((address, before, after))
        })
        .collect()
}

fn of<T: bytemuck::Pod>(account: &Account) -> T {
    bytemuck::pod_read_unaligned(&account.data[8..8 + size_of::<T>()])
}

/// Refuses any change of accounts but the security's, which `fields` undoes, and those of one other account.
fn only<T: bytemuck::Pod>(
    scene: &Scene<impl Engine>,
    changed: &[(Pubkey, Account, Account)],
    security: impl Fn(&mut Security, &Security),
    other: Option<Undo<'_, T>>,
) {
    for (address, before, after) in changed {
        if *address == scene.deal.security {
            let (before, mut now): (Security, Security) = (of(before), of(after));
            now.event_sequence = before.event_sequence;
            security(&mut now, &before);
            assert_eq!(bytemuck::bytes_of(&now), bytemuck::bytes_of(&before));
            continue;
        }
        let undo = other.as_ref().filter(|(own, _)| own == address);
        let (_, undo) = undo.unwrap_or_else(|| panic!("{address} changed"));
        let (before, mut now): (T, T) = (of(before), of(after));
        undo(&mut now, &before);
        assert_eq!(bytemuck::bytes_of(&now), bytemuck::bytes_of(&before));
    }
}

/// What is sold has changed.
fn amended(now: &mut Security, before: &Security) {
    assert_eq!(now.amendments, before.amendments + 1);
    now.amendments = before.amendments;
    assert_eq!(now.pending + 1, before.pending, "it waits no more");
    now.pending = before.pending;
}

#[test]
fn an_advisory_resolution_changes_nothing() {
    let mut scene = Scene::<Lite>::new();
    let number = scene.consented(Proposal::Advisory { classes: 0b011 });
    let changed = executed(&mut scene, number, (None, None));
    only::<Tranche>(&scene, &changed, |_, _| {}, None);
}

#[test]
fn a_resolution_replaces_the_document_alone() {
    let mut scene = Scene::<Lite>::new();
    let number = scene.consented(Proposal::Document);
    let changed = executed(&mut scene, number, (None, None));
    let same = |now: &mut Security, before: &Security| {
        amended(now, before);
        assert_eq!(now.document.sha256, [13; 32]);
        assert!(now.document.uri.starts_with(DOCUMENT.as_bytes()));
        assert_eq!(now.document.version, before.document.version + 1);
        now.document = before.document;
    };
    only::<Tranche>(&scene, &changed, same, None);
}

#[test]
fn a_resolution_replaces_each_role_alone() {
    type Field = fn(&mut Security) -> &mut Pubkey;
    let roles: [(Role, Field); 5] = [
        (Role::Sponsor, |security| &mut security.sponsor),
        (Role::Servicer, |security| &mut security.servicer),
        (Role::Reporter, |security| &mut security.reporter),
        (Role::Arbitrator, |security| &mut security.arbitrator),
        (Role::Qualifier { place: 0 }, |security| {
            &mut security.qualifiers[0]
        }),
    ];
    for (role, field) in roles {
        let mut scene = Scene::<Lite>::new();
        // A qualifier to replace, as nothing of the program does after the deal has begun.
        read::edit::<Security>(&mut scene.world.engine, &scene.deal.security, |security| {
            security.qualifier_count = 1;
            security.qualifiers[0] = Pubkey::new_from_array([5; 32]);
        });
        let heir = scene.world.person("heir");
        let number = scene.consented(Proposal::Role { role, to: heir });
        let changed = executed(&mut scene, number, (None, Some(heir)));
        let same = |now: &mut Security, before: &Security| {
            assert_eq!(*field(now), heir, "{role:?}");
            *field(now) = *field(&mut before.clone());
        };
        only::<Tranche>(&scene, &changed, same, None);
    }
}

/// A deal that has to keep enough beneath its senior debt, and does not.
fn failing() -> Scene<Lite> {
    let triggers = |_: &mut World<Lite>, deal: &mut Deal| {
        deal.triggers = vec![TriggerTerms {
            test: TestTerms::Overdue { rank: 0, days: 1 },
            cure_days: 2,
            consequences: 1,
        }];
    };
    Scene::with(triggers, |_| vec![])
}

#[test]
fn a_waived_trigger_counts_as_met_up_to_its_day() {
    let mut scene = failing();
    let from = scene.governance();
    let course = i64::from(from.notice_days + from.voting_days + from.timelock_days);
    let until = scene.world.engine.now() + (course + i64::from(MAX_WAIVER_DAYS)) * DAY;
    let number = scene.consented(Proposal::Waiver { trigger: 0, until });
    let changed = executed(&mut scene, number, (None, None));
    let day = u32::try_from(until / DAY).expect("a day");
    let waterfall = scene.deal.waterfall;
    let same = |now: &mut Waterfall, before: &Waterfall| {
        assert_eq!(now.triggers[0].waived_until, day);
        now.triggers[0].waived_until = before.triggers[0].waived_until;
    };
    only::<Waterfall>(&scene, &changed, amended, Some((waterfall, &same)));
    // Interest that fell due long ago accelerates nothing until the day.
    let mut mode = |at: i64| {
        scene.world.engine.set_now(at);
        scene.world.go(&[scene.deal.check_triggers()]);
        let state: Waterfall = read::state(&mut scene.world.engine, &waterfall);
        (state.triggers[0].failed_since, state.tripped)
    };
    let ends = i64::from(day) * DAY;
    assert_eq!(mode(ends - 1), (0, 0));
    assert_eq!(mode(ends), (ends, 0), "its cure begins then");
    assert_eq!(mode(ends + 2 * DAY), (ends, 1));
}

#[test]
fn a_resolution_raises_an_authorised_number_alone() {
    let mut scene = Scene::<Lite>::with(|_, _| {}, |_| vec![]);
    let class = scene.deal.class(EQUITY).tranche;
    let before = scene.tranche(EQUITY).authorised;
    let shares = before + 5;
    let number = scene.consented(Proposal::Authorised {
        rank: EQUITY,
        shares,
    });
    let changed = executed(&mut scene, number, (Some(EQUITY), None));
    let same = |now: &mut Tranche, before: &Tranche| {
        assert_eq!(now.authorised, shares);
        now.authorised = before.authorised;
    };
    only::<Tranche>(&scene, &changed, amended, Some((class, &same)));
}

#[test]
fn a_resolution_replaces_rules_of_transfers_and_keeps_what_was_retained_and_counted() {
    let retained = Retention {
        owner: securities_tests::world::keypair("cid").pubkey(),
        shares: 500 * SHARE,
    };
    let set = |deal: &Deal| {
        let rules = TransferRulesTerms {
            retained: Some(retained),
            daily_shares: 7 * SHARE,
            ..TransferRulesTerms::default()
        };
        vec![deal.set_transfer_rules(MEZZANINE, rules)]
    };
    let mut scene = Scene::<Lite>::with(|_, _| {}, set);
    let class = scene.deal.class(MEZZANINE).tranche;
    let rules = TransferRulesTerms {
        insider_lock_days: 30,
        ..TransferRulesTerms::default()
    };
    let number = scene.proposed(Proposal::TransferRules {
        rank: MEZZANINE,
        rules,
    });
    assert_eq!(scene.resolution(number).asked, 0b010, "that class alone");
    scene.all_consent(number);
    scene.matures(number);
    let changed = executed(&mut scene, number, (Some(MEZZANINE), None));
    let same = |now: &mut Tranche, before: &Tranche| {
        assert_eq!(
            (now.rules.daily_shares, now.rules.insider_lock_days),
            (0, 30)
        );
        assert_eq!(now.rules.retained_owner, retained.owner);
        assert_eq!(now.rules.retained_shares, retained.shares);
        assert_eq!(now.rules.version, before.rules.version + 1);
        now.rules = before.rules;
    };
    only::<Tranche>(&scene, &changed, amended, Some((class, &same)));
}

#[test]
fn a_resolution_changes_rate_and_maturity_alone() {
    let mut scene = Scene::<Lite>::new();
    let class = scene.deal.class(SENIOR).tranche;
    let extension = scene.extension();
    let number = scene.consented(extension);
    scene.world.go(&[scene.deal.check_triggers()]);
    let before = scene.tranche(SENIOR);
    let call = scene.deal.execute_resolution(number, Some(SENIOR), None);
    let accounts_before = accounts(&mut scene, number);
    scene.world.go(&[call]);
    for (address, account) in accounts(&mut scene, number) {
        let is_its = [scene.deal.security, scene.deal.waterfall, class].contains(&address);
        assert!(is_its || accounts_before[&address] == account, "{address}");
    }
    let mut now = scene.tranche(SENIOR);
    (now.rate_ppm, now.current_rate_ppm) = (before.rate_ppm, before.current_rate_ppm);
    now.maturity = before.maturity;
    assert_eq!(bytemuck::bytes_of(&now), bytemuck::bytes_of(&before));
}

/// Shortened to a day between two due dates, the new maturity is the next due date, and all falls due on it.
#[test]
fn a_maturity_can_come_earlier() {
    let mut scene = Scene::<Lite>::new();
    let next = scene.tranche(MEZZANINE).next_due;
    let soon = i64::try_from(next).expect("a day") * DAY - 20 * DAY;
    let number = scene.consented(Proposal::DebtTerms {
        rank: MEZZANINE,
        rate_ppm: 120_000,
        maturity: soon,
    });
    let executes = scene.deal.execute_resolution(number, Some(MEZZANINE), None);
    scene.world.go(&[executes]);
    assert_eq!(scene.tranche(MEZZANINE).next_due, next - 20);
    scene.world.engine.set_now(soon + DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    let due = scene.tranche(MEZZANINE);
    assert_eq!(due.principal_due, due.principal_issued);
    assert_eq!(due.overdue_since, next - 20);
}
