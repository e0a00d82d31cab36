//! token-acl, the program of sRFC 37: it has the freeze authority of mints in the frozen form, freezes and thaws their
//! accounts for whom the mint's configuration names, and for anyone whom the mint's gate lets.

use super::{
    cpi::{Access, Call},
    extra::Extra,
    seeds::{self, SignerSeeds},
};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;
use spl_discriminator::SplDiscriminate;

/// Its address.
pub const ID: Pubkey = pubkey!("TACLkU6CiCdkQN2MjoyDkVg2yAH9zkxiHDsiztQ52TP");

/// The tags of its instructions.
const CREATE_CONFIG: u8 = 0;
const THAW: u8 = 4;
const FREEZE: u8 = 5;
const TOGGLE_PERMISSIONLESS: u8 = 8;

/// What it asks the gate before a thaw that anyone may ask for.
#[derive(SplDiscriminate)]
#[discriminator_hash_input("efficient-allow-block-list-standard:can-thaw-permissionless")]
pub struct CanThawPermissionless;

/// What it asks the gate before a freeze that anyone may ask for.
#[derive(SplDiscriminate)]
#[discriminator_hash_input("efficient-allow-block-list-standard:can-freeze-permissionless")]
pub struct CanFreezePermissionless;

/// The remaining accounts that [`Freezing::read`] reads.
pub const FREEZING: &str = "of a class in the frozen form, token-acl's configuration of the share mint and token-acl \
    (FreezingAccountsMissing)";

/// Whether it is carrying out a thaw or freeze of a token account, that anyone may ask for, right now.
#[must_use]
#[inline(never)]
pub fn is_asking(flag: &AccountInfo<'_>, token_account: &Pubkey) -> bool {
    let is_set = || {
        let data = flag.try_borrow_data();
        data.is_ok_and(|data| *data == [1_u8])
    };
    let address = || Pubkey::find_program_address(&[seeds::FLAG, token_account.as_ref()], &ID).0;
    *flag.owner == ID && is_set() && *flag.key == address()
}

/// What is needed to freeze and thaw accounts of a mint with its authority.
#[derive(Clone, Copy)]
pub struct Freezing<'a, 'info> {
    /// Its configuration of the mint.
    pub config: &'a AccountInfo<'info>,
    /// The mint.
    pub mint: &'a AccountInfo<'info>,
    /// The tranche, which the configuration names.
    pub authority: &'a AccountInfo<'info>,
    /// Token-2022.
    pub token_program: &'a AccountInfo<'info>,
}

impl<'a, 'info> Freezing<'a, 'info> {
    /// Takes [`FREEZING`] from the remaining accounts.
    ///
    /// # Errors
    /// [`SecuritiesError::FreezingAccountsMissing`].
    pub(crate) fn read(
        extra: &mut Extra<'info>,
        [mint, authority, token_program]: [&'a AccountInfo<'info>; 3],
    ) -> Result<Self>
    where
        'info: 'a,
    {
        let [config, program] = extra.take(SecuritiesError::FreezingAccountsMissing)?;
        // token-acl finds out whether the configuration is that of the mint.
        ensure_keys_eq!(*program.key, ID, SecuritiesError::FreezingAccountsMissing);
        Ok(Self {
            config,
            mint,
            authority,
            token_program,
        })
    }

    /// Creates the configuration, which takes the freeze authority over from the tranche; from then on this program is the
    /// gate of thaws and freezes that anyone may ask for.
    ///
    /// # Errors
    /// Those of token-acl.
    #[inline(never)]
    pub fn begin(
        &self,
        payer: &AccountInfo<'info>,
        system_program: &AccountInfo<'info>,
        signer: &SignerSeeds,
    ) -> Result<()> {
        let mut data = Vec::with_capacity(33);
        data.push(CREATE_CONFIG);
        data.extend_from_slice(crate::ID.as_ref());
        let mut call = Call::new(ID, 6);
        call.lend(payer, Access::SignAndWrite)?
            .lend(self.authority, Access::Sign)?
            .lend(self.mint, Access::Write)?
            .lend(self.config, Access::Write)?
            .lend(system_program, Access::Read)?
            .lend(self.token_program, Access::Read)?;
        call.send(data, &[&signer.slices()])?;
        let mut call = Call::new(ID, 2);
        call.lend(self.authority, Access::Sign)?
            .lend(self.config, Access::Write)?;
        call.send(vec![TOGGLE_PERMISSIONLESS, 1, 1], &[&signer.slices()])
    }

    /// Thaws an account.
    ///
    /// # Errors
    /// Those of token-acl and of the token program.
    pub fn thaw(&self, account: &AccountInfo<'info>, signer: &SignerSeeds) -> Result<()> {
        self.set(THAW, account, signer)
    }

    /// Freezes an account.
    ///
    /// # Errors
    /// Those of token-acl and of the token program.
    pub fn freeze(&self, account: &AccountInfo<'info>, signer: &SignerSeeds) -> Result<()> {
        self.set(FREEZE, account, signer)
    }

    #[inline(never)]
    fn set(&self, tag: u8, account: &AccountInfo<'info>, signer: &SignerSeeds) -> Result<()> {
        let mut call = Call::new(ID, 5);
        call.lend(self.authority, Access::Sign)?
            .lend(self.mint, Access::Read)?
            .lend(account, Access::Write)?
            .lend(self.config, Access::Read)?
            .lend(self.token_program, Access::Read)?;
        call.send(vec![tag], &[&signer.slices()])
    }
}
