//! Rules of transfers that no resolution gives a class.

use super::{SENIOR, Scene};
use securities::{
    resolution::{proposal::Proposal, state::Proposer},
    security::state::Security,
    tranche::{rules::TransferRulesTerms, state::Tranche},
};
use securities_tests::{lite::Lite, read};

/// One program has as many addresses as it likes, each of which would be a person: no vote gives such a class limits.
#[test]
fn limits_of_holders_are_not_proposed_where_protocols_register() {
    let mut scene = Scene::<Lite>::new();
    let (sponsor, tranche) = (scene.deal.sponsor, scene.deal.class(SENIOR).tranche);
    // As a class that requires a credential, of a security that then lets protocols register.
    read::edit::<Tranche>(&mut scene.world.engine, &tranche, |tranche| {
        tranche.restricted = 1;
    });
    let limits = [(5, 0), (0, 5), (5, 5)].map(|(max_holders, max_shares)| {
        let rules = TransferRulesTerms {
            max_holders,
            max_shares,
            ..TransferRulesTerms::default()
        };
        Proposal::TransferRules {
            rank: SENIOR,
            rules,
        }
    });
    let proposes = limits.map(|limits| scene.proposes(Proposer::Sponsor, &sponsor, limits));
    read::edit::<Security>(&mut scene.world.engine, &scene.deal.security, |security| {
        security.protocol_days = 7;
    });
    for call in proposes.clone() {
        assert_eq!(scene.refused(call), "ProtocolsNotLimited");
    }
    read::edit::<Security>(&mut scene.world.engine, &scene.deal.security, |security| {
        security.protocol_days = 0;
    });
    scene.world.go(&proposes[..1]);
}
