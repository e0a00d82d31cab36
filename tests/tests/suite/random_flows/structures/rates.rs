//! Rates that follow the market or rise, and principal in parts.

use anchor_lang::solana_program::instruction::Instruction;
use securities::{
    math::accrual::MAX_RATE_PPM,
    math::business::HOLIDAYS_FROM,
    rate::reference::ReferenceRateArgs,
    tranche::{
        business_days::{BusinessDayRule, BusinessDayTerms},
        terms::{CustomPart, FloatingTerms, StepUpTerms},
    },
};
use securities_tests::{
    address,
    ix::reference,
    lite::Lite,
    world::{BEGIN, DAY, World},
};

/// Who reports the reference rate, and what it is.
const REPORTER: &str = "reference reporter";
const REFERENCE: &str = "SOFR 3M";

/// A margin of 2.5 % over a reference rate that its reporter moves at will.
pub(super) fn follows(world: &mut World<Lite>) -> FloatingTerms {
    let reporter = world.person(REPORTER);
    let name = reference::name(REFERENCE);
    let args = ReferenceRateArgs {
        name,
        rate_ppm: 40_000,
        daily_ppm: MAX_RATE_PPM,
        max_age_days: 1,
    };
    world.go(&[reference::create(&reporter, args)]);
    FloatingTerms {
        reference: address::reference(&reporter, &name),
        margin_ppm: 25_000,
        floor_ppm: 0,
        cap_ppm: 0,
        fixing_days: 31,
    }
}

/// Parts in basis points that fall due so many days after the beginning of the world.
pub(super) fn parts(parts: [(i64, u16); 4]) -> Vec<CustomPart> {
    let part = |(day, bps)| CustomPart {
        on: BEGIN + day * DAY,
        bps,
    };
    parts.map(part).to_vec()
}

/// Business days from Monday to Friday, but for some that are so many days after the beginning of the world.
pub(super) fn business_days(rule: BusinessDayRule, holidays: &[i64]) -> BusinessDayTerms {
    let from = BEGIN / DAY - i64::try_from(HOLIDAYS_FROM).unwrap();
    BusinessDayTerms {
        rule,
        weekend: 0b110_0000,
        holidays: holidays
            .iter()
            .map(|day| u16::try_from(from + day).unwrap())
            .collect(),
    }
}

/// Rises by parts per million, so many days after the beginning of the world.
pub(super) fn step_ups(rises: [(i64, u32); 3]) -> Vec<StepUpTerms> {
    let step_up = |(day, add_ppm)| StepUpTerms {
        from: BEGIN + day * DAY,
        add_ppm,
    };
    rises.map(step_up).to_vec()
}

/// Reports the reference rate that classes of these deals follow.
pub fn report(world: &mut World<Lite>, rate_ppm: u32) -> Instruction {
    reference::report(&world.person(REPORTER), REFERENCE, rate_ppm)
}
