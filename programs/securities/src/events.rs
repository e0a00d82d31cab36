//! What indexers read: the events of all domains. They come by self-CPI, so that cut logs lose none. Each begins with
//! what it is of, a book or else the security, and its event number there, so that a gap shows. That a book begins and
//! ends is of its security. The transfer hook alone logs its event, without a number: see [`SharesMoved`].

pub use crate::{
    book::{
        line::events::*, offer::events::*, owed::events::*, settlement::events::*,
        ticket::events::*,
    },
    cash::{distribution::events::*, loss::events::*, proceeds::events::*, waterfall::events::*},
    control::events::*,
    conversion::events::*,
    credential::events::*,
    disclosure::events::*,
    holding::events::*,
    measure::events::*,
    rate::events::*,
    resolution::events::*,
    role::events::*,
    security::events::*,
    structure::events::*,
    tranche::events::*,
    warrant::events::*,
    winding::events::*,
    wrapper::events::*,
};
