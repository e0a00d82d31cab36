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
    /// The most senior debt that is outstanding, and what is pari passu with it.
    SeniorDebt,
    /// The classes of a stage of control: equity and covers of the investors', debts of the lenders'.
    Stage,
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

/// Who is asked for what, and why; and what a vote on it brings with it.
#[derive(Clone, Copy, Debug)]
pub struct Consent {
    /// What is proposed.
    pub of: &'static str,
    /// The classes that are asked.
    pub asked: Asked,
    /// What each of them decides by.
    pub majority: Majority,
    /// Whether it gives somebody a role, control, or a say in where money goes: the sponsor has no say in that.
    pub gives_power: bool,
    /// Whether the sponsor's record counts in no class that others have shares of: where power is given, where the sponsor would
    /// sell below the floor, where the deal would buy shares of its classes, and where it would owe the holders nothing of what
    /// comes later.
    pub disregards_sponsor: bool,
    /// Whether it changes what is sold in open books.
    pub changes_what_is_sold: bool,
    /// Whether no book of a class that it asks is locked until its vote closes.
    pub holds_up: bool,
    /// Why these.
    pub why: &'static str,
}

const fn consent(of: &'static str, asked: Asked, majority: Majority, why: &'static str) -> Consent {
    Consent {
        of,
        asked,
        majority,
        gives_power: false,
        disregards_sponsor: false,
        changes_what_is_sold: true,
        holds_up: true,
        why,
    }
}

impl Consent {
    const fn giving_power(self) -> Self {
        Self {
            gives_power: true,
            ..self.without_sponsor()
        }
    }

    const fn without_sponsor(self) -> Self {
        Self {
            disregards_sponsor: true,
            ..self
        }
    }

    const fn leaving_offers(self) -> Self {
        Self {
            changes_what_is_sold: false,
            ..self
        }
    }

    /// What changes nothing does not keep anybody from raising money.
    const fn holding_nothing_up(self) -> Self {
        Self {
            holds_up: false,
            ..self
        }
    }
}

const ADVISORY: Consent = consent(
    "advisory",
    Asked::Named,
    Majority::OfVotes,
    "it changes nothing",
)
.leaving_offers()
.holding_nothing_up();
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
)
.giving_power()
.leaving_offers();
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
const DEBT_TERMS: Consent = consent(
    "debt terms",
    Asked::Every,
    Majority::OfShares,
    "what one class is owed less or later repays others earlier, makes good their losses before another is paid, and is looked at by \
     triggers and tests",
);

const ACCELERATION: Consent = consent(
    "acceleration",
    Asked::SeniorDebt,
    Majority::OfShares,
    "it is the remedy of the lenders that come first, in an event of default, as the terms of all classes say",
)
.leaving_offers();
const FLOOR: Consent = consent(
    "price below the floor",
    Asked::Changed,
    Majority::OfShares,
    "its holders alone are diluted: a share costs no less than the principal that it represents",
)
.without_sponsor();
const DESTINATION: Consent = consent(
    "destination of draws",
    Asked::Every,
    Majority::OfShares,
    "every class relies on where the money goes",
)
.giving_power()
.leaving_offers();

const CONTROL: Consent = consent(
    "control",
    Asked::Stage,
    Majority::OfShares,
    "those who are in control give it away",
)
.giving_power()
.leaving_offers();
const AGENT: Consent = consent(
    "agent",
    Asked::Stage,
    Majority::OfShares,
    "it acts for them",
)
.giving_power()
.leaving_offers();

const CONVERSION: Consent = consent(
    "conversion",
    Asked::Every,
    Majority::OfShares,
    "shares of one class become shares of another, which takes a part from those that are there, and other classes are paid \
     before or behind them",
);

const WIND_DOWN: Consent = consent(
    "wind-down",
    Asked::Every,
    Majority::OfShares,
    "reserves and covers protect nothing any more, and what a class has not got when the deal ends it never gets",
)
.without_sponsor();

// Whoever has money in line has seen nobody draw by it.
const BUDGET: Consent = consent(
    "budget",
    Asked::Every,
    Majority::OfShares,
    "every class relies on who draws the money",
)
.giving_power();

const WATERFALL: Consent = consent(
    "waterfall as a whole",
    Asked::Every,
    Majority::OfShares,
    "it is the order in which every class is paid",
);

const CALL: Consent = consent(
    "call of a class",
    Asked::Every,
    Majority::OfShares,
    "its holders give up what they are owed for the price, and what it costs is there for no other class any more",
)
.without_sponsor();

/// The whole table.
pub const TABLE: [Consent; 17] = [
    ADVISORY,
    DOCUMENT,
    ROLE,
    WAIVER,
    AUTHORISED,
    TRANSFER_RULES,
    DEBT_TERMS,
    ACCELERATION,
    FLOOR,
    DESTINATION,
    CONTROL,
    AGENT,
    CONVERSION,
    WIND_DOWN,
    BUDGET,
    WATERFALL,
    CALL,
];

impl Proposal {
    /// Its row of the table.
    #[must_use]
    pub const fn consent(&self) -> &'static Consent {
        match *self {
            Self::Advisory { .. } => &ADVISORY,
            Self::Document => &DOCUMENT,
            Self::Role { .. } => &ROLE,
            Self::Waiver { .. } => &WAIVER,
            Self::Authorised { .. } => &AUTHORISED,
            Self::TransferRules { .. } => &TRANSFER_RULES,
            Self::DebtTerms { .. } => &DEBT_TERMS,
            Self::Acceleration { .. } => &ACCELERATION,
            Self::Floor { .. } => &FLOOR,
            Self::Destination { .. } => &DESTINATION,
            Self::Control { .. } => &CONTROL,
            Self::Agent { .. } => &AGENT,
            Self::Conversion { .. } => &CONVERSION,
            Self::WindDown => &WIND_DOWN,
            Self::Budget { .. } => &BUDGET,
            Self::Waterfall { .. } => &WATERFALL,
            Self::Call { .. } => &CALL,
        }
    }

    /// Whether it gives somebody a role, control, or a say in where money goes.
    #[must_use]
    pub const fn gives_power(&self) -> bool {
        self.consent().gives_power
    }

    /// Whether the sponsor's record counts in no class that others have shares of.
    #[must_use]
    pub const fn disregards_sponsor(&self) -> bool {
        self.consent().disregards_sponsor
    }

    /// Whether it changes what is sold in open books.
    #[must_use]
    pub const fn changes_what_is_sold(&self) -> bool {
        self.consent().changes_what_is_sold
    }

    /// Whether no book of a class that it asks is locked until its vote closes.
    pub(super) const fn holds_up(&self) -> bool {
        self.consent().holds_up
    }

    /// The classes that it asks, of so many, of which some are the most senior debt: one bit by rank. Of these, those that have
    /// nothing to lose are not.
    #[must_use]
    pub fn asks(&self, classes: u8, seniors: u8) -> u8 {
        let every = 1_u16.wrapping_shl(classes.into()).wrapping_sub(1);
        let every = u8::try_from(every).unwrap_or(u8::MAX);
        match self.consent().asked {
            // Which of them are of the stage, whoever counts the electorate knows.
            Asked::Every | Asked::Stage => every,
            Asked::Named => match *self {
                Self::Advisory { classes } => classes & every,
                _ => 0,
            },
            Asked::Changed => self.changes().map_or(0, bit) & every,
            Asked::SeniorDebt => seniors & every,
        }
    }
}

/// The bit of a rank.
#[must_use]
pub fn bit(rank: u8) -> u8 {
    1_u8.checked_shl(rank.into()).unwrap_or(0)
}
