//! Attempts to part share tokens from the record that says whose they are: by handing over the account that they lie
//! in, by delegates, by closing and burning. Tokens and record stay together, or whoever parts them harms itself alone.

use super::refuse;
use crate::{
    on_both_engines,
    payouts::{STAKE, distribute, owned_by},
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use anchor_spl::token_2022::spl_token_2022::{
    extension::{ExtensionType, cpi_guard, transfer_fee},
    instruction as call,
};
use securities::tranche::holder::Holder;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    read,
    token::{self, TOKEN_2022},
    world::{Money, World},
};

on_both_engines! {
    shares_reach_no_account_that_can_be_handed_over => handed_over;
    an_account_that_keeps_its_owner_takes_shares_and_is_not_handed_over => kept;
    who_may_close_an_account_closes_it_empty_and_the_record_stays => closed;
    a_delegate_moves_tokens_and_record_together => delegates;
    every_kind_of_transfer_passes_the_hook => kinds;
    extensions_of_an_account_part_nothing => extensions;
    tokens_that_were_parted_are_worth_nothing_and_can_come_back => parted;
}

const PART: u64 = 1_000_000;

struct Scene<E> {
    world: World<E>,
    deal: Deal,
    alice: Pubkey,
    bob: Pubkey,
}

impl<E: Engine> Scene<E> {
    fn new() -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
        let (alice, bob) = (owners[0], owners[1]);
        Self {
            world,
            deal,
            alice,
            bob,
        }
    }

    fn shares(&mut self, owner: &Pubkey) -> u64 {
        let record = address::holder(&self.deal.class(1).tranche, owner);
        read::state::<Holder>(&mut self.world.engine, &record).shares
    }

    /// What the records of both say.
    fn records(&mut self) -> [u64; 2] {
        let owners = [self.alice, self.bob];
        owners.map(|owner| self.shares(&owner))
    }

    /// Each owner's associated account holds what its record says.
    fn together(&mut self) {
        for owner in [self.alice, self.bob] {
            let account = self.deal.share_account(1, &owner);
            assert_eq!(self.world.balance(&account), self.shares(&owner));
        }
        audit::check(&mut self.world);
    }

    fn account(&self, owner: &Pubkey) -> Pubkey {
        self.deal.share_account(1, owner)
    }

    fn transfer(
        &self,
        from: (&Pubkey, &Pubkey),
        to: (&Pubkey, &Pubkey),
        amount: u64,
    ) -> Instruction {
        let class = self.deal.class(1);
        token::transfer_shares(&class.tranche, from, to, amount, class.terms.decimals)
    }

    /// The same call of the token program with the hook's accounts behind it.
    fn hooked(&self, mut call: Instruction) -> Instruction {
        let class = self.deal.class(1);
        let holder = |owner| AccountMeta::new(address::holder(&class.tranche, owner), false);
        call.accounts.extend([
            AccountMeta::new_readonly(class.tranche, false),
            holder(&self.alice),
            holder(&self.bob),
            AccountMeta::new_readonly(securities::ID, false),
            AccountMeta::new_readonly(class.hook_accounts, false),
        ]);
        call
    }
}

fn handed_over<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob, mint) = (scene.alice, scene.bob, scene.deal.class(1).mint);
    let pocket = scene
        .world
        .new_token_account("pocket", &mint, &alice, &TOKEN_2022);
    let bobs = scene
        .world
        .new_token_account("bob's pocket", &mint, &bob, &TOKEN_2022);
    let main = scene.account(&alice);
    let away = token::hand_over(&TOKEN_2022, &pocket, &alice, &bob);
    let to_pocket = |amount| scene.transfer((&main, &alice), (&pocket, &alice), amount);
    let refused = "ShareAccountMutable";
    let cases = [
        ("to her own", vec![to_pocket(10)], refused),
        ("all of it", vec![to_pocket(STAKE), away.clone()], refused),
        ("nothing", vec![to_pocket(0)], refused),
        (
            "to another's",
            vec![scene.transfer((&main, &alice), (&bobs, &bob), 10)],
            refused,
        ),
        (
            "with room for the extension that is not there",
            vec![
                token::make_room(&pocket, &alice, ExtensionType::ImmutableOwner),
                to_pocket(10),
            ],
            refused,
        ),
    ];
    refuse(&mut scene.world, &cases);
    // It is handed over empty, which gives nobody anything.
    scene.world.go(&[away]);
    scene.together();
    scene.world
}

fn kept<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob, mint) = (scene.alice, scene.bob, scene.deal.class(1).mint);
    let second = scene.world.new_share_account("second", &mint, &alice);
    let main = scene.account(&alice);
    let to_second = scene.transfer((&main, &alice), (&second, &alice), STAKE);
    scene.world.go(&[to_second]);
    assert_eq!(scene.records(), [STAKE; 2]);
    let bobs = scene.account(&bob);
    // 34: an account whose owner is immutable. The associated account, where shares are issued, is one too.
    let cases = [second, main].map(|account| {
        let away = token::hand_over(&TOKEN_2022, &account, &alice, &bob);
        ("handed over", vec![away], "token 34")
    });
    refuse(&mut scene.world, &cases);
    let sale = scene.transfer((&second, &alice), (&bobs, &bob), 7);
    let back = scene.transfer((&second, &alice), (&main, &alice), STAKE - 7);
    scene.world.go(&[sale, back]);
    assert_eq!(scene.records(), [STAKE - 7, STAKE + 7]);
    scene.together();
    scene.world
}

fn closed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob, mint) = (scene.alice, scene.bob, scene.deal.class(1).mint);
    let (main, bobs) = (scene.account(&alice), scene.account(&bob));
    scene
        .world
        .go(&[token::set_close_authority(&main, &alice, &bob)]);
    let close = token::close(&TOKEN_2022, &main, &bob);
    // 11: it holds tokens.
    refuse(
        &mut scene.world,
        &[("with tokens in it", vec![close.clone()], "token 11")],
    );
    // Empty it is closed by who may; the record stays, and the account that comes in its place is the same owner's.
    let sale = scene.deal.transfer_shares(1, &alice, &bob, STAKE);
    scene.world.go(&[sale, close]);
    assert_eq!(scene.records(), [0, 2 * STAKE]);
    let back = scene.deal.transfer_shares(1, &bob, &alice, STAKE);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&back)),
        "IncorrectProgramId",
        "there is no account"
    );
    let payer = scene.world.payer;
    let opened = token::create_associated(&payer, &alice, &mint, &TOKEN_2022);
    let away = token::hand_over(&TOKEN_2022, &main, &alice, &bob);
    scene.world.go(&[opened, back]);
    refuse(&mut scene.world, &[("handed over", vec![away], "token 34")]);
    assert_eq!(scene.world.balance(&bobs), STAKE);
    scene.together();
    scene.world
}

fn delegates<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob, mint) = (scene.alice, scene.bob, scene.deal.class(1).mint);
    let carol = scene.world.person("carol");
    let (main, bobs) = (scene.account(&alice), scene.account(&bob));
    let decimals = scene.deal.class(1).terms.decimals;
    let by_carol = |amount| {
        let call = call::transfer_checked(
            &TOKEN_2022,
            &main,
            &mint,
            &bobs,
            &carol,
            &[],
            amount,
            decimals,
        );
        scene.hooked(call.expect("a token program"))
    };
    let (ten, eleven) = (by_carol(10), by_carol(11));
    scene.world.go(&[token::approve(&main, &alice, &carol, 10)]);
    // 1: more than she may.
    refuse(&mut scene.world, &[("too many", vec![eleven], "token 1")]);
    scene.world.go(std::slice::from_ref(&ten));
    assert_eq!(scene.records(), [STAKE - 10, STAKE + 10]);
    refuse(&mut scene.world, &[("again", vec![ten], "token 4")]);
    scene.together();

    // A delegate can burn what it may move: the owner that let it loses the tokens, and nobody gains by it.
    let before = scene.records();
    scene.world.go(&[
        token::approve(&main, &alice, &carol, 10),
        token::burn(&TOKEN_2022, &main, &mint, &carol, 10),
    ]);
    assert_eq!(scene.records(), before, "the record stays");
    let rest = scene.deal.transfer_shares(1, &alice, &bob, STAKE - 20);
    let more = scene.deal.transfer_shares(1, &alice, &bob, 1);
    scene.world.go(&[rest]);
    refuse(&mut scene.world, &[("burnt", vec![more], "token 1")]);
    assert_eq!(scene.records(), [10, 2 * STAKE - 10]);
    audit::check(&mut scene.world);
    scene.world
}

fn kinds<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob, mint) = (scene.alice, scene.bob, scene.deal.class(1).mint);
    let (main, bobs) = (scene.account(&alice), scene.account(&bob));
    let decimals = scene.deal.class(1).terms.decimals;
    #[expect(deprecated, reason = "the token program still takes it")]
    let unchecked = call::transfer(&TOKEN_2022, &main, &bobs, &alice, &[], 10);
    // 31: a mint with a hook is moved by checked transfers alone.
    let unchecked = unchecked.expect("a token program");
    let cases = [
        ("unchecked", vec![unchecked.clone()], "token 31"),
        (
            "with the hook's accounts",
            vec![scene.hooked(unchecked)],
            "token 31",
        ),
    ];
    refuse(&mut scene.world, &cases);
    let with_fee = |fee| {
        let call = transfer_fee::instruction::transfer_checked_with_fee(
            &TOKEN_2022,
            &main,
            &mint,
            &bobs,
            &alice,
            &[],
            10,
            decimals,
            fee,
        );
        call.expect("a token program")
    };
    let (bare, hooked) = (with_fee(0), scene.hooked(with_fee(0)));
    let refused = scene.world.refused(&[bare]);
    assert_eq!(refused, "MissingAccount", "without the hook's accounts");
    scene.world.go(&[hooked]);
    assert_eq!(scene.records(), [STAKE - 10, STAKE + 10]);
    // From an account to itself nothing moves.
    let same = scene.transfer((&main, &alice), (&main, &alice), 10);
    scene.world.go(&[same]);
    assert_eq!(scene.records(), [STAKE - 10, STAKE + 10]);
    scene.together();
    scene.world
}

fn extensions<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob, mint) = (scene.alice, scene.bob, scene.deal.class(1).mint);
    let (main, bobs) = (scene.account(&alice), scene.account(&bob));
    let guard = cpi_guard::instruction::enable_cpi_guard(&TOKEN_2022, &main, &alice, &[]);
    scene.world.go(&[
        token::make_room(&main, &alice, ExtensionType::CpiGuard),
        guard.expect("a token program"),
    ]);
    let sale = scene.deal.transfer_shares(1, &alice, &bob, 10);
    let back = scene.deal.transfer_shares(1, &bob, &alice, 4);
    scene.world.go(&[sale.clone(), back.clone()]);
    assert_eq!(scene.records(), [STAKE - 6, STAKE + 6]);
    let away = token::hand_over(&TOKEN_2022, &main, &alice, &bob);
    refuse(&mut scene.world, &[("guarded", vec![away], "token 34")]);

    // An account that asks for a memo gets none from a plain transfer, and tokens and record stay.
    scene.world.go(&token::require_memo(&bobs, &bob));
    // 36: no memo.
    refuse(&mut scene.world, &[("no memo", vec![sale], "token 36")]);
    scene.world.go(&[back]);
    assert_eq!(scene.records(), [STAKE - 2, STAKE + 2]);
    let burn = token::burn(&TOKEN_2022, &bobs, &mint, &alice, 1);
    refuse(&mut scene.world, &[("another's", vec![burn], "token 4")]);
    scene.together();
    scene.world
}

/// Tokens that lie in an account whose owner's record does not count them, as a program before this rule let happen:
/// their holder can move none of them, whoever has the record is paid, nobody else is touched, and by handing the
/// account back they are whole again.
fn parted<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob, mint) = (scene.alice, scene.bob, scene.deal.class(1).mint);
    let carol = scene.world.person("carol");
    let pocket = scene
        .world
        .new_token_account("pocket", &mint, &alice, &TOKEN_2022);
    let (main, bobs) = (scene.account(&alice), scene.account(&bob));
    // Written into the accounts, since no transfer does it any more.
    for (account, amount) in [(main, 0), (pocket, STAKE)] {
        let mut state = scene.world.engine.account(&account).expect("is there");
        state.data[64..72].copy_from_slice(&amount.to_le_bytes());
        scene.world.engine.set_account(&account, state);
    }
    scene
        .world
        .go(&[token::hand_over(&TOKEN_2022, &pocket, &alice, &carol)]);
    audit::check(&mut scene.world);
    let sale = scene.transfer((&pocket, &carol), (&bobs, &bob), 1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&sale)),
        "HolderMissing"
    );
    let welcome = scene.deal.welcome(1, &scene.world.payer, &carol);
    scene.world.go(&welcome);
    assert_eq!(scene.world.refused(&[sale]), "SharesShort");
    distribute(&mut scene.world, &scene.deal, 0, 2 * PART);
    let (world, deal) = (&mut scene.world, &scene.deal);
    world.go(&[deal.pay_holders(1, &[alice, bob, carol])]);
    world.give(&carol, 0);
    assert_eq!(
        [alice, bob, carol].map(|owner| world.wealth(&owner)),
        [PART, PART, 0]
    );
    audit::check(world);

    let home = scene.transfer((&pocket, &alice), (&main, &alice), STAKE);
    scene
        .world
        .go(&[token::hand_over(&TOKEN_2022, &pocket, &carol, &alice), home]);
    scene.together();
    scene.world
}
