//! Resolutions and the frozen form: shares that are voted are not thawed, thawed ones do not vote, and rules that the form
//! cannot keep are not proposed.

use super::windows;
use crate::resolutions::Scene;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    resolution::proposal::Proposal,
    tranche::{
        rules::{CategoryMoves, TransferRulesTerms},
        state::Tranche,
        window::{DayRange, WINDOW_NEVER, WindowTerms},
    },
};
use securities_tests::{audit, engine::Engine, lite::Lite, read, world::DAY};

/// The class in the frozen form.
const RANK: u8 = 0;

/// The senior class is in the frozen form, on the first day of a window.
fn open() -> Scene<Lite> {
    let mut scene = Scene::with(
        |_, deal| deal.frozen = vec![RANK],
        |deal| vec![deal.set_transfer_rules(RANK, windows())],
    );
    next_window(&mut scene);
    scene
}

/// Goes to the first day of the next window, and opens it.
fn next_window(scene: &mut Scene<Lite>) {
    let until = scene.tranche(RANK).rules.open_until;
    let open = scene.deal.open_window_without(RANK, None);
    loop {
        scene.world.pass(DAY);
        let sent = scene.world.send(std::slice::from_ref(&open));
        if sent.is_ok() && scene.tranche(RANK).rules.open_until > until {
            return;
        }
    }
}

fn thaws(scene: &mut Scene<Lite>, owner: &Pubkey) -> Instruction {
    let stranger = scene.world.person("stranger");
    let account = scene.deal.share_account(RANK, owner);
    scene.deal.thaw(RANK, &stranger, owner, &account)
}

#[test]
fn voted_shares_are_not_thawed_and_thawed_ones_do_not_vote() {
    let mut scene = open();
    let (ann, bob) = (scene.ann, scene.bob);
    let number = scene.proposed(Proposal::Advisory { classes: 1 });
    scene.opens(number);
    // Another's vote keeps nobody.
    scene.votes(number, (RANK, &bob), true);
    let account = scene.deal.share_account(RANK, &ann);
    let thaw = thaws(&mut scene, &ann);
    let freeze = scene.deal.freeze(RANK, &ann, &ann, &account);
    scene.votes(number, (RANK, &ann), true);
    let check = scene.deal.check_thaw(RANK, &ann, &account);
    assert_eq!(scene.refused(check), "SharesVoted", "it is told before");
    assert_eq!(scene.refused(thaw.clone()), "SharesVoted");
    // The other way round.
    let withdraws = scene.withdraws(number, (RANK, &ann));
    scene.world.go(&[withdraws, thaw.clone()]);
    for in_favour in [true, false] {
        let casts = scene.casts(number, (RANK, &ann), in_favour);
        assert_eq!(scene.refused(casts), "AlreadyThawed");
    }
    audit::check(&mut scene.world);
    let tally = scene.resolution(number).tallies[0];
    assert_eq!(tally.in_favour, scene.holder(RANK, &bob).shares);
    scene.world.go(&[freeze]);
    scene.votes(number, (RANK, &ann), true);
    assert_eq!(scene.refused(thaw.clone()), "SharesVoted");
    // In one transaction neither.
    let withdraws = scene.withdraws(number, (RANK, &ann));
    let casts = scene.casts(number, (RANK, &ann), true);
    let refused = scene.world.refused(&[withdraws, thaw.clone(), casts]);
    assert_eq!(refused, "AlreadyThawed");
    // After the vote they are free.
    scene.closes(number);
    next_window(&mut scene);
    scene.world.go(&[thaw]);
    audit::check(&mut scene.world);
}

/// Who votes with a part of a vote's shares twice would buy them in between.
#[test]
fn shares_that_voted_are_not_bought_to_vote_again() {
    let mut scene = open();
    let (ann, bob) = (scene.ann, scene.bob);
    let number = scene.proposed(Proposal::Advisory { classes: 1 });
    scene.opens(number);
    for owner in [ann, bob] {
        let thaw = thaws(&mut scene, &owner);
        scene.world.go(&[thaw]);
    }
    let class = scene.deal.class(RANK).clone();
    let [from, to] = [ann, bob].map(|owner| scene.deal.share_account(RANK, &owner));
    let all = scene.holder(RANK, &ann).shares;
    let decimals = class.terms.decimals;
    let sells =
        securities_tests::token::transfer_plain((&from, &to), &class.mint, &ann, all, decimals);
    scene.world.go(&[sells]);
    for (owner, account) in [(ann, from), (bob, to)] {
        let casts = scene.casts(number, (RANK, &owner), true);
        assert_eq!(scene.refused(casts), "AlreadyThawed");
        let freeze = scene.deal.freeze(RANK, &owner, &owner, &account);
        scene.world.go(&[freeze]);
    }
    let casts = scene.casts(number, (RANK, &ann), true);
    assert!(scene.world.send(&[casts]).is_err(), "she has none");
    scene.votes(number, (RANK, &bob), true);
    let tally = scene.resolution(number).tallies[0];
    assert_eq!(tally.in_favour, scene.tranche(RANK).shares);
    audit::check(&mut scene.world);
}

#[test]
fn a_resolution_gives_the_form_no_rules_that_it_cannot_keep() {
    let mut scene = open();
    // As a class that requires a credential, which rules of persons ask for.
    let tranche = scene.deal.class(RANK).tranche;
    read::edit::<Tranche>(&mut scene.world.engine, &tranche, |tranche| {
        tranche.restricted = 1;
    });
    let proposal = |rules| Proposal::TransferRules { rank: RANK, rules };
    let within = |window| TransferRulesTerms {
        window,
        ..windows()
    };
    let sponsor = scene.deal.sponsor;
    let by = securities::resolution::state::Proposer::Sponsor;
    for rules in [
        TransferRulesTerms::default(),
        within(WindowTerms::Periodic {
            months: 2,
            anchor: 30_000,
            days: 32,
        }),
        within(WindowTerms::Custom {
            ranges: vec![DayRange {
                from: 30_000,
                until: 30_032,
            }],
        }),
        TransferRulesTerms {
            moves: Some(CategoryMoves {
                always: [1; 8],
                ..CategoryMoves::default()
            }),
            ..windows()
        },
        TransferRulesTerms {
            daily_shares: 5,
            ..windows()
        },
        TransferRulesTerms {
            max_holders: 5,
            ..windows()
        },
        TransferRulesTerms {
            max_shares: 5,
            ..windows()
        },
    ] {
        let what = format!("{rules:?}");
        let call = scene.proposes(by, &sponsor, proposal(rules));
        assert_eq!(scene.refused(call), "BadFrozenForm", "{what}");
    }
    let never = proposal(within(WindowTerms::Never));
    let call = scene.proposes(by, &sponsor, never);
    scene.world.go(&[call]);
}

/// New rules while an account is thawed: what was opened is over, and anyone freezes.
#[test]
fn rules_that_a_resolution_replaces_leave_nobody_thawed() {
    let mut scene = open();
    let (ann, stranger) = (scene.ann, scene.world.person("stranger"));
    let number = scene.consented(Proposal::TransferRules {
        rank: RANK,
        rules: TransferRulesTerms {
            window: WindowTerms::Never,
            ..windows()
        },
    });
    let account = scene.deal.share_account(RANK, &ann);
    next_window_or_now(&mut scene);
    let thaw = thaws(&mut scene, &ann);
    scene.world.go(std::slice::from_ref(&thaw));
    let executes = scene.deal.execute_resolution(number, Some(RANK), None);
    scene.world.go(&[executes]);
    assert_eq!(scene.tranche(RANK).rules.window.kind, WINDOW_NEVER);
    let freeze = scene.deal.freeze(RANK, &stranger, &ann, &account);
    scene.world.go(&[freeze]);
    assert_eq!(scene.refused(thaw), "WindowClosed");
    let open = scene.deal.open_window_without(RANK, None);
    assert_eq!(scene.refused(open), "NoWindow");
    audit::check(&mut scene.world);
}

fn next_window_or_now(scene: &mut Scene<Lite>) {
    if scene.tranche(RANK).rules.open_until <= scene.world.engine.now() {
        next_window(scene);
    }
}
