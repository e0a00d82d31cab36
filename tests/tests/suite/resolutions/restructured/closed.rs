//! When a draft is closed, and by whom.

use super::*;

#[test]
fn an_author_closes_a_draft_that_nobody_has_proposed() {
    let mut scene = scene();
    let (ann, bob, payer) = (scene.ann, scene.bob, scene.world.payer);
    let drafts = scene.drafts((&ann, 0), behind());
    scene.world.go(&[drafts]);
    let closes = scene.deal.close_draft((&ann, 0), None, &payer);
    let mut stranger = closes.clone();
    stranger.accounts[0].pubkey = bob;
    assert_eq!(scene.refused(stranger), "DraftStays");
    let unsigned = scene.deal.close_draft((&ann, 0), Some(0), &payer);
    assert_eq!(scene.refused(unsigned), "WrongResolution");
    let robbed = scene.deal.close_draft((&ann, 0), None, &bob);
    assert_eq!(scene.refused(robbed), "WrongRentPayer");
    scene.world.go(&[closes]);
    let draft = scene.deal.draft(&ann, 0);
    assert!(scene.world.engine.account(&draft).is_none());
}

/// While its resolution can be voted on or executed it stays; afterwards anyone sends its rent back.
#[test]
fn a_draft_stays_with_its_resolution() {
    let mut scene = scene();
    let (sponsor, payer) = (scene.deal.sponsor, scene.world.payer);
    let number = scene.waterfall_consented(behind());
    let closes = scene
        .deal
        .close_draft((&sponsor, number), Some(number), &payer);
    assert_eq!(scene.refused(closes.clone()), "DraftStays");
    let as_new = scene.deal.close_draft((&sponsor, number), None, &payer);
    assert_eq!(scene.refused(as_new), "WrongResolution");
    let executes = scene.executes_draft(number);
    scene.world.go(&[executes, closes]);
    let draft = scene.deal.draft(&sponsor, number);
    assert!(scene.world.engine.account(&draft).is_none());
}

/// One that failed is closed first; then its draft.
#[test]
fn a_draft_of_a_resolution_that_failed_is_closed_after_it() {
    let mut scene = scene();
    let (sponsor, payer) = (scene.deal.sponsor, scene.world.payer);
    let drafts = scene.drafts((&sponsor, 0), behind());
    scene.world.go(&[drafts]);
    let proposes = scene.proposes_draft(0);
    scene.world.go(&[proposes]);
    scene.closes(0);
    let closes = scene.deal.close_draft((&sponsor, 0), Some(0), &payer);
    assert_eq!(scene.refused(closes.clone()), "DraftStays");
    let ends = scene.deal.close_resolution(0, &payer);
    scene.world.go(&[ends, closes]);
    assert_eq!(scene.security().pending, 0);
}
