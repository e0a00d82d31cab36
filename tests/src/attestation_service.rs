//! Accounts of the Solana Attestation Service, written as its program writes them, which is not on the chain of tests.

use crate::{
    engine::{Account, Engine},
    world::World,
};
use anchor_lang::{prelude::Pubkey, solana_program::system_program};
use securities::credential::attestation::SERVICE;

/// Who issues attestations by a schema.
#[derive(Clone, Copy)]
pub struct Issuer {
    /// Its credential with the service.
    pub credential: Pubkey,
    /// Its schema.
    pub schema: Pubkey,
}

impl Issuer {
    /// The issuer of a name.
    #[must_use]
    pub fn plan(name: &str) -> Self {
        let derive = |seeds: &[&[u8]]| Pubkey::find_program_address(seeds, &SERVICE).0;
        let credential = derive(&[b"credential", name.as_bytes()]);
        Self {
            credential,
            schema: derive(&[b"schema", credential.as_ref(), name.as_bytes(), &[1]]),
        }
    }

    /// Writes its schema, of values of some types.
    pub fn publish<E: Engine>(&self, world: &mut World<E>, layout: &[u8]) {
        let data = self.schema_of(layout);
        write(world, &self.schema, data);
    }

    /// The bytes of its schema.
    #[must_use]
    pub fn schema_of(&self, layout: &[u8]) -> Vec<u8> {
        let mut data = vec![1];
        data.extend(self.credential.as_ref());
        for text in [b"investor".as_slice(), b"who may hold", layout, b"names"] {
            data.extend(list(text));
        }
        data.extend([0, 1]);
        data
    }

    /// The address of its attestation of an owner.
    #[must_use]
    pub fn attestation(&self, owner: &Pubkey) -> Pubkey {
        let seeds = [
            b"attestation",
            self.credential.as_ref(),
            self.schema.as_ref(),
            owner.as_ref(),
        ];
        Pubkey::find_program_address(&seeds, &SERVICE).0
    }

    /// Attests values of an owner, until a time; 0: for ever.
    pub fn attest<E: Engine>(
        &self,
        world: &mut World<E>,
        owner: &Pubkey,
        values: &[u8],
        expiry: i64,
    ) {
        let data = self.attestation_of(owner, values, expiry);
        write(world, &self.attestation(owner), data);
    }

    /// The bytes of an attestation.
    #[must_use]
    pub fn attestation_of(&self, owner: &Pubkey, values: &[u8], expiry: i64) -> Vec<u8> {
        let mut data = vec![2];
        for address in [owner, &self.credential, &self.schema] {
            data.extend(address.as_ref());
        }
        data.extend(list(values));
        data.extend([7; 32]);
        data.extend(expiry.to_le_bytes());
        data.extend([0; 32]);
        data
    }

    /// Closes its attestation of an owner.
    pub fn close<E: Engine>(&self, world: &mut World<E>, owner: &Pubkey) {
        let nothing = Account {
            lamports: 0,
            data: Vec::new(),
            owner: system_program::ID,
        };
        world.engine.set_account(&self.attestation(owner), nothing);
    }
}

/// Writes an account of the service.
pub fn write<E: Engine>(world: &mut World<E>, address: &Pubkey, data: Vec<u8>) {
    let account = Account {
        lamports: 1_000_000_000,
        data,
        owner: SERVICE,
    };
    world.engine.set_account(address, account);
}

fn list(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("short");
    [&length.to_le_bytes(), bytes].concat()
}
