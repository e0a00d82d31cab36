//! The errors of control.

/// Their names, in order.
pub const CONTROL: &[&str] = &[
    "NotInControl",
    "NoPower",
    "BadControl",
    "AgentNotApart",
    "NoStage",
    "ActNotAnnounced",
    "ActNotDue",
    "NoAgent",
    "StepNotDue",
    "BadConsequences",
    "WrongTrigger",
    "NothingAnnounced",
    "BadBudget",
    "OutsideBudget",
    "BudgetOver",
    "BudgetSpent",
    "NoWayBack",
    "NoSuchDisclosure",
    "AgentDisregarded",
];
