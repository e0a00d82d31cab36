//! Step-ups: dated increases of a rate.

use anchor_lang::prelude::{AnchorDeserialize, AnchorSerialize};
use bytemuck::{Pod, Zeroable};

/// The most step-ups of a class.
pub const MAX_STEP_UPS: usize = 4;

/// An increase for the periods that begin on a day or later.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize,
)]
pub struct StepUp {
    /// The day number; 0: there is no such step-up.
    pub from: u32,
    /// By how much the rate or the margin rises, in parts per million a year.
    pub add_ppm: u32,
}

/// The step-ups of a class, in the order of their days; those that are not used come last.
pub type StepUps = [StepUp; MAX_STEP_UPS];

const _: () = assert!(size_of::<StepUps>() == 32 && align_of::<StepUps>() == 4);

/// By how much the periods that begin on a day have risen, in parts per million a year: the sum of the step-ups up to that
/// day.
#[must_use]
pub fn risen(step_ups: &StepUps, day: u64) -> u32 {
    step_ups
        .iter()
        .filter(|step_up| step_up.from > 0 && u64::from(step_up.from) <= day)
        .fold(0, |sum: u32, step_up| sum.saturating_add(step_up.add_ppm))
}
