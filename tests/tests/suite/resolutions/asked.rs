//! Who is asked, and whose shares count.

use super::{EQUITY, MEZZANINE, SENIOR, SHARE, Scene};
use crate::pages::page;
use securities::{
    resolution::{
        consent::{Asked, Majority, TABLE},
        governance::{ClassVotes, Tally},
        proposal::Proposal,
    },
    role::state::Role,
    security::budget::BudgetTerms,
    tranche::{rules::TransferRulesTerms, state::Tranche},
};
use securities_tests::{lite::Lite, read, rng::Rng};

/// The table as the documents have it.
fn rows() -> String {
    let mut text = String::from(
        "| what | asked | decided by | gives power | without the sponsor | voids offers | holds up books | why |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let yes = |is: bool| if is { "yes" } else { "no" };
    for row in &TABLE {
        let asked = match row.asked {
            Asked::Named => "the classes that it names",
            Asked::Changed => "the class that it changes",
            Asked::Every => "every class",
            Asked::SeniorDebt => "the most senior debt outstanding, with what is pari passu",
            Asked::Stage => "the classes of the stage",
        };
        let majority = match row.majority {
            Majority::OfVotes => "most votes, with a quorum",
            Majority::OfShares => "a part of all shares",
        };
        let [power, alone, offers, books] = [
            row.gives_power,
            row.disregards_sponsor,
            row.changes_what_is_sold,
            row.holds_up,
        ]
        .map(yes);
        text += &format!(
            "| {} | {asked} | {majority} | {power} | {alone} | {offers} | {books} | {} |\n",
            row.of, row.why
        );
    }
    text
}

#[test]
fn the_table_in_the_documents_is_this_one() {
    let page = page("resolutions.md");
    let rows = rows();
    assert!(page.contains(&rows), "docs/resolutions.md needs\n{rows}");
}

#[test]
fn every_kind_has_its_row_and_asks_who_is_in_it() {
    let to = anchor_lang::prelude::Pubkey::default();
    let rules = TransferRulesTerms::default();
    let role = Role::Sponsor;
    let (trigger, until) = (0, 1);
    let terms = Proposal::DebtTerms {
        rank: 2,
        rate_ppm: 1,
        maturity: 1,
    };
    let floor = Proposal::Floor {
        rank: 3,
        price: 1,
        shares: 1,
        until: 1,
    };
    let conversion = Proposal::Conversion { rank: 1, number: 0 };
    let budget = Proposal::Budget {
        terms: BudgetTerms {
            manager: to,
            destination: to,
            vault: 0,
            reinvestment: false,
            amount: 1,
            days: 0,
            until: 1,
        },
    };
    let waterfall = Proposal::Waterfall {
        draft: to,
        sha256: [0; 32],
    };
    let call = Proposal::Call {
        rank: 1,
        price: 1,
        most: 1,
    };
    let kinds = [
        (Proposal::Advisory { classes: 0b1_0101 }, 0b0101),
        (Proposal::Document, 0b1111),
        (Proposal::Role { role, to }, 0b1111),
        (Proposal::Waiver { trigger, until }, 0b1111),
        (Proposal::Authorised { rank: 3, shares: 1 }, 0b1111),
        (Proposal::TransferRules { rank: 1, rules }, 0b0010),
        (terms, 0b1111),
        (Proposal::Acceleration { declare: true }, 0b0110),
        (floor, 0b1000),
        (Proposal::Destination { from: to, to }, 0b1111),
        (Proposal::Control { stage: 0 }, 0b1111),
        (Proposal::Agent { stage: 1, to }, 0b1111),
        (conversion, 0b1111),
        (Proposal::WindDown, 0b1111),
        (budget, 0b1111),
        (waterfall, 0b1111),
        (call, 0b1111),
    ];
    assert_eq!(kinds.len(), TABLE.len());
    for ((proposal, asked), row) in kinds.into_iter().zip(&TABLE) {
        assert_eq!(proposal.consent().of, row.of, "{proposal:?}");
        assert_eq!(proposal.asks(4, 0b0110), asked, "{proposal:?}");
    }
    assert_eq!(Proposal::Document.asks(8, 0), 0b1111_1111);
}

/// Consent and quorum at their edges, against fractions without rounding.
#[test]
fn a_class_consents_at_its_part_and_not_a_share_below() {
    let mut rng = Rng(7);
    for _ in 0..100_000 {
        let shares = rng.next() >> rng.below(64);
        let one = |rng: &mut Rng| {
            if shares == 0 {
                0
            } else {
                rng.below(shares.saturating_add(1).max(1))
            }
        };
        let in_favour = one(&mut rng);
        let against = one(&mut rng).min(shares - in_favour);
        let votes = ClassVotes {
            consent_bps: u16::try_from(5_001 + rng.below(5_000)).expect("it fits"),
            quorum_bps: u16::try_from(3_334 + rng.below(6_667)).expect("it fits"),
            ..ClassVotes::default()
        };
        let tally = Tally {
            in_favour,
            against,
            shares,
        };
        let part = |votes: u64, bps: u16| {
            votes > 0 && u128::from(votes) * 10_000 >= u128::from(shares) * u128::from(bps)
        };
        assert_eq!(
            votes.consents(&tally, Majority::OfShares),
            part(in_favour, votes.consent_bps)
        );
        assert_eq!(
            votes.consents(&tally, Majority::OfVotes),
            part(in_favour + against, votes.quorum_bps) && in_favour > against
        );
    }
}

/// A debt that was repaid, and a class that nobody has a share of, have nothing to lose.
#[test]
fn classes_with_nothing_to_lose_are_not_asked() {
    let mut scene = Scene::<Lite>::new();
    let senior = scene.deal.class(SENIOR).tranche;
    read::edit::<Tranche>(&mut scene.world.engine, &senior, |tranche| {
        tranche.principal_repaid = tranche.principal_issued;
        tranche.interest_due = 0;
        tranche.arrears = 0;
        tranche.principal_due = 0;
    });
    let number = scene.proposed(Proposal::Document);
    assert_eq!(scene.resolution(number).asked, 0b110);
    scene.closes(number);
    // Written off, it may be written up.
    read::edit::<Tranche>(&mut scene.world.engine, &senior, |tranche| {
        tranche.principal_repaid -= 1;
        tranche.loss = 1;
    });
    let number = scene.proposed(Proposal::Document);
    assert_eq!(scene.resolution(number).asked, 0b111);
}

/// Where the sponsor has all shares that vote, it outvotes nobody; where a role is given away, it is not asked.
#[test]
fn a_sponsor_that_is_alone_in_a_class_votes_there_but_not_on_roles() {
    let mut scene = Scene::<Lite>::new();
    let (cid, sponsor) = (scene.cid, scene.deal.sponsor);
    let welcome = scene.deal.welcome(MEZZANINE, &scene.world.payer, &sponsor);
    scene.world.go(&welcome);
    let sends = scene
        .deal
        .transfer_shares(MEZZANINE, &cid, &sponsor, 2_000 * SHARE);
    scene.world.go(&[sends]);
    let number = scene.proposed(Proposal::Document);
    let resolution = scene.resolution(number);
    assert_eq!(
        (resolution.asked, resolution.sponsor_counts),
        (0b111, 0b110)
    );
    assert_eq!(resolution.tallies[1].shares, 2_000 * SHARE);
    scene.opens(number);
    scene.votes(number, (MEZZANINE, &sponsor), true);
    scene.closes(number);
    let to = scene.world.person("heir");
    let role = Role::Servicer;
    let number = scene.proposed(Proposal::Role { role, to });
    let resolution = scene.resolution(number);
    assert_eq!((resolution.asked, resolution.sponsor_counts), (0b101, 0));
    scene.opens(number);
    let votes = scene.casts(number, (MEZZANINE, &sponsor), true);
    assert_eq!(scene.refused(votes), "ClassNotAsked");
    let votes = scene.casts(number, (EQUITY, &sponsor), true);
    assert_eq!(scene.refused(votes), "SponsorDisregarded");
}
