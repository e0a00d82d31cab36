//! Attestations of the Solana Attestation Service, which anyone copies into credentials of the schema that a security names.

use crate::credentials::restricted;
use anchor_lang::prelude::Pubkey;
use securities::{credential::state::Credential, tranche::holder::Holder};
use securities_tests::{
    address,
    attestation_service::{self as service, Issuer},
    audit,
    deal::Deal,
    engine::Engine,
    ix::credential,
    lite::Lite,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

const STAKE: u64 = 2_000_000_000;
/// The types of category and country, and those with a person.
const PLAIN: &[u8] = &[0, 1];
const WITH_PERSON: &[u8] = &[0, 1, 13];
/// Category 2, Switzerland.
const VALUES: [u8; 3] = [2, 0xf4, 0x02];

struct Scene {
    world: World<Lite>,
    issuer: Issuer,
    ann: Pubkey,
}

impl Scene {
    fn new(layout: &[u8]) -> Self {
        let mut world = World::<Lite>::new(Money::Classic);
        let issuer = Issuer::plan("issuer");
        issuer.publish(&mut world, layout);
        let ann = world.investor("ann", STAKE);
        Self { world, issuer, ann }
    }

    fn attest(&mut self, values: &[u8], expiry: i64) {
        let ann = self.ann;
        self.issuer.attest(&mut self.world, &ann, values, expiry);
    }

    fn copy(&mut self) {
        let call = credential::copy_attestation(&self.world.payer, &self.issuer, &self.ann);
        self.world.go(&[call]);
    }

    fn refused(&mut self) -> String {
        let call = credential::copy_attestation(&self.world.payer, &self.issuer, &self.ann);
        self.world.refused(&[call])
    }

    fn credential(&mut self) -> Credential {
        let at = address::credential(&self.issuer.schema, &self.ann);
        read::state(&mut self.world.engine, &at)
    }
}

/// Whoever pays is a multisig's vault, too, and so is the owner.
pub(crate) fn copied<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let issuer = Issuer::plan("issuer");
    issuer.publish(&mut world, PLAIN);
    let [ann, bob] = ["ann", "bob"].map(|name| world.person(name));
    issuer.attest(&mut world, &ann, &VALUES, 0);
    world.go(&[credential::copy_attestation(&bob, &issuer, &ann)]);
    let at = address::credential(&issuer.schema, &ann);
    let found: Credential = read::state(&mut world.engine, &at);
    assert_eq!((found.subject, found.rent_payer), (ann, bob));
    world
}

#[test]
fn an_attested_owner_buys_and_receives_until_the_attestation_is_closed() {
    let mut scene = Scene::new(PLAIN);
    let (issuer, ann) = (scene.issuer, scene.ann);
    let deal: Deal = restricted(&mut scene.world, vec![issuer.schema]);
    let book = Offering::standard(&mut scene.world, &deal, 1, "line");
    let bob = scene.world.investor("bob", STAKE);
    book.deposit(&mut scene.world, &deal, &ann, STAKE);
    book.deposit(&mut scene.world, &deal, &bob, STAKE);
    let until = scene.world.engine.now() + 365 * DAY;
    for owner in [ann, bob] {
        issuer.attest(&mut scene.world, &owner, &VALUES, until);
        let copy = credential::copy_attestation(&scene.world.payer, &issuer, &owner);
        scene.world.go(&[copy]);
    }
    for (id, owner) in [(0, ann), (1, bob)] {
        let mark = deal.qualify_ticket(&book, &issuer.schema, &owner, id);
        scene.world.go(&[mark]);
    }
    book.lock(&mut scene.world, &deal);
    for id in 0..2 {
        book.settle(&mut scene.world, &deal, id);
    }
    let take = deal.qualify_holder(1, &issuer.schema, &ann);
    let send = |amount| deal.transfer_shares(1, &bob, &ann, amount);
    scene.world.go(&[take.clone(), send(5)]);
    let tranche = deal.class(1).tranche;
    let record: Holder = read::state(&mut scene.world.engine, &address::holder(&tranche, &ann));
    assert_eq!(
        (
            record.category,
            record.jurisdiction,
            record.credential_until
        ),
        (2, 756, until)
    );

    issuer.close(&mut scene.world, &ann);
    scene.world.go(&[send(7)]);
    scene.copy();
    assert_eq!(scene.credential().expires_at, 0);
    assert_eq!(scene.credential().category, 2, "what it was");
    scene.world.go(std::slice::from_ref(&take));
    assert_eq!(scene.world.refused(&[send(11)]), "NotQualified");

    // Attested again, and otherwise: by the same schema, whose word it is.
    scene.attest(&[4, 0x14, 0x01], until + DAY);
    scene.copy();
    scene.world.go(&[take, send(13)]);
    let record: Holder = read::state(&mut scene.world.engine, &address::holder(&tranche, &ann));
    assert_eq!((record.category, record.jurisdiction), (4, 276));
    audit::check(&mut scene.world);
}

#[test]
fn an_attestation_states_a_person_where_its_schema_has_one_and_may_never_expire() {
    let mut scene = Scene::new(WITH_PERSON);
    let person = [9; 32];
    let values = [VALUES.as_slice(), &32_u32.to_le_bytes(), &person].concat();
    scene.attest(&values, 0);
    scene.copy();
    let found = scene.credential();
    assert_eq!(
        (
            found.qualifier,
            found.subject,
            found.person,
            found.expires_at
        ),
        (
            scene.issuer.schema,
            scene.ann,
            Pubkey::new_from_array(person),
            i64::MAX
        )
    );
    // Once issued, it is taken over also where it has expired.
    scene.attest(&values, 1);
    scene.copy();
    assert_eq!(scene.credential().expires_at, 1);
}

#[test]
fn what_is_no_attestation_of_the_owner_by_the_schema_is_refused() {
    let mut scene = Scene::new(PLAIN);
    let (issuer, ann) = (scene.issuer, scene.ann);
    let until = scene.world.engine.now() + DAY;
    assert_eq!(scene.refused(), "AttestationMissing");
    scene.attest(&VALUES, until - DAY);
    assert_eq!(scene.refused(), "CredentialExpired");
    for values in [&VALUES[..2], &[], &[2, 0xf4, 0x02, 0]] {
        scene.attest(values, until);
        assert_eq!(scene.refused(), "BadAttestation");
    }

    // Another's, at its own address and at this one; one by another schema.
    let bob = scene.world.person("bob");
    let other = Issuer::plan("other");
    other.publish(&mut scene.world, PLAIN);
    issuer.attest(&mut scene.world, &bob, &VALUES, until);
    other.attest(&mut scene.world, &ann, &VALUES, until);
    for address in [issuer.attestation(&bob), other.attestation(&ann)] {
        let mut call = credential::copy_attestation(&scene.world.payer, &issuer, &ann);
        call.accounts[3].pubkey = address;
        assert_eq!(scene.world.refused(&[call]), "WrongAttestation");
    }
    let at = issuer.attestation(&ann);
    let bytes = [
        issuer.attestation_of(&bob, &VALUES, until),
        other.attestation_of(&ann, &VALUES, until),
        Issuer {
            credential: other.credential,
            ..issuer
        }
        .attestation_of(&ann, &VALUES, until),
        Issuer {
            schema: other.schema,
            ..issuer
        }
        .attestation_of(&ann, &VALUES, until),
    ];
    for data in bytes {
        service::write(&mut scene.world, &at, data);
        assert_eq!(scene.refused(), "BadAttestation");
    }
    // Cut anywhere before its last field, of another kind, or of more values than there are bytes.
    let whole = issuer.attestation_of(&ann, &VALUES, until);
    for length in (0..whole.len() - 32).step_by(7) {
        service::write(&mut scene.world, &at, whole[..length].to_vec());
        assert_eq!(scene.refused(), "BadAttestation", "{length}");
    }
    for (place, byte) in [(0, 1), (97, 0xff), (100, 0xff)] {
        let mut data = whole.clone();
        data[place] = byte;
        service::write(&mut scene.world, &at, data);
        assert_eq!(scene.refused(), "BadAttestation");
    }
    service::write(&mut scene.world, &at, whole);
    scene.copy();
    assert_eq!(scene.credential().expires_at, until);
}

#[test]
fn only_a_schema_of_the_service_with_category_and_country_is_read() {
    let mut scene = Scene::new(PLAIN);
    let until = scene.world.engine.now() + DAY;
    scene.attest(&VALUES, until);
    let at = scene.issuer.schema;
    for layout in [
        &[][..],
        &[0],
        &[1, 0],
        &[0, 0, 0],
        &[0, 1, 12],
        &[0, 1, 13, 0],
    ] {
        scene.issuer.publish(&mut scene.world, layout);
        assert_eq!(scene.refused(), "BadSchema");
    }
    let whole = scene.issuer.schema_of(PLAIN);
    for length in 0..60 {
        service::write(&mut scene.world, &at, whole[..length].to_vec());
        assert_eq!(scene.refused(), "BadSchema");
    }
    let mut other = whole.clone();
    other[0] = 2;
    service::write(&mut scene.world, &at, other);
    assert_eq!(scene.refused(), "BadSchema");
    // The same bytes of another program.
    let account =
        scene
            .world
            .engine
            .account(&at)
            .map(|account| securities_tests::engine::Account {
                data: whole.clone(),
                owner: securities::ID,
                ..account
            });
    scene
        .world
        .engine
        .set_account(&at, account.expect("the schema"));
    assert_eq!(scene.refused(), "BadSchema");
    // A schema that belongs to another issuer leads to other addresses.
    let other = Issuer {
        credential: Pubkey::new_from_array([5; 32]),
        ..scene.issuer
    };
    service::write(&mut scene.world, &at, other.schema_of(PLAIN));
    assert_eq!(scene.refused(), "WrongAttestation");
    service::write(&mut scene.world, &at, whole);
    scene.copy();
}

/// Nobody signs as a schema: its credentials say what it attests, and nothing else.
#[test]
fn a_schemas_credentials_are_written_by_its_attestations_alone() {
    let mut scene = Scene::new(PLAIN);
    let until = scene.world.engine.now() + DAY;
    scene.attest(&VALUES, until);
    scene.copy();
    let terms = securities::credential::state::CredentialTerms {
        category: 7,
        jurisdiction: 0,
        expires_at: i64::MAX,
        person: Pubkey::default(),
    };
    let (schema, ann) = (scene.issuer.schema, scene.ann);
    let mut issue = credential::issue(&schema, &ann, terms.clone());
    let mut change = credential::change(&schema, &ann, terms);
    for call in [&mut issue, &mut change] {
        call.accounts[0].is_signer = false;
    }
    for call in [issue, change] {
        assert_eq!(scene.world.refused(&[call]), "AccountNotSigner");
    }
    assert_eq!(scene.credential().category, 2);
}
