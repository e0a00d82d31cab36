//! Who can own shares: an address that somebody signs for. What is sent to another by mistake would be lost, so the
//! record that every receiver needs is refused to it.

use crate::{on_both_engines, payouts::owned_by};
use anchor_lang::{
    prelude::{Pubkey, pubkey},
    solana_program::system_program,
};
use anchor_spl::associated_token;
use securities::{ID, credential::state::CredentialTerms, tranche::holder::Holder};
use securities_tests::{
    address,
    engine::{Account, Engine},
    ix::credential,
    offering::Offering,
    read, token,
    world::{DAY, Money, World},
};

const PART: u64 = 1_000_000;

on_both_engines! {
    a_mint_a_token_account_a_program_and_the_programs_own_accounts_own_nothing => unownable;
    a_wallet_without_an_account_and_a_vault_of_another_program_may_own => somebodys;
    who_signs_may_own_whatever_its_account_is => signs;
    a_ticket_is_settled_whatever_account_its_owner_has_become => became;
}

/// An account of a program, at an address of its own.
fn account_of<E: Engine>(world: &mut World<E>, name: &str, owner: Pubkey, bytes: usize) -> Pubkey {
    let address = world.key(name);
    let account = Account {
        lamports: world.engine.rent(bytes),
        data: vec![0; bytes],
        owner,
    };
    world.engine.set_account(&address, account);
    address
}

fn unownable<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice"]);
    let (alice, payer) = (owners[0], world.payer);
    let class = deal.class(1).clone();
    let qualifier = world.person("qualifier");
    let terms = CredentialTerms {
        category: 1,
        jurisdiction: 756,
        expires_at: world.engine.now() + DAY,
        person: Pubkey::default(),
    };
    let uninitialised = account_of(&mut world, "uninitialised", token::TOKEN_2022, 165);
    let unownable = [
        ("the settlement mint", world.mint),
        ("a share mint", class.mint),
        ("a token account of hers", deal.cash(&alice)),
        ("an account for her shares", deal.share_account(1, &alice)),
        ("a token account to be", uninitialised),
        ("the tranche", class.tranche),
        ("the security", deal.security),
        ("a vault", deal.vault),
        ("a record", address::holder(&class.tranche, &alice)),
        ("the program", ID),
        ("the token program", token::CLASSIC),
        ("Token-2022", token::TOKEN_2022),
        ("the program of associated accounts", associated_token::ID),
        ("the system program", system_program::ID),
        (
            "the clock",
            pubkey!("SysvarC1ock11111111111111111111111111111111"),
        ),
        (
            "the rent",
            pubkey!("SysvarRent111111111111111111111111111111111"),
        ),
    ];
    for (what, owner) in unownable {
        let open = deal.open_holder(1, &payer, &owner);
        assert_eq!(world.refused(&[open]), "CannotOwn", "{what}");
        let issue = credential::issue(&qualifier, &owner, terms.clone());
        assert_eq!(
            world.refused(&[issue]),
            "CannotOwn",
            "a credential for {what}"
        );
        let record = address::holder(&class.tranche, &owner);
        assert!(world.engine.account(&record).is_none(), "{what}");
    }
    let shares = world.balance(&deal.share_account(1, &alice));
    let to = deal.cash(&alice);
    let account = token::create_associated(&payer, &to, &class.mint, &token::TOKEN_2022);
    let transfer = deal.transfer_shares(1, &alice, &to, 1);
    world.refused(&[account, transfer]);
    assert_eq!(
        world.balance(&deal.share_account(1, &alice)),
        shares,
        "no share leaves for an address that nobody signs for"
    );
    world
}

fn somebodys<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice"]);
    let (alice, payer) = (owners[0], world.payer);
    let fresh = world.key("a wallet without an account");
    // What a multisig's program keeps at its own address, and can sign for.
    let vault = account_of(&mut world, "vault", Pubkey::new_from_array([9; 32]), 100);
    for owner in [fresh, vault] {
        world.go(&deal.welcome(1, &payer, &owner));
        world.go(&[deal.transfer_shares(1, &alice, &owner, 3)]);
        assert_eq!(world.balance(&deal.share_account(1, &owner)), 3);
    }
    world
}

fn signs<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, _) = owned_by(&mut world, &["alice"]);
    let payer = world.payer;
    let owner = account_of(&mut world, "a mint whose key is kept", token::CLASSIC, 82);
    let mut open = deal.open_holder(1, &payer, &owner);
    assert_eq!(world.refused(&[open.clone()]), "CannotOwn");
    open.accounts[1].is_signer = true;
    world.go(&[open]);
    let record = address::holder(&deal.class(1).tranche, &owner);
    let record: Holder = read::state(&mut world.engine, &record);
    assert_eq!(record.owner, owner);
    world
}

fn became<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, _) = owned_by(&mut world, &["alice"]);
    let mut book = Offering::plan(&mut world, &deal, 0, 0, "senior line");
    book.args.minimum = 200 * PART;
    book.open(&mut world, &deal, 16);
    let (bob, other) = (
        world.investor("bob", 200 * PART),
        world.investor("other", 200 * PART),
    );
    for owner in [bob, other] {
        book.deposit(&mut world, &deal, &owner, 100 * PART);
    }
    book.lock(&mut world, &deal);
    let (mine, others) = (book.ticket(&mut world, 0), book.ticket(&mut world, 1));
    // Its owner gives the address to the token program, so that the ticket could never be settled.
    account_of(&mut world, "bob", token::CLASSIC, 82);
    let payer = world.payer;
    let [mine_at, others_at] =
        [&mine, &others].map(|ticket| address::ticket(&book.book, &ticket.owner, ticket.id));
    let without = deal.open_holder(0, &payer, &bob);
    assert_eq!(world.refused(&[without]), "CannotOwn");
    let anothers = deal.open_holder_by(0, &payer, &bob, Some(others_at));
    assert_eq!(
        world.refused(&[anothers]),
        "NotOwner",
        "another's ticket shows nothing"
    );
    let no_ticket = deal.open_holder_by(0, &payer, &bob, Some(book.book));
    assert_eq!(world.refused(&[no_ticket]), "AccountDiscriminatorMismatch");
    let mint = deal.class(0).mint;
    world.go(&[
        deal.open_holder_by(0, &payer, &bob, Some(mine_at)),
        token::create_associated(&payer, &bob, &mint, &token::TOKEN_2022),
    ]);
    world.go(&[deal.settle_ticket(&book, &mine)]);
    book.settle(&mut world, &deal, 1);
    assert!(world.balance(&deal.share_account(0, &bob)) > 0);
    world
}
