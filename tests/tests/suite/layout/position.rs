//! Books, distributions and holders.

use super::layouts;
use securities::{
    book::state::{Asset, Book, Knot, Line, RewardCurve, Ticket},
    distribution::state::Distribution,
    holder::state::{Earnings, Holder},
};

layouts! {
    part Asset, size 192 {
        mint at 0,
        vault at 32,
        token_program at 64,
        rate_source at 96,
        units at 128,
        adapter at 136,
        decimals at 137,
        vault_bump at 138,
        padding at 139,
        reserved at 144,
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

    account Book, size 2_120, discriminator [121, 34, 121, 35, 91, 62, 85, 222] {
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
        lot at 184,
        minimum at 192,
        cap at 200,
        min_ticket at 208,
        opens_at at 216,
        offer_ends at 224,
        deadline at 232,
        qualify_by at 240,
        locked_at at 248,
        next_ticket at 256,
        open_tickets at 260,
        live at 264,
        committed at 272,
        locked at 280,
        accepted at 288,
        refunded at 296,
        shares_issued at 304,
        lead at 312,
        lead_minimum at 344,
        tip at 352,
        assets at 360,
        curves at 1_128,
        reserved at 1_864,
    }

    account Line, size 72, discriminator [15, 73, 125, 153, 180, 13, 80, 187] {
        book at 0,
        capacity at 32,
        version at 36,
        padding at 37,
        reserved at 40,
    }

    account Ticket, size 232, discriminator [41, 228, 24, 165, 78, 90, 235, 200] {
        version at 0,
        bump at 1,
        asset at 2,
        flags at 3,
        place at 4,
        book at 8,
        owner at 40,
        rent_payer at 72,
        refund_account at 104,
        units at 136,
        value at 144,
        deposited_at at 152,
        committed_to at 160,
        padding at 164,
        approved at 168,
        reserved at 176,
    }

    account Distribution, size 384, discriminator [176, 85, 17, 11, 13, 194, 18, 1] {
        version at 0,
        bump at 1,
        status at 2,
        vault at 3,
        number at 4,
        security at 8,
        payer at 40,
        gross at 72,
        period_start at 80,
        period_end at 88,
        posted_at at 96,
        run_at at 104,
        document_sha256 at 112,
        note at 144,
        tiers at 208,
        waterfall_edition at 304,
        padding at 308,
        tip_budget at 312,
        reserved at 320,
    }

    part Earnings, size 40 {
        index at 0,
        fraction at 16,
        owed at 24,
        paid at 32,
    }

    account Holder, size 456, discriminator [37, 121, 1, 40, 55, 46, 199, 157] {
        version at 0,
        bump at 1,
        class at 2,
        flags at 3,
        padding at 4,
        tranche at 8,
        owner at 40,
        rent_payer at 72,
        payout_account at 104,
        shares at 136,
        locked at 144,
        credential_until at 152,
        opened_at at 160,
        earnings at 168,
        reserved at 328,
    }
}
