//! What everybody holds and is owed, as one sum for each owner and kind: what a power can lower, it lowers here.

use crate::{
    address,
    audit::{Held, book::nodes, kept, owed, released},
    engine::{Account, Engine},
    read::all,
    token,
    world::World,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{
        owed::state::OwedRefund,
        phase::{Phase, Stage},
        reward::RewardKind,
        state::Book,
        ticket::state::Ticket,
    },
    math::quantity::Shares,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
    warrant::state::WarrantSeries,
    wrapper::state::Wrapper,
};
use std::collections::BTreeMap;

/// What is held or owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Units of a mint: in wallets, in line, on their way back, and earned.
    Money,
    /// Shares of a tranche, or warrants of a series: on record, or held by a locked book for a ticket.
    Shares,
    /// Consent to the present offer of a book, in value.
    Consent,
    /// What a tranche is owed or was paid: principal and interest. Its owner is the tranche.
    Entitlement,
}

impl Kind {
    /// In words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Shares => "shares",
            Self::Consent => "consent",
            Self::Entitlement => "entitlement",
        }
    }
}

/// What everybody has.
#[derive(Clone, Debug, Default)]
pub struct Holdings(BTreeMap<(Pubkey, Kind, Pubkey), u128>);

/// Something that became less.
#[derive(Clone, Debug)]
pub struct Less {
    /// Whose it is.
    pub owner: Pubkey,
    /// What it is.
    pub kind: Kind,
    /// How much it was and is.
    pub from_to: (u128, u128),
}

impl Holdings {
    /// What is there of all deals of a world.
    ///
    /// # Panics
    /// On accounts that contradict each other.
    pub fn of<E: Engine>(world: &mut World<E>) -> Self {
        let now = world.engine.now();
        let accounts = world.program_accounts();
        let mut found = Self::default();
        let tranches: BTreeMap<Pubkey, Tranche> = all::<Tranche>(&accounts)
            .into_iter()
            .map(|(address, tranche)| (address, released(&tranche, now)))
            .collect();
        let securities: BTreeMap<Pubkey, Security> = all(&accounts).into_iter().collect();
        for (address, tranche) in &tranches {
            found.entitlement(address, tranche);
            if tranche.shares > 0 && tranche.is_fixed() {
                let free = tranche.authorised - tranche.shares_offered;
                found.add(tranche.manager, Kind::Shares, *address, free);
                let vaults = securities[&tranche.security].vaults();
                for (at, vault) in (0..).zip(vaults) {
                    let owed = kept(tranche, at);
                    found.add(tranche.manager, Kind::Money, vault.mint, owed);
                }
            }
        }
        found.units(world, &accounts, &tranches, &securities);
        // What a wrapper's record has is the units'.
        let records = all::<Holder>(&accounts).into_iter();
        for (_, holder) in records.filter(|(_, holder)| holder.is_wrapper == 0) {
            let tranche = &tranches[&holder.tranche];
            let vaults = securities[&tranche.security].vaults();
            found.add(holder.owner, Kind::Shares, holder.tranche, holder.shares);
            for (at, vault) in (0..).zip(vaults) {
                let owed = owed(&holder, tranche, at);
                found.add(holder.owner, Kind::Money, vault.mint, owed);
            }
        }
        let books: BTreeMap<Pubkey, Book> = all(&accounts).into_iter().collect();
        for (_, ticket) in all::<Ticket>(&accounts) {
            let book = &books[&ticket.book];
            let mint = book.assets[usize::from(ticket.asset)].mint;
            if book.stage != Stage::Locked as u8 || ticket.is_settled() {
                found.add(ticket.owner, Kind::Money, mint, ticket.units);
                let phase = book.phase(now).expect("a stage");
                let binds = matches!(phase, Phase::Offering | Phase::Due);
                if binds && ticket.is_committed(book) {
                    found.add(ticket.owner, Kind::Consent, ticket.book, ticket.value);
                }
                continue;
            }
            let vaults = securities[&book.security].vaults();
            let mints: Vec<Pubkey> = vaults.iter().map(|vault| vault.mint).collect();
            found.locked(&accounts, &tranches, (book, &ticket), &mints);
        }
        for (_, owed) in all::<OwedRefund>(&accounts) {
            found.add(owed.owner, Kind::Money, owed.mint, owed.amount);
        }
        let series = all::<WarrantSeries>(&accounts);
        let warrants = series
            .iter()
            .map(|(series, _)| (address::warrant_mint(series), *series))
            .collect();
        found.wallets(world, &warrants);
        found
    }

    /// What is less of those that are not named.
    #[must_use]
    pub fn less(&self, after: &Self, but: &[Pubkey]) -> Vec<Less> {
        let of_others = self
            .0
            .iter()
            .filter(|((owner, ..), _)| !but.contains(owner));
        of_others
            .filter_map(|(key, was)| {
                let is = after.0.get(key).copied().unwrap_or(0);
                (is < *was).then_some(Less {
                    owner: key.0,
                    kind: key.1,
                    from_to: (*was, is),
                })
            })
            .collect()
    }

    fn add(&mut self, owner: Pubkey, kind: Kind, of: Pubkey, amount: u64) {
        *self.0.entry((owner, kind, of)).or_default() += u128::from(amount);
    }

    fn entitlement(&mut self, address: &Pubkey, tranche: &Tranche) {
        let principal = tranche.principal().expect("sums");
        for part in [
            principal,
            tranche.principal_repaid,
            tranche.interest_due,
            tranche.interest_paid,
        ] {
            self.add(*address, Kind::Entitlement, *address, part);
        }
    }

    /// A ticket of a locked book that is not settled: what comes back, and what it becomes with what that earned.
    fn locked(
        &mut self,
        accounts: &BTreeMap<Pubkey, Account>,
        tranches: &BTreeMap<Pubkey, Tranche>,
        (book, ticket): (&Book, &Ticket),
        mints: &[Pubkey],
    ) {
        let own = &tranches[&book.tranche];
        let outcome = book
            .outcome_of(&nodes(accounts, book), ticket, own.unit)
            .expect("an outcome");
        let mint = book.assets[usize::from(ticket.asset)].mint;
        self.add(ticket.owner, Kind::Money, mint, outcome.units_back.get());
        let mut shares = vec![(book.tranche, outcome.shares, book.since)];
        for (curve, reward) in book.curves().iter().zip(outcome.rewards) {
            let since = if curve.kind == RewardKind::BonusShares as u8 {
                book.since
            } else {
                curve.since
            };
            shares.push((curve.target, Shares(reward), since));
        }
        for (target, shares, since) in shares {
            self.add(ticket.owner, Kind::Shares, target, shares.get());
            let Some(tranche) = tranches.get(&target) else {
                continue;
            };
            for (at, mint) in (0..).zip(mints) {
                let earned = Held { shares, since }.earned(tranche, at);
                self.add(ticket.owner, Kind::Money, *mint, earned);
            }
        }
    }

    /// Units of wrappers, in whatever account: each is a share and the cash that it holds.
    fn units<E: Engine>(
        &mut self,
        world: &mut World<E>,
        accounts: &BTreeMap<Pubkey, Account>,
        tranches: &BTreeMap<Pubkey, Tranche>,
        securities: &BTreeMap<Pubkey, Security>,
    ) {
        let wrappers = all::<Wrapper>(accounts);
        for address in world.touched.clone() {
            let account = world.engine.account(&address);
            let account = account.filter(|account| account.owner == token::TOKEN_2022);
            let Some((mint, owner, amount)) = account.and_then(|account| parts(&account.data))
            else {
                continue;
            };
            let Some((_, wrapper)) = wrappers.iter().find(|(_, one)| one.mint == mint) else {
                continue;
            };
            self.add(owner, Kind::Shares, wrapper.tranche, amount);
            let tranche = &tranches[&wrapper.tranche];
            for (at, vault) in (0..).zip(securities[&wrapper.security].vaults()) {
                let held = Held {
                    shares: Shares(amount),
                    since: wrapper.since,
                };
                self.add(owner, Kind::Money, vault.mint, held.earned(tranche, at));
            }
        }
    }

    /// Tokens in the accounts of those who have anything, by whatever account they hold them.
    fn wallets<E: Engine>(&mut self, world: &mut World<E>, warrants: &BTreeMap<Pubkey, Pubkey>) {
        let shares: Vec<Pubkey> = all::<Tranche>(&world.program_accounts())
            .iter()
            .map(|(_, tranche)| tranche.mint)
            .collect();
        let owners: Vec<Pubkey> = self.0.keys().map(|(owner, ..)| *owner).collect();
        for address in world.touched.clone() {
            let Some(account) = world.engine.account(&address) else {
                continue;
            };
            let is_token = [token::CLASSIC, token::TOKEN_2022].contains(&account.owner);
            let Some((mint, owner, amount)) = is_token.then(|| parts(&account.data)).flatten()
            else {
                continue;
            };
            // Shares count on record.
            let is_share = shares.contains(&mint);
            if owners.contains(&owner) && !is_share {
                let (kind, of) = match warrants.get(&mint) {
                    Some(series) => (Kind::Shares, *series),
                    None => (Kind::Money, mint),
                };
                self.add(owner, kind, of, amount);
            }
        }
    }
}

/// Mint, owner and amount of a token account.
fn parts(data: &[u8]) -> Option<(Pubkey, Pubkey, u64)> {
    let key = |at: usize| Pubkey::try_from(data.get(at..at + 32)?).ok();
    let amount = data.get(64..72)?.try_into().ok()?;
    (data.len() >= 165).then_some((key(0)?, key(32)?, u64::from_le_bytes(amount)))
}
