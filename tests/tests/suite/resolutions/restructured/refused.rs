//! Drafts that are no structure, drop somebody's claim, or are not the ones that were consented to.

use super::*;

fn drafted(scene: &mut Scene<Lite>, number: u32, plan: (Vec<TierTerms>, Vec<Option<u8>>)) {
    let sponsor = scene.deal.sponsor;
    let drafts = scene.drafts((&sponsor, number), plan);
    scene.world.go(&[drafts]);
}

/// Why the program refuses the proposal of such a draft.
fn refusal(
    scene: &mut Scene<Lite>,
    number: u32,
    plan: (Vec<TierTerms>, Vec<Option<u8>>),
) -> String {
    drafted(scene, number, plan);
    let proposes = scene.proposes_draft(number);
    scene.refused(proposes)
}

/// The plan without the tier at a place.
fn without(place: usize) -> (Vec<TierTerms>, Vec<Option<u8>>) {
    let (mut tiers, mut continues) = behind();
    tiers.remove(place);
    continues.remove(place);
    (tiers, continues)
}

#[test]
fn nobody_who_is_owed_is_dropped() {
    let mut scene = scene();
    // A fee in any case; a reserve once it holds something.
    for (number, place) in [(0, 3), (1, 4), (2, 5)] {
        assert_eq!(refusal(&mut scene, number, without(place)), "TierDropped");
    }
    drafted(&mut scene, 3, without(6));
    let proposes = scene.proposes_draft(3);
    scene.pays(0, 500 * ONE);
    assert!(scene.security().vault().reserve > 0);
    assert_eq!(scene.refused(proposes), "TierDropped");
}

/// A reserve that was empty at the proposal and holds money by the execution is not lost.
#[test]
fn a_reserve_that_was_filled_meanwhile_stops_the_execution() {
    let mut scene = scene();
    let number = scene.waterfall_consented(without(6));
    scene.pays(0, 2_000 * ONE);
    assert!(scene.security().vault().reserve > 0);
    let before = scene.waterfall();
    let executes = scene.executes_draft(number);
    assert_eq!(scene.refused(executes), "TierDropped");
    let after = scene.waterfall();
    assert_eq!(bytemuck::bytes_of(&after), bytemuck::bytes_of(&before));
}

#[test]
fn a_tier_continues_one_of_its_own() {
    let mut scene = scene();
    let plan = |place: usize, from: Option<u8>| {
        let (tiers, mut continues) = behind();
        continues[place] = from;
        (tiers, continues)
    };
    // Another kind, another class, one that there is not, one twice.
    for (number, (place, from)) in (0..).zip([(3, 4), (0, 7), (0, 11), (4, 0)]) {
        let refused = refusal(&mut scene, number, plan(place, Some(from)));
        assert_eq!(refused, "BadContinuation", "{place} continues {from}");
    }
    // Another payee takes nothing over.
    let (mut tiers, continues) = behind();
    tiers[3] = TierTerms::Fee {
        bps: 500,
        income_only: false,
        payee: scene.ann,
    };
    assert_eq!(
        refusal(&mut scene, 9, (tiers, continues)),
        "BadContinuation"
    );
    // A list of another length, and a fee of nothing that continues none.
    let sponsor = scene.deal.sponsor;
    let (tiers, mut continues) = behind();
    continues.pop();
    let drafts = scene.drafts((&sponsor, 10), (tiers, continues));
    assert_eq!(scene.refused(drafts), "BadContinuation");
    let (mut tiers, mut continues) = behind();
    (tiers[3], continues[3]) = (fee(0), None);
    let drafts = scene.drafts((&sponsor, 10), (tiers, continues));
    assert_eq!(scene.refused(drafts), "BadContinuation");
}

/// The check is that of `set_structure`.
#[test]
fn what_is_no_structure_is_not_proposed() {
    let mut scene = scene();
    let (mut tiers, mut continues) = behind();
    // A junior's interest ahead of a senior's; a class that there is not; no residual.
    tiers.swap(0, 7);
    continues.swap(0, 7);
    assert_eq!(refusal(&mut scene, 0, (tiers, continues)), "BadStructure");
    let (mut tiers, mut continues) = behind();
    (tiers[0], continues[0]) = (TierTerms::Interest { rank: 3 }, None);
    assert_eq!(refusal(&mut scene, 1, (tiers, continues)), "BadStructure");
    assert_eq!(refusal(&mut scene, 2, without(10)), "BadStructure");
    let sponsor = scene.deal.sponsor;
    let drafts = scene.drafts((&sponsor, 3), (vec![], vec![]));
    assert_eq!(scene.refused(drafts), "BadStructure");
    let many = (vec![RESIDUAL; 25], vec![None; 25]);
    let drafts = scene.drafts((&sponsor, 3), many);
    assert_eq!(scene.refused(drafts), "BadStructure");
    // A payee that can take no money.
    let (mut tiers, mut continues) = behind();
    tiers.insert(
        0,
        TierTerms::Fee {
            bps: 1,
            income_only: false,
            payee: scene.deal.vault,
        },
    );
    continues.insert(0, None);
    assert_eq!(refusal(&mut scene, 4, (tiers, continues)), "KeyRefused");
}

/// If all classes consent, the sponsor has a fee ahead of them: it is their money.
#[test]
fn a_fee_in_front_needs_the_consent_of_all() {
    let mut scene = scene();
    let (mut tiers, mut continues) = behind();
    tiers.insert(
        0,
        TierTerms::Fee {
            bps: 2_000,
            income_only: false,
            payee: scene.deal.sponsor,
        },
    );
    continues.insert(0, None);
    drafted(&mut scene, 0, (tiers, continues));
    let proposes = scene.proposes_draft(0);
    scene.world.go(&[proposes]);
    scene.opens(0);
    let (ann, bob, dora) = (scene.ann, scene.bob, scene.dora);
    for (rank, owner) in [(SENIOR, ann), (SENIOR, bob), (EQUITY, dora)] {
        scene.votes(0, (rank, &owner), true);
    }
    scene.matures(0);
    let executes = scene.executes_draft(0);
    assert_eq!(
        scene.refused(executes),
        "NotConsented",
        "the mezzanine was asked"
    );
}

/// Attacks: another draft, another's, one that says something else, and one of another structure.
#[test]
fn only_the_draft_that_was_consented_to_is_executed() {
    let mut scene = scene();
    let sponsor = scene.deal.sponsor;
    let number = scene.waterfall_consented(behind());
    drafted(&mut scene, 7, (first(), (0..11).map(Some).collect()));
    let other = scene.deal.draft(&sponsor, 7);
    let executes = scene.deal.execute_waterfall(number, &other);
    assert_eq!(scene.refused(executes), "WrongDraft");
    let mut bare = scene.executes_draft(number);
    bare.accounts.pop();
    assert_eq!(scene.refused(bare), "WrongDraft");
    let mut short = scene.executes_draft(number);
    short.accounts.remove(short.accounts.len() - 2);
    assert_eq!(scene.refused(short), "TranchesIncomplete");
    // It never changes, and another cannot take its place.
    let again = scene.drafts((&sponsor, number), behind());
    assert!(
        scene.world.attempt(&[again]).is_err(),
        "the address is in use"
    );
    let address = scene.deal.draft(&sponsor, number);
    read::edit::<StructureDraft>(&mut scene.world.engine, &address, |draft| {
        draft.rules.tiers[3].bps += 1;
    });
    let executes = scene.executes_draft(number);
    assert_eq!(scene.refused(executes), "WrongDraft", "the hash is another");
    read::edit::<StructureDraft>(&mut scene.world.engine, &address, |draft| {
        draft.rules.tiers[3].bps -= 1;
        draft.security = Pubkey::new_from_array([3; 32]);
    });
    let executes = scene.executes_draft(number);
    assert_eq!(scene.refused(executes), "WrongDraft", "of another security");
}

/// Attacks: a draft of somebody else's, twice, and of a structure that has changed since.
#[test]
fn a_draft_is_proposed_once_by_its_author_on_the_structure_of_now() {
    let mut scene = scene();
    let (sponsor, ann) = (scene.deal.sponsor, scene.ann);
    let drafts = scene.drafts((&ann, 0), behind());
    scene.world.go(&[drafts]);
    let (address, draft) = scene.draft_of(&ann, 0);
    let keys = (&sponsor, &scene.world.payer);
    let steals = scene
        .deal
        .propose_waterfall(0, keys, Proposer::Sponsor, (address, &draft));
    assert_eq!(scene.refused(steals.clone()), "WrongDraft");
    let mut read_only = scene.proposes_draft_as(Proposer::Holder { rank: SENIOR }, &ann, 0);
    let last = read_only.accounts.len() - 1;
    read_only.accounts[last].is_writable = false;
    assert_eq!(scene.refused(read_only), "WrongDraft");
    let mut missing = scene.proposes_draft_as(Proposer::Holder { rank: SENIOR }, &ann, 0);
    missing.accounts.pop();
    assert_eq!(scene.refused(missing), "WrongDraft");
    let proposes = scene.proposes_draft_as(Proposer::Holder { rank: SENIOR }, &ann, 0);
    scene.world.go(&[proposes]);
    let cid = scene.cid;
    let again = scene.proposes_draft_as(Proposer::Holder { rank: SENIOR }, &ann, 0);
    assert_eq!(scene.refused(again), "DraftUsed");
    let _ = cid;
    // Of the structure before: terms of a class have changed it, which a draft was not laid down for.
    drafted(&mut scene, 1, behind());
    let waterfall = scene.deal.waterfall;
    read::edit::<Waterfall>(&mut scene.world.engine, &waterfall, |waterfall| {
        waterfall.structure_version += 1;
    });
    let proposes = scene.proposes_draft(1);
    assert_eq!(scene.refused(proposes), "StructureChanged");
}

/// Whatever changes the structure during the vote makes it stale: here the terms of a debt, which everybody consents to meanwhile.
#[test]
fn a_structure_that_changed_meanwhile_is_not_replaced() {
    let mut scene = scene();
    let number = scene.waterfall_consented(behind());
    let waterfall = scene.deal.waterfall;
    read::edit::<Waterfall>(&mut scene.world.engine, &waterfall, |waterfall| {
        waterfall.structure_version += 1;
    });
    let executes = scene.executes_draft(number);
    assert_eq!(scene.refused(executes), "ResolutionStale");
}

#[test]
fn it_is_executed_neither_early_nor_late() {
    let mut scene = scene();
    let number = scene.waterfall_consented(behind());
    let resolution = scene.resolution(number);
    scene.world.engine.set_now(resolution.executable_from - 1);
    let executes = scene.executes_draft(number);
    assert_eq!(scene.refused(executes.clone()), "ResolutionEarly");
    scene.world.engine.set_now(resolution.executable_until);
    assert_eq!(scene.refused(executes), "ResolutionExpired");
}
