//! Transfers by wallets and programs that know nothing of this program: they resolve the hook's accounts with the
//! interface's own helper, which reads the receiver's token account. So that account has to be there first, and the
//! record too; both are opened by a pair of instructions that anyone can send, whatever is there already.

use crate::payouts::owned_by;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use anchor_spl::token_2022::spl_token_2022::instruction::transfer_checked;
use securities::tranche::holder::Holder;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    lite::Lite,
    read,
    token::TOKEN_2022,
    world::{Money, World},
};
use spl_transfer_hook_interface::offchain::add_extra_account_metas_for_execute;
use std::{
    cell::RefCell,
    future::{self, Future},
    pin::pin,
    task::{Context, Poll, Waker},
};

/// The outcome of a future that waits for nothing.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("the accounts are at hand"),
    }
}

/// A transfer of shares as a helper builds it that reads the chain; none if it cannot.
fn resolved(
    world: &mut World<Lite>,
    deal: &Deal,
    (from, to): (&Pubkey, &Pubkey),
    amount: u64,
) -> Option<Instruction> {
    let class = deal.class(1);
    let [source, destination] = [from, to].map(|owner| deal.share_account(1, owner));
    let mut transfer = transfer_checked(
        &TOKEN_2022,
        &source,
        &class.mint,
        &destination,
        from,
        &[],
        amount,
        class.terms.decimals,
    )
    .expect("a token program");
    let chain = RefCell::new(world);
    let read = |address| {
        let found = chain.borrow_mut().engine.account(&address);
        future::ready(Ok(found.map(|account| account.data)))
    };
    at_once(add_extra_account_metas_for_execute(
        &mut transfer,
        &securities::ID,
        &source,
        &class.mint,
        &destination,
        from,
        amount,
        read,
    ))
    .ok()
    .map(|()| transfer)
}

#[test]
fn a_standard_helper_transfers_once_the_receiver_has_its_accounts_whoever_opened_them() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice"]);
    let (alice, carol) = (owners[0], world.person("carol"));
    let mallory = world.person("mallory");
    let parties = (&alice, &carol);
    assert_eq!(
        resolved(&mut world, &deal, parties, 5),
        None,
        "the receiver has no share account to be read"
    );
    // A stranger may be first, with both or with either.
    world.go(&[deal.open_holder(1, &mallory, &carol)]);
    world.go(&deal.welcome(1, &alice, &carol));
    world.go(&deal.welcome(1, &alice, &carol));
    let transfer = resolved(&mut world, &deal, parties, 5).expect("the receiver has both");
    assert_eq!(
        transfer,
        deal.transfer_shares(1, &alice, &carol, 5),
        "as who knows the accounts builds it"
    );
    world.go(&[transfer]);
    let record = address::holder(&deal.class(1).tranche, &carol);
    let record: Holder = read::state(&mut world.engine, &record);
    assert_eq!(
        (record.shares, record.rent_payer),
        (5, mallory),
        "the first who opened it has the rent back"
    );
    audit::check(&mut world);
}
