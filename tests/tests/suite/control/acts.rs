//! What agents do only after a notice.

use super::{CURE, DAY, LTV, ONE, Scene, TestTerms, TriggerTerms, steps};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{cash::waterfall::set_mode::ModeChange, security::control::Act};

const WAIT: i64 = 10 * DAY;
const WINDOW: i64 = 30 * DAY;

fn draws(scene: &Scene, agent: &Pubkey, amount: u64) -> Instruction {
    let mut draw = scene.deal.draw_proceeds(&scene.deal.destination, amount);
    draw.accounts[0].pubkey = *agent;
    draw
}

fn announces(scene: &Scene, agent: &Pubkey, amount: u64) -> Instruction {
    let act = Act::Draw {
        vault: 0,
        destination: scene.deal.destination,
        amount,
        reinvestment: false,
    };
    scene.deal.announce_act(agent, act)
}

#[test]
fn an_agent_draws_what_it_announced_after_the_wait_and_once() {
    let mut scene = Scene::new(vec![]);
    let (agent, sponsor) = (scene.investors, scene.deal.sponsor);
    let announce = announces(&scene, &sponsor, ONE);
    assert_eq!(scene.refused(announce), "NoAgent");
    let draw = draws(&scene, &sponsor, ONE);
    scene.world.go(&[draw]);
    scene.is_at(1);
    let (draw, announce) = (draws(&scene, &agent, ONE), announces(&scene, &agent, ONE));
    assert_eq!(scene.refused(draw.clone()), "ActNotAnnounced");
    for (by, error) in [(sponsor, "NotInControl"), (scene.lenders, "NotInControl")] {
        let announce = announces(&scene, &by, ONE);
        assert_eq!(scene.refused(announce), error);
        let draw = draws(&scene, &by, ONE);
        assert_eq!(scene.refused(draw), error);
    }
    let nothing = announces(&scene, &agent, 0);
    assert_eq!(scene.refused(nothing), "ZeroAmount");
    let elsewhere = Act::Draw {
        vault: 0,
        destination: agent,
        amount: ONE,
        reinvestment: false,
    };
    let elsewhere = scene.deal.announce_act(&agent, elsewhere);
    assert_eq!(scene.refused(elsewhere), "WrongDestination");
    scene.world.go(std::slice::from_ref(&announce));
    scene.world.pass(WAIT - 1);
    assert_eq!(scene.refused(draw.clone()), "ActNotDue", "early");
    scene.world.pass(1);
    let more = draws(&scene, &agent, ONE + 1);
    assert_eq!(scene.refused(more), "ActNotAnnounced", "another amount");
    let mut assets = scene.deal.draw_reinvestment(&scene.deal.destination, ONE);
    assets.accounts[0].pubkey = agent;
    assert_eq!(scene.refused(assets), "ActNotAnnounced", "from elsewhere");
    scene.world.go(std::slice::from_ref(&draw));
    assert_eq!(scene.refused(draw.clone()), "ActNotAnnounced", "twice");
    // Late.
    scene.world.go(&[announce]);
    scene.world.pass(WAIT + WINDOW);
    assert_eq!(scene.refused(draw), "ActNotDue", "late");
}

#[test]
fn what_was_announced_is_stopped_replaced_or_void_after_a_step() {
    let mut scene = Scene::new(vec![steps(LTV)]);
    scene.reports(2_000 * ONE);
    let agent = scene.investors;
    scene.is_at(1);
    let (draw, announce) = (draws(&scene, &agent, ONE), announces(&scene, &agent, ONE));
    let stop = scene.deal.stop_act(&scene.deal.arbitrator);
    assert_eq!(scene.refused(stop.clone()), "NothingAnnounced");
    scene.world.go(std::slice::from_ref(&announce));
    for by in [scene.deal.sponsor, scene.lenders] {
        let stop = scene.deal.stop_act(&by);
        assert_eq!(scene.refused(stop), "NotAuthority");
    }
    scene.world.pass(WAIT);
    scene.world.go(&[stop]);
    assert_eq!(scene.refused(draw.clone()), "ActNotAnnounced", "stopped");
    scene.world.go(std::slice::from_ref(&announce));
    let stop = scene.deal.stop_act(&agent);
    scene.world.go(&[stop]);
    // Another announcement replaces it, and waits anew.
    scene.world.go(std::slice::from_ref(&announce));
    scene.world.pass(WAIT);
    let other = announces(&scene, &agent, 2 * ONE);
    scene.world.go(&[other]);
    assert_eq!(scene.refused(draw.clone()), "ActNotAnnounced", "replaced");
    let other = draws(&scene, &agent, 2 * ONE);
    assert_eq!(scene.refused(other), "ActNotDue");
    // Control steps on.
    scene.world.go(&[announce]);
    scene.reports(1_300 * ONE);
    scene.world.pass(i64::from(CURE) * DAY);
    scene.steps();
    scene.reports(2_000 * ONE);
    let lenders = scene.lenders;
    assert_eq!(scene.refused(draw), "NotInControl");
    let draw = draws(&scene, &lenders, ONE);
    assert_eq!(scene.refused(draw), "ActNotAnnounced", "void");
}

#[test]
fn no_agent_draws_while_a_covenant_fails() {
    let accelerates = TriggerTerms {
        consequences: 0,
        ..steps(TestTerms::DeclaredEvent)
    };
    let mut scene = Scene::new(vec![accelerates]);
    let agent = scene.investors;
    scene.is_at(1);
    let announce = announces(&scene, &agent, ONE);
    scene.world.go(&[announce, scene.declares(true)]);
    scene.world.pass(WAIT);
    let draw = draws(&scene, &agent, ONE);
    assert_eq!(scene.refused(draw.clone()), "TriggerFailing");
    scene.world.go(&[scene.declares(false), draw]);
}

#[test]
fn an_agent_accelerates_after_a_notice_and_the_arbitrator_at_once() {
    let mut scene = Scene::new(vec![]);
    let agent = scene.lenders;
    scene.is_at(2);
    let by = |who: &Pubkey| scene.deal.set_mode(who, ModeChange::Accelerate);
    let (agents, arbitrators, sponsors) = (
        by(&agent),
        by(&scene.deal.arbitrator),
        by(&scene.deal.sponsor),
    );
    let announce = scene.deal.announce_act(&agent, Act::Accelerate);
    assert_eq!(scene.refused(sponsors), "NotAuthority");
    assert_eq!(scene.refused(agents.clone()), "ActNotAnnounced");
    scene
        .world
        .go(&[scene.deal.announce_act(&agent, Act::Amortise)]);
    scene.world.pass(WAIT);
    assert_eq!(
        scene.refused(agents.clone()),
        "ActNotAnnounced",
        "another act"
    );
    scene.world.go(&[announce]);
    assert_eq!(scene.refused(agents.clone()), "ActNotDue");
    scene.world.pass(WAIT);
    scene.world.go(&[agents]);
    let resume = scene.deal.set_mode(&agent, ModeChange::Resume);
    assert_eq!(scene.refused(resume), "NotAuthority");
    let resume = scene
        .deal
        .set_mode(&scene.deal.arbitrator, ModeChange::Resume);
    scene.world.go(&[resume, arbitrators]);
}
