//! What an execution does, with figures.

use super::*;
use crate::on_both_engines;

on_both_engines! {
    a_waterfall_is_replaced_by_the_classes => replaced;
}

/// What an execution may cost, of eleven tiers and three classes.
const EXECUTION: u64 = 40_000;

/// Of 100.00, 10.00 are the fee of 10 %. Afterwards the senior debt comes first, and the fee is 5 %; what was taken for the manager and
/// what is due stays.
#[test]
fn fees_move_behind_the_senior_debt_and_what_is_owed_stays_owed() {
    let mut scene = scene();
    let sponsor = scene.deal.sponsor;
    scene.pays(0, 100 * ONE);
    let expense = scene.deal.submit_expense(&sponsor, 2, 30 * ONE);
    scene.world.go(&[expense]);
    let before = scene.waterfall();
    assert_eq!(before.tiers[0].owed, 10 * ONE);
    assert_eq!(before.tiers[2].due, 30 * ONE);
    let held = scene.security().vault().reserve;
    assert_eq!(held, before.tiers[6].taken, "the reserve");
    assert!(held > 0);
    let number = scene.waterfall_consented(behind());
    let executes = scene.executes_draft(number);
    let units = scene.world.go(&[executes]).units;
    assert!(units <= EXECUTION, "{units}");
    audit::check(&mut scene.world);

    let after = scene.waterfall();
    assert_eq!(after.structure_version, before.structure_version + 1);
    assert_eq!(after.tier_count, 11);
    assert_eq!(after.tiers[3].owed, 10 * ONE);
    assert_eq!(after.tiers[3].bps, 500);
    assert_eq!(after.tiers[5].due, 30 * ONE);
    assert_eq!(after.tiers[5].reached, 30 * ONE, "submitted this year");
    assert_eq!(after.tiers[6].taken, held);
    // The annual fee is due up to today by the old terms: 1 % of 12,000.00 for the days since the payment.
    let days = after.accrued_to - before.accrued_to;
    let accrued = 12_000 * ONE * days / 36_500;
    let due = after.tiers[4].due - before.tiers[1].due;
    assert!(
        due == accrued || due == accrued + 1,
        "{due} for {days} days"
    );
    let security = scene.security();
    assert_eq!(
        security.vault().fees,
        before.tiers[0].owed + before.tiers[1].owed
    );
    assert_eq!(security.amendments, 1, "open books are sold otherwise");
    assert_eq!(security.pending, 0);

    // What was taken is paid at its new place, and at no other.
    let old_place = scene.deal.pay_fee(0, &manager());
    assert_eq!(scene.refused(old_place), "WrongTier");
    let wealth = scene.world.wealth(&manager());
    let pays = scene.deal.pay_fee(3, &manager());
    scene.world.go(&[pays]);
    assert_eq!(scene.world.wealth(&manager()) - wealth, 10 * ONE);
    scene.deal.structure_version = after.structure_version;
    // The cap of the year counts what was submitted before: 20.00 are left of 50.00.
    let more = scene.deal.submit_expense(&sponsor, 5, 20 * ONE + 1);
    assert_eq!(scene.refused(more), "ExpenseAboveCap");
    let rest = scene.deal.submit_expense(&sponsor, 5, 20 * ONE);
    scene.world.go(&[rest]);
    // Once only.
    let again = scene.executes_draft(number);
    assert_eq!(scene.refused(again), "ResolutionEnded");
}

/// The senior debt is paid before the fee from then on.
#[test]
fn the_next_payment_runs_through_the_new_tiers() {
    let mut scene = scene();
    scene.restructured(behind());
    let due = scene.waterfall().tiers[3].due;
    assert_eq!(due, 0);
    let before = scene.tranche(SENIOR);
    scene.pays(0, 10 * ONE);
    let after = scene.tranche(SENIOR);
    assert_eq!(
        after.interest_paid - before.interest_paid,
        10 * ONE,
        "all of it"
    );
    let waterfall = scene.waterfall();
    assert_eq!(waterfall.tiers[3].taken, 0);
    assert_eq!(waterfall.tiers[3].due, ONE / 2, "5 % of it wait");
}

/// A fee ends by a fee of nothing that pays out what is due.
#[test]
fn a_fee_runs_off() {
    let mut scene = scene();
    scene.pays(0, 100 * ONE);
    let (mut tiers, continues) = behind();
    (tiers[3], tiers[4], tiers[5]) = (fee(0), fee(0), fee(0));
    scene.restructured((tiers, continues));
    let before = scene.waterfall();
    assert_eq!(before.tiers[3].owed, 10 * ONE);
    let annual = before.tiers[4].due;
    assert!(annual > 0, "accrued up to the execution");
    assert!(before.tiers[4].runs_off());
    scene.pays(1, 1_000 * ONE);
    let after = scene.waterfall();
    assert_eq!(after.tiers[3].owed, 10 * ONE, "it takes nothing more");
    assert_eq!(after.tiers[4].due, 0);
    assert_eq!(after.tiers[4].owed, before.tiers[4].owed + annual);
    for place in [3, 4] {
        let pays = scene.deal.pay_fee(place, &manager());
        scene.world.go(&[pays]);
    }
    // It stays for what it has taken, which the deal's accounts count.
    let taken = after.tiers[4].taken;
    let (mut tiers, _) = behind();
    (tiers[3], tiers[4], tiers[5]) = (fee(0), fee(0), fee(0));
    scene.restructured((tiers, (0..11).map(Some).collect()));
    assert_eq!(scene.waterfall().tiers[4].taken, taken);
}

/// A holder with the part of a class that the governance asks for proposes its own draft.
#[test]
fn a_holder_proposes_a_draft_of_its_own() {
    let mut scene = scene();
    let ann = scene.ann;
    let drafts = scene.drafts((&ann, 9), behind());
    scene.world.go(&[drafts]);
    let proposes = scene.proposes_draft_as(Proposer::Holder { rank: SENIOR }, &ann, 9);
    scene.world.go(&[proposes]);
    assert_eq!(scene.resolution(0).asked, 0b111, "every class");
    scene.all_consent(0);
    scene.matures(0);
    let executes = scene.deal.execute_waterfall(0, &scene.deal.draft(&ann, 9));
    scene.world.go(&[executes]);
    assert_eq!(scene.waterfall().tiers[3].bps, 500);
    audit::check(&mut scene.world);
}

/// Who is paid by then is paid: a payee that hands over its role during the vote neither loses nor keeps it.
#[test]
fn a_payee_that_hands_its_role_over_stays_out() {
    let mut scene = scene();
    let number = scene.waterfall_consented(behind());
    let heir = scene.world.person("heir");
    let waterfall = scene.deal.waterfall;
    read::edit::<Waterfall>(&mut scene.world.engine, &waterfall, |waterfall| {
        waterfall.tiers[0].payee = heir;
    });
    let executes = scene.executes_draft(number);
    scene.world.go(&[executes]);
    let after = scene.waterfall();
    assert_eq!(after.tiers[3].payee, heir);
    assert_eq!(after.tiers[4].payee, manager());
}

/// A debt that is repaid and shares profit has something to lose by another waterfall, and by nothing else.
#[test]
fn a_class_that_is_repaid_and_shares_profit_is_asked() {
    let mut tiers = first();
    tiers.insert(
        10,
        TierTerms::Split {
            rank: SENIOR,
            bps: 1_000,
        },
    );
    let places = (0..12).map(Some).collect::<Vec<Option<u8>>>();
    for shares in [true, false] {
        let set = if shares { tiers.clone() } else { first() };
        let mut scene = Scene::<Lite>::shaped(|_, _| {}, |_| vec![], |_| set.clone());
        scene.world.investor("manager", 0);
        let tranche = scene.deal.class(SENIOR).tranche;
        read::edit::<securities::tranche::state::Tranche>(
            &mut scene.world.engine,
            &tranche,
            |tranche| {
                tranche.principal_repaid = tranche.principal_issued;
                tranche.interest_due = 0;
            },
        );
        let sponsor = scene.deal.sponsor;
        let continues = places[..set.len()].to_vec();
        let drafts = scene.drafts((&sponsor, 0), (set, continues));
        scene.world.go(&[drafts]);
        let proposes = scene.proposes_draft(0);
        scene.world.go(&[proposes]);
        let asked = scene.resolution(0).asked;
        assert_eq!(asked & 1 == 1, shares, "{asked:03b}");
    }
}
