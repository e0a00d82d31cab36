//! Reading accounts.

use crate::engine::{Account, Engine};
use anchor_lang::{Discriminator, prelude::Pubkey};
use bytemuck::Pod;
use securities::{cash::waterfall::tier::TierState, tranche::payout::Payout};
use std::collections::BTreeMap;

/// The accounts of one kind among those of the program.
#[must_use]
pub fn all<T: Pod + Discriminator>(accounts: &BTreeMap<Pubkey, Account>) -> Vec<(Pubkey, T)> {
    accounts
        .iter()
        .filter(|(_, account)| account.data.starts_with(T::DISCRIMINATOR))
        .map(|(address, account)| {
            let fields = &account.data[8..8 + size_of::<T>()];
            (*address, bytemuck::pod_read_unaligned(fields))
        })
        .collect()
}

/// A program account's fields.
///
/// # Panics
/// When there is no such account.
pub fn state<T: Pod + Discriminator>(engine: &mut impl Engine, address: &Pubkey) -> T {
    try_state(engine, address)
        .unwrap_or_else(|| panic!("no {} at {address}", std::any::type_name::<T>()))
}

/// Changes a program account as nothing of the program does.
///
/// # Panics
/// When there is no such account.
pub fn edit<T: Pod + Discriminator>(
    engine: &mut impl Engine,
    address: &Pubkey,
    change: impl FnOnce(&mut T),
) {
    let mut fields = state::<T>(engine, address);
    change(&mut fields);
    let mut account = engine.account(address).expect("it was read");
    account.data[8..8 + size_of::<T>()].copy_from_slice(bytemuck::bytes_of(&fields));
    engine.set_account(address, account);
}

/// A program account's fields, if there is such an account.
pub fn try_state<T: Pod + Discriminator>(engine: &mut impl Engine, address: &Pubkey) -> Option<T> {
    let account = engine.account(address)?;
    if account.owner != securities::ID || !account.data.starts_with(T::DISCRIMINATOR) {
        return None;
    }
    let fields = account.data.get(8..8 + size_of::<T>())?;
    Some(bytemuck::pod_read_unaligned(fields))
}

/// All that a class was ever credited in a mint: what its holders were paid, and what is there for them.
#[must_use]
pub const fn credited(payout: &Payout) -> u64 {
    payout.paid.saturating_add(payout.payable)
}

/// What was ever due of a fee or an expense.
#[must_use]
pub const fn all_due(tier: &TierState) -> u64 {
    tier.taken.saturating_add(tier.due)
}

/// A token account's balance; 0 when there is none.
pub fn balance(engine: &mut impl Engine, token_account: &Pubkey) -> u64 {
    let data = engine
        .account(token_account)
        .map(|account| account.data)
        .unwrap_or_default();
    number(&data, 64)
}

/// A mint's supply.
pub fn supply(engine: &mut impl Engine, mint: &Pubkey) -> u64 {
    number(&engine.account(mint).expect("the mint is there").data, 36)
}

fn number(data: &[u8], at: usize) -> u64 {
    data.get(at..at + 8).map_or(0, |bytes| {
        u64::from_le_bytes(bytes.try_into().expect("eight bytes"))
    })
}
