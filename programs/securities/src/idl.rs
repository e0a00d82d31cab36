//! Accounts for the IDL that no instruction takes by their type, since it creates them or finds out whether they are there.

use crate::{tranche::person::Person, winding::remains::ClosedSecurity};
use anchor_lang::prelude::*;

/// Those accounts.
#[derive(Accounts)]
pub struct UntypedAccounts<'info> {
    /// A person's.
    pub person: AccountLoader<'info, Person>,
    /// That of a closed security.
    pub closed: AccountLoader<'info, ClosedSecurity>,
}
