//! Accounts of the Solana Attestation Service, as its program writes them. A **schema** belongs to an issuer's credential there, and
//! an **attestation** states values by a schema: here the owner's category, its country and, where the schema has it, its person.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// The service's program.
pub const SERVICE: Pubkey = pubkey!("22zoJMtdu4tQc2PzL74ZUT7FrwgB1Udec8DdW4yw4BdG");
/// Seed of an attestation's address, before the issuer's credential, the schema and the nonce.
const ATTESTATION: &[u8] = b"attestation";

/// The first byte of a schema, and of an attestation.
const IS_SCHEMA: u8 = 1;
const IS_ATTESTATION: u8 = 2;
/// The types of a schema's values, by the service's numbers: a `u8`, a `u16`, and a `Vec<u8>`.
const WITHOUT_PERSON: [u8; 2] = [0, 1];
const WITH_PERSON: [u8; 3] = [0, 1, 13];

/// What a schema says: whose it is, and whether its attestations state a person.
pub struct Schema {
    /// The issuer's credential with the service.
    pub credential: Pubkey,
    /// Whether attestations state a person, after category and country.
    pub has_person: bool,
}

/// What an attestation states of its owner.
pub struct Attested {
    /// The category of investors.
    pub category: u8,
    /// The country, ISO 3166-1 numeric; 0: not stated.
    pub jurisdiction: u16,
    /// The person; the default address: the owner itself.
    pub person: Pubkey,
    /// When it expires, in Unix seconds; the largest time: never.
    pub expires_at: i64,
}

impl Schema {
    /// Reads a schema.
    ///
    /// # Errors
    /// [`SecuritiesError::BadSchema`] for another account, and for a schema of other values.
    pub(super) fn read(account: &AccountInfo<'_>) -> Result<Self> {
        ensure_keys_eq!(*account.owner, SERVICE, SecuritiesError::BadSchema);
        let data = account.try_borrow_data()?;
        Self::of(&data).ok_or_else(|| SecuritiesError::BadSchema.into())
    }

    fn of(data: &[u8]) -> Option<Self> {
        let mut rest = Rest(data);
        let [kind] = rest.take()?;
        let credential = Pubkey::new_from_array(rest.take()?);
        let _name = rest.take_list()?;
        let _description = rest.take_list()?;
        let layout = rest.take_list()?;
        let has_person = layout == WITH_PERSON;
        (kind == IS_SCHEMA && (has_person || layout == WITHOUT_PERSON)).then_some(Self {
            credential,
            has_person,
        })
    }

    /// The only address at which a schema's attestation of an owner can be.
    pub(super) fn attestation(&self, schema: &Pubkey, owner: &Pubkey) -> Pubkey {
        let seeds = [
            ATTESTATION,
            self.credential.as_ref(),
            schema.as_ref(),
            owner.as_ref(),
        ];
        Pubkey::find_program_address(&seeds, &SERVICE).0
    }

    /// Reads a schema's attestation of an owner; nothing where it was closed, or never issued.
    ///
    /// # Errors
    /// [`SecuritiesError::BadAttestation`] for values that are not those of the schema.
    pub(super) fn attested(
        &self,
        account: &AccountInfo<'_>,
        (schema, owner): (&Pubkey, &Pubkey),
    ) -> Result<Option<Attested>> {
        if *account.owner != SERVICE {
            return Ok(None);
        }
        let data = account.try_borrow_data()?;
        let attested = self.attested_of(&data, schema, owner);
        Ok(Some(attested.ok_or(SecuritiesError::BadAttestation)?))
    }

    fn attested_of(&self, data: &[u8], schema: &Pubkey, owner: &Pubkey) -> Option<Attested> {
        let mut rest = Rest(data);
        let [kind] = rest.take()?;
        let [nonce, credential, of] = [
            Pubkey::new_from_array(rest.take()?),
            Pubkey::new_from_array(rest.take()?),
            Pubkey::new_from_array(rest.take()?),
        ];
        let values = rest.take_list()?;
        let _signer: [u8; 32] = rest.take()?;
        let expires_at = i64::from_le_bytes(rest.take()?);
        let is_meant = kind == IS_ATTESTATION
            && nonce == *owner
            && credential == self.credential
            && of == *schema;
        let mut values = Rest(values);
        let [category] = values.take()?;
        let jurisdiction = u16::from_le_bytes(values.take()?);
        let person = if self.has_person {
            Pubkey::try_from(values.take_list()?).ok()?
        } else {
            Pubkey::default()
        };
        (is_meant && values.0.is_empty()).then_some(Attested {
            category,
            jurisdiction,
            person,
            expires_at: if expires_at == 0 {
                i64::MAX
            } else {
                expires_at
            },
        })
    }
}

/// Bytes that are still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    /// A list of bytes, after their number.
    fn take_list(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(u32::from_le_bytes(self.take()?)).ok()?;
        let (list, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(list)
    }
}
