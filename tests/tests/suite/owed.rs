//! Refunds that cannot be paid where they should go: they go to the owner's own account, and where that cannot be paid
//! either they wait, leave the book after a year so that it closes, and are the owner's for ever.

use crate::on_both_engines;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::book::{owed::state::OwedRefund, ticket::state::Ticket};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    read, token,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_refund_account_that_is_gone_falls_back_to_the_owners_own => fallback;
    what_nobody_can_be_paid_for_a_year_leaves_the_book_and_stays_the_owners => year;
    what_waits_of_a_locked_book_leaves_it_too => locked;
    a_refund_that_can_be_paid_or_has_not_waited_stays_in_its_book => refusals;
    whoever_pays_what_is_owed_can_pay_nobody_but_the_owner => claims;
}

const MILLION: u64 = 1_000_000;
const STAKE: u64 = 5 * MILLION;
const YEAR: i64 = 365 * DAY;

struct Scene<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    alice: Pubkey,
    bob: Pubkey,
}

impl<E: Engine> Scene<E> {
    /// A book in which Alice and Bob deposited; it comes to nothing.
    fn new() -> Self {
        let mut world = World::<E>::new(Money::Freezable);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let book = Offering::standard(&mut world, &deal, 0, "line");
        let [alice, bob] = ["alice", "bob"].map(|name| world.investor(name, STAKE));
        for owner in [alice, bob] {
            book.deposit(&mut world, &deal, &owner, STAKE);
        }
        Self {
            world,
            deal,
            book,
            alice,
            bob,
        }
    }

    fn fails(&mut self) {
        let deadline = self.book.args.deadline;
        self.world.engine.set_now(deadline);
    }

    fn freeze(&mut self, owner: &Pubkey) {
        let (program, account) = (self.world.token_program, self.world.cash(owner));
        let (mint, payer) = (self.world.mint, self.world.payer);
        self.world
            .go(&[token::freeze(&program, &account, &mint, &payer)]);
    }

    fn thaw(&mut self, owner: &Pubkey) {
        let (program, account) = (self.world.token_program, self.world.cash(owner));
        let (mint, payer) = (self.world.mint, self.world.payer);
        self.world
            .go(&[token::thaw(&program, &account, &mint, &payer)]);
    }

    fn ticket(&mut self, id: u32) -> Ticket {
        self.book.ticket(&mut self.world, id)
    }

    fn refund(&mut self, id: u32) -> Instruction {
        let ticket = self.ticket(id);
        self.deal.refund_ticket(&self.book, &ticket)
    }

    fn owe(&mut self, id: u32, payer: &Pubkey) -> Instruction {
        let ticket = self.ticket(id);
        self.deal.owe_refund(&self.book, payer, &ticket)
    }

    fn owed(&mut self, owner: &Pubkey, id: u32) -> OwedRefund {
        let ticket = address::ticket(&self.book.book, owner, id);
        read::state(&mut self.world.engine, &address::owed(&ticket))
    }

    fn refused(&mut self, call: &Instruction) -> String {
        let before = self.world.program_accounts();
        let error = self.world.refused(std::slice::from_ref(call));
        assert!(self.world.program_accounts() == before, "nothing changed");
        error
    }

    fn lamports(&mut self, address: &Pubkey) -> u64 {
        crate::story::lamports(&mut self.world, address)
    }
}

fn fallback<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob) = (scene.alice, scene.bob);
    let (mint, program) = (scene.world.mint, scene.world.token_program);
    let other = scene
        .world
        .new_token_account("alice's other", &mint, &alice, &program);
    let wrong = scene.world.new_mint("wrong", &program, &[], |_| Vec::new());
    let bobs = scene
        .world
        .new_token_account("bob's wrong", &wrong, &bob, &program);
    let deal = scene.deal.clone();
    scene.world.go(&[
        deal.set_refund_account(&scene.book, &alice, 0, &other),
        deal.set_refund_account(&scene.book, &bob, 1, &bobs),
        token::close(&program, &other, &alice),
    ]);
    scene.fails();
    let refunds = [scene.refund(0), scene.refund(1)];
    // The account that it falls back to is the owner's and nobody else's.
    let mut stolen = refunds[0].clone();
    let (own, thief) = (scene.world.cash(&alice), scene.world.cash(&bob));
    for meta in &mut stolen.accounts {
        if meta.pubkey == own {
            meta.pubkey = thief;
        }
    }
    assert_eq!(scene.refused(&stolen), "WrongRefundAccount");
    scene.world.go(&refunds);
    for owner in [alice, bob] {
        assert_eq!(scene.world.wealth(&owner), STAKE);
    }
    audit::check(&mut scene.world);
    scene.world.go(&[deal.close_book(&scene.book)]);
    scene.world
}

pub(crate) fn year<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, deal) = (scene.alice, scene.deal.clone());
    scene.freeze(&alice);
    scene.fails();
    let refunds = [scene.refund(1), scene.refund(0)];
    scene.world.go(&refunds);
    assert_eq!(scene.refused(&refunds[1]), "RefundBlocked", "noted already");
    let noted = scene.world.engine.now();
    assert_eq!(scene.ticket(0).unpayable_since, noted);
    let close = deal.close_book(&scene.book);
    assert_eq!(scene.refused(&close), "TicketsOpen");
    audit::check(&mut scene.world);

    let crank = scene.world.person("crank");
    let sponsor = deal.sponsor;
    scene.world.pass(YEAR);
    let owe = scene.owe(0, &crank);
    let (ticket, before) = (scene.ticket(0), scene.lamports(&sponsor));
    let (book, line) = (scene.book.book, scene.book.line);
    let rents = [book, line, scene.book.vault].map(|account| scene.lamports(&account));
    let patron = scene.lamports(&ticket.rent_payer);
    scene.world.go(&[owe.clone(), close]);
    assert_eq!(
        scene.lamports(&sponsor) - before,
        rents.iter().sum::<u64>(),
        "the book's rents come back"
    );
    assert!(
        scene.lamports(&ticket.rent_payer) > patron,
        "the ticket's too"
    );
    let owed = scene.owed(&alice, 0);
    assert_eq!(
        (owed.owner, owed.amount, owed.mint, owed.rent_payer),
        (alice, STAKE, scene.world.mint, crank)
    );
    assert_eq!(scene.world.balance(&owed.vault), STAKE);
    audit::check(&mut scene.world);
    assert!(scene.world.send(&[owe]).is_err(), "once");

    // Many years later she has it, at an account of her choice.
    scene.world.pass(20 * YEAR);
    let (mint, program) = (scene.world.mint, scene.world.token_program);
    let other = scene
        .world
        .new_token_account("alice's other", &mint, &alice, &program);
    let paid = scene.lamports(&crank);
    scene.world.go(&[deal.claim_refund(&owed, &other, true)]);
    assert_eq!(scene.world.balance(&other), STAKE);
    assert_eq!(
        scene.lamports(&crank) - paid,
        scene.world.engine.rent(OwedRefund::SPACE) + scene.world.engine.rent(165),
        "who paid for record and vault has its rent back"
    );
    scene.world
}

fn locked<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Freezable);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
        (args.minimum, args.cap) = (STAKE, 2 * STAKE);
    });
    let [alice, bob] = ["alice", "bob"].map(|name| world.investor(name, 2 * STAKE));
    for owner in [alice, bob] {
        book.deposit(&mut world, &deal, &owner, STAKE + MILLION);
    }
    let mut scene = Scene {
        world,
        deal: deal.clone(),
        book,
        alice,
        bob,
    };
    scene.freeze(&bob);
    scene.book.lock(&mut scene.world, &deal);
    let crank = scene.world.person("crank");
    let unsettled = scene.owe(1, &crank);
    for id in [0, 1] {
        scene.book.settle(&mut scene.world, &deal, id);
    }
    assert_eq!(scene.ticket(1).units, 2 * MILLION, "his refund waits");
    assert_eq!(scene.refused(&unsettled), "RefundTooEarly");
    let refund = scene.refund(1);
    assert_eq!(scene.refused(&refund), "RefundBlocked");
    scene.world.pass(YEAR);
    scene.world.go(&[unsettled]);
    audit::check(&mut scene.world);
    scene.thaw(&bob);
    let owed = scene.owed(&bob, 1);
    let own = scene.world.cash(&bob);
    // Anyone may pay him at his own account.
    scene.world.go(&[deal.claim_refund(&owed, &own, false)]);
    assert_eq!(scene.world.wealth(&bob), STAKE - MILLION + 2 * MILLION);
    audit::check(&mut scene.world);
    scene.world
}

fn refusals<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob) = (scene.alice, scene.bob);
    let crank = scene.world.person("crank");
    let owe = scene.owe(0, &crank);
    assert_eq!(scene.refused(&owe), "RefundPayable", "the offering runs");
    scene.fails();
    scene.world.pass(2 * YEAR);
    assert_eq!(scene.refused(&owe), "RefundPayable");
    scene.freeze(&alice);
    assert_eq!(scene.refused(&owe), "RefundTooEarly", "nobody noted it");
    // A read-only account could not be paid: that makes no refund unpayable.
    let mut read_only = scene.refund(1);
    let bobs = scene.world.cash(&bob);
    for meta in read_only
        .accounts
        .iter_mut()
        .filter(|meta| meta.pubkey == bobs)
    {
        meta.is_writable = false;
    }
    assert_eq!(scene.refused(&read_only), "ConstraintMut");
    let note = scene.refund(0);
    scene.world.go(&[note]);
    scene.world.pass(YEAR - 1);
    assert_eq!(scene.refused(&owe), "RefundTooEarly", "a second early");
    scene.world.pass(1);
    scene.thaw(&alice);
    assert_eq!(scene.refused(&owe), "RefundPayable", "thawed meanwhile");
    scene.freeze(&alice);
    let (own, thief) = (scene.world.cash(&alice), scene.world.key("nowhere"));
    let mut elsewhere = owe.clone();
    // Both accounts are the same here; the second must be hers as well.
    let at = elsewhere
        .accounts
        .iter()
        .rposition(|meta| meta.pubkey == own)
        .expect("hers");
    elsewhere.accounts[at].pubkey = thief;
    assert_eq!(scene.refused(&elsewhere), "WrongRefundAccount");
    // She may still take it out herself, to another account.
    let (mint, program) = (scene.world.mint, scene.world.token_program);
    let other = scene
        .world
        .new_token_account("alice's other", &mint, &alice, &program);
    let deal = scene.deal.clone();
    let mut out = deal.withdraw(&scene.book, (&alice, &alice), 0, STAKE);
    for meta in out.accounts.iter_mut().filter(|meta| meta.pubkey == own) {
        meta.pubkey = other;
    }
    scene.world.go(&[out]);
    assert_eq!(scene.world.balance(&other), STAKE);
    assert!(scene.world.send(&[owe]).is_err(), "there is no ticket");
    audit::check(&mut scene.world);
    scene.world
}

fn claims<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (alice, bob, deal) = (scene.alice, scene.bob, scene.deal.clone());
    scene.freeze(&alice);
    scene.fails();
    let note = scene.refund(0);
    scene.world.go(&[note]);
    scene.world.pass(YEAR);
    let owe = scene.owe(0, &bob);
    scene.world.go(&[owe]);
    let owed = scene.owed(&alice, 0);
    let (bobs, own) = (scene.world.cash(&bob), scene.world.cash(&alice));
    let claim = deal.claim_refund(&owed, &bobs, false);
    assert_eq!(scene.refused(&claim), "NotOwner", "to another's account");
    let mut as_bob = deal.claim_refund(&owed, &bobs, true);
    as_bob.accounts[0].pubkey = bob;
    assert_eq!(scene.refused(&as_bob), "NotOwner", "by another");
    let frozen = deal.claim_refund(&owed, &own, false);
    assert_eq!(scene.refused(&frozen), "token 17", "still frozen");
    let mut rent = deal.claim_refund(&owed, &bobs, true);
    for meta in rent.accounts.iter_mut().filter(|meta| meta.pubkey == bob) {
        meta.pubkey = alice;
    }
    // Alice is the owner and signs, but the rent is Bob's.
    assert_eq!(scene.refused(&rent), "WrongRentPayer");
    // What somebody adds is hers too, and keeps nothing open.
    let donor = scene.world.investor("donor", 7);
    let (mint, program) = (scene.world.mint, scene.world.token_program);
    let from = scene.world.cash(&donor);
    scene.world.go(&[
        token::transfer(&program, &from, &mint, &owed.vault, &donor, 7),
        deal.claim_refund(&owed, &bobs, true),
    ]);
    assert_eq!(scene.world.balance(&bobs), STAKE + 7, "to whom she likes");
    assert_eq!(scene.lamports(&owed.vault), 0);
    audit::check(&mut scene.world);
    scene.world
}
