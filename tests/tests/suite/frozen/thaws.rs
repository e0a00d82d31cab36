//! Whom a window lets thaw, and what is told beforehand.

use super::{DAYS, RANK, SWISS, Scene, windows};
use crate::payouts::STAKE;
use anchor_spl::token_2022::spl_token_2022::extension::ExtensionType;
use securities::{
    security::state::{Security, Status},
    tranche::rules::{Retention, TransferRulesTerms},
};
use securities_tests::{
    audit,
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    ix::credential,
    lite::Lite,
    native::Native,
    read,
    token::{self, TOKEN_2022},
    world::{DAY, Money, World},
};

#[test]
fn nobody_thaws_outside_a_window() {
    let mut scene = Scene::<Lite>::settled(windows());
    let ann = scene.ann;
    assert_eq!(scene.refuses_thaw(&ann), "WindowClosed", "none was opened");
    scene.open_window(0);
    scene.end_window();
    assert_eq!(scene.refuses_thaw(&ann), "WindowClosed", "it is over");
    scene.world.pass(-1);
    scene.thaw(&ann);
    assert_eq!(scene.refuses_thaw(&ann), "AlreadyThawed");
    audit::check(&mut scene.world);
}

#[test]
fn nobody_thaws_before_the_class_has_shares() {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.frozen = vec![RANK];
    let deal = deal.create(&mut world, vec![senior(0), junior(RANK)], tiers());
    world.go(&[deal.set_transfer_rules(RANK, windows())]);
    world.engine.set_now(super::FIRST as i64 * DAY);
    world.go(&[deal.open_window_without(RANK, None)]);
    let ann = world.person("ann");
    let account = deal.share_account(RANK, &ann);
    let thaw = deal.thaw(RANK, &ann, &ann, &account);
    let create = token::create_associated(&ann, &ann, &deal.class(RANK).mint, &TOKEN_2022);
    world.go(&[create]);
    assert_eq!(world.refused(std::slice::from_ref(&thaw)), "HolderMissing");
    world.go(&[deal.open_holder(RANK, &ann, &ann)]);
    assert_eq!(world.refused(&[thaw]), "NotBegun");
}

/// A thawed account sends and receives.
#[test]
fn who_may_not_receive_does_not_thaw() {
    let rules = TransferRulesTerms {
        refused_countries: vec![276],
        ..windows()
    };
    let mut scene = Scene::<Lite>::open(rules);
    let (ann, bob, qualifier) = (scene.ann, scene.bob, scene.qualifier);
    let german = scene.says(276);
    scene.world.go(&[
        credential::change(&qualifier, &ann, german),
        scene.deal.qualify_holder(RANK, &qualifier, &ann),
    ]);
    assert_eq!(scene.refuses_thaw(&ann), "CountryRefused");
    scene.revoke(&ann);
    assert_eq!(
        scene.refuses_thaw(&ann),
        "NotQualified",
        "which comes first"
    );
    scene.thaw(&bob);
    audit::check(&mut scene.world);
}

#[test]
fn whoever_retains_shares_stays_frozen_until_the_retention_ends() {
    let ann = securities_tests::world::keypair("ann");
    let rules = TransferRulesTerms {
        retained: Some(Retention {
            owner: solana_signer::Signer::pubkey(&ann),
            shares: 1,
        }),
        ..windows()
    };
    let mut scene = Scene::<Lite>::open(rules);
    let (ann, bob) = (scene.ann, scene.bob);
    assert_eq!(scene.refuses_thaw(&ann), "SharesRetained");
    scene.thaw(&bob);
}

#[test]
fn locked_shares_stay_frozen() {
    let mut scene = Scene::<Lite>::with(windows(), |args| args.cliff_days = 20);
    scene.settle();
    let ann = scene.ann;
    scene.open_window(0);
    assert_eq!(scene.refuses_thaw(&ann), "SharesLocked");
    scene.open_later_day(6);
    scene.thaw(&ann);
    audit::check(&mut scene.world);
}

impl Scene<Lite> {
    /// Goes on within the window.
    fn open_later_day(&mut self, days: i64) {
        assert!(days < DAYS as i64, "within the window");
        self.world.pass(days * DAY);
    }
}

#[test]
fn any_account_of_the_owner_is_thawed_and_one_at_a_time() {
    let mut scene = Scene::<Lite>::open(windows());
    let ann = scene.ann;
    let mint = scene.deal.class(RANK).mint;
    let (hers, other) = (
        scene.account(&ann),
        scene.world.new_share_account("ann's other", &mint, &ann),
    );
    for (one, another, had) in [(other, hers, 0), (hers, other, STAKE)] {
        let thaw = scene.deal.thaw(RANK, &ann, &ann, &one);
        scene.world.go(&[thaw]);
        let record = scene.record(&ann);
        assert_eq!(
            (record.shares, record.share_account, record.thawed_shares),
            (STAKE, one, had)
        );
        assert_eq!(scene.refuses_thaw_of(&ann, &another), "AlreadyThawed");
        let wrong = scene.deal.freeze(RANK, &ann, &ann, &another);
        assert_eq!(scene.world.refused(&[wrong]), "OtherAccountThawed");
        let wrong = scene.deal.freeze_shares(RANK, &ann, &ann, &another);
        assert_eq!(scene.world.refused(&[wrong]), "OtherAccountThawed");
        audit::check(&mut scene.world);
        let freeze = scene.deal.freeze(RANK, &ann, &ann, &one);
        scene.world.go(&[freeze]);
        assert_eq!(scene.record(&ann).thawed_shares, 0);
    }
    assert_eq!(scene.record(&ann).shares, STAKE);
    audit::check(&mut scene.world);
}

#[test]
fn an_account_that_is_not_a_frozen_one_of_the_owner_is_not_thawed() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, cid) = (scene.ann, scene.cid);
    let (hers, money) = (scene.account(&ann), scene.world.cash(&cid));
    let check = scene.deal.check_thaw(RANK, &cid, &hers);
    assert_eq!(
        scene.world.refused(&[check]),
        "ShareAccountDiffers",
        "it is another owner's"
    );
    let check = scene.deal.check_thaw(RANK, &cid, &money);
    assert_eq!(
        scene.world.refused(&[check]),
        "ShareAccountDiffers",
        "it is of another mint"
    );
    let nobody = scene.world.key("nothing there");
    let check = scene.deal.check_thaw(RANK, &cid, &nobody);
    assert_eq!(scene.world.refused(&[check]), "ShareAccountDiffers");
    let stranger = scene.world.person("stranger");
    let check = scene.deal.check_thaw(RANK, &stranger, &nobody);
    assert_eq!(scene.world.refused(&[check]), "HolderMissing");
    let check = scene.deal.check_thaw(0, &ann, &hers);
    assert_eq!(scene.world.refused(&[check]), "HolderMissing");
}

#[test]
fn an_account_whose_owner_could_change_is_not_thawed() {
    let mut scene = Scene::<Lite>::open(windows());
    let (cid, payer) = (scene.cid, scene.world.payer);
    let mint = scene.deal.class(RANK).mint;
    let account = scene.world.own_key("handed over");
    let space = ExtensionType::try_calculate_account_len::<
        anchor_spl::token_2022::spl_token_2022::state::Account,
    >(&[])
    .expect("none");
    let rent = scene.world.engine.rent(space);
    let create = token::create_account(&payer, &account, rent, &[], &mint, &cid, &TOKEN_2022);
    scene.world.go(&create);
    assert_eq!(scene.refuses_thaw_of(&cid, &account), "ShareAccountMutable");
}

/// What nobody of the form can be refused for, hooked classes are.
#[test]
fn a_hooked_class_is_not_thawed() {
    let (mut world, deal, ann) = crate::frozen::gate::hooked();
    let account = deal.share_account(RANK, &ann);
    let check = deal.check_thaw(RANK, &ann, &account);
    assert_eq!(world.refused(&[check]), "NotFrozenForm");
    let freeze = deal.freeze_shares(RANK, &ann, &ann, &account);
    assert_eq!(
        world.refused(&[freeze]),
        "OtherAccountThawed",
        "of a hooked record none was thawed ever"
    );
}

#[test]
fn the_country_of_a_record_is_asked_as_it_stands() {
    let rules = TransferRulesTerms {
        refused_countries: vec![276],
        ..windows()
    };
    let mut scene = Scene::<Lite>::open(rules);
    let ann = scene.ann;
    assert_eq!(scene.record(&ann).jurisdiction, SWISS);
    scene.thaw(&ann);
    assert_eq!(scene.record(&ann).shares, STAKE);
}

/// Otherwise shares would move that are worth nothing, and their records could not close.
#[test]
fn nobody_thaws_and_no_window_opens_once_the_security_has_ended() {
    let mut scene = Scene::<Native>::settled(windows());
    scene.open_window(0);
    let (ann, security) = (scene.ann, scene.deal.security);
    let thaw = scene.thawing(&ann);
    read::edit::<Security>(&mut scene.world.engine, &security, |security| {
        security.status = Status::Ended as u8;
    });
    assert_eq!(scene.world.refused(&[thaw]), "Ended");
    let opens = scene.deal.open_window_without(RANK, None);
    assert_eq!(scene.world.refused(&[opens]), "Ended");
}
