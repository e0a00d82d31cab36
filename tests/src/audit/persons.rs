//! Persons that have an allotment, and what they are allotted.

use super::Accounts;
use crate::{address, read::all};
use anchor_lang::prelude::Pubkey;
use securities::tranche::{holder::Holder, person::Person, state::Tranche};
use std::collections::BTreeMap;

/// A person's account says what its records are allotted together, and there is one for each person that has any.
pub(super) fn check(accounts: &Accounts, address: &Pubkey, tranche: &Tranche) {
    let mut allotted = BTreeMap::<Pubkey, (u32, u128)>::new();
    for (_, holder) in all::<Holder>(accounts) {
        if holder.tranche == *address && holder.allotted > 0 {
            let (records, shares) = allotted.entry(holder.person).or_default();
            *records += 1;
            *shares += u128::from(holder.allotted);
        }
    }
    let rules = &tranche.rules;
    let persons: BTreeMap<_, _> = all::<Person>(accounts)
        .into_iter()
        .filter(|(_, person)| person.tranche == *address)
        .collect();
    assert_eq!(
        (persons.len(), rules.persons as usize),
        (allotted.len(), allotted.len()),
        "each person with an allotment is counted once"
    );
    for (at, person) in &persons {
        assert_eq!(*at, address::person(address, &person.person), "its address");
        let counted = (person.records, person.allotted.get());
        assert_eq!(allotted[&person.person], counted, "the person's allotment");
        assert!(
            rules.max_shares == 0 || counted.1 <= u128::from(rules.max_shares),
            "nobody is allotted more than a person may have"
        );
    }
    assert!(
        rules.max_holders == 0 || rules.persons <= rules.max_holders,
        "no more persons have an allotment than the class has room for"
    );
}
