//! What follows when a trigger has failed for its cure, as bits.

/// Consequence of a trigger that has failed for its cure: cash repays the debts in order of seniority.
pub const ACCELERATES: u8 = 1;
/// Consequence: what would be paid behind the debts stays in the reinvestment account.
pub const TRAPS: u8 = 2;
/// Consequence: anyone may move control one stage on.
pub const STEPS: u8 = 4;
/// All consequences.
pub const CONSEQUENCES: u8 = ACCELERATES | TRAPS | STEPS;
