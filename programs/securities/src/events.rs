//! What indexers read: the events of all domains. They come by self-CPI, so that cut logs lose none, and carry the
//! security's sequence number, so that a gap shows. The transfer hook alone logs its event, without a number: see
//! [`SharesMoved`].

pub use crate::{
    book::{
        line::events::*, offer::events::*, owed::events::*, settlement::events::*,
        ticket::events::*,
    },
    cash::{distribution::events::*, loss::events::*, proceeds::events::*, waterfall::events::*},
    credential::events::*,
    holder::events::*,
    rate::events::*,
    role::events::*,
    security::events::*,
    structure::events::*,
    tranche::events::*,
    warrant::events::*,
};
