//! Which assets a book may take in besides its settlement mint: none whose extensions could take from an escrow or
//! stop it, and none that somebody can freeze unless the book says that it accepts that.
//! ([`crate::settlement_mints`] shows the same of the settlement mint.)

use crate::story;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use anchor_spl::token_2022::spl_token_2022::{
    extension::{
        ExtensionType, confidential_transfer, default_account_state, group_pointer,
        interest_bearing_mint, metadata_pointer, pausable, scaled_ui_amount, transfer_fee,
    },
    instruction as call,
    state::AccountState,
};
use securities_tests::{
    audit,
    deal::Deal,
    lite::Lite,
    offering::Offering,
    terms::Asset,
    token::{self, CLASSIC, TOKEN_2022},
    world::{Money, World},
};

/// An extension, and what makes it.
type Extension = (
    ExtensionType,
    fn(&Pubkey, &Pubkey) -> Instruction,
    &'static str,
);

const REFUSED: [Extension; 10] = [
    (
        ExtensionType::TransferFeeConfig,
        |mint, payer| {
            let (fee, most) = (0, 0);
            transfer_fee::instruction::initialize_transfer_fee_config(
                &TOKEN_2022,
                mint,
                Some(payer),
                Some(payer),
                fee,
                most,
            )
            .expect("a call")
        },
        "TransferFeeRefused",
    ),
    (
        ExtensionType::PermanentDelegate,
        |mint, payer| {
            call::initialize_permanent_delegate(&TOKEN_2022, mint, payer).expect("a call")
        },
        "PermanentDelegateRefused",
    ),
    (
        ExtensionType::TransferHook,
        |mint, payer| token::hooked_mint(mint, payer, &securities::ID),
        "MintExtensionRefused",
    ),
    (
        ExtensionType::Pausable,
        |mint, payer| pausable::instruction::initialize(&TOKEN_2022, mint, payer).expect("a call"),
        "MintExtensionRefused",
    ),
    (
        ExtensionType::DefaultAccountState,
        |mint, _| {
            default_account_state::instruction::initialize_default_account_state(
                &TOKEN_2022,
                mint,
                &AccountState::Frozen,
            )
            .expect("a call")
        },
        "MintExtensionRefused",
    ),
    (
        ExtensionType::MintCloseAuthority,
        |mint, payer| {
            call::initialize_mint_close_authority(&TOKEN_2022, mint, Some(payer)).expect("a call")
        },
        "MintExtensionRefused",
    ),
    (
        ExtensionType::InterestBearingConfig,
        |mint, payer| {
            interest_bearing_mint::instruction::initialize(&TOKEN_2022, mint, Some(*payer), 100)
                .expect("a call")
        },
        "MintExtensionRefused",
    ),
    (
        ExtensionType::ScaledUiAmount,
        |mint, payer| {
            scaled_ui_amount::instruction::initialize(&TOKEN_2022, mint, Some(*payer), 2.0)
                .expect("a call")
        },
        "MintExtensionRefused",
    ),
    (
        ExtensionType::NonTransferable,
        |mint, _| call::initialize_non_transferable_mint(&TOKEN_2022, mint).expect("a call"),
        "MintExtensionRefused",
    ),
    (
        ExtensionType::ConfidentialTransferMint,
        |mint, payer| {
            confidential_transfer::instruction::initialize_mint(
                &TOKEN_2022,
                mint,
                Some(*payer),
                true,
                None,
            )
            .expect("a call")
        },
        "MintExtensionRefused",
    ),
];

const HARMLESS: [Extension; 2] = [
    (
        ExtensionType::MetadataPointer,
        |mint, payer| {
            metadata_pointer::instruction::initialize(&TOKEN_2022, mint, Some(*payer), Some(*mint))
                .expect("a call")
        },
        "",
    ),
    (
        ExtensionType::GroupPointer,
        |mint, payer| {
            group_pointer::instruction::initialize(&TOKEN_2022, mint, Some(*payer), Some(*mint))
                .expect("a call")
        },
        "",
    ),
];

struct Case {
    world: World<Lite>,
    deal: Deal,
    book: Offering,
}

impl Case {
    fn open(accepts_freeze: bool) -> Self {
        let mut world = World::<Lite>::new(Money::Classic);
        let deal = story::equity(&mut world);
        let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            args.accepts_freeze = accepts_freeze;
        });
        Self { world, deal, book }
    }

    /// A mint with an extension, that nobody can freeze unless its accounts start frozen.
    fn mint(&mut self, (extension, initialise, _): &Extension) -> Pubkey {
        let payer = self.world.payer;
        let made = |mint: &Pubkey| vec![initialise(mint, &payer)];
        if *extension == ExtensionType::DefaultAccountState {
            self.world
                .freezable_mint("peculiar", &TOKEN_2022, &[*extension], made)
        } else {
            self.world
                .new_mint("peculiar", &TOKEN_2022, &[*extension], made)
        }
    }

    /// What the security answers to a mint, and what the book does.
    fn answers(&mut self, mint: &Pubkey, program: &Pubkey) -> [Result<(), String>; 2] {
        let mut book = self.book.clone();
        book.assets
            .push(Asset::par(&self.deal, &book.book, mint, program));
        let calls = [
            self.deal.add_vault(mint, program),
            self.deal.add_asset(&book, 1),
        ];
        let answers = calls.map(|call| {
            let done = self.world.send(&[call]);
            done.map(drop).map_err(|failure| failure.name())
        });
        audit::check(&mut self.world);
        answers
    }
}

#[test]
fn each_extension_that_could_take_or_stop_is_refused_with_its_own_error() {
    for extension in REFUSED {
        let mut case = Case::open(true);
        let mint = case.mint(&extension);
        let (kind, _, error) = extension;
        let refused = || Err(error.to_owned());
        assert_eq!(
            case.answers(&mint, &TOKEN_2022),
            [refused(), refused()],
            "{kind:?}"
        );
    }
}

#[test]
fn names_and_groups_are_taken() {
    for extension in HARMLESS {
        let mut case = Case::open(false);
        let mint = case.mint(&extension);
        assert_eq!(case.answers(&mint, &TOKEN_2022), [Ok(()), Ok(())]);
    }
}

#[test]
fn an_asset_that_somebody_can_freeze_needs_a_book_that_accepts_it() {
    for program in [CLASSIC, TOKEN_2022] {
        for accepts in [false, true] {
            let mut case = Case::open(accepts);
            let mint = case
                .world
                .freezable_mint("freezable", &program, &[], |_| Vec::new());
            let expected = if accepts {
                Ok(())
            } else {
                Err("FreezeAuthorityRefused".to_owned())
            };
            assert_eq!(case.answers(&mint, &program), [Ok(()), expected]);
        }
    }
}

#[test]
fn a_mint_of_the_wrong_token_program_is_refused() {
    let mut case = Case::open(false);
    let mint = case
        .world
        .new_mint("classic", &CLASSIC, &[], |_| Vec::new());
    let vault = case.deal.add_vault(&mint, &TOKEN_2022);
    assert!(case.world.send(&[vault]).is_err(), "not its program");
    assert_eq!(case.answers(&mint, &CLASSIC), [Ok(()), Ok(())]);
}
