//! Resolutions, and what of them is in other accounts.

use super::layouts;
use securities::{
    cash::waterfall::replacement::Replacement,
    resolution::{
        draft::StructureDraft,
        governance::{ClassVotes, Governance, Tally},
        state::{Ballot, Resolution},
    },
    tranche::{
        allowance::Allowance,
        vote_locks::{NewShares, Uncounted, VoteLock},
        voting::Voting,
    },
};

layouts! {
    part Voting, size 8 {
        until at 0,
    }

    part Allowance, size 32 {
        price at 0,
        shares at 8,
        until at 16,
        book at 24,
        padding at 28,
    }

    part NewShares, size 16 {
        shares at 0,
        since at 8,
        until at 12,
    }

    part Uncounted, size 16 {
        shares at 0,
        until at 8,
        padding at 12,
    }

    part VoteLock, size 16 {
        shares at 0,
        until at 8,
        resolution at 12,
    }

    part ClassVotes, size 8 {
        consent_bps at 0,
        quorum_bps at 2,
        proposal_bps at 4,
        padding at 6,
    }

    part Tally, size 24 {
        in_favour at 0,
        against at 8,
        shares at 16,
    }

    account Governance, size 192, discriminator [18, 143, 88, 13, 73, 217, 47, 49] {
        version at 0,
        bump at 1,
        notice_days at 2,
        voting_days at 4,
        timelock_days at 6,
        security at 8,
        next_resolution at 40,
        padding at 44,
        classes at 48,
        proposable_at at 112,
    }

    account Resolution, size 864, discriminator [31, 13, 235, 201, 17, 66, 5, 138] {
        version at 0,
        bump at 1,
        proposed_by at 2,
        status at 3,
        number at 4,
        security at 8,
        proposer at 40,
        sponsor at 72,
        agent at 104,
        rent_payer at 136,
        document_sha256 at 168,
        document_uri at 200,
        proposed_at at 328,
        opens_at at 336,
        closes_at at 344,
        executable_from at 352,
        executable_until at 360,
        stake at 368,
        asked at 376,
        sponsor_counts at 377,
        majority at 378,
        agent_counts at 379,
        padding at 380,
        basis at 384,
        tallies at 416,
        proposal at 608,
    }

    part Replacement, size 4088 {
        replaces at 0,
        tier_count at 4,
        trigger_count at 5,
        principal_pays_interest at 6,
        padding at 7,
        pool_daily_bps at 8,
        padding_2 at 12,
        revolving_until at 16,
        pro_rata_from at 24,
        continues at 32,
        tiers at 56,
        triggers at 3320,
    }

    account StructureDraft, size 4224, discriminator [199, 153, 197, 211, 181, 14, 53, 37] {
        version at 0,
        bump at 1,
        padding at 2,
        number at 4,
        security at 8,
        author at 40,
        rent_payer at 72,
        resolution at 104,
        rules at 136,
    }

    account Ballot, size 144, discriminator [3, 232, 121, 204, 232, 137, 138, 164] {
        version at 0,
        bump at 1,
        rank at 2,
        in_favour at 3,
        padding at 4,
        security at 8,
        resolution at 40,
        holder at 72,
        rent_payer at 104,
        weight at 136,
    }
}
