//! Servicer and arbitrator lower a loss that was too large.

use super::{JUNIOR, ONE, SENIOR, Scene};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::security::state::Security;
use securities_tests::{audit, engine::Engine, lite::Lite, offering::Offering, world::World};

on_both_engines! {
    a_correction_writes_up_the_senior_first_and_opens_what_was_wiped => corrects;
}

fn corrects<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::plain();
    let deal = scene.deal.clone();
    scene.lose(JUNIOR + 200_000 * ONE, 1);
    assert_eq!(
        scene.standing(),
        [(SENIOR - 200_000 * ONE, 200_000 * ONE), (0, JUNIOR)]
    );
    assert_eq!(scene.tranche(1).status, 1);
    let before = scene.security();
    scene.world.go(&[deal.correct_loss(150_000 * ONE, 1)]);
    assert_eq!(
        scene.standing(),
        [(SENIOR - 50_000 * ONE, 50_000 * ONE), (0, JUNIOR)],
        "the senior first"
    );
    scene.world.go(&[deal.correct_loss(80_000 * ONE, 1)]);
    assert_eq!(
        scene.standing(),
        [(SENIOR, 0), (30_000 * ONE, JUNIOR - 30_000 * ONE)]
    );
    assert_eq!(scene.tranche(1).status, 0, "open again");
    let after = scene.security();
    let cash = |security: &Security| bytemuck::bytes_of(security.vault()).to_vec();
    assert_eq!(cash(&before), cash(&after), "no cash moves");
    assert_eq!(scene.loss(1).corrected, 230_000 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

#[test]
fn no_correction_is_above_what_was_written_off() {
    let mut scene = Scene::<Lite>::plain();
    let deal = scene.deal.clone();
    let refused = |scene: &mut Scene<Lite>, call| scene.world.refused(&[call]);
    scene.world.go(&[deal.announce_loss(10 * ONE, 1)]);
    let early = deal.correct_loss(ONE, 1);
    assert_eq!(refused(&mut scene, early), "LossNotRecorded");
    scene
        .world
        .go(&[deal.record_loss_with(Some(deal.arbitrator), 1)]);
    scene.lose(5 * ONE, 2);
    assert_eq!(refused(&mut scene, deal.correct_loss(0, 1)), "ZeroAmount");
    // More than this loss wrote off, though another did too.
    let more = deal.correct_loss(10 * ONE + 1, 1);
    assert_eq!(refused(&mut scene, more), "CorrectionTooLarge");
    let most = deal.correct_loss(u64::MAX, 1);
    assert_eq!(refused(&mut scene, most), "CorrectionTooLarge");
    // Neither signs for the other.
    for (place, error) in [(0, "NotServicer"), (1, "NotArbitrator")] {
        let mut alone = deal.correct_loss(ONE, 1);
        let keys: [Pubkey; 2] = [deal.arbitrator, deal.servicer];
        alone.accounts[place].pubkey = keys[place];
        assert_eq!(refused(&mut scene, alone), error);
    }
    scene.world.go(&[deal.correct_loss(6 * ONE, 1)]);
    let again = deal.correct_loss(6 * ONE, 1);
    assert_eq!(
        refused(&mut scene, again),
        "CorrectionTooLarge",
        "4 are left"
    );
    // A recovery wrote up the rest: nothing is left to correct.
    scene.post(9 * ONE, true);
    assert_eq!(scene.standing()[1].1, 0);
    let late = deal.correct_loss(ONE, 1);
    assert_eq!(refused(&mut scene, late), "CorrectionTooLarge");
    // Of a loss that was struck out nothing was written off.
    scene
        .world
        .go(&[deal.announce_loss(ONE, 3), deal.strike_loss(3)]);
    let struck = deal.correct_loss(ONE, 3);
    assert_eq!(refused(&mut scene, struck), "LossNotRecorded");
    audit::check(&mut scene.world);
}

#[test]
fn a_tranche_that_is_written_up_again_takes_new_money() {
    let mut scene = Scene::<Lite>::plain();
    let deal = scene.deal.clone();
    let opens = |scene: &mut Scene<Lite>| {
        let second = Offering::plan(&mut scene.world, &deal, 1, 1, "second line");
        let opening = second.opening(&mut scene.world, &deal, 16);
        scene.world.send(&opening).map_err(|failure| failure.name())
    };
    scene.lose(JUNIOR, 1);
    assert_eq!(opens(&mut scene).err().as_deref(), Some("TrancheWiped"));
    // Not to those who would share in what is still to be made good.
    scene.world.go(&[deal.correct_loss(1, 1)]);
    assert_eq!(opens(&mut scene).err().as_deref(), Some("TrancheImpaired"));
    scene.world.go(&[deal.correct_loss(JUNIOR - 1, 1)]);
    assert_eq!(opens(&mut scene).err(), None);
}
