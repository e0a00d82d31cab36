//! Calls of other programs, at less than they cost through the libraries: the accounts of a call are written once, in the
//! order in which they are lent, where the libraries build the same list three times and compare every account with every
//! other.

use anchor_lang::{
    prelude::*,
    solana_program::{instruction::Instruction, program::invoke_signed_unchecked},
};

/// What a call does with an account that it is lent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reads it.
    Read,
    /// Changes it.
    Write,
    /// Reads it, by its signature.
    Sign,
    /// Changes it, by its signature.
    SignAndWrite,
}

impl Access {
    const fn signs(self) -> bool {
        matches!(self, Self::Sign | Self::SignAndWrite)
    }

    const fn writes(self) -> bool {
        matches!(self, Self::Write | Self::SignAndWrite)
    }
}

/// A call of another program that is being put together.
pub struct Call<'info> {
    program: Pubkey,
    metas: Vec<AccountMeta>,
    lent: Vec<AccountInfo<'info>>,
}

impl<'info> Call<'info> {
    /// A call of a program with room for `accounts` accounts.
    #[must_use]
    pub fn new(program: Pubkey, accounts: usize) -> Self {
        Self::naming(program, accounts, accounts)
    }

    /// A call that names accounts more than once: with room for so many names, and for so many accounts.
    pub(super) fn naming(program: Pubkey, named: usize, lent: usize) -> Self {
        Self {
            program,
            metas: Vec::with_capacity(named),
            lent: Vec::with_capacity(lent),
        }
    }

    /// Lends an account, as the program's next.
    ///
    /// # Errors
    /// `AccountBorrowFailed` when its bytes are borrowed, which the other program may then not read or write.
    pub fn lend(&mut self, account: &AccountInfo<'info>, access: Access) -> Result<&mut Self> {
        self.name(account, access);
        self.allow(account, access)
    }

    /// Names an account, as the program's next, that was or will be lent by [`Self::allow`] for as much at least: what is
    /// lent to be read and named to be written could change under a borrow.
    pub(super) fn name(&mut self, account: &AccountInfo<'info>, access: Access) {
        self.metas.push(AccountMeta {
            pubkey: *account.key,
            is_signer: access.signs(),
            is_writable: access.writes(),
        });
    }

    /// Lends an account that the call names once or more.
    ///
    /// # Errors
    /// As [`Self::lend`].
    pub(super) fn allow(
        &mut self,
        account: &AccountInfo<'info>,
        access: Access,
    ) -> Result<&mut Self> {
        if access.writes() {
            drop(account.try_borrow_mut_lamports()?);
            drop(account.try_borrow_mut_data()?);
        } else {
            drop(account.try_borrow_data()?);
        }
        self.lent.push(account.clone());
        Ok(self)
    }

    /// Calls, with what signs for addresses of this program.
    ///
    /// # Errors
    /// The called program's.
    #[inline(never)]
    pub fn send(self, data: Vec<u8>, signer: &[&[&[u8]]]) -> Result<()> {
        let call = Instruction {
            program_id: self.program,
            accounts: self.metas,
            data,
        };
        // Unchecked: that no account is borrowed was asked when it was lent, and nothing has been borrowed since.
        invoke_signed_unchecked(&call, &self.lent, signer)?;
        // The heap of a call is never freed: to count references down costs units, and changes nothing.
        core::mem::forget(self.lent);
        Ok(())
    }
}
