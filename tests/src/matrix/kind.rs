//! What an account is, and which addresses it holds.

use super::idl::Idl;
use crate::{engine::Account, token};
use anchor_lang::{prelude::Pubkey, solana_program::system_program};

/// What an account is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// There is none.
    Nobody,
    /// Lamports and nothing more.
    Wallet,
    /// A program.
    Program,
    /// One of the program's, by its name in the interface.
    Record(String),
    /// One of the program's that nothing was written to.
    Blank,
    /// A token account of either token program.
    TokenAccount,
    /// A mint of either token program.
    Mint,
    /// Another program's.
    Foreign,
}

/// Programs that instructions name.
pub const PROGRAMS: [Pubkey; 5] = [
    token::CLASSIC,
    token::TOKEN_2022,
    system_program::ID,
    securities::ID,
    securities::chain::token_acl::ID,
];

impl Kind {
    /// What an account is.
    #[must_use]
    pub fn of(idl: &Idl, address: &Pubkey, account: Option<&Account>) -> Self {
        if PROGRAMS.contains(address) {
            return Self::Program;
        }
        let Some(Account { data, owner, .. }) = account else {
            return Self::Nobody;
        };
        let is_token = [token::CLASSIC, token::TOKEN_2022].contains(owner);
        match data.len() {
            0 if *owner == system_program::ID => Self::Wallet,
            82 if is_token => Self::Mint,
            165 if is_token => Self::TokenAccount,
            166.. if is_token && data[165] == 1 => Self::Mint,
            166.. if is_token && data[165] == 2 => Self::TokenAccount,
            _ if *owner == securities::ID => idl
                .records
                .iter()
                .find(|record| data.starts_with(&record.discriminator))
                .map_or(Self::Blank, |record| Self::Record(record.name.clone())),
            _ => Self::Foreign,
        }
    }

    /// The addresses that an account of this kind holds: path and offset.
    #[must_use]
    pub fn addresses(&self, idl: &Idl) -> Vec<(String, usize)> {
        let known = |all: &[(&str, usize)]| {
            let owned = |(path, at): &(&str, usize)| ((*path).to_owned(), *at);
            all.iter().map(owned).collect()
        };
        match self {
            Self::Record(name) => {
                let mut records = idl.records.iter();
                records
                    .find(|record| record.name == *name)
                    .map(|record| record.addresses.clone())
                    .unwrap_or_default()
            }
            Self::TokenAccount => known(&[("TokenAccount.mint", 0), ("TokenAccount.owner", 32)]),
            Self::Mint => known(&[("Mint.authority", 4)]),
            Self::Nobody | Self::Wallet | Self::Program | Self::Blank | Self::Foreign => Vec::new(),
        }
    }

    /// Whether its bytes say something.
    #[must_use]
    pub const fn has_state(&self) -> bool {
        matches!(
            self,
            Self::Record(_) | Self::Blank | Self::TokenAccount | Self::Mint | Self::Foreign
        )
    }
}
