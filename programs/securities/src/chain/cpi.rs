//! Calls to other programs, at a lower cost than through the libraries. A call's accounts are written once, in the
//! order in which they are passed; the libraries build the same list three times and compare every account with every
//! other.

use anchor_lang::{
    prelude::*,
    solana_program::{instruction::Instruction, program::invoke_signed_unchecked},
};

/// How a call uses an account that is passed to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reads it.
    Read,
    /// Changes it.
    Write,
    /// Reads it, with its signature.
    Sign,
    /// Changes it, with its signature.
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

/// A call to another program, under construction.
pub struct Call<'info> {
    program: Pubkey,
    metas: Vec<AccountMeta>,
    lent: Vec<AccountInfo<'info>>,
}

impl<'info> Call<'info> {
    /// A call to a program, with capacity for `accounts` accounts.
    #[must_use]
    pub fn new(program: Pubkey, accounts: usize) -> Self {
        Self::naming(program, accounts, accounts)
    }

    /// A call that names accounts more than once, with capacity for `named` names and `lent` accounts.
    pub(super) fn naming(program: Pubkey, named: usize, lent: usize) -> Self {
        Self {
            program,
            metas: Vec::with_capacity(named),
            lent: Vec::with_capacity(lent),
        }
    }

    /// Passes an account, as the next one of the called program.
    ///
    /// # Errors
    /// `AccountBorrowFailed` when the account's data is borrowed in a way that keeps the called program from using it.
    pub fn lend(&mut self, account: &AccountInfo<'info>, access: Access) -> Result<&mut Self> {
        self.name(account, access);
        self.allow(account, access)
    }

    /// Names an account, as the next one of the called program. [`Self::allow`] must pass the account too, with at
    /// least this access: an account passed as read-only but named as writable could change while its data is borrowed.
    pub(super) fn name(&mut self, account: &AccountInfo<'info>, access: Access) {
        self.metas.push(AccountMeta {
            pubkey: *account.key,
            is_signer: access.signs(),
            is_writable: access.writes(),
        });
    }

    /// Passes an account that the call names once or more.
    ///
    /// # Errors
    /// See [`Self::lend`].
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

    /// Makes the call, with the seeds of the program's addresses that sign.
    ///
    /// # Errors
    /// Those of the called program.
    #[inline(never)]
    pub fn send(self, data: Vec<u8>, signer: &[&[&[u8]]]) -> Result<()> {
        let call = Instruction {
            program_id: self.program,
            accounts: self.metas,
            data,
        };
        // Unchecked: each account was tested for borrows when it was passed, and nothing has been borrowed since.
        invoke_signed_unchecked(&call, &self.lent, signer)?;
        // The heap of a call is never freed: decrementing reference counts costs compute units and changes nothing.
        core::mem::forget(self.lent);
        Ok(())
    }
}
