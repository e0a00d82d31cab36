//! Instructions of other programs: accounts and bytes in the order in which they read them.

use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};

/// An instruction of a program, built account by account.
pub struct Wire(Instruction);

impl Wire {
    /// An instruction without accounts; its data begins with a number.
    #[must_use]
    pub fn new(program: Pubkey, tag: u8) -> Self {
        Self(Instruction {
            program_id: program,
            accounts: Vec::new(),
            data: vec![tag],
        })
    }

    /// Accounts that it writes.
    #[must_use]
    pub fn writes<const N: usize>(self, addresses: [Pubkey; N]) -> Self {
        self.metas(addresses.map(|address| AccountMeta::new(address, false)))
    }

    /// Accounts that it reads.
    #[must_use]
    pub fn reads<const N: usize>(self, addresses: [Pubkey; N]) -> Self {
        self.metas(addresses.map(|address| AccountMeta::new_readonly(address, false)))
    }

    /// An account that signs.
    #[must_use]
    pub fn signs(self, address: Pubkey) -> Self {
        self.metas([AccountMeta::new_readonly(address, true)])
    }

    /// An account that signs and is written.
    #[must_use]
    pub fn signs_and_writes(self, address: Pubkey) -> Self {
        self.metas([AccountMeta::new(address, true)])
    }

    /// Numbers of 64 bits.
    #[must_use]
    pub fn numbers<const N: usize>(self, numbers: [u64; N]) -> Self {
        numbers
            .iter()
            .fold(self, |wire, number| wire.bytes(&number.to_le_bytes()))
    }

    /// Bytes.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.data.extend_from_slice(bytes);
        self
    }

    /// The instruction.
    #[must_use]
    pub fn done(self) -> Instruction {
        self.0
    }

    fn metas<const N: usize>(mut self, metas: [AccountMeta; N]) -> Self {
        self.0.accounts.extend(metas);
        self
    }
}
