//! The tokens of shares that move: they are looked for in all accounts of the owner at once, and nothing is burnt before.

use super::{LONG_NOTICE, RANK, STAKE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    measure::state::MeasureKind,
    tranche::{state::Tranche, status::TrancheStatus},
};
use securities_tests::{
    audit, engine::Engine, ix::measure::Reassigned, lite::Lite, read, token, world::DAY,
};

impl Scene<Lite> {
    /// Another account of Ann's, with some of her tokens.
    fn other_account(&mut self, name: &str, amount: u64) -> Pubkey {
        let class = self.deal.class(RANK).clone();
        let rent = self.world.engine.rent(1_000);
        let (other, payer, ann) = (self.world.own_key(name), self.world.payer, self.ann);
        let first = self.deal.share_account(RANK, &ann);
        let opens = token::create_share_account(&payer, &other, rent, &class.mint, &ann);
        self.world.go(&opens);
        self.world.go(&[token::transfer_shares(
            &class.tranche,
            (&first, &ann),
            (&other, &ann),
            amount,
            class.terms.decimals,
        )]);
        other
    }

    fn takes_from(
        &self,
        number: u16,
        signed: bool,
        accounts: &[Pubkey],
    ) -> anchor_lang::solana_program::instruction::Instruction {
        let how = Reassigned {
            signed,
            accounts: accounts.to_vec(),
            ..Reassigned::default()
        };
        self.deal
            .reassign_shares_so(number, (RANK, &self.ann), &self.cid, how)
    }

    fn supply(&mut self) -> u64 {
        let mint = self.deal.class(RANK).mint;
        read::supply(&mut self.world.engine, &mint)
    }
}

/// Attack: a part of the tokens is taken, so that the owner can end its recovery no more, and it never expires.
#[test]
fn a_part_of_the_tokens_ends_neither_the_veto_nor_the_time() {
    for is_ended in [true, false] {
        let mut scene = Scene::<Lite>::new();
        let (ann, cid) = (scene.ann, scene.cid);
        let first = scene.deal.share_account(RANK, &ann);
        let other = scene.other_account("one token", 1);
        let third = scene.other_account("two tokens", 2);
        scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
        scene.days(LONG_NOTICE);
        for (accounts, error) in [
            (vec![], "TokensMissing"),
            (vec![first], "TokensMissing"),
            (vec![other], "WrongShareAccount"),
            (vec![other, first], "WrongShareAccount"),
        ] {
            let takes = scene.takes_from(0, false, &accounts);
            assert_eq!(scene.world.refused(&[takes]), error);
        }
        // What is found is gathered, and the owner's as before.
        let gathers = scene.takes_from(0, false, &[first, other]);
        scene.world.go(&[gathers]);
        assert_eq!((scene.tokens(&ann), scene.tokens(&cid)), (STAKE - 2, 0));
        assert_eq!(scene.holder(&ann).shares, STAKE);
        assert_eq!(scene.supply(), 2 * STAKE);
        let takes = scene.takes_from(0, false, &[first, third]);
        if is_ended {
            let cancels = scene.cancels(0, Some(&ann), &ann);
            scene.world.go(&[cancels]);
            assert_eq!(scene.world.refused(&[takes]), "MeasureEnded");
        } else {
            scene.world.pass(30 * DAY - 1);
            scene.world.go(std::slice::from_ref(&takes));
            assert_eq!(scene.tokens(&cid), STAKE);
        }
        audit::check(&mut scene.world);
    }
}

#[test]
fn a_measure_for_which_tokens_were_gathered_expires() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, payer) = (scene.ann, scene.cid, scene.world.payer);
    let first = scene.deal.share_account(RANK, &ann);
    let other = scene.other_account("one token", 1);
    let third = scene.other_account("two tokens", 2);
    scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
    scene.days(LONG_NOTICE);
    let gathers = scene.takes_from(0, false, &[first, other]);
    scene.world.go(&[gathers]);
    scene.days(30);
    let takes = scene.takes_from(0, false, &[first, third]);
    assert_eq!(scene.world.refused(&[takes]), "MeasureExpired");
    let closes = scene.deal.close_measure(0, &payer);
    scene.world.go(&[closes]);
}

/// An owner that has closed its associated account is not spared.
#[test]
fn the_associated_account_may_be_closed() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid) = (scene.ann, scene.cid);
    let first = scene.deal.share_account(RANK, &ann);
    let other = scene.other_account("all tokens", STAKE);
    scene
        .world
        .go(&[token::close(&token::TOKEN_2022, &first, &ann)]);
    scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
    scene.days(LONG_NOTICE);
    let takes = scene.takes_from(0, false, &[first, other]);
    scene.world.go(&[takes]);
    assert_eq!((scene.holder(&ann).shares, scene.tokens(&cid)), (0, STAKE));
}

/// Attack: Bob has burnt tokens, and both keys say that Ann's are missing, which nobody has looked for.
#[test]
fn what_another_burnt_makes_nobodys_tokens_missing() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, cid, deal) = (scene.ann, scene.bob, scene.cid, scene.deal.clone());
    let bobs = deal.share_account(RANK, &bob);
    let mint = deal.class(RANK).mint;
    scene
        .world
        .go(&[token::burn(&token::TOKEN_2022, &bobs, &mint, &bob, STAKE)]);
    scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
    scene.days(LONG_NOTICE);
    let takes = scene.takes_from(0, true, &[]);
    assert_eq!(scene.world.refused(&[takes]), "TokensMissing");
    let first = deal.share_account(RANK, &ann);
    let takes = scene.takes_from(0, true, &[first]);
    scene.world.go(&[takes]);
    assert_eq!((scene.tokens(&ann), scene.tokens(&cid)), (0, STAKE));
    assert_eq!(scene.supply(), STAKE);
}

/// Of a converted class others' tokens stay when their shares are gone, and there are more tokens than shares.
#[test]
fn a_lost_key_is_recovered_in_a_converted_class() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, cid, deal) = (scene.ann, scene.bob, scene.cid, scene.deal.clone());
    scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
    scene.days(LONG_NOTICE);
    // What conversions leave of Bob's part.
    let (record, tranche) = (deal.record(RANK, &bob), deal.class(RANK).tranche);
    read::edit::<securities::tranche::holder::Holder>(&mut scene.world.engine, &record, |holder| {
        holder.shares = 0;
    });
    read::edit::<Tranche>(&mut scene.world.engine, &tranche, |tranche| {
        tranche.status = TrancheStatus::Converted as u8;
        tranche.shares -= STAKE;
    });
    let first = deal.share_account(RANK, &ann);
    let takes = scene.takes_from(0, false, &[first]);
    scene.world.go(&[takes]);
    assert_eq!(
        (scene.holder(&cid).shares, scene.tokens(&cid)),
        (STAKE, STAKE)
    );
}
