//! What the programs here use of `spl-token`, for both token programs: accounts and mints with or without extensions, and
//! calls that accept either program's address.
pub use solana_program;
pub use spl_token_2022::instruction;

solana_program::declare_id!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

/// Accounts and mints.
pub mod state {
    use solana_program::program_error::ProgramError;
    use spl_token_2022::{extension::StateWithExtensions, state};
    use std::ops::Deref;

    /// A token account of either program.
    pub struct Account(state::Account);

    /// A mint of either program.
    pub struct Mint(state::Mint);

    impl Account {
        /// Reads it, whatever extensions follow.
        pub fn unpack(data: &[u8]) -> Result<Self, ProgramError> {
            StateWithExtensions::<state::Account>::unpack(data).map(|read| Self(read.base))
        }
    }

    impl Mint {
        /// Reads it, whatever extensions follow.
        pub fn unpack(data: &[u8]) -> Result<Self, ProgramError> {
            StateWithExtensions::<state::Mint>::unpack(data).map(|read| Self(read.base))
        }
    }

    impl Deref for Account {
        type Target = state::Account;

        fn deref(&self) -> &state::Account {
            &self.0
        }
    }

    impl Deref for Mint {
        type Target = state::Mint;

        fn deref(&self) -> &state::Mint {
            &self.0
        }
    }
}
