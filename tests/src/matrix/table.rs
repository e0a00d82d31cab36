//! What the matrix is told: which accounts belong together, and where any account will do.

/// A field of an account that has to agree with something else of the same instruction, and the error when it does not.
#[derive(Clone, Copy, Debug)]
pub struct Relation {
    /// The field, as `Ticket.book`: the same whichever element of an array it is.
    pub field: &'static str,
    /// What it has to agree with: the address of the account of a role, as `book`, or a field of another account, as
    /// `Holder.owner`.
    pub with: &'static str,
    /// The error, or several, each with a `|` between.
    pub error: &'static str,
}

/// Where any account will do, or a change makes no difference, by design.
#[derive(Clone, Copy, Debug)]
pub struct Free {
    /// The instruction; `*`: each.
    pub instruction: &'static str,
    /// The account's role; `*`: each.
    pub role: &'static str,
    /// The change, or what it begins with, as [`super::mutants::Mutant::change`] says it.
    pub change: &'static str,
    /// Why.
    pub why: &'static str,
}

/// An account that the instruction itself compares with something, so that no field names it.
#[derive(Clone, Copy, Debug)]
pub struct Compared {
    /// The instruction; `*`: each.
    pub instruction: &'static str,
    /// The account's role.
    pub role: &'static str,
    /// With what.
    pub with: &'static str,
}

/// All of it.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// What must agree.
    pub relations: &'static [Relation],
    /// What is free.
    pub free: &'static [Free],
    /// What is compared otherwise.
    pub compared: &'static [Compared],
}

/// States a relation.
#[must_use]
pub const fn must(field: &'static str, with: &'static str, error: &'static str) -> Relation {
    Relation { field, with, error }
}

/// States a freedom.
#[must_use]
pub const fn free(
    instruction: &'static str,
    role: &'static str,
    change: &'static str,
    why: &'static str,
) -> Free {
    Free { instruction, role, change, why }
}

/// States what an account is compared with.
#[must_use]
pub const fn compared(
    instruction: &'static str,
    role: &'static str,
    with: &'static str,
) -> Compared {
    Compared { instruction, role, with }
}

fn fits(pattern: &str, name: &str) -> bool {
    pattern == "*" || pattern.split('|').any(|one| one == name)
}

impl Table {
    /// The number of the entry that frees a change: one of the instruction itself before one of all.
    #[must_use]
    pub fn freed(&self, instruction: &str, role: &str, change: &str, own: bool) -> Option<usize> {
        self.free.iter().position(|entry| {
            (entry.instruction != "*") == own
                && fits(entry.instruction, instruction)
                && fits(entry.role, role)
                && entry.change.split('|').any(|one| {
                    change == one || change.strip_prefix(one).is_some_and(|rest| rest.starts_with(' '))
                })
        })
    }

    /// The number of the relation of a field with one of what has the same value.
    #[must_use]
    pub fn relation(&self, field: &str, equals: &[String]) -> Option<usize> {
        self.relations.iter().position(|entry| {
            fits(entry.field, field) && equals.iter().any(|other| fits(entry.with, other))
        })
    }

    /// Whether the instruction compares an account itself.
    #[must_use]
    pub fn compares(&self, instruction: &str, role: &str) -> bool {
        self.compared
            .iter()
            .any(|entry| fits(entry.instruction, instruction) && fits(entry.role, role))
    }
}
