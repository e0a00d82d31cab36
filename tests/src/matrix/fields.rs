//! Fields of accounts that agree with something in the call, each with nothing instead: all else is as it should be, so
//! that no other check hides the one that is meant.

use super::mutants::{Call, Mutant, Place, nobody};
use crate::engine::Account;
use anchor_lang::prelude::Pubkey;

impl Call<'_> {
    /// Each field of the account that agrees with something in the call, and then with nothing.
    pub(super) fn fields(&self, at: usize, place: &Place, out: &mut Vec<Mutant>) {
        let Some(account) = &place.account else {
            return;
        };
        if self.places[..at]
            .iter()
            .any(|other| other.meta.pubkey == place.meta.pubkey)
        {
            return;
        }
        for (path, offset) in place.kind.addresses(self.idl) {
            let value = address_at(&account.data, offset);
            if value == Pubkey::default() {
                continue;
            }
            let equals = self.equals(place, &value);
            if equals.is_empty() {
                continue;
            }
            let mut data = account.data.clone();
            data[offset..offset + 32].copy_from_slice(nobody(0, 0xee).as_ref());
            let mut mutant = self.put(
                at,
                &format!("field {path}"),
                String::new(),
                place.meta.pubkey,
            );
            mutant.equals = equals;
            mutant.edits.push((
                place.meta.pubkey,
                Some(Account {
                    data,
                    ..account.clone()
                }),
            ));
            out.push(mutant);
        }
    }

    /// What has the value of a field: the accounts at this address or, where there is none, fields of others.
    fn equals(&self, own: &Place, value: &Pubkey) -> Vec<String> {
        let others = || {
            self.places
                .iter()
                .filter(|other| other.meta.pubkey != own.meta.pubkey)
        };
        let at_address: Vec<String> = others()
            .filter(|other| other.meta.pubkey == *value)
            .map(|other| other.named.name.clone())
            .collect();
        if !at_address.is_empty() {
            return at_address;
        }
        let mut same: Vec<String> = Vec::new();
        for other in others() {
            let data = other
                .account
                .as_ref()
                .map_or(&[][..], |account| &account.data);
            let fields = other.kind.addresses(self.idl).into_iter();
            let alike = fields.filter(|(_, offset)| address_at(data, *offset) == *value);
            same.extend(alike.map(|(path, _)| path));
        }
        same
    }
}

fn address_at(data: &[u8], offset: usize) -> Pubkey {
    data.get(offset..offset + 32)
        .and_then(|bytes| bytes.try_into().ok())
        .unwrap_or_default()
}
