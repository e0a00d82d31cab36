//! Books, distributions and holders.

use super::layouts;
use securities::{
    book::{
        asset::Asset,
        line_account::Line,
        poll::Poll,
        state::{Book, RewardCurve},
        ticket::{Stake, Ticket},
    },
    credential::state::Credential,
    distribution::state::{Distribution, Source},
    holder::state::{Earnings, Holder},
    math::{curve::Knot, line::Node, rate::Rate},
    rate::state::ReportedRate,
    warrant::state::WarrantSeries,
};

layouts! {
    part Asset, size 192 {
        mint at 0,
        vault at 32,
        token_program at 64,
        rate_source at 96,
        units at 128,
        max_age at 136,
        locked_rate at 144,
        adapter at 160,
        decimals at 161,
        vault_bump at 162,
        security_vault at 163,
        padding at 164,
        reserved at 168,
    }

    part Rate, size 16 {
        numerator at 0,
        denominator at 8,
    }

    part Poll, size 80 {
        subject_sha256 at 0,
        number at 32,
        tickets_before at 36,
        ends_at at 40,
        new_deadline at 48,
        base at 56,
        yes at 64,
        no at 72,
    }

    part Node, size 24 {
        live at 0,
        committed at 8,
        version at 16,
        padding at 20,
    }

    part Knot, size 16 {
        money at 0,
        reward at 8,
    }

    part RewardCurve, size 184 {
        target at 0,
        knots at 32,
        budget at 160,
        granted at 168,
        kind at 176,
        knot_count at 177,
        padding at 178,
    }

    account Book, size 2_296, discriminator [121, 34, 121, 35, 91, 62, 85, 222] {
        version at 0,
        bump at 1,
        stage at 2,
        allocation at 3,
        asset_count at 4,
        curve_count at 5,
        number at 6,
        offer_version at 8,
        line_capacity at 12,
        security at 16,
        tranche at 48,
        line at 80,
        rent_payer at 112,
        terms_sha256 at 144,
        price at 176,
        price_min at 184,
        price_max_age at 192,
        lot at 200,
        minimum at 208,
        cap at 216,
        min_ticket at 224,
        max_ticket at 232,
        owner_limit at 240,
        opens_at at 248,
        offer_ends at 256,
        deadline at 264,
        latest_deadline at 272,
        offer_period at 280,
        qualify_by at 288,
        locked_at at 296,
        next_ticket at 304,
        open_tickets at 308,
        live at 312,
        committed at 320,
        approved at 328,
        locked at 336,
        accepted at 344,
        refunded at 352,
        shares_issued at 360,
        shares_reserved at 368,
        lead at 376,
        lead_minimum at 408,
        lead_live at 416,
        lead_committed at 424,
        lead_bound_to at 432,
        extension_bps at 436,
        accepts_freeze at 438,
        padding at 439,
        tip at 440,
        tip_budget at 448,
        poll at 456,
        assets at 536,
        curves at 1_304,
        cover_par at 2_040,
        reserved at 2_048,
    }

    account Line, size 72, discriminator [15, 73, 125, 153, 180, 13, 80, 187] {
        book at 0,
        capacity at 32,
        version at 36,
        padding at 37,
        reserved at 40,
    }

    account Ticket, size 240, discriminator [41, 228, 24, 165, 78, 90, 235, 200] {
        version at 0,
        bump at 1,
        asset at 2,
        flags at 3,
        id at 4,
        book at 8,
        owner at 40,
        rent_payer at 72,
        refund_account at 104,
        nonce at 136,
        units at 144,
        value at 152,
        deposited_at at 160,
        place at 168,
        committed_to at 172,
        approved at 176,
        poll at 184,
        vote at 188,
        padding at 189,
        reserved at 192,
    }

    account Stake, size 144, discriminator [150, 197, 176, 29, 55, 132, 112, 149] {
        version at 0,
        bump at 1,
        padding at 2,
        book at 8,
        owner at 40,
        rent_payer at 72,
        live at 104,
        reserved at 112,
    }

    account WarrantSeries, size 272, discriminator [37, 239, 29, 207, 236, 50, 75, 83] {
        version at 0,
        bump at 1,
        mint_bump at 2,
        padding at 3,
        number at 4,
        security at 8,
        tranche at 40,
        book at 72,
        mint at 104,
        rent_payer at 136,
        strike at 168,
        expires_at at 176,
        budget at 184,
        granted at 192,
        exercised at 200,
        reserved at 208,
    }

    account ReportedRate, size 216, discriminator [98, 208, 168, 179, 105, 0, 96, 112] {
        version at 0,
        bump at 1,
        padding at 2,
        daily_bps at 4,
        security at 8,
        mint at 40,
        rent_payer at 72,
        rate at 104,
        reported_at at 120,
        base at 128,
        base_at at 144,
        reserved at 152,
    }

    account Distribution, size 488, discriminator [176, 85, 17, 11, 13, 194, 18, 1] {
        version at 0,
        bump at 1,
        kind at 2,
        vault at 3,
        number at 4,
        security at 8,
        payer at 40,
        source at 72,
        nonce at 104,
        gross at 112,
        period_start at 120,
        period_end at 128,
        posted_at at 136,
        document_sha256 at 144,
        note at 176,
        tiers at 240,
        recovered at 336,
        reserve at 400,
        tip_budget at 408,
        waterfall_edition at 416,
        mode at 420,
        padding at 421,
        reserved at 424,
    }

    account Source, size 248, discriminator [234, 248, 11, 137, 202, 183, 168, 229] {
        version at 0,
        bump at 1,
        vault at 2,
        padding at 3,
        number at 4,
        security at 8,
        mint at 40,
        account at 72,
        note at 104,
        collected at 168,
        collected_to at 176,
        release_days at 184,
        reserved at 186,
    }

    part Earnings, size 64 {
        index at 0,
        fraction at 16,
        owed at 24,
        paid at 32,
        escheated at 40,
        unpayable at 48,
        unpayable_since at 56,
    }

    account Holder, size 488, discriminator [37, 121, 1, 40, 55, 46, 199, 157] {
        version at 0,
        bump at 1,
        class at 2,
        flags at 3,
        qualifier_place at 4,
        padding at 5,
        tranche at 8,
        owner at 40,
        rent_payer at 72,
        payout_account at 104,
        shares at 136,
        locked at 144,
        credential_until at 152,
        opened_at at 160,
        earnings at 168,
        qualifier at 424,
        reserved at 456,
    }

    account Credential, size 184, discriminator [145, 44, 68, 220, 67, 46, 100, 135] {
        version at 0,
        bump at 1,
        class at 2,
        padding at 3,
        jurisdiction at 4,
        padding_2 at 6,
        qualifier at 8,
        subject at 40,
        rent_payer at 72,
        expires_at at 104,
        changed_at at 112,
        reserved at 120,
    }
}
