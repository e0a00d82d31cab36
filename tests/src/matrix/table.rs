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

/// A field that has the value of something else of the same instruction without being compared with it there.
#[derive(Clone, Copy, Debug)]
pub struct Alike {
    /// The field.
    pub field: &'static str,
    /// What has the same value, one or several with a `|` between, as in [`Relation::with`].
    pub with: &'static str,
    /// Why they are not compared: what else proves it, or that it says nothing.
    pub why: &'static str,
}

/// Where any account will do, or a change makes no difference, by design.
#[derive(Clone, Copy, Debug)]
pub struct Free {
    /// The instruction; `*`: each.
    pub instruction: &'static str,
    /// The account's role; `*`: each.
    pub role: &'static str,
    /// The change or what it begins with, as [`super::mutants::Mutant::change`] says it; several with a `|` between.
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
    /// What is alike and not compared.
    pub alike: &'static [Alike],
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

/// States that a field is not compared.
#[must_use]
pub const fn alike(field: &'static str, with: &'static str, why: &'static str) -> Alike {
    Alike { field, with, why }
}

/// States a freedom.
#[must_use]
pub const fn free(
    instruction: &'static str,
    role: &'static str,
    change: &'static str,
    why: &'static str,
) -> Free {
    Free {
        instruction,
        role,
        change,
        why,
    }
}

/// States what an account is compared with.
#[must_use]
pub const fn compared(
    instruction: &'static str,
    role: &'static str,
    with: &'static str,
) -> Compared {
    Compared {
        instruction,
        role,
        with,
    }
}

fn fits(pattern: &str, name: &str) -> bool {
    pattern == "*" || pattern.split('|').any(|one| one == name)
}

impl Table {
    /// The number of the entry that frees a change.
    #[must_use]
    pub fn freed(&self, instruction: &str, role: &str, change: &str) -> Option<usize> {
        self.free.iter().position(|entry| {
            fits(entry.instruction, instruction)
                && fits(entry.role, role)
                && entry.change.split('|').any(|one| {
                    let rest = change.strip_prefix(one);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '.']))
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

    /// The number of the entry by which a field is alike and not compared.
    #[must_use]
    pub fn alike(&self, field: &str, equals: &[String]) -> Option<usize> {
        self.alike.iter().position(|entry| {
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
