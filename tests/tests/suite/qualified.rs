//! Whose money counts where the shares want a credential: that of tickets that somebody has marked by a good credential of
//! their owner's, before the lock. Other money keeps its place, and holds nobody up.

mod marks;

use crate::{credentials::restricted, on_both_engines, payouts::distribute, story};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::{
        offer::open_book::BookArgs,
        phase::Phase,
        state::{AllocationRule, Book},
    },
    credential::state::CredentialTerms,
    events::{CommitmentChanged, Deposited, TicketQualified},
    tranche::holder::Holder,
};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    events,
    ix::credential::{change, issue, shown},
    offering::Offering,
    read,
    terms::Reward,
    world::{DAY, Money, World},
};

/// One whole share, at a price of one.
const ONE: u64 = 1_000_000;

on_both_engines! {
    money_without_a_credential_meets_no_minimum => unready;
    who_is_marked_late_has_the_place_of_its_deposit => late_mark;
    unmarked_money_takes_no_reward_and_holds_up_no_payment => left_out;
    a_credential_among_the_accounts_marks_at_once => at_once;
    who_was_marked_at_the_lock_gets_its_shares_whoever_revokes_its_credential => bound;
    a_qualifier_can_shut_out_until_the_lock_and_keeps_nothing => shut_out;
    of_a_lead_only_marked_money_counts => lead;
    the_sponsor_approves_marked_tickets_alone => approved;
    unmarked_money_cuts_nobody_pro_rata => pro_rata;
    a_mark_outlives_the_offer => next_offer;
}

/// A security whose junior shares want a credential of either of two qualifiers, and a book of 1,000 to 2,000.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    qualifier: Pubkey,
    other: Pubkey,
}

impl<E: Engine> Scene<E> {
    fn new(edit: impl FnOnce(&mut World<E>, &mut BookArgs)) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let (qualifier, other) = (world.person("qualifier"), world.person("other"));
        let deal = restricted(&mut world, vec![qualifier, other]);
        let mut book = Offering::plan(&mut world, &deal, 1, 0, "line");
        (book.args.minimum, book.args.cap) = (1_000 * ONE, 2_000 * ONE);
        edit(&mut world, &mut book.args);
        book.open(&mut world, &deal, 16);
        Self {
            world,
            deal,
            book,
            qualifier,
            other,
        }
    }

    /// The first 600 in line earn 60 bonus shares.
    fn rewarding(mut self) -> Self {
        let bonus = Reward::bonus_shares(&self.deal, 1, &[(600 * ONE, 60 * ONE)]);
        self.book.promise(&mut self.world, &self.deal, bonus);
        self
    }

    /// Somebody with so much money in line, committed and not marked.
    fn enters(&mut self, name: &str, money: u64) -> (Pubkey, u32) {
        let owner = self.world.investor(name, money * ONE);
        let id = self
            .book
            .deposit(&mut self.world, &self.deal, &owner, money * ONE);
        (owner, id)
    }

    fn says(&mut self, days: i64) -> CredentialTerms {
        CredentialTerms {
            class: 1,
            jurisdiction: 756,
            expires_at: self.world.engine.now() + days * DAY,
        }
    }

    /// The qualifier issues a credential for a year.
    fn admits(&mut self, owner: &Pubkey) {
        let year = self.says(365);
        self.world.go(&[issue(&self.qualifier, owner, year)]);
    }

    fn mark(&self, owner: &Pubkey, id: u32) -> Instruction {
        self.deal
            .qualify_ticket(&self.book, &self.qualifier, owner, id)
    }

    /// The same, and anybody marks its ticket.
    fn marks(&mut self, owner: &Pubkey, id: u32) {
        self.admits(owner);
        let mark = self.mark(owner, id);
        self.world.go(&[mark]);
        audit::check(&mut self.world);
    }

    fn revoke(&self, owner: &Pubkey) -> Instruction {
        let never = CredentialTerms {
            class: 1,
            jurisdiction: 756,
            expires_at: 0,
        };
        change(&self.qualifier, owner, never)
    }

    fn unmark(&self, owner: &Pubkey, id: u32) -> Instruction {
        self.deal.disqualify_ticket(&self.book, owner, id)
    }

    fn state(&mut self) -> Book {
        self.book.state(&mut self.world)
    }

    fn phase(&mut self) -> Phase {
        let now = self.world.engine.now();
        self.state().phase(now).expect("a stage")
    }

    fn lock(&mut self) {
        self.book.lock(&mut self.world, &self.deal);
        audit::check(&mut self.world);
    }

    fn settle(&mut self, id: u32) {
        self.book.settle(&mut self.world, &self.deal, id);
        audit::check(&mut self.world);
    }

    fn shares(&mut self, owner: &Pubkey) -> u64 {
        let at = address::holder(&self.book.tranche, owner);
        read::state::<Holder>(&mut self.world.engine, &at).shares
    }

    /// Accepted money and bonus shares of a ticket, if the book is locked as it is.
    fn gets(&mut self, id: u32) -> (u64, u64) {
        let preview = self.book.preview(&mut self.world, &self.deal, id);
        (preview.accepted / ONE, preview.rewards[0] / ONE)
    }

    fn close(mut self) -> World<E> {
        self.book.release(&mut self.world, &self.deal);
        self.world.go(&[self.deal.close_book(&self.book)]);
        audit::check(&mut self.world);
        self.world
    }
}

/// Mallory, whom nobody qualifies, commits the whole minimum ahead of Ann.
fn unready<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {}).rewarding();
    let (mallory, first) = scene.enters("mallory", 1_000);
    let (ann, second) = scene.enters("ann", 400);
    scene.marks(&ann, second);
    let book = scene.state();
    assert_eq!((book.live, book.committed), (1_400 * ONE, 400 * ONE));
    let preview = scene.book.preview(&mut scene.world, &scene.deal, first);
    assert!(preview.committed && !preview.qualified);
    assert_eq!((preview.accepted, preview.units_back), (0, 1_000 * ONE));
    assert_eq!(scene.gets(second), (400, 40), "her early place is free");

    let ends = scene.state().offer_ends;
    scene.world.engine.set_now(ends);
    let lock = scene.deal.lock_book(&scene.book, &scene.deal.sponsor);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&lock)),
        "CannotLock"
    );
    let deadline = scene.state().deadline;
    scene.world.engine.set_now(deadline);
    assert_eq!(scene.phase(), Phase::Refunding);
    // A credential is too late now.
    scene.admits(&mallory);
    let mark = scene.mark(&mallory, first);
    assert_eq!(scene.world.refused(&[mark]), "NotOffering");
    assert_eq!(scene.world.refused(&[lock]), "CannotLock");
    for id in [first, second] {
        scene.book.refund(&mut scene.world, &scene.deal, id);
        audit::check(&mut scene.world);
    }
    assert_eq!(scene.world.wealth(&mallory), 1_000 * ONE);
    assert_eq!(scene.world.wealth(&ann), 400 * ONE);
    scene.world.go(&[scene.deal.close_book(&scene.book)]);
    audit::check(&mut scene.world);
    scene.world
}

fn late_mark<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {}).rewarding();
    let (mia, first) = scene.enters("mia", 500);
    let (ann, second) = scene.enters("ann", 700);
    scene.marks(&ann, second);
    assert_eq!(scene.gets(second), (700, 60));
    // An hour before the lock Mia qualifies: as if her money had counted from the start.
    let ends = scene.state().offer_ends;
    scene.world.engine.set_now(ends - 3_600);
    scene.marks(&mia, first);
    assert_eq!(scene.gets(first), (500, 50));
    assert_eq!(scene.gets(second), (700, 10));
    scene.lock();
    for id in [second, first] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&mia), 550 * ONE);
    assert_eq!(scene.shares(&ann), 710 * ONE);
    scene.close()
}

/// Unmarked money at the head, more of it than the cap has room for.
fn left_out<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {}).rewarding();
    let (mallory, first) = scene.enters("mallory", 1_900);
    let (ann, second) = scene.enters("ann", 1_500);
    scene.marks(&ann, second);
    scene.lock();
    let class = story::tranche(&mut scene.world, &scene.deal, 1);
    assert_eq!(class.shares, 1_560 * ONE, "hers alone come into being");
    // She is paid, and her proceeds are released, while nobody has touched Mallory's ticket but to return it.
    scene.settle(second);
    distribute(&mut scene.world, &scene.deal, 0, 1_560 * ONE);
    scene.world.go(&[scene.deal.claim(1, &ann)]);
    assert_eq!(scene.world.wealth(&ann), 1_560 * ONE);
    let ticket = scene.book.ticket(&mut scene.world, first);
    let settle = scene.deal.settle_ticket(&scene.book, &ticket);
    let welcome = scene.deal.welcome(1, &scene.world.payer, &mallory);
    scene.world.go(&welcome);
    assert_eq!(scene.world.refused(&[settle]), "NothingAccepted");
    scene.book.refund(&mut scene.world, &scene.deal, first);
    assert_eq!(scene.world.wealth(&mallory), 1_900 * ONE);
    let book = scene.state();
    assert_eq!(
        (book.accepted, book.refunded),
        (1_500 * ONE, 1_900 * ONE),
        "accepted and refunded are what was locked"
    );
    scene.close()
}

/// Deposit and commitment take the credential along; a mark stays through leaving and coming back to the offer.
fn at_once<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {});
    let ann = scene.world.investor("ann", 600 * ONE);
    scene.admits(&ann);
    let deposit = |scene: &Scene<E>, id, version| {
        scene
            .deal
            .deposit(&scene.book, (&ann, &ann), id, 300 * ONE, version)
    };
    let with = |scene: &Scene<E>, call| shown(call, (&scene.deal.security, &scene.qualifier), &ann);
    let first = with(&scene, deposit(&scene, 0, 1));
    let done = scene.world.go(&[first]);
    assert!(done.inner.is_empty() || events::of::<Deposited>(&done)[0].qualified);
    assert_eq!(scene.state().committed, 300 * ONE);
    // The second commits to nothing yet; its commitment takes the credential along.
    let second = deposit(&scene, 1, 0);
    scene.world.go(&[second]);
    let commit = scene.deal.commit(&scene.book, &ann, 1, 1);
    let with_it = with(&scene, commit.clone());
    let done = scene.world.go(&[with_it]);
    assert!(done.inner.is_empty() || events::of::<CommitmentChanged>(&done)[0].qualified);
    assert_eq!(scene.state().committed, 600 * ONE);
    audit::check(&mut scene.world);

    let leave = scene.deal.uncommit(&scene.book, &ann, 1);
    scene.world.go(&[leave]);
    assert_eq!(scene.state().committed, 300 * ONE);
    scene.world.go(std::slice::from_ref(&commit));
    assert_eq!(scene.state().committed, 600 * ONE, "marked as it was");
    assert_eq!(scene.world.refused(&[commit]), "AlreadyCommitted");
    audit::check(&mut scene.world);
    // Part of a marked ticket leaves.
    scene
        .book
        .withdraw(&mut scene.world, &scene.deal, &ann, 0, 100 * ONE);
    assert_eq!(scene.state().committed, 500 * ONE);
    audit::check(&mut scene.world);
    let mark = scene.mark(&ann, 0);
    assert_eq!(scene.world.refused(&[mark]), "AlreadyQualified");
    scene.world
}

/// The sponsor is the qualifier: its friend meets the minimum and would like its money back once the others are locked in.
fn bound<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {});
    let (friend, first) = scene.enters("friend", 900);
    let (ann, second) = scene.enters("ann", 100);
    scene.marks(&friend, first);
    scene.marks(&ann, second);
    scene.lock();
    let revoke = scene.revoke(&friend);
    scene.world.go(&[revoke]);
    let unmark = scene.unmark(&friend, first);
    assert_eq!(scene.world.refused(&[unmark]), "NotOffering");
    scene.world.pass(400 * DAY);
    let ticket = scene.book.ticket(&mut scene.world, first);
    let refund = scene.deal.refund_ticket(&scene.book, &ticket);
    assert_eq!(scene.world.refused(&[refund]), "NotRefunding");
    // Its record has never seen a credential, and Ann's has expired: both get what they bought.
    for id in [first, second] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&friend), 900 * ONE);
    assert_eq!(scene.shares(&ann), 100 * ONE);
    // They receive no more, and may sell to who qualifies.
    let sale = scene.deal.transfer_shares(1, &ann, &friend, ONE);
    assert_eq!(scene.world.refused(&[sale]), "NotQualified");
    assert_eq!(scene.state().accepted, 1_000 * ONE);
    scene.close()
}

/// What a qualifier can do to an investor: in one transaction it takes the mark away and the sponsor locks. The money is
/// back whole, and others move up; the minimum is met without it or nothing is locked.
fn shut_out<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {}).rewarding();
    let (ann, first) = scene.enters("ann", 600);
    let (ben, second) = scene.enters("ben", 600);
    let (cleo, third) = scene.enters("cleo", 400);
    for (owner, id) in [(ann, first), (ben, second), (cleo, third)] {
        scene.marks(&owner, id);
    }
    let ends = scene.state().offer_ends;
    scene.world.engine.set_now(ends);
    let lock = scene.deal.lock_book(&scene.book, &scene.deal.sponsor);
    let both = [(ann, first), (ben, second)]
        .map(|(owner, id)| [scene.revoke(&owner), scene.unmark(&owner, id)])
        .concat();
    let too_many = [both, vec![lock.clone()]].concat();
    assert_eq!(scene.world.refused(&too_many), "CannotLock");
    let one = [scene.revoke(&ann), scene.unmark(&ann, first), lock];
    let done = scene.world.go(&one);
    if !done.inner.is_empty() {
        let event = &events::of::<TicketQualified>(&done)[0];
        assert_eq!((event.owner, event.qualified), (ann, false));
        assert_eq!(event.amount, 600 * ONE);
    }
    audit::check(&mut scene.world);
    scene.book.refund(&mut scene.world, &scene.deal, first);
    assert_eq!(scene.world.wealth(&ann), 600 * ONE);
    for id in [second, third] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&ben), 660 * ONE);
    assert_eq!(scene.shares(&cleo), 400 * ONE);
    scene.close()
}

/// The lead's money is in line, so that others may come; the book is ready once it is marked too.
fn lead<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|world, args| {
        args.lead = world.person("lead");
        (args.lead_minimum, args.minimum) = (300 * ONE, 500 * ONE);
    });
    let (boss, first) = scene.enters("lead", 300);
    let (ann, second) = scene.enters("ann", 500);
    scene.marks(&ann, second);
    let book = scene.state();
    assert_eq!((book.lead_live, book.lead_committed), (300 * ONE, 0));
    assert!(!book.is_ready(), "the lead has not qualified");
    scene.marks(&boss, first);
    let book = scene.state();
    assert_eq!(
        (book.lead_committed, book.lead_within),
        (300 * ONE, 300 * ONE)
    );
    assert!(book.is_ready());
    let leave = scene
        .deal
        .withdraw(&scene.book, (&boss, &boss), first, 300 * ONE);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&leave)),
        "LeadBound"
    );
    // Nobody can keep it in line once its money does not count.
    let gone = [scene.revoke(&boss), scene.unmark(&boss, first)];
    scene.world.go(&gone);
    audit::check(&mut scene.world);
    let book = scene.state();
    assert_eq!((book.lead_committed, book.lead_within), (0, 0));
    assert!(!book.is_ready());
    scene.world.go(&[leave]);
    audit::check(&mut scene.world);
    scene.world
}

fn approved<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, args| args.allocation = AllocationRule::Discretionary);
    let (mallory, first) = scene.enters("mallory", 1_000);
    let (ann, second) = scene.enters("ann", 1_000);
    scene.marks(&ann, second);
    let approve = |scene: &Scene<E>, owner: &Pubkey, id| {
        scene
            .deal
            .approve_ticket(&scene.book, owner, id, 1_000 * ONE)
    };
    let call = approve(&scene, &mallory, first);
    assert_eq!(scene.world.refused(&[call]), "TicketUnqualified");
    let call = approve(&scene, &ann, second);
    scene.world.go(std::slice::from_ref(&call));
    assert!(scene.state().is_ready());
    // What is approved goes with the mark, and does not come back with it.
    let gone = [scene.revoke(&ann), scene.unmark(&ann, second)];
    scene.world.go(&gone);
    audit::check(&mut scene.world);
    assert_eq!(scene.state().approved, 0);
    let year = scene.says(365);
    let again = [
        change(&scene.qualifier, &ann, year),
        scene.mark(&ann, second),
    ];
    scene.world.go(&again);
    assert_eq!(scene.state().approved, 0);
    scene.world.go(&[call]);
    scene.lock();
    for id in [first, second] {
        scene.settle(id);
    }
    assert_eq!(scene.world.wealth(&mallory), 1_000 * ONE);
    assert_eq!(scene.shares(&ann), 1_000 * ONE);
    scene.close()
}

fn pro_rata<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, args| args.allocation = AllocationRule::ProRata);
    let (_, first) = scene.enters("mallory", 6_000);
    let (ann, second) = scene.enters("ann", 1_500);
    let (ben, third) = scene.enters("ben", 1_500);
    scene.marks(&ann, second);
    assert_eq!(scene.gets(second), (1_500, 0), "nobody is cut");
    scene.marks(&ben, third);
    // 3,000 of marked money for 2,000.
    assert_eq!(scene.gets(second), (1_000, 0));
    assert_eq!(scene.gets(third), (1_000, 0));
    scene.lock();
    for id in [first, second, third] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&ann) + scene.shares(&ben), 2_000 * ONE);
    scene.close()
}

/// Another offer voids commitments and leaves marks; consent to it counts at once.
fn next_offer<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {});
    let (ann, first) = scene.enters("ann", 1_000);
    let (ben, second) = scene.enters("ben", 1_000);
    scene.marks(&ann, first);
    let offer = scene.deal.make_offer(&scene.book, scene.book.offer(1));
    scene.world.go(&[offer]);
    audit::check(&mut scene.world);
    assert_eq!(scene.state().committed, 0);
    // Ben is marked while he is committed to what is past.
    scene.marks(&ben, second);
    assert_eq!(scene.state().committed, 0);
    for id in [first, second] {
        scene.book.commit(&mut scene.world, &scene.deal, id);
        audit::check(&mut scene.world);
    }
    assert_eq!(scene.state().committed, 2_000 * ONE);
    scene.lock();
    for id in [first, second] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&ben), 1_000 * ONE);
    scene.close()
}
