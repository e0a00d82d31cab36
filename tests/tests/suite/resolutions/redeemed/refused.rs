//! When a class is not called.

use super::{CALL, TREASURY};
use crate::resolutions::{EQUITY, MEZZANINE, ONE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    resolution::{proposal::Proposal, state::Proposer},
    security::state::Security,
    tranche::state::Tranche,
};
use securities_tests::{lite::Lite, read};

type Edit = fn(&mut Tranche);

/// What locked books hold may become fewer shares, so that they close first.
#[test]
fn it_waits_for_books_losses_and_what_is_set_aside() {
    let mut scene = Scene::<Lite>::new();
    let number = scene.consented(CALL);
    assert_eq!(scene.execution_refused(number, MEZZANINE), "BooksStand");
    scene.closes_books();
    let announces = scene.deal.announce_loss(100 * ONE, 1);
    scene.world.go(&[announces]);
    assert_eq!(
        scene.execution_refused(number, MEZZANINE),
        "LossesAnnounced"
    );
    let strikes = scene.deal.strike_loss(1);
    scene.world.go(&[strikes]);
    let address = scene.deal.class(MEZZANINE).tranche;
    let edit = |scene: &mut Scene<Lite>, change: Edit| {
        read::edit::<Tranche>(&mut scene.world.engine, &address, change);
    };
    edit(&mut scene, |class| class.conversions.standing = 1);
    assert_eq!(
        scene.execution_refused(number, MEZZANINE),
        "ConversionStands"
    );
    edit(&mut scene, |class| class.conversions.standing = 0);
    edit(&mut scene, |class| class.shares_offered += 1);
    assert_eq!(scene.execution_refused(number, MEZZANINE), "SharesSetAside");
    edit(&mut scene, |class| class.shares_offered -= 1);
    scene.executes(number, MEZZANINE);
    assert!(scene.tranche(MEZZANINE).is_redeemed());
}

/// Nothing keeps a sponsor from drawing meanwhile: the call then fails as a whole.
#[test]
fn it_fails_as_a_whole_where_the_treasury_has_too_little() {
    let mut scene = Scene::<Lite>::raised();
    let number = scene.consented(CALL);
    let (destination, left) = (scene.deal.destination, 2_060 * ONE - 1);
    let draw = scene.deal.draw_proceeds(&destination, TREASURY - left);
    scene.world.go(&[draw]);
    assert_eq!(
        scene.execution_refused(number, MEZZANINE),
        "InsufficientFunds"
    );
    assert_eq!(scene.treasury(), left);
    assert_eq!(scene.tranche(MEZZANINE).status, 0, "nothing has happened");
}

/// Shares that are issued meanwhile cost more than the holders were told.
#[test]
fn it_costs_no_more_than_was_said() {
    let mut scene = Scene::<Lite>::raised();
    let sponsor = scene.deal.sponsor;
    let by = Proposer::Sponsor;
    for (price, most, error) in [
        (1_030_000, 2_060 * ONE - 1, "CallAboveMost"),
        (u64::MAX, u64::MAX, "CallAboveMost"),
        (0, 2_060 * ONE, "BadProposal"),
    ] {
        let rank = MEZZANINE;
        let call = scene.proposes(by, &sponsor, Proposal::Call { rank, price, most });
        assert_eq!(scene.refused(call), error, "{price} and {most}");
    }
    let number = scene.consented(Proposal::Call {
        rank: MEZZANINE,
        price: 1_030_000,
        most: 2_060 * ONE,
    });
    let address = scene.deal.class(MEZZANINE).tranche;
    read::edit::<Tranche>(&mut scene.world.engine, &address, |class| {
        class.shares += 1;
        class.shares_offered += 1;
    });
    assert_eq!(scene.execution_refused(number, MEZZANINE), "CallAboveMost");
    read::edit::<Tranche>(&mut scene.world.engine, &address, |class| {
        class.shares -= 1;
        class.shares_offered -= 1;
    });
    scene.executes(number, MEZZANINE);
    assert_eq!(scene.tranche(MEZZANINE).payouts[0].payable, 2_060 * ONE);
}

/// The price is for shares of which as much was repaid and lost as at the proposal.
#[test]
fn it_is_stale_once_something_was_repaid_or_lost() {
    let edits: [Edit; 2] = [|class| class.principal_repaid += 1, |class| class.loss += 1];
    for edit in edits {
        let mut scene = Scene::<Lite>::raised();
        let number = scene.consented(CALL);
        let address = scene.deal.class(MEZZANINE).tranche;
        read::edit::<Tranche>(&mut scene.world.engine, &address, edit);
        assert_eq!(
            scene.execution_refused(number, MEZZANINE),
            "ResolutionStale"
        );
    }
}

#[test]
fn some_classes_are_not_called() {
    let edits: [(Edit, &str); 7] = [
        (|class| class.kind = 2, "NotRedeemable"),
        (|class| class.form = 1, "NotRedeemable"),
        (
            |class| class.manager = Pubkey::new_from_array([7; 32]),
            "NotRedeemable",
        ),
        (
            |class| {
                class.principal_repaid = class.principal_issued;
                class.interest_due = 0;
                class.accrual_remainder = 0;
            },
            "NotRedeemable",
        ),
        (|class| class.status = 1, "TrancheWiped"),
        (|class| class.status = 2, "ClassConverted"),
        (|class| class.status = 3, "ClassRedeemed"),
    ];
    let mut scene = Scene::<Lite>::raised();
    let sponsor = scene.deal.sponsor;
    let by = Proposer::Sponsor;
    let address = scene.deal.class(MEZZANINE).tranche;
    let before = scene.tranche(MEZZANINE);
    for (number, (edit, error)) in edits.into_iter().enumerate() {
        read::edit::<Tranche>(&mut scene.world.engine, &address, edit);
        let call = scene.proposes(by, &sponsor, CALL);
        assert_eq!(scene.refused(call), error, "{number}");
        read::edit::<Tranche>(&mut scene.world.engine, &address, |class| *class = before);
    }
    let none = scene.proposes(
        by,
        &sponsor,
        Proposal::Call {
            rank: 3,
            price: 1,
            most: 1,
        },
    );
    assert_eq!(scene.refused(none), "WrongRank");
    scene.proposed(CALL);
}

/// The sponsor, which would be paid for shares of its own, counts in no class that others have shares of; and a class whose holders
/// do not consent is not called, whatever the others say.
#[test]
fn its_holders_decide_and_not_the_sponsor() {
    let mut scene = Scene::<Lite>::raised();
    let (sponsor, dora) = (scene.deal.sponsor, scene.dora);
    let number = scene.proposed(Proposal::Call {
        rank: EQUITY,
        price: 500_000,
        most: 5_000 * ONE,
    });
    assert_eq!(scene.resolution(number).tallies[2].shares, 7_000 * ONE);
    scene.opens(number);
    let votes = scene.casts(number, (EQUITY, &sponsor), true);
    assert_eq!(scene.refused(votes), "SponsorDisregarded");
    scene.all_consent(number);
    scene.votes(number, (EQUITY, &dora), false);
    scene.matures(number);
    assert_eq!(scene.execution_refused(number, EQUITY), "NotConsented");
}

/// Nothing begins in a wind-down, a call neither.
#[test]
fn it_is_not_executed_in_a_wind_down() {
    let mut scene = Scene::<Lite>::raised();
    let number = scene.consented(CALL);
    let address = scene.deal.security;
    read::edit::<Security>(&mut scene.world.engine, &address, |security| {
        security.status = 2
    });
    assert_eq!(scene.execution_refused(number, MEZZANINE), "Winding");
}
