//! Conversions, and what of them is in tranches.

use super::layouts;
use securities::{
    conversion::{covenant::Covenant, state::Conversion},
    tranche::conversions::Conversions,
};

layouts! {
    part Conversions, size 40 {
        next at 0,
        standing at 4,
        principal at 8,
        priced_at at 16,
        price_before at 24,
        given at 32,
    }

    account Conversion, size 328, discriminator [166, 162, 161, 65, 158, 55, 109, 27] {
        version at 0,
        bump at 1,
        by at 2,
        trigger at 3,
        approved at 4,
        done at 5,
        rule at 6,
        with_interest at 7,
        number at 8,
        discount_bps at 12,
        security at 16,
        tranche at 48,
        into at 80,
        rent_payer at 112,
        opens_at at 144,
        closes_at at 152,
        ratio_to at 160,
        ratio_from at 168,
        floor at 176,
        cap at 184,
        set_aside at 192,
        left at 200,
        held at 208,
        converted_at at 216,
        since at 224,
        rights_books at 288,
        padding at 292,
        covenant at 296,
        created_at at 320,
    }

    part Covenant, size 24 {
        min at 0,
        bps at 8,
        cure_days at 12,
        days at 14,
        kind at 16,
        rank at 17,
        padding at 18,
    }
}
