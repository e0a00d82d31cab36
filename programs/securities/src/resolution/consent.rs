//! Which classes a resolution asks: those that can get less by it. This is the only table of it. The proposer has no say in
//! it, and docs/resolutions.md prints it.

use super::proposal::Proposal;

/// The classes that are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Those that it names.
    Named,
    /// The class that it changes.
    Changed,
    /// Every class.
    Every,
}

/// What a class that is asked decides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Majority {
    /// A majority of the votes, of which there is a quorum.
    OfVotes = 0,
    /// A part of all shares that count.
    OfShares = 1,
}

/// Who is asked for what, and why.
#[derive(Clone, Copy, Debug)]
pub struct Consent {
    /// What is proposed.
    pub of: &'static str,
    /// The classes that are asked.
    pub asked: Asked,
    /// What each of them decides by.
    pub majority: Majority,
    /// Why these.
    pub why: &'static str,
}

const fn consent(of: &'static str, asked: Asked, majority: Majority, why: &'static str) -> Consent {
    Consent {
        of,
        asked,
        majority,
        why,
    }
}

const ADVISORY: Consent = consent(
    "advisory",
    Asked::Named,
    Majority::OfVotes,
    "it changes nothing",
);
const DOCUMENT: Consent = consent(
    "document",
    Asked::Every,
    Majority::OfShares,
    "every class relies on what it says",
);
const ROLE: Consent = consent(
    "role",
    Asked::Every,
    Majority::OfShares,
    "every class relies on who holds it",
);
const WAIVER: Consent = consent(
    "waiver of a trigger",
    Asked::Every,
    Majority::OfShares,
    "an acceleration moves cash from one class to another, and so does its absence",
);
const AUTHORISED: Consent = consent(
    "authorised number",
    Asked::Every,
    Majority::OfShares,
    "new shares of a class take a part of what it gets, and may be owed money before other classes",
);
const TRANSFER_RULES: Consent = consent(
    "transfer rules",
    Asked::Changed,
    Majority::OfShares,
    "no money moves otherwise than before",
);
const LOWER_RATE: Consent = consent(
    "debt terms: a lower rate alone, in a deal without triggers and tests of coverage",
    Asked::Changed,
    Majority::OfShares,
    "what the class is owed less is there for the others",
);
const DEBT_TERMS: Consent = consent(
    "debt terms: all others",
    Asked::Every,
    Majority::OfShares,
    "a higher rate takes from others, another maturity moves cash between classes, and where a trigger or a test of coverage \
     looks at what is owed, so does a lower rate",
);

/// The whole table.
pub const TABLE: [Consent; 8] = [
    ADVISORY,
    DOCUMENT,
    ROLE,
    WAIVER,
    AUTHORISED,
    TRANSFER_RULES,
    LOWER_RATE,
    DEBT_TERMS,
];

/// What the table looks at besides the proposal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The classes that there are.
    pub classes: u8,
    /// The rate of the class that it changes, in parts per million a year.
    pub rate_ppm: u32,
    /// The maturity of the class that it changes, in Unix seconds.
    pub maturity: i64,
    /// Whether the waterfall has a trigger or a test of coverage.
    pub has_tests: bool,
}

impl Proposal {
    /// Its row of the table.
    #[must_use]
    pub const fn consent(&self, facts: &Facts) -> &'static Consent {
        match *self {
            Self::Advisory { .. } => &ADVISORY,
            Self::Document => &DOCUMENT,
            Self::Role { .. } => &ROLE,
            Self::Waiver { .. } => &WAIVER,
            Self::Authorised { .. } => &AUTHORISED,
            Self::TransferRules { .. } => &TRANSFER_RULES,
            Self::DebtTerms {
                rate_ppm, maturity, ..
            } => {
                let lower = rate_ppm < facts.rate_ppm && maturity == facts.maturity;
                if lower && !facts.has_tests {
                    &LOWER_RATE
                } else {
                    &DEBT_TERMS
                }
            }
        }
    }

    /// The classes that it asks: one bit by rank. Of these, those that have nothing to lose are not.
    #[must_use]
    pub fn asks(&self, facts: &Facts) -> u8 {
        let every = 1_u16.wrapping_shl(facts.classes.into()).wrapping_sub(1);
        let every = u8::try_from(every).unwrap_or(u8::MAX);
        match self.consent(facts).asked {
            Asked::Every => every,
            Asked::Named => match *self {
                Self::Advisory { classes } => classes & every,
                _ => 0,
            },
            Asked::Changed => self.changes().map_or(0, bit) & every,
        }
    }
}

/// The bit of a rank.
#[must_use]
pub fn bit(rank: u8) -> u8 {
    1_u8.checked_shl(rank.into()).unwrap_or(0)
}
