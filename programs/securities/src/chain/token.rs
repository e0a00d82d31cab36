//! Calls to the token programs. The program's counters change first; tokens then move accordingly.

use super::{
    cpi::{Access, Call},
    seeds::SignerSeeds,
};
use crate::errors::SecuritiesError;
use anchor_lang::{
    prelude::*,
    solana_program::{bpf_loader_upgradeable, program_pack::Pack},
};
use anchor_spl::token_2022::spl_token_2022::{
    self,
    extension::{
        BaseStateWithExtensions, ExtensionType, PodStateWithExtensions,
        immutable_owner::ImmutableOwner,
    },
    pod::{PodAccount, PodMint},
    state::Multisig,
};

/// The classic token program, SPL Token.
pub const CLASSIC: Pubkey = anchor_spl::token::ID;
/// The tags of the token programs' instructions.
const CLOSE_ACCOUNT: u8 = 9;
const TRANSFER_CHECKED: u8 = 12;
const BATCH: u8 = 255;
/// Number of accounts of a `TransferChecked`, and size of its data: tag, amount and decimals.
const TRANSFER_CHECKED_ACCOUNTS: u8 = 4;
const TRANSFER_CHECKED_BYTES: u8 = 10;

/// One transfer: the accounts of a token program's `TransferChecked`.
pub struct Transfer<'a, 'info> {
    /// The token program that owns the mint.
    pub token_program: &'a AccountInfo<'info>,
    /// The mint.
    pub mint: &'a AccountInfo<'info>,
    /// Its decimals.
    pub decimals: u8,
    /// The source account.
    pub from: &'a AccountInfo<'info>,
    /// The destination account.
    pub to: &'a AccountInfo<'info>,
    /// The authority of the source, which signs.
    pub authority: &'a AccountInfo<'info>,
}

impl Transfer<'_, '_> {
    /// Moves tokens from a signer into a vault, and checks that the whole amount arrived.
    ///
    /// # Errors
    /// Those of the token program; [`SecuritiesError::TransferMismatch`].
    pub fn receive(&self, amount: u64) -> Result<()> {
        let before = balance(self.to)?;
        self.send(amount, &[])?;
        ensure!(
            balance(self.to)?.checked_sub(before) == Some(amount),
            SecuritiesError::TransferMismatch
        );
        Ok(())
    }

    fn send(&self, amount: u64, signer: &[&[&[u8]]]) -> Result<()> {
        let mut data = Vec::with_capacity(TRANSFER_CHECKED_BYTES.into());
        push_transfer(&mut data, amount, self.decimals);
        let mut call = Call::new(*self.token_program.key, 4);
        call.lend(self.from, Access::Write)?
            .lend(self.mint, Access::Read)?
            .lend(self.to, Access::Write)?
            .lend(self.authority, Access::Sign)?;
        call.send(data, signer)
    }
}

/// Appends the data of a `TransferChecked`, the same in both token programs.
fn push_transfer(data: &mut Vec<u8>, amount: u64, decimals: u8) {
    data.push(TRANSFER_CHECKED);
    data.extend_from_slice(&amount.to_le_bytes());
    data.push(decimals);
}

/// A vault, which is a token account owned by an address of the program, and all that is needed to move its money.
pub struct TokenVault<'a, 'info> {
    /// The token program that owns the mint.
    pub token_program: &'a AccountInfo<'info>,
    /// The mint.
    pub mint: &'a AccountInfo<'info>,
    /// Its decimals.
    pub decimals: u8,
    /// The vault.
    pub vault: &'a AccountInfo<'info>,
    /// The security or the book that owns the vault.
    pub owner: &'a AccountInfo<'info>,
    /// The seeds that sign for the owner.
    pub signer: SignerSeeds,
}

impl<'info> TokenVault<'_, 'info> {
    /// Pays out an amount that the counters no longer include; does nothing for zero.
    ///
    /// # Errors
    /// Those of the token program.
    pub fn pay(&self, to: &AccountInfo<'info>, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        Transfer {
            token_program: self.token_program,
            mint: self.mint,
            decimals: self.decimals,
            from: self.vault,
            to,
            authority: self.owner,
        }
        .send(amount, &[&self.signer.slices()])
    }

    /// Pays out several amounts that the counters no longer include, in one call if the token program supports it.
    ///
    /// # Errors
    /// Those of the token program.
    pub fn pay_all(&self, payments: &[(&AccountInfo<'info>, u64)]) -> Result<()> {
        if payments.len() < 2 || !has_batch(self.token_program) {
            return payments
                .iter()
                .try_for_each(|(to, amount)| self.pay(to, *amount));
        }
        let accounts = usize::from(TRANSFER_CHECKED_ACCOUNTS);
        let bytes = usize::from(TRANSFER_CHECKED_BYTES).saturating_add(2);
        let mut data = Vec::with_capacity(bytes.saturating_mul(payments.len()).saturating_add(1));
        data.push(BATCH);
        let mut call = Call::naming(
            *self.token_program.key,
            accounts.saturating_mul(payments.len()),
            payments.len().saturating_add(3),
        );
        call.allow(self.vault, Access::Write)?
            .allow(self.mint, Access::Read)?
            .allow(self.owner, Access::Sign)?;
        for (to, amount) in payments {
            data.extend_from_slice(&[TRANSFER_CHECKED_ACCOUNTS, TRANSFER_CHECKED_BYTES]);
            push_transfer(&mut data, *amount, self.decimals);
            call.name(self.vault, Access::Write);
            call.name(self.mint, Access::Read);
            call.lend(to, Access::Write)?;
            call.name(self.owner, Access::Sign);
        }
        call.send(data, &[&self.signer.slices()])
    }

    /// Closes the vault, which must be empty.
    ///
    /// # Errors
    /// Those of the token program.
    pub fn close(&self, rent_payer: &AccountInfo<'info>) -> Result<()> {
        let mut call = Call::new(*self.token_program.key, 3);
        call.lend(self.vault, Access::Write)?
            .lend(rent_payer, Access::Write)?
            .lend(self.owner, Access::Sign)?;
        call.send(vec![CLOSE_ACCOUNT], &[&self.signer.slices()])
    }
}

/// Whether a token program accepts several instructions in one call. The classic one does since its replacement by
/// p-token (SIMD-0266), which moved it from a non-upgradeable loader to the upgradeable one. For Token-2022, no account
/// shows it.
fn has_batch(token_program: &AccountInfo<'_>) -> bool {
    *token_program.key == CLASSIC && *token_program.owner == bpf_loader_upgradeable::ID
}

/// The balance in a token account's data, at the same offset in both token programs.
///
/// # Errors
/// [`SecuritiesError::WrongVault`] when it is not a token account.
pub fn balance(account: &AccountInfo<'_>) -> Result<u64> {
    let data = account.try_borrow_data()?;
    data.get(64..72)
        .and_then(|bytes| bytes.try_into().ok())
        .map(u64::from_le_bytes)
        .ok_or_else(|| SecuritiesError::WrongVault.into())
}

/// The supply in a mint's data, at the same offset in both token programs.
///
/// # Errors
/// [`SecuritiesError::WrongMint`] when it is not a mint.
pub fn supply(mint: &AccountInfo<'_>) -> Result<u64> {
    let data = mint.try_borrow_data()?;
    data.get(36..44)
        .and_then(|bytes| bytes.try_into().ok())
        .map(u64::from_le_bytes)
        .ok_or_else(|| SecuritiesError::WrongMint.into())
}

/// Whether a transfer of this mint to the account would succeed: it is a token account of the right program and mint,
/// initialised, not frozen, and does not require a memo, since the program attaches none.
#[must_use]
pub fn can_receive(account: &AccountInfo<'_>, token_program: &Pubkey, mint: &Pubkey) -> bool {
    if account.owner != token_program || !account.is_writable {
        return false;
    }
    let Ok(data) = account.try_borrow_data() else {
        return false;
    };
    let Ok(state) = PodStateWithExtensions::<PodAccount>::unpack(&data) else {
        return false;
    };
    let wants_memo = state
        .get_extension::<spl_token_2022::extension::memo_transfer::MemoTransfer>()
        .is_ok_and(|memo| bool::from(memo.require_incoming_transfer_memos));
    state.base.mint == *mint && !state.base.is_frozen() && !wants_memo
}

/// The owner of a token account of a mint; none if it is not one.
#[must_use]
pub fn owner_of(
    account: &AccountInfo<'_>,
    token_program: &Pubkey,
    mint: &Pubkey,
) -> Option<Pubkey> {
    if account.owner != token_program {
        return None;
    }
    let data = account.try_borrow_data().ok()?;
    let state = PodStateWithExtensions::<PodAccount>::unpack(&data).ok()?;
    (state.base.mint == *mint).then_some(state.base.owner)
}

/// What a token account says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenAccountState {
    /// Its owner.
    pub owner: Pubkey,
    /// What it holds, in base units.
    pub amount: u64,
    /// Whether it is frozen.
    pub is_frozen: bool,
    /// Whether it keeps its owner forever.
    pub keeps_owner: bool,
}

/// What a Token-2022 account of a mint says of itself; none if it is not one.
#[must_use]
#[inline(never)]
pub fn state_of(account: &AccountInfo<'_>, mint: &Pubkey) -> Option<TokenAccountState> {
    if *account.owner != spl_token_2022::ID {
        return None;
    }
    let data = account.try_borrow_data().ok()?;
    let state = PodStateWithExtensions::<PodAccount>::unpack(&data).ok()?;
    (state.base.mint == *mint).then(|| TokenAccountState {
        owner: state.base.owner,
        amount: state.base.amount.into(),
        is_frozen: state.base.is_frozen(),
        keeps_owner: state.get_extension::<ImmutableOwner>().is_ok(),
    })
}

/// Whether an address is one of the two token programs.
#[must_use]
pub fn is_token_program(address: &Pubkey) -> bool {
    *address == CLASSIC || *address == spl_token_2022::ID
}

/// A mint without extensions that could take from a vault or stop it: fees, a permanent delegate, hooks, pausing,
/// confidential amounts, and anything unknown. Metadata and groups are harmless.
pub struct PlainMint<'a, 'info> {
    /// The mint.
    pub info: &'a AccountInfo<'info>,
    /// Its decimals.
    pub decimals: u8,
    /// Whether somebody can freeze its token accounts.
    freezable: bool,
}

impl<'a, 'info> PlainMint<'a, 'info> {
    /// Reads a mint.
    ///
    /// # Errors
    /// Anchor's, for an account that is not a mint of this token program; [`SecuritiesError::TransferFeeRefused`],
    /// [`SecuritiesError::PermanentDelegateRefused`], [`SecuritiesError::MintExtensionRefused`].
    pub fn read(info: &'a AccountInfo<'info>, token_program: &Pubkey) -> Result<Self> {
        ensure_keys_eq!(
            info.owner,
            token_program,
            ErrorCode::AccountOwnedByWrongProgram
        );
        let data = info.try_borrow_data()?;
        let state = PodStateWithExtensions::<PodMint>::unpack(&data)?;
        for extension in state.get_extension_types()? {
            match extension {
                ExtensionType::MetadataPointer
                | ExtensionType::TokenMetadata
                | ExtensionType::GroupPointer
                | ExtensionType::TokenGroup
                | ExtensionType::GroupMemberPointer
                | ExtensionType::TokenGroupMember => {}
                ExtensionType::TransferFeeConfig => {
                    return Err(SecuritiesError::TransferFeeRefused.into());
                }
                ExtensionType::PermanentDelegate => {
                    return Err(SecuritiesError::PermanentDelegateRefused.into());
                }
                _ => return Err(SecuritiesError::MintExtensionRefused.into()),
            }
        }
        Ok(Self {
            info,
            decimals: state.base.decimals,
            freezable: state.base.freeze_authority.is_some(),
        })
    }

    /// Refuses a mint with a freeze authority, unless the book accepts one.
    ///
    /// # Errors
    /// [`SecuritiesError::FreezeAuthorityRefused`].
    pub fn require_freeze_accepted(&self, accepts_freeze: u8) -> Result<()> {
        ensure!(
            accepts_freeze == 1 || !self.freezable,
            SecuritiesError::FreezeAuthorityRefused
        );
        Ok(())
    }
}

/// Refuses an account that is not a mint of either token program.
///
/// # Errors
/// Anchor's, for an account of another program; those of the token programs.
pub fn require_mint(info: &AccountInfo<'_>) -> Result<()> {
    ensure!(
        is_token_program(info.owner),
        ErrorCode::AccountOwnedByWrongProgram
    );
    PodStateWithExtensions::<PodMint>::unpack(&info.try_borrow_data()?)?;
    Ok(())
}

/// Whether it is an account of a token program that nobody can sign for: a mint or a token account, but not a multisig,
/// whose signers the token programs check.
#[must_use]
pub fn is_mint_or_account(info: &AccountInfo<'_>) -> bool {
    is_token_program(info.owner) && info.data_len() != Multisig::LEN
}
