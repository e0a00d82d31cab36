//! Instructions of the token programs.

use crate::{address, engine};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{
        instruction::{AccountMeta, Instruction},
        program_pack::Pack,
        system_instruction, system_program,
    },
};
use anchor_spl::{
    associated_token,
    token_2022::{
        self,
        spl_token_2022::{
            extension::{ExtensionType, memo_transfer, transfer_hook},
            instruction as call,
            state::{Account, Mint, Multisig},
        },
    },
};

/// The classic token program.
pub const CLASSIC: Pubkey = anchor_spl::token::ID;
/// Token-2022.
pub const TOKEN_2022: Pubkey = token_2022::ID;
/// Decimals of settlement mints.
pub const DECIMALS: u8 = 6;

/// Bytes of a mint with extensions.
#[must_use]
pub fn mint_space(extensions: &[ExtensionType]) -> usize {
    ExtensionType::try_calculate_account_len::<Mint>(extensions).expect("known extensions")
}

/// Creates a mint; the instructions between make its extensions.
#[must_use]
pub fn create_mint(
    payer: &Pubkey,
    mint: &Pubkey,
    rent: u64,
    program: &Pubkey,
    freeze: Option<&Pubkey>,
    (extensions, between): (&[ExtensionType], Vec<Instruction>),
) -> Vec<Instruction> {
    let space = mint_space(extensions) as u64;
    let mut all = vec![system_instruction::create_account(
        payer, mint, rent, space, program,
    )];
    all.extend(between);
    all.push(
        call::initialize_mint2(program, mint, payer, freeze, DECIMALS).expect("a token program"),
    );
    all
}

/// The mint of wrapped SOL, which some chains of tests lack.
#[must_use]
pub fn wrapped_sol() -> engine::Account {
    let mut data = vec![0; 82];
    // Neither authority nor supply; nine decimals, initialised.
    (data[44], data[45]) = (9, 1);
    engine::Account {
        lamports: 10_000_000,
        data,
        owner: CLASSIC,
    }
}

/// Wraps lamports.
#[must_use]
pub fn wrap(payer: &Pubkey, account: &Pubkey, lamports: u64) -> Vec<Instruction> {
    vec![
        system_instruction::transfer(payer, account, lamports),
        call::sync_native(&CLASSIC, account).expect("a token program"),
    ]
}

/// Creates an associated token account, or does nothing when it is there.
#[must_use]
pub fn create_associated(
    payer: &Pubkey,
    owner: &Pubkey,
    mint: &Pubkey,
    program: &Pubkey,
) -> Instruction {
    Instruction {
        program_id: associated_token::ID,
        accounts: vec![
            AccountMeta::new(*payer, true),
            AccountMeta::new(address::token_account(owner, mint, program), false),
            AccountMeta::new_readonly(*owner, false),
            AccountMeta::new_readonly(*mint, false),
            AccountMeta::new_readonly(system_program::ID, false),
            AccountMeta::new_readonly(*program, false),
        ],
        data: vec![1],
    }
}

/// Creates a plain token account at an address of one's choice, with room for extensions.
#[must_use]
pub fn create_account(
    payer: &Pubkey,
    account: &Pubkey,
    rent: u64,
    extensions: &[ExtensionType],
    mint: &Pubkey,
    owner: &Pubkey,
    program: &Pubkey,
) -> Vec<Instruction> {
    let space =
        ExtensionType::try_calculate_account_len::<Account>(extensions).expect("known extensions");
    vec![
        system_instruction::create_account(payer, account, rent, space as u64, program),
        call::initialize_account3(program, account, mint, owner).expect("a token program"),
    ]
}

/// Creates a token account of a share mint at an address of one's choice that keeps its owner for ever, as an
/// associated one does.
#[must_use]
pub fn create_share_account(
    payer: &Pubkey,
    account: &Pubkey,
    rent: u64,
    mint: &Pubkey,
    owner: &Pubkey,
) -> Vec<Instruction> {
    let extensions = [
        ExtensionType::ImmutableOwner,
        ExtensionType::TransferHookAccount,
    ];
    let mut all = create_account(payer, account, rent, &extensions, mint, owner, &TOKEN_2022);
    let immutable = call::initialize_immutable_owner(&TOKEN_2022, account);
    all.insert(1, immutable.expect("a token program"));
    all
}

/// Creates a multisig of a token program, which is an address of signers like a wallet.
#[must_use]
pub fn create_multisig(
    payer: &Pubkey,
    multisig: &Pubkey,
    rent: u64,
    signers: &[&Pubkey],
    needed: u8,
) -> Vec<Instruction> {
    let space = Multisig::LEN as u64;
    let made = call::initialize_multisig2(&TOKEN_2022, multisig, signers, needed);
    vec![
        system_instruction::create_account(payer, multisig, rent, space, &TOKEN_2022),
        made.expect("a token program"),
    ]
}

/// Mints tokens.
#[must_use]
pub fn mint_to(
    program: &Pubkey,
    mint: &Pubkey,
    to: &Pubkey,
    authority: &Pubkey,
    amount: u64,
) -> Instruction {
    call::mint_to(program, mint, to, authority, &[], amount).expect("a token program")
}

/// Moves tokens of a settlement mint.
#[must_use]
pub fn transfer(
    program: &Pubkey,
    from: &Pubkey,
    mint: &Pubkey,
    to: &Pubkey,
    authority: &Pubkey,
    amount: u64,
) -> Instruction {
    call::transfer_checked(program, from, mint, to, authority, &[], amount, DECIMALS)
        .expect("a token program")
}

/// Transfers shares that no hook watches.
#[must_use]
pub fn transfer_plain(
    (from, to): (&Pubkey, &Pubkey),
    mint: &Pubkey,
    authority: &Pubkey,
    amount: u64,
    decimals: u8,
) -> Instruction {
    call::transfer_checked(
        &TOKEN_2022,
        from,
        mint,
        to,
        authority,
        &[],
        amount,
        decimals,
    )
    .expect("a token program")
}

/// Burns tokens.
#[must_use]
pub fn burn(
    program: &Pubkey,
    account: &Pubkey,
    mint: &Pubkey,
    owner: &Pubkey,
    amount: u64,
) -> Instruction {
    call::burn(program, account, mint, owner, &[], amount).expect("a token program")
}

/// Freezes an account of a settlement mint.
#[must_use]
pub fn freeze(
    program: &Pubkey,
    account: &Pubkey,
    mint: &Pubkey,
    authority: &Pubkey,
) -> Instruction {
    call::freeze_account(program, account, mint, authority, &[]).expect("a token program")
}

/// Thaws an account of a settlement mint.
#[must_use]
pub fn thaw(program: &Pubkey, account: &Pubkey, mint: &Pubkey, authority: &Pubkey) -> Instruction {
    call::thaw_account(program, account, mint, authority, &[]).expect("a token program")
}

/// Closes an empty account.
#[must_use]
pub fn close(program: &Pubkey, account: &Pubkey, owner: &Pubkey) -> Instruction {
    call::close_account(program, account, owner, owner, &[]).expect("a token program")
}

/// Hands an account to another owner.
#[must_use]
pub fn hand_over(program: &Pubkey, account: &Pubkey, owner: &Pubkey, to: &Pubkey) -> Instruction {
    let kind = call::AuthorityType::AccountOwner;
    call::set_authority(program, account, Some(to), kind, owner, &[]).expect("a token program")
}

/// Names who may close an account besides its owner.
#[must_use]
pub fn set_close_authority(account: &Pubkey, owner: &Pubkey, to: &Pubkey) -> Instruction {
    let kind = call::AuthorityType::CloseAccount;
    call::set_authority(&TOKEN_2022, account, Some(to), kind, owner, &[]).expect("a token program")
}

/// Lets somebody move or burn so many tokens of an account.
#[must_use]
pub fn approve(account: &Pubkey, owner: &Pubkey, delegate: &Pubkey, amount: u64) -> Instruction {
    call::approve(&TOKEN_2022, account, delegate, owner, &[], amount).expect("a token program")
}

/// Makes room for an extension on an account, without the extension.
#[must_use]
pub fn make_room(account: &Pubkey, owner: &Pubkey, extension: ExtensionType) -> Instruction {
    call::reallocate(&TOKEN_2022, account, owner, owner, &[], &[extension])
        .expect("a token program")
}

/// Makes room for an extension on an account, and asks for a memo with every transfer to it.
#[must_use]
pub fn require_memo(account: &Pubkey, owner: &Pubkey) -> Vec<Instruction> {
    let room = call::reallocate(
        &TOKEN_2022,
        account,
        owner,
        owner,
        &[],
        &[ExtensionType::MemoTransfer],
    );
    let memo = memo_transfer::instruction::enable_required_transfer_memos(
        &TOKEN_2022,
        account,
        owner,
        &[],
    );
    vec![
        room.expect("a token program"),
        memo.expect("a token program"),
    ]
}

/// An empty hook's extension for a mint.
#[must_use]
pub fn hooked_mint(mint: &Pubkey, authority: &Pubkey, program: &Pubkey) -> Instruction {
    transfer_hook::instruction::initialize(&TOKEN_2022, mint, Some(*authority), Some(*program))
        .expect("a token program")
}

/// Moves shares between two token accounts, with the accounts that the hook needs.
#[must_use]
pub fn transfer_shares(
    tranche: &Pubkey,
    (from, from_owner): (&Pubkey, &Pubkey),
    (to, to_owner): (&Pubkey, &Pubkey),
    amount: u64,
    decimals: u8,
) -> Instruction {
    let mint = address::share_mint(tranche);
    let mut call = call::transfer_checked(
        &TOKEN_2022,
        from,
        &mint,
        to,
        from_owner,
        &[],
        amount,
        decimals,
    )
    .expect("a token program");
    call.accounts.extend([
        AccountMeta::new_readonly(*tranche, false),
        AccountMeta::new(address::holder(tranche, from_owner), false),
        AccountMeta::new(address::holder(tranche, to_owner), false),
        AccountMeta::new_readonly(securities::ID, false),
        AccountMeta::new_readonly(address::hook_accounts(&mint), false),
    ]);
    call
}
