//! The creation of accounts, in one place for all instructions. Every account of the program has an address derived
//! from seeds. The instruction's accounts prove that address, and the system program refuses an address in use, so no
//! account is created twice.

use super::{
    cpi::{Access, Call},
    token::PlainMint,
};
use anchor_lang::{Owner, ZeroCopy, prelude::*, system_program};
use core::cell::RefMut;

/// Size of a token account for a [`PlainMint`], under either token program: no extension of such a mint requires an
/// extension on its token accounts.
const TOKEN_ACCOUNT_SPACE: usize = 165;

/// The tags of the system program's instructions.
const CREATE_ACCOUNT: u32 = 0;
const ASSIGN: u32 = 1;
const TRANSFER: u32 = 2;
const ALLOCATE: u32 = 8;
/// Size of the longest of them, `CREATE_ACCOUNT`: tag, lamports, space and owner.
const LONGEST_TERMS: usize = 4 + 8 + 8 + 32;

/// The tag of `InitializeAccount3`, in both token programs.
const INITIALIZE_ACCOUNT_3: u8 = 18;

/// An account to be created.
pub struct New<'a, 'info> {
    /// Pays the rent.
    pub payer: &'a AccountInfo<'info>,
    /// The account, at the address that the instruction's accounts derived.
    pub account: &'a AccountInfo<'info>,
}

impl<'a, 'info> New<'a, 'info> {
    /// Creates an account of this program and borrows it to be filled in: zero, except for its discriminator. `seeds`
    /// are those of its address, with the bump.
    ///
    /// # Errors
    /// Those of the system program, when the address is in use or the payer cannot pay the rent.
    pub fn record<T: ZeroCopy + Owner>(&self, seeds: &[&[u8]]) -> Result<RefMut<'a, T>> {
        let fields = self.fields(T::DISCRIMINATOR, size_of::<T>(), seeds)?;
        Ok(RefMut::map(fields, bytemuck::from_bytes_mut))
    }

    #[inline(never)]
    fn fields(
        &self,
        discriminator: &[u8],
        size: usize,
        seeds: &[&[u8]],
    ) -> Result<RefMut<'a, [u8]>> {
        let tag = discriminator.len();
        self.create(tag.saturating_add(size), &crate::ID, seeds)?;
        let data = self.account.try_borrow_mut_data()?;
        let (mut head, fields) = RefMut::map_split(data, |data| data.split_at_mut(tag));
        head.copy_from_slice(discriminator);
        Ok(fields)
    }

    /// Creates a token account.
    ///
    /// # Errors
    /// Those of [`Self::create`] and of the token program.
    #[inline(never)]
    pub fn token_account(
        &self,
        mint: &PlainMint<'_, 'info>,
        owner: &Pubkey,
        seeds: &[&[u8]],
    ) -> Result<()> {
        let program = mint.info.owner;
        self.create(TOKEN_ACCOUNT_SPACE, program, seeds)?;
        let mut data = Vec::with_capacity(33);
        data.push(INITIALIZE_ACCOUNT_3);
        data.extend_from_slice(owner.as_ref());
        let mut call = Call::new(*program, 2);
        call.lend(self.account, Access::Write)?
            .lend(mint.info, Access::Read)?;
        call.send(data, &[])
    }

    /// Creates a rent-exempt account of `space` zero bytes, owned by the program `owner`.
    ///
    /// # Errors
    /// Those of the system program, when the address is in use or the payer cannot pay the rent.
    #[inline(never)]
    pub fn create(&self, space: usize, owner: &Pubkey, seeds: &[&[u8]]) -> Result<()> {
        let rent = Rent::get()?.minimum_balance(space);
        let size = u64::try_from(space).map_err(|_| ErrorCode::ConstraintSpace)?;
        let (size, owner) = (size.to_le_bytes(), owner.as_ref());
        let there = self.account.lamports();
        let account = (self.account, Access::SignAndWrite);
        if there == 0 {
            let terms: &[&[u8]] = &[&rent.to_le_bytes(), &size, owner];
            return system(
                CREATE_ACCOUNT,
                terms,
                &[(self.payer, Access::SignAndWrite), account],
                seeds,
            );
        }
        // Lamports sent to the address in advance save the payer that amount, and block nothing.
        transfer(self.payer, self.account, rent.saturating_sub(there))?;
        system(ALLOCATE, &[&size], &[account], seeds)?;
        system(ASSIGN, &[owner], &[account], seeds)
    }
}

/// Transfers lamports from a signer.
///
/// # Errors
/// Those of the system program, when the balance is too low.
pub fn transfer<'info>(
    from: &AccountInfo<'info>,
    to: &AccountInfo<'info>,
    lamports: u64,
) -> Result<()> {
    let accounts = [(from, Access::SignAndWrite), (to, Access::Write)];
    system(TRANSFER, &[&lamports.to_le_bytes()], &accounts, &[])
}

/// Calls the system program.
#[inline(never)]
fn system(
    tag: u32,
    terms: &[&[u8]],
    accounts: &[(&AccountInfo<'_>, Access)],
    seeds: &[&[u8]],
) -> Result<()> {
    let mut data = Vec::with_capacity(LONGEST_TERMS);
    data.extend_from_slice(&tag.to_le_bytes());
    for term in terms {
        data.extend_from_slice(term);
    }
    let mut call = Call::new(system_program::ID, accounts.len());
    for (account, access) in accounts {
        call.lend(account, *access)?;
    }
    call.send(data, &[seeds])
}
