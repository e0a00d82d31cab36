//! Which accounts belong together, by which field, with which error; and where any account will do, and why.

use securities_tests::matrix::table::{Compared, Free, Relation, Table, compared, free, must};

/// The one table.
pub const TABLE: Table = Table { relations: RELATIONS, free: FREE, compared: COMPARED };

const RELATIONS: &[Relation] = &[
    must("Security.sponsor", "sponsor", "NotSponsor"),
];

const FREE: &[Free] = &[];

const COMPARED: &[Compared] = &[];
