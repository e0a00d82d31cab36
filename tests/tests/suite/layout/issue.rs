//! Securities, tranches and waterfalls.

use super::layouts;
use securities::{
    security::state::{Document, Security, Vault},
    tranche::state::{Payout, Tranche},
    waterfall::state::{TierState, Waterfall},
};

layouts! {
    part Document, size 168 {
        sha256 at 0,
        uri at 32,
        version at 160,
        padding at 164,
    }

    part Vault, size 192 {
        mint at 0,
        address at 32,
        token_program at 64,
        treasury at 96,
        posted at 104,
        payable at 112,
        reserve at 120,
        tips at 128,
        received at 136,
        paid at 144,
        drawn at 152,
        decimals at 160,
        bump at 161,
        padding at 162,
        reserved at 168,
    }

    account Security, size 2_104, discriminator [42, 116, 80, 35, 124, 17, 68, 246] {
        version at 0,
        bump at 1,
        status at 2,
        tranche_count at 3,
        mode at 4,
        destination_count at 5,
        vault_count at 6,
        qualifier_count at 7,
        id at 8,
        event_sequence at 16,
        next_distribution at 24,
        next_run at 28,
        created_at at 32,
        origin at 40,
        sponsor at 72,
        servicer at 104,
        reporter at 136,
        arbitrator at 168,
        qualifiers at 200,
        document at 328,
        vaults at 496,
        destinations at 1_264,
        min_distribution at 1_392,
        draw_limit at 1_400,
        draw_period at 1_408,
        draw_period_start at 1_416,
        drawn_in_period at 1_424,
        exchange_rule at 1_432,
        reserved at 1_592,
    }

    part Payout, size 48 {
        index at 0,
        remainder at 16,
        undistributed at 24,
        funded at 32,
        paid at 40,
    }

    account Tranche, size 672, discriminator [58, 171, 37, 93, 206, 204, 41, 22] {
        version at 0,
        bump at 1,
        mint_bump at 2,
        rank at 3,
        kind at 4,
        day_count at 5,
        amortisation at 6,
        compounding at 7,
        preset at 8,
        decimals at 9,
        status at 10,
        payout_count at 11,
        rate_bps at 12,
        security at 16,
        mint at 48,
        next_book at 80,
        holders at 84,
        par at 88,
        unit at 96,
        min_shares at 104,
        starts_at at 112,
        maturity at 120,
        principal_issued at 128,
        principal_repaid at 136,
        loss at 144,
        interest_due at 152,
        arrears at 160,
        interest_paid at 168,
        accrued_to at 176,
        accrual_remainder at 184,
        shares at 192,
        shares_issued at 200,
        shares_offered at 208,
        unsettled at 216,
        next_series at 220,
        payouts at 224,
        window at 416,
        restricted at 432,
        padding at 433,
        reserved at 440,
    }

    part TierState, size 64 {
        kind at 0,
        rank at 1,
        padding at 2,
        bps at 4,
        payee at 8,
        target at 40,
        taken at 48,
        owed at 56,
    }

    account Waterfall, size 1_064, discriminator [204, 253, 71, 192, 39, 40, 129, 148] {
        version at 0,
        bump at 1,
        tier_count at 2,
        padding at 3,
        edition at 4,
        security at 8,
        tiers at 40,
        reserved at 808,
    }
}
