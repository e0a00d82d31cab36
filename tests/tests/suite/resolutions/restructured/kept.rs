//! Over random histories, an execution moves no unit: what each payee is owed and due, each reserve holds and each carry has taken is
//! afterwards what it was before, in the tier that continues it.

use super::*;
use securities::math::waterfall::MAX_TIERS;
use securities_tests::rng::Rng;

const HISTORIES: u64 = 12;

/// A structure of all tiers that count: fees, a reserve, a carry on the mezzanine of two steps, and a test of interest.
fn counting() -> Vec<TierTerms> {
    let carry = |multiple_bps| TierTerms::Carry {
        rank: EQUITY,
        base: MEZZANINE,
        carry_bps: 2_000,
        catch_up_bps: 10_000,
        multiple_bps,
        deal_by_deal: false,
    };
    let test = TierTerms::InterestTest {
        rank: SENIOR,
        min_bps: 12_000,
        traps: false,
    };
    let ahead = [fee(1_000), annual(100), expense(100 * ONE)];
    [
        &ahead[..],
        &debt(SENIOR),
        &[test, reserve(RESERVE)],
        &debt(MEZZANINE),
        &[carry(11_000), carry(12_000), RESIDUAL],
    ]
    .concat()
}

/// The same tiers with the fees in any order, at the front or behind the senior debt.
fn shuffled(rng: &mut Rng) -> (Vec<TierTerms>, Vec<Option<u8>>) {
    let tiers = counting();
    let mut fees = vec![0_usize, 1, 2];
    for at in (1..fees.len()).rev() {
        fees.swap(
            at,
            usize::try_from(rng.below(at as u64 + 1)).expect("small"),
        );
    }
    let rest: Vec<usize> = (3..tiers.len()).collect();
    let at = [0, 3, 5][usize::try_from(rng.below(3)).expect("small")];
    let order = [&rest[..at], &fees, &rest[at..]].concat();
    let continues = order.iter().map(|place| u8::try_from(*place).ok());
    let continues = continues.collect();
    (order.iter().map(|place| tiers[*place]).collect(), continues)
}

#[test]
fn an_execution_moves_no_unit() {
    let (mut owed, mut due, mut carried) = (0, 0, 0);
    for history in 0..HISTORIES {
        let mut rng = Rng(history + 1);
        let mut scene = Scene::<Lite>::shaped(|_, _| {}, |_| vec![], |_| counting());
        scene.world.investor("manager", 0);
        let sponsor = scene.deal.sponsor;
        for number in 0..3 {
            let digits = 8 + u32::try_from(rng.below(3)).expect("small");
            let amount = 1 + rng.below(10_u64.pow(digits));
            scene.pays(number, amount);
            scene
                .world
                .pass(DAY * i64::try_from(1 + rng.below(40)).expect("small"));
            if rng.below(2) == 0 {
                let expense = scene.deal.submit_expense(&sponsor, 2, 1 + rng.below(ONE));
                scene.world.go(&[expense]);
            }
        }
        let plan = shuffled(&mut rng);
        let places = plan.1.clone();
        let number = scene.waterfall_consented(plan);
        // A carry that has taken something, which takes years to come about.
        let waterfall = scene.deal.waterfall;
        read::edit::<Waterfall>(&mut scene.world.engine, &waterfall, |waterfall| {
            for (at, tier) in (1..)
                .zip(&mut waterfall.tiers)
                .filter(|(_, tier)| tier.kind == 10)
            {
                (tier.taken, tier.reached, tier.clawed_back) = (70 + at, 900 + at, at);
            }
        });
        let (before, vault) = (scene.waterfall(), *scene.security().vault());
        let executes = scene.executes_draft(number);
        scene.world.go(&[executes]);
        audit::check(&mut scene.world);
        let (after, vault_after) = (scene.waterfall(), *scene.security().vault());
        assert_eq!(bytemuck::bytes_of(&vault_after), bytemuck::bytes_of(&vault));
        assert_eq!(places.len(), usize::from(after.tier_count));
        for (new, place) in after.tiers[..places.len().min(MAX_TIERS)]
            .iter()
            .zip(places)
        {
            let old = &before.tiers[usize::from(place.expect("each continues one"))];
            let counts = |tier: &securities::cash::waterfall::tier::TierState| {
                (
                    tier.taken,
                    tier.owed,
                    tier.reached,
                    tier.clawed_back,
                    tier.payee,
                )
            };
            // A test of interest counts a period, which another has followed by now.
            if new.kind == 13 && new.due != old.due {
                assert_eq!((new.owed, new.reached, new.clawed_back), (0, 0, 0));
                continue;
            }
            assert_eq!(counts(new), counts(old), "history {history}");
            // Annual fees are due up to today by then.
            let accrues = new.kind == 7;
            assert!(new.due == old.due || (accrues && new.due > old.due));
            if new.is_fee() {
                owed += new.owed;
                due += new.due;
            } else if new.kind == 10 {
                carried += new.taken + new.reached + new.clawed_back;
            }
        }
        assert_eq!(after.held, before.held);
        assert_eq!(after.participation_since, before.participation_since);
        assert_eq!(after.pool_value, before.pool_value);
    }
    assert!(owed > 0 && due > 0 && carried > 0, "{owed} {due} {carried}");
}
