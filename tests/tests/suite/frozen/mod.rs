//! The frozen form of a class: shares move as plain tokens in exchange windows, and records say who holds them outside.
//! token-acl is the published program.

mod attacks;
mod closed;
mod deliveries;
mod freezes;
mod gate;
mod held;
mod hostile;
mod lock_days;
mod measured;
mod points;
mod random;
mod records;
mod rules;
mod thaws;
mod voted;

use crate::{
    on_both_engines,
    payouts::{STAKE, distribute, owed},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::offer::open_book::BookArgs,
    credential::state::CredentialTerms,
    tranche::{holder::Holder, rules::TransferRulesTerms, state::Tranche, window::WindowTerms},
};
use securities_tests::{
    address, audit,
    deal::{Deal, junior, senior, tiers},
    engine::{Engine, Outcome},
    ix::credential,
    offering::Offering,
    read, token,
    world::{BEGIN, DAY, Money, World},
};

on_both_engines! {
    shares_trade_as_plain_tokens_in_a_window_and_records_follow => course;
}

/// The class in the frozen form.
const RANK: u8 = 1;
/// The first day of a window, and how many it has.
const FIRST: u64 = (BEGIN / DAY) as u64 + 20;
const DAYS: u64 = 10;
/// The country of the owners, and one that the rules may refuse.
const SWISS: u16 = 756;

/// Rules with a window of ten days a month.
fn windows() -> TransferRulesTerms {
    TransferRulesTerms {
        window: WindowTerms::Periodic {
            months: 1,
            anchor: FIRST as u16,
            days: DAYS as u16,
        },
        ..TransferRulesTerms::default()
    }
}

/// An equity class in the frozen form that requires a credential. Ann and Bob have bought half of it each, Cid has a record
/// and an account. All have a credential.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    qualifier: Pubkey,
    ann: Pubkey,
    bob: Pubkey,
    cid: Pubkey,
    payments: u32,
}

impl<E: Engine> Scene<E> {
    fn new(rules: TransferRulesTerms) -> Self {
        Self::with(rules, |_| {})
    }

    fn with(rules: TransferRulesTerms, edit: impl FnOnce(&mut BookArgs)) -> Self {
        Self::planned(rules, |_| {}, edit)
    }

    /// The same with a plan of one's own.
    fn planned(
        rules: TransferRulesTerms,
        plan: impl FnOnce(&mut Deal),
        edit: impl FnOnce(&mut BookArgs),
    ) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let qualifier = world.person("qualifier");
        let mut deal = Deal::plan(&mut world, "sponsor", 1);
        deal.qualifiers = vec![qualifier];
        deal.frozen = vec![RANK];
        plan(&mut deal);
        let deal = deal.create(&mut world, vec![senior(0), junior(RANK)], tiers());
        world.go(&[deal.set_transfer_rules(RANK, rules)]);
        let book = Offering::standard_with(&mut world, &deal, RANK, "line", edit);
        let [ann, bob, cid] = ["ann", "bob", "cid"].map(|name| world.investor(name, STAKE));
        let mut scene = Self {
            world,
            deal,
            book,
            qualifier,
            ann,
            bob,
            cid,
            payments: 0,
        };
        for owner in [ann, bob, cid] {
            let terms = scene.says(SWISS);
            scene
                .world
                .go(&[credential::issue(&qualifier, &owner, terms)]);
        }
        for (id, owner) in [(0, ann), (1, bob)] {
            let (world, book) = (&mut scene.world, &scene.book);
            book.deposit(world, &scene.deal, &owner, STAKE);
            world.go(&[scene.deal.qualify_ticket(book, &qualifier, &owner, id)]);
        }
        scene.book.lock(&mut scene.world, &scene.deal);
        scene
    }

    /// The tickets are settled and Cid is ready to buy.
    fn settled(rules: TransferRulesTerms) -> Self {
        let mut scene = Self::new(rules);
        scene.settle();
        scene
    }

    fn settle(&mut self) {
        for id in 0..2 {
            self.book.settle(&mut self.world, &self.deal, id);
        }
        self.ready();
    }

    /// Cid gets a record and an account, and all records take over their credentials.
    fn ready(&mut self) {
        let welcome = self.deal.welcome(RANK, &self.world.payer, &self.cid);
        self.world.go(&welcome);
        for owner in [self.ann, self.bob, self.cid] {
            let qualify = self.deal.qualify_holder(RANK, &self.qualifier, &owner);
            self.world.go(&[qualify]);
        }
    }

    /// The same, in a window.
    fn open(rules: TransferRulesTerms) -> Self {
        let mut scene = Self::settled(rules);
        scene.open_window(0);
        scene
    }

    /// Goes to the first second of a window, by its number, and opens it.
    fn open_window(&mut self, number: i64) {
        let months = [0, 31, 59, 90, 120];
        let days = months[usize::try_from(number).expect("few")];
        self.world.engine.set_now((FIRST as i64 + days) * DAY);
        self.world.go(&[self.deal.open_window_without(RANK, None)]);
    }

    /// Goes to the first second after the window that was opened last.
    fn end_window(&mut self) {
        let until = self.tranche().rules.open_until;
        self.world.engine.set_now(until);
    }

    fn says(&mut self, jurisdiction: u16) -> CredentialTerms {
        CredentialTerms {
            category: 0,
            jurisdiction,
            expires_at: self.world.engine.now() + 365 * DAY,
            person: Pubkey::default(),
        }
    }

    /// The qualifier revokes a credential, and the record takes that over.
    fn revoke(&mut self, owner: &Pubkey) {
        let terms = CredentialTerms {
            expires_at: 0,
            ..self.says(SWISS)
        };
        self.world.go(&[
            credential::change(&self.qualifier, owner, terms),
            self.deal.qualify_holder(RANK, &self.qualifier, owner),
        ]);
    }

    fn tranche(&mut self) -> Tranche {
        read::state(&mut self.world.engine, &self.deal.class(RANK).tranche)
    }

    fn record(&mut self, owner: &Pubkey) -> Holder {
        let record = address::holder(&self.deal.class(RANK).tranche, owner);
        read::state(&mut self.world.engine, &record)
    }

    /// An owner's associated account.
    fn account(&self, owner: &Pubkey) -> Pubkey {
        self.deal.share_account(RANK, owner)
    }

    fn balance(&mut self, owner: &Pubkey) -> u64 {
        let account = self.account(owner);
        self.world.balance(&account)
    }

    fn is_frozen(&mut self, account: &Pubkey) -> bool {
        self.world
            .engine
            .account(account)
            .expect("it is there")
            .data[108]
            == 2
    }

    /// A stranger thaws an owner's account.
    fn thaw(&mut self, owner: &Pubkey) -> Outcome {
        let thaw = self.thawing(owner);
        self.world.go(&[thaw])
    }

    fn thawing(&mut self, owner: &Pubkey) -> Instruction {
        let (stranger, account) = (self.world.person("stranger"), self.account(owner));
        self.deal.thaw(RANK, &stranger, owner, &account)
    }

    /// Somebody freezes an owner's account through token-acl.
    fn freeze(&mut self, caller: &Pubkey, owner: &Pubkey) -> Outcome {
        let freeze = self.freezing_of(caller, owner);
        self.world.go(&[freeze])
    }

    fn freezing_of(&self, caller: &Pubkey, owner: &Pubkey) -> Instruction {
        let account = self.account(owner);
        self.deal.freeze(RANK, caller, owner, &account)
    }

    /// A plain transfer of Token-2022, which knows nothing of this program.
    fn plain(&self, from: &Pubkey, to: &Pubkey, amount: u64) -> Instruction {
        let class = self.deal.class(RANK);
        let [source, destination] = [from, to].map(|owner| self.account(owner));
        let way = (&source, &destination);
        token::transfer_plain(way, &class.mint, from, amount, class.terms.decimals)
    }

    /// A payment that reaches the class whole.
    fn pay(&mut self, amount: u64) {
        distribute(&mut self.world, &self.deal, self.payments, amount);
        self.payments += 1;
    }

    /// What a claim brings an owner; nothing if it is owed nothing.
    fn claim(&mut self, owner: &Pubkey) -> u64 {
        let before = self.world.wealth(owner);
        let claim = self.deal.claim(RANK, owner);
        if let Err(failure) = self.world.send(&[claim]) {
            assert_eq!(failure.name(), "NothingOwed");
        }
        self.world.wealth(owner) - before
    }

    /// By what number a thaw is refused: told before it is sent.
    fn refuses_thaw(&mut self, owner: &Pubkey) -> String {
        let account = self.account(owner);
        self.refuses_thaw_of(owner, &account)
    }

    fn refuses_thaw_of(&mut self, owner: &Pubkey, account: &Pubkey) -> String {
        let stranger = self.world.person("stranger");
        let check = self.deal.check_thaw(RANK, owner, account);
        let told = self.world.refused(&[check]);
        let thaw = self.deal.thaw(RANK, &stranger, owner, account);
        let refused = self.world.refused(&[thaw]);
        assert_eq!(told, refused, "what was told is what happens");
        refused
    }
}

pub(crate) fn course<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::settled(windows());
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    assert_eq!(scene.balance(&ann), STAKE, "she has her tokens");
    let hers = scene.account(&ann);
    assert!(scene.is_frozen(&hers), "which are frozen");
    let none = scene.record(&ann).share_account;
    assert_eq!(none, Pubkey::default(), "none was thawed yet");
    let plain = scene.plain(&ann, &cid, 5);
    assert_eq!(scene.world.refused(&[plain]), "token 17", "nothing moves");

    scene.pay(4_000_000);
    assert_eq!(scene.claim(&ann), 2_000_000, "the record is paid");
    scene.open_window(0);
    scene.pay(2_000_000);
    for owner in [ann, cid] {
        let account = scene.account(&owner);
        scene
            .world
            .go(&[scene.deal.check_thaw(RANK, &owner, &account)]);
        scene.thaw(&owner);
        assert!(!scene.is_frozen(&account));
    }
    audit::check(&mut scene.world);
    let plain = scene.plain(&ann, &cid, STAKE / 4);
    scene.world.go(&[plain]);
    assert_eq!(scene.record(&ann).shares, STAKE, "the record is as it was");
    audit::check(&mut scene.world);
    // What comes in now belongs to whoever holds when all is frozen.
    scene.pay(8_000_000);
    assert_eq!(scene.claim(&ann), 1_000_000, "what came in before is hers");
    assert_eq!(scene.claim(&bob), 3_000_000);
    assert_eq!(owed(&mut scene.world, &scene.deal, RANK, &cid), 0);
    let tranche = scene.tranche();
    assert_eq!((tranche.thawed, tranche.payouts[0].held), (2, 8_000_000));
    assert_eq!(tranche.thawed_shares, STAKE);

    scene.end_window();
    let stranger = scene.world.person("stranger");
    scene.freeze(&stranger, &ann);
    assert_eq!(scene.tranche().payouts[0].held, 8_000_000, "Cid is thawed");
    let account = scene.account(&cid);
    let own = scene.deal.freeze_shares(RANK, &stranger, &cid, &account);
    scene.world.go(&[own]);
    assert_eq!(scene.tranche().payouts[0].held, 0);
    let shares = [ann, bob, cid].map(|owner| scene.record(&owner).shares);
    assert_eq!(shares, [STAKE / 4 * 3, STAKE, STAKE / 4]);
    let claimed = [ann, bob, cid].map(|owner| scene.claim(&owner));
    assert_eq!(claimed, [3_000_000, 4_000_000, 1_000_000]);
    audit::check(&mut scene.world);
    scene.world
}
