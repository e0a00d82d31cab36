//! Securities, tranches and waterfalls.

use super::layouts;
use securities::{
    loss::state::Loss,
    role::state::Handover,
    security::{
        delivery::Delivery,
        draws::{Draws, RecentDraw},
        group::Group,
        state::{Document, Security},
        vault::Vault,
    },
    tranche::state::{Payout, Tranche},
    waterfall::{state::Waterfall, tier::TierState, trigger::TriggerState},
};

layouts! {
    part Document, size 168 {
        sha256 at 0,
        uri at 32,
        version at 160,
        padding at 164,
    }

    part RecentDraw, size 16 {
        at at 0,
        amount at 8,
    }

    part Draws, size 96 {
        limit at 0,
        period at 8,
        begin_by at 16,
        begin_with at 24,
        recent at 32,
    }

    part Vault, size 280 {
        mint at 0,
        address at 32,
        token_program at 64,
        treasury at 96,
        payable at 104,
        fees at 112,
        reserve at 120,
        cover at 128,
        tips at 136,
        received at 144,
        paid at 152,
        drawn at 160,
        unclaimed at 168,
        decimals at 176,
        bump at 177,
        padding at 178,
        draws at 184,
    }

    account Security, size 1_960, discriminator [42, 116, 80, 35, 124, 17, 68, 246] {
        version at 0,
        bump at 1,
        status at 2,
        tranche_count at 3,
        co_signed at 4,
        destination_count at 5,
        vault_count at 6,
        qualifier_count at 7,
        id at 8,
        event_sequence at 16,
        next_distribution at 24,
        next_source at 28,
        created_at at 32,
        origin at 40,
        sponsor at 72,
        servicer at 104,
        reporter at 136,
        arbitrator at 168,
        qualifiers at 200,
        document at 328,
        vaults at 496,
        destinations at 1_616,
        min_distribution at 1_744,
        escheat at 1_752,
        tip_flat at 1_784,
        tip_bps at 1_792,
        escheat_days at 1_796,
        shapes at 1_800,
        loss_notice at 1_808,
        delivery at 1_816,
        groups at 1_864,
    }

    part Delivery, size 48 {
        by at 0,
        confirmed_at at 8,
        document_sha256 at 16,
    }

    part Group, size 24 {
        opens_at at 0,
        deadline at 8,
        size at 16,
        opened at 17,
        failed at 18,
        padding at 19,
    }

    part Payout, size 72 {
        index at 0,
        remainder at 16,
        funded at 24,
        paid at 32,
        streaming at 40,
        stream_from at 48,
        stream_until at 56,
        paid_in at 64,
    }

    account Tranche, size 600, discriminator [58, 171, 37, 93, 206, 204, 41, 22] {
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
        rate_ppm at 12,
        security at 16,
        mint at 48,
        next_book at 80,
        holders at 84,
        par at 88,
        unit at 96,
        starts_at at 104,
        maturity at 112,
        principal_issued at 120,
        principal_repaid at 128,
        bought at 136,
        loss at 144,
        interest_due at 152,
        arrears at 160,
        interest_paid at 168,
        accrued_to at 176,
        accrual_remainder at 184,
        shares at 192,
        shares_offered at 200,
        authorised at 208,
        next_series at 216,
        padding at 220,
        payouts at 224,
        restricted at 512,
        period_months at 513,
        smoothing_days at 514,
        periods at 516,
        current_at at 520,
        unfunded at 528,
        loss_cap at 536,
        principal_days at 544,
        last_price at 560,
        asked at 568,
        rights_until at 576,
        open_books at 584,
        rights_books at 588,
        short at 592,
    }

    part TierState, size 96 {
        kind at 0,
        rank at 1,
        base at 2,
        padding at 3,
        bps at 4,
        catch_up_bps at 8,
        padding2 at 12,
        payee at 16,
        amount at 48,
        taken at 56,
        owed at 64,
        due at 72,
        remainder at 80,
        reached at 88,
    }

    part TriggerState, size 24 {
        kind at 0,
        rank at 1,
        cure_days at 2,
        days at 4,
        padding at 6,
        bps at 8,
        padding2 at 12,
        failed_since at 16,
    }

    account Waterfall, size 1_384, discriminator [204, 253, 71, 192, 39, 40, 129, 148] {
        version at 0,
        bump at 1,
        tier_count at 2,
        trigger_count at 3,
        edition at 4,
        security at 8,
        tiers at 40,
        triggers at 1_192,
        revolving_until at 1_288,
        tripped at 1_296,
        declared at 1_297,
        padding at 1_298,
        pool_daily_bps at 1_300,
        accrued_to at 1_304,
        pool_value at 1_312,
        pool_at at 1_320,
        pool_sha256 at 1_328,
        pool_base at 1_360,
        pool_base_at at 1_368,
        holds_since at 1_376,
    }

    account Loss, size 128, discriminator [184, 204, 22, 185, 75, 82, 95, 40] {
        version at 0,
        bump at 1,
        status at 2,
        padding at 3,
        security at 8,
        report_sha256 at 40,
        amount at 72,
        announced_at at 80,
        due_at at 88,
        ended_at at 96,
        recorded at 104,
        written_off at 112,
        corrected at 120,
    }

    account Handover, size 192, discriminator [163, 138, 0, 115, 160, 73, 19, 135] {
        version at 0,
        bump at 1,
        role at 2,
        place at 3,
        padding at 4,
        security at 8,
        holder at 40,
        from at 72,
        to at 104,
        rent_payer at 136,
        proposed_at at 168,
        effective_at at 176,
        expires_at at 184,
    }
}
