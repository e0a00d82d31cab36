//! Units of SPL Token, for programs that take no token of Token-2022: chosen when the wrapper is created, and for good.

use super::{PART, Scene, refused::with};
use crate::payouts::STAKE;
use anchor_lang::{
    prelude::{AccountMeta, Pubkey},
    solana_program::{instruction::Instruction, program_pack::Pack, system_program},
};
use anchor_spl::token_2022::spl_token_2022::{instruction as call, state::Mint};
use securities::{events::WrapperCreated, tranche::share_mint::ShareName};
use securities_tests::{
    audit,
    deal::Deal,
    engine::{Account, Engine},
    events,
    lite::Lite,
    token::{self, CLASSIC, TOKEN_2022},
    world::{Money, World},
};

/// A deal whose first class has classic units to come, and whose second has those of Token-2022.
fn planned() -> (World<Lite>, Deal) {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::standard(&mut world, "sponsor", 1);
    deal.classes[0].unit_program = CLASSIC;
    (world, deal)
}

/// The mint is one of SPL Token with the class's decimals, of which the wrapper alone mints and which nobody freezes.
#[test]
fn the_mint_of_classic_units_is_a_plain_one() {
    let (mut world, deal) = planned();
    let done = world.go(&[deal.create_wrapper(0, false)]);
    let event = &events::of::<WrapperCreated>(&done)[0];
    let (wrapper, mint) = (deal.wrapper(0), deal.unit_mint(0));
    assert_eq!((event.mint, event.token_program), (mint, CLASSIC));

    let account = world.engine.account(&mint).expect("the mint");
    assert_eq!((account.owner, account.data.len()), (CLASSIC, Mint::LEN));
    let state = Mint::unpack(&account.data).expect("a mint");
    assert_eq!(state.mint_authority, Some(wrapper).into());
    assert!(state.freeze_authority.is_none(), "nobody freezes");
    assert_eq!(
        (state.decimals, state.supply),
        (deal.class(0).terms.decimals, 0)
    );
    world.go(&[deal.add_vault(&mint, &CLASSIC)]);
    audit::check(&mut world);
}

#[test]
fn a_name_goes_with_token_2022_and_none_with_spl_token() {
    let (mut world, deal) = planned();
    let name = |text: &str| ShareName {
        name: text.to_owned(),
        symbol: String::new(),
        uri: String::new(),
    };
    for text in ["", "Wrapped", "a name that is longer than any mint has"] {
        let named = deal.create_wrapper_named(0, Some(name(text)), false);
        assert_eq!(world.refused(&[named]), "BadUnitName", "{text}");
    }
    let nameless = deal.create_wrapper_named(1, None, false);
    assert_eq!(world.refused(&[nameless]), "BadUnitName");
    for program in [system_program::ID, securities::ID, deal.sponsor] {
        let create = with(&deal.create_wrapper(1, false), &TOKEN_2022, &program);
        assert_eq!(world.refused(&[create]), "InvalidProgramId", "{program}");
    }
    world.go(&[deal.create_wrapper(0, false), deal.create_wrapper(1, false)]);
    audit::check(&mut world);
}

/// Both calls of an owner that has shares and units.
fn calls(scene: &mut Scene<Lite>, owner: &Pubkey) -> [Instruction; 2] {
    [
        scene.wrapping(owner, 7),
        scene.deal.unwrap_shares(0, owner, 7),
    ]
}

/// The account at which both calls name the token program of the units.
const UNIT_PROGRAM: usize = 11;

#[test]
fn units_are_those_of_the_program_that_the_wrapper_was_created_with() {
    let scenes = [
        (Scene::<Lite>::classic(&["alice", "bob"]), CLASSIC),
        (Scene::<Lite>::new(&["alice", "bob"]), TOKEN_2022),
    ];
    for (mut scene, own) in scenes {
        let alice = scene.owners[0];
        scene.wrap(&alice, STAKE / 2);
        scene.distribute(2 * PART);
        let thief = scene.world.person("thief");
        for call in calls(&mut scene, &alice) {
            assert_eq!(call.accounts[UNIT_PROGRAM].pubkey, own);
            let others = [CLASSIC, TOKEN_2022, system_program::ID, thief];
            for other in others.into_iter().filter(|other| *other != own) {
                let mut changed = call.clone();
                changed.accounts[UNIT_PROGRAM] = AccountMeta::new_readonly(other, false);
                let error = scene.world.refused(&[changed]);
                assert_eq!(error, "WrongTokenProgram", "{other} for {own}");
            }
            scene.world.go(&[call]);
        }
        audit::check(&mut scene.world);
    }
}

/// A mint of the other program, and one of the same, that the wrapper could mint of and that looks like its own.
#[test]
fn no_other_mint_passes_for_that_of_the_units() {
    let mut scene = Scene::<Lite>::classic(&["alice", "bob"]);
    let (alice, wrapper, own) = (
        scene.owners[0],
        scene.deal.wrapper(0),
        scene.deal.unit_mint(0),
    );
    scene.wrap(&alice, STAKE / 2);
    for (name, program) in [("alike", CLASSIC), ("of the other", TOKEN_2022)] {
        let mint = scene.world.new_mint(name, &program, &[], |_| Vec::new());
        let payer = scene.world.payer;
        let account = scene.world.give_of((&mint, &program), &alice, STAKE);
        let hand = call::set_authority(
            &program,
            &mint,
            Some(&wrapper),
            call::AuthorityType::MintTokens,
            &payer,
            &[],
        );
        scene.world.go(&[hand.expect("a token program")]);
        let units = scene.deal.unit_account(0, &alice);
        for call in calls(&mut scene, &alice) {
            let all = with(&with(&call, &own, &mint), &units, &account);
            assert_eq!(scene.world.refused(&[all]), "WrongMint", "{name}");
            let of_account = with(&call, &units, &account);
            let error = scene.world.refused(&[of_account]);
            // An account of Token-2022 is none to the classic program.
            let expected = match program {
                CLASSIC => "token 3",
                _ => "InvalidAccountData",
            };
            assert_eq!(error, expected, "{name}");
        }
    }
    audit::check(&mut scene.world);
}

/// An account with the bytes of one with units, of the other program.
#[test]
fn no_account_of_the_other_program_passes_for_one_with_units() {
    let mut scene = Scene::<Lite>::classic(&["alice", "bob"]);
    let alice = scene.owners[0];
    scene.wrap(&alice, STAKE / 2);
    let units = scene.deal.unit_account(0, &alice);
    let forged = scene.world.key("forged");
    let account = scene.world.engine.account(&units).expect("her account");
    scene.world.engine.set_account(
        &forged,
        Account {
            owner: TOKEN_2022,
            ..account
        },
    );
    for call in calls(&mut scene, &alice) {
        let changed = with(&call, &units, &forged);
        assert_eq!(
            scene.world.refused(&[changed]),
            "ExternalAccountDataModified"
        );
        scene.world.go(&[call]);
    }
    audit::check(&mut scene.world);
}

/// Classic units move with the classic program's oldest transfer, which names no mint; a delegate unwraps them; and
/// whoever burns them gives up what they hold.
#[test]
fn classic_units_are_sent_lent_and_burned_as_any_classic_token() {
    let mut scene = Scene::<Lite>::classic(&["alice", "bob"]);
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    scene.wrap(&alice, STAKE);
    scene.distribute(2 * PART);
    let [hers, his] = [alice, bob].map(|owner| scene.deal.unit_account(0, &owner));
    #[allow(deprecated, reason = "older programs know no other")]
    let send = call::transfer(&CLASSIC, &hers, &his, &alice, &[], STAKE / 2);
    scene.world.go(&[send.expect("the classic program")]);
    let approve = call::approve(&CLASSIC, &hers, &bob, &alice, &[], STAKE / 4);
    let unwrap = with(&scene.deal.unwrap_shares(0, &bob, STAKE / 4), &his, &hers);
    scene
        .world
        .go(&[approve.expect("the classic program"), unwrap]);
    scene.unwrap(&bob, STAKE / 2);
    assert_eq!(scene.holds(&bob), (STAKE + 3 * STAKE / 4, 0));
    scene.claim(&bob);
    assert_eq!(scene.purse(&bob)[0], PART + 3 * PART / 4);

    let mint = scene.deal.unit_mint(0);
    let burn = token::burn(&CLASSIC, &hers, &mint, &alice, STAKE / 4);
    scene.world.go(&[burn]);
    assert_eq!(scene.wrapper().units, STAKE / 4, "its shares stay");
    assert_eq!(scene.kept()[0], PART / 4, "with what they earned");
    audit::check(&mut scene.world);
}
