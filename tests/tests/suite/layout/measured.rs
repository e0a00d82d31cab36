//! Exceptional measures, and what of them is in other accounts.

use super::layouts;
use securities::{
    measure::state::Measure,
    security::measures::Measures,
    tranche::{blocks::Block, pause::Pause},
};

layouts! {
    part Measures, size 8 {
        kinds at 0,
        days at 1,
        next at 2,
        hours at 4,
        padding at 5,
    }

    part Block, size 16 {
        shares at 0,
        until at 8,
        measure at 12,
        leaves at 14,
        padding at 15,
    }

    part Pause, size 16 {
        until at 0,
        next_from at 8,
    }

    account Measure, size 368, discriminator [228, 230, 30, 117, 206, 24, 230, 246] {
        version at 0,
        bump at 1,
        kind at 2,
        status at 3,
        number at 4,
        days at 6,
        padding at 7,
        security at 8,
        tranche at 40,
        holder at 72,
        to at 104,
        rent_payer at 136,
        document_sha256 at 168,
        document_uri at 200,
        announced_at at 328,
        takeable_from at 336,
        takeable_until at 344,
        shares at 352,
        until at 360,
    }
}
