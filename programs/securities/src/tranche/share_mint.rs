//! The share mint: a Token-2022 mint with metadata, and with this program as its transfer hook. Nobody can change the
//! hook, and it needs no account that the caller chooses. The mint of a wrapper's units has the metadata alone, or is one of
//! SPL Token, which has none.

use super::marked_mint;
use crate::{
    chain::{
        cpi::{Access, Call},
        create,
        seeds::{self, SignerSeeds},
        token,
    },
    errors::SecuritiesError,
    security::measures::Measures,
};
use anchor_lang::{
    prelude::*,
    solana_program::{program_error::ProgramError, program_pack::Pack},
};
use anchor_spl::{
    associated_token::get_associated_token_address_with_program_id,
    token_2022::{
        self,
        spl_token_2022::{extension::ExtensionType, state::Mint},
    },
    token_interface::{
        self, InitializeMint2, MetadataPointerInitialize, TokenMetadataInitialize,
        TransferHookInitialize,
    },
};
use spl_tlv_account_resolution::{
    account::ExtraAccountMeta, seeds::Seed, state::ExtraAccountMetaList,
};
use spl_transfer_hook_interface::instruction::ExecuteInstruction;

/// Accounts that the hook needs beyond those of the interface: the tranche, and the holders at both ends.
const HOOK_ACCOUNTS: usize = 3;
/// Index of the first of them: after source, mint, destination, authority and the list itself.
const TRANCHE_INDEX: u8 = 5;
/// Offset of the owner in a token account.
const OWNER_OFFSET: u8 = 32;
/// The tags of `MintTo` and `Burn`, the same in both token programs.
const MINT_TO: u8 = 7;
const BURN: u8 = 8;
/// Longest name, symbol and address of a share mint, in bytes.
const MAX_NAME: usize = 32;
const MAX_SYMBOL: usize = 10;
const MAX_URI: usize = 128;

/// Size of the mint before its metadata, in bytes.
///
/// # Errors
/// Never for these extensions.
pub fn mint_space(measures: &Measures) -> Result<usize> {
    marked_mint::space(ExtensionType::TransferHook, measures)
}

/// Size of a mint of units of a token program, before its metadata, in bytes.
///
/// # Errors
/// Never for this extension.
pub fn unit_mint_space(token_program: &Pubkey) -> Result<usize> {
    if *token_program == token::CLASSIC {
        return Ok(Mint::LEN);
    }
    ExtensionType::try_calculate_account_len::<Mint>(&[ExtensionType::MetadataPointer])
        .map_err(Into::into)
}

/// Size of the list of hook accounts, in bytes.
///
/// # Errors
/// Never for this count.
pub fn hook_accounts_space() -> Result<usize> {
    ExtraAccountMetaList::size_of(HOOK_ACCOUNTS).map_err(Into::into)
}

/// The name of a share mint, or of the mint of its wrapper's units.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct ShareName {
    /// Name; at most 32 bytes.
    pub name: String,
    /// Symbol; at most 10 bytes.
    pub symbol: String,
    /// Address of its metadata document; at most 128 bytes.
    pub uri: String,
}

impl ShareName {
    fn check(&self) -> Result<()> {
        ensure!(
            self.name.len() <= MAX_NAME
                && self.symbol.len() <= MAX_SYMBOL
                && self.uri.len() <= MAX_URI,
            SecuritiesError::TextTooLong
        );
        Ok(())
    }

    /// Size of its metadata on the mint: type and length, two keys, three texts with their lengths, and an empty list
    /// of further fields.
    fn space(&self) -> usize {
        [
            4,
            64,
            12,
            4,
            self.name.len(),
            self.symbol.len(),
            self.uri.len(),
        ]
        .iter()
        .fold(0, |sum: usize, part| sum.saturating_add(*part))
    }
}

/// The accounts for making a share mint.
pub struct ShareMint<'a, 'info> {
    /// Pays the rent of the metadata.
    pub payer: &'a AccountInfo<'info>,
    /// The mint: created, owned by the token program, empty.
    pub mint: &'a AccountInfo<'info>,
    /// The tranche, or for units the wrapper: the authority for minting, metadata and, of shares, freezing.
    pub authority: &'a AccountInfo<'info>,
    /// Token-2022; of units, the program of their choice.
    pub token_program: &'a AccountInfo<'info>,
    /// The security, which is the permanent delegate of shares that measures move.
    pub security: &'a Pubkey,
    /// What measures its shares are subject to; units are to none.
    pub measures: Measures,
}

impl ShareMint<'_, '_> {
    /// Initialises the mint with the transfer hook, and its metadata.
    ///
    /// # Errors
    /// [`SecuritiesError::TextTooLong`]; those of the token program.
    pub fn initialise(self, decimals: u8, name: ShareName, signer: &[&[&[u8]]]) -> Result<()> {
        token_interface::transfer_hook_initialize(
            CpiContext::new(
                *self.token_program.key,
                TransferHookInitialize {
                    token_program_id: self.token_program.clone(),
                    mint: self.mint.clone(),
                },
            ),
            None,
            Some(crate::ID),
        )?;
        self.delegate()?;
        let freezes = Some(self.authority.key);
        self.describe((decimals, freezes), name, signer)
    }

    /// Initialises a mint of units without a hook and anybody who freezes: of Token-2022 with a name and nothing else, or
    /// of SPL Token, whose mints have none.
    ///
    /// # Errors
    /// [`SecuritiesError::BadUnitName`], [`SecuritiesError::TextTooLong`]; those of the token program.
    pub fn initialise_units(
        self,
        decimals: u8,
        name: Option<ShareName>,
        signer: &[&[&[u8]]],
    ) -> Result<()> {
        match (*self.token_program.key == token::CLASSIC, name) {
            (true, None) => self.begin(decimals, None),
            (false, Some(name)) => self.describe((decimals, None), name, signer),
            _ => Err(SecuritiesError::BadUnitName.into()),
        }
    }

    /// Makes it a mint.
    fn begin(&self, decimals: u8, freezes: Option<&Pubkey>) -> Result<()> {
        token_interface::initialize_mint2(
            CpiContext::new(
                *self.token_program.key,
                InitializeMint2 {
                    mint: self.mint.clone(),
                },
            ),
            decimals,
            self.authority.key,
            freezes,
        )
    }

    pub(super) fn describe(
        self,
        (decimals, freezes): (u8, Option<&Pubkey>),
        name: ShareName,
        signer: &[&[&[u8]]],
    ) -> Result<()> {
        name.check()?;
        token_interface::metadata_pointer_initialize(
            CpiContext::new(
                *self.token_program.key,
                MetadataPointerInitialize {
                    token_program_id: self.token_program.clone(),
                    mint: self.mint.clone(),
                },
            ),
            None,
            Some(*self.mint.key),
        )?;
        self.begin(decimals, freezes)?;
        self.write_name(name, signer)?;
        let ends = (self.mint, self.authority);
        marked_mint::write_field(self.token_program.key, ends, &self.measures, signer)
    }

    /// Makes the security the permanent delegate, where measures move shares.
    pub(super) fn delegate(&self) -> Result<()> {
        let own = (self.security, &self.measures);
        marked_mint::delegate(self.token_program, self.mint, own)
    }

    fn write_name(&self, name: ShareName, signer: &[&[&[u8]]]) -> Result<()> {
        let space = [name.space(), marked_mint::field_space(&self.measures)]
            .iter()
            .fold(self.mint.data_len(), |sum, part| sum.saturating_add(*part));
        let rent = Rent::get()?
            .minimum_balance(space)
            .saturating_sub(self.mint.lamports());
        create::transfer(self.payer, self.mint, rent)?;
        token_interface::token_metadata_initialize(
            CpiContext::new_with_signer(
                *self.token_program.key,
                TokenMetadataInitialize {
                    program_id: self.token_program.clone(),
                    mint: self.mint.clone(),
                    metadata: self.mint.clone(),
                    mint_authority: self.authority.clone(),
                    update_authority: self.authority.clone(),
                },
                signer,
            ),
            name.name,
            name.symbol,
            name.uri,
        )
    }
}

/// Writes the list of accounts that a transfer passes to the hook: the tranche, and the holder of each end's owner,
/// which the token program derives from the token accounts themselves.
///
/// # Errors
/// Never for accounts of [`hook_accounts_space`].
pub fn write_hook_accounts(list: &AccountInfo<'_>, tranche: &Pubkey) -> Result<()> {
    let holder = |token_account: u8| {
        ExtraAccountMeta::new_with_seeds(
            &[
                Seed::Literal {
                    bytes: seeds::HOLDER.to_vec(),
                },
                Seed::AccountKey {
                    index: TRANCHE_INDEX,
                },
                Seed::AccountData {
                    account_index: token_account,
                    data_index: OWNER_OFFSET,
                    length: 32,
                },
            ],
            false,
            true,
        )
    };
    let metas: [ExtraAccountMeta; HOOK_ACCOUNTS] = [
        ExtraAccountMeta::new_with_pubkey(tranche, false, false)?,
        holder(0)?,
        holder(2)?,
    ];
    ExtraAccountMetaList::init::<ExecuteInstruction>(&mut list.try_borrow_mut_data()?, &metas)
        .map_err(|error: ProgramError| error.into())
}

/// Minting of shares, warrants or units.
pub struct Minting<'a, 'info> {
    /// The token program of the mint.
    pub token_program: &'a Pubkey,
    /// The mint.
    pub mint: &'a AccountInfo<'info>,
    /// The token account for it that receives them: of shares and warrants, the owner's associated one.
    pub to: &'a AccountInfo<'info>,
    /// The tranche, the warrant series or the wrapper, which is the mint's authority.
    pub authority: &'a AccountInfo<'info>,
}

impl Minting<'_, '_> {
    /// Refuses any account except an owner's associated one.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongShareAccount`].
    pub fn require_owner(&self, owner: &Pubkey) -> Result<()> {
        let associated =
            get_associated_token_address_with_program_id(owner, self.mint.key, &token_2022::ID);
        ensure_keys_eq!(*self.to.key, associated, SecuritiesError::WrongShareAccount);
        Ok(())
    }

    /// Mints. No hook runs: the caller has updated the holder of the shares.
    ///
    /// # Errors
    /// Those of the token program.
    pub fn mint(&self, amount: u64, signer: &SignerSeeds) -> Result<()> {
        let data = data_of(MINT_TO, amount);
        let mut call = Call::new(*self.token_program, 3);
        call.lend(self.mint, Access::Write)?
            .lend(self.to, Access::Write)?
            .lend(self.authority, Access::Sign)?;
        call.send(data, &[&signer.slices()])
    }
}

/// Burning of shares or units, which calls no hook.
pub struct Burning<'a, 'info> {
    /// The token account that they leave.
    pub from: &'a AccountInfo<'info>,
    /// The token program of the mint.
    pub token_program: &'a Pubkey,
    /// The mint.
    pub mint: &'a AccountInfo<'info>,
    /// The account's owner or delegate, or the mint's permanent delegate, which signs.
    pub authority: &'a AccountInfo<'info>,
}

impl Burning<'_, '_> {
    /// Refuses a token account of another owner than the one that signs: a delegate would burn what belongs to another
    /// record.
    ///
    /// # Errors
    /// [`SecuritiesError::SharesOfAnother`].
    pub fn require_owned(&self) -> Result<()> {
        ensure!(
            token::owner_of(self.from, &token_2022::ID, self.mint.key) == Some(*self.authority.key),
            SecuritiesError::SharesOfAnother
        );
        Ok(())
    }

    /// Burns.
    ///
    /// # Errors
    /// Those of the token program.
    pub fn burn(&self, amount: u64) -> Result<()> {
        self.burn_with(amount, &[])
    }

    /// Burns with the signature of the mint's permanent delegate, an address of the program.
    ///
    /// # Errors
    /// Those of the token program.
    pub fn burn_as(&self, amount: u64, signer: &SignerSeeds) -> Result<()> {
        self.burn_with(amount, &[&signer.slices()])
    }

    #[inline(never)]
    fn burn_with(&self, amount: u64, signer: &[&[&[u8]]]) -> Result<()> {
        let data = data_of(BURN, amount);
        let mut call = Call::new(*self.token_program, 3);
        call.lend(self.from, Access::Write)?
            .lend(self.mint, Access::Write)?
            .lend(self.authority, Access::Sign)?;
        call.send(data, signer)
    }
}

fn data_of(tag: u8, amount: u64) -> Vec<u8> {
    let mut data = Vec::with_capacity(9);
    data.push(tag);
    data.extend_from_slice(&amount.to_le_bytes());
    data
}
