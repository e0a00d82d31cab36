//! Which mints a security may settle in: none whose extensions could take from a vault or stop it.

use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use anchor_spl::token_2022::spl_token_2022::{
    extension::{
        ExtensionType, default_account_state, interest_bearing_mint, metadata_pointer, pausable,
        scaled_ui_amount, transfer_fee,
    },
    instruction as call,
    state::AccountState,
};
use securities::security::state::Security;
use securities_tests::{
    deal::Deal,
    engine::Engine,
    lite::Lite,
    read,
    token::{self, TOKEN_2022},
    world::{Money, World},
};

/// What `create_security` answers to a mint with an extension.
fn answer(
    extension: ExtensionType,
    initialise: impl Fn(&Pubkey, &Pubkey) -> Instruction,
) -> Result<(), String> {
    let mut world = World::<Lite>::new(Money::Token2022);
    let payer = world.payer;
    world.mint = world.freezable_mint("peculiar", &TOKEN_2022, &[extension], |mint| {
        vec![initialise(mint, &payer)]
    });
    let deal = Deal::plan(&mut world, "sponsor", 1);
    let create = deal.create_security(deal.security_args());
    world
        .send(&[create])
        .map(drop)
        .map_err(|failure| failure.name())
}

fn refused(extension: ExtensionType, initialise: impl Fn(&Pubkey, &Pubkey) -> Instruction) {
    refused_with("MintExtensionRefused", extension, initialise);
}

fn refused_with(
    error: &str,
    extension: ExtensionType,
    initialise: impl Fn(&Pubkey, &Pubkey) -> Instruction,
) {
    assert_eq!(
        answer(extension, initialise),
        Err(error.to_owned()),
        "{extension:?}"
    );
}

#[test]
fn a_mint_that_takes_a_fee_is_refused() {
    let error = "TransferFeeRefused";
    refused_with(error, ExtensionType::TransferFeeConfig, |mint, payer| {
        transfer_fee::instruction::initialize_transfer_fee_config(
            &TOKEN_2022,
            mint,
            Some(payer),
            Some(payer),
            0,
            0,
        )
        .expect("a call")
    });
}

#[test]
fn a_mint_with_a_permanent_delegate_is_refused() {
    let error = "PermanentDelegateRefused";
    refused_with(error, ExtensionType::PermanentDelegate, |mint, payer| {
        call::initialize_permanent_delegate(&TOKEN_2022, mint, payer).expect("a call")
    });
}

#[test]
fn a_mint_with_a_transfer_hook_is_refused() {
    refused(ExtensionType::TransferHook, |mint, payer| {
        token::hooked_mint(mint, payer, &securities::ID)
    });
}

#[test]
fn a_mint_that_can_be_paused_is_refused() {
    refused(ExtensionType::Pausable, |mint, payer| {
        pausable::instruction::initialize(&TOKEN_2022, mint, payer).expect("a call")
    });
}

#[test]
fn a_mint_whose_accounts_start_frozen_is_refused() {
    refused(ExtensionType::DefaultAccountState, |mint, _| {
        default_account_state::instruction::initialize_default_account_state(
            &TOKEN_2022,
            mint,
            &AccountState::Frozen,
        )
        .expect("a call")
    });
}

#[test]
fn a_mint_that_can_be_closed_is_refused() {
    refused(ExtensionType::MintCloseAuthority, |mint, payer| {
        call::initialize_mint_close_authority(&TOKEN_2022, mint, Some(payer)).expect("a call")
    });
}

#[test]
fn mints_whose_shown_amounts_differ_are_refused() {
    refused(ExtensionType::InterestBearingConfig, |mint, payer| {
        interest_bearing_mint::instruction::initialize(&TOKEN_2022, mint, Some(*payer), 100)
            .expect("a call")
    });
    refused(ExtensionType::ScaledUiAmount, |mint, payer| {
        scaled_ui_amount::instruction::initialize(&TOKEN_2022, mint, Some(*payer), 2.0)
            .expect("a call")
    });
}

#[test]
fn a_mint_whose_tokens_cannot_move_is_refused() {
    refused(ExtensionType::NonTransferable, |mint, _| {
        call::initialize_non_transferable_mint(&TOKEN_2022, mint).expect("a call")
    });
}

#[test]
fn a_mint_with_a_name_is_taken() {
    let named = answer(ExtensionType::MetadataPointer, |mint, payer| {
        metadata_pointer::instruction::initialize(&TOKEN_2022, mint, Some(*payer), Some(*mint))
            .expect("a call")
    });
    assert_eq!(named, Ok(()));
}

#[test]
fn plain_mints_of_both_token_programs_are_taken() {
    for money in [Money::Classic, Money::Token2022] {
        let mut world = World::<Lite>::new(money);
        let deal = Deal::plan(&mut world, "sponsor", 1);
        let args = deal.security_args();
        world.go(&[deal.create_security(args)]);
        let vault = *read::state::<Security>(&mut world.engine, &deal.security).vault();
        assert_eq!(
            (vault.mint, vault.token_program),
            (world.mint, world.token_program)
        );
        assert_eq!(
            world
                .engine
                .account(&vault.address)
                .expect("the vault")
                .owner,
            world.token_program
        );
    }
}
