//! Random rules and records: what `check_transfer` tells is what the transfer or the wrap does, and what the rules say in
//! plain words.

use super::{Plan, RANK, Scene, edit};
use anchor_lang::prelude::Pubkey;
use securities::tranche::{
    holder::Holder,
    locks::Lock,
    rules::{TransferRules, TransferRulesTerms},
    state::Tranche,
};
use securities_tests::{
    address,
    engine::{Account, Engine},
    lite::Lite,
    native::Native,
    rng::Rng,
    world::DAY,
};
use std::collections::BTreeMap;

/// A state of the class and of two records.
#[derive(Clone, Copy)]
struct State {
    tranche: Tranche,
    from: Holder,
    to: Holder,
    amount: u64,
}

/// What the rules say, in plain words.
fn told(state: &State, wraps: bool, now: i64) -> &'static str {
    let State {
        tranche,
        from,
        to,
        amount,
    } = state;
    let rules = &tranche.rules;
    if wraps && *amount == 0 {
        return "ZeroAmount";
    }
    if rules.window.kind > 0 && now >= rules.open_until {
        return "WindowClosed";
    }
    let restricted = tranche.restricted == 1;
    let refused: Vec<u16> = rules
        .refused_countries
        .into_iter()
        .filter(|country| *country > 0)
        .collect();
    if restricted && !wraps {
        if to.credential_until <= now {
            return "NotQualified";
        }
        if !refused.is_empty() && (to.jurisdiction == 0 || refused.contains(&to.jurisdiction)) {
            return "CountryRefused";
        }
    }
    if restricted && (wraps || rules.sender_qualified == 1) && from.credential_until <= now {
        return "NotQualified";
    }
    if restricted && !wraps && rules.has_moves == 1 {
        let is_in = |moves: [u8; 8]| {
            let known = |holder: &Holder| holder.qualifier_place > 0 && holder.category < 8;
            known(from) && known(to) && (moves[usize::from(from.category)] >> to.category) & 1 == 1
        };
        if !is_in(rules.moves) {
            if !is_in(rules.later_moves) {
                return "CategoryRefused";
            }
            if now < rules.later_from {
                return "CategoryTooEarly";
            }
        }
    }
    let day = (now / DAY) as u64;
    let locked: u128 = from
        .locks
        .iter()
        .map(|lock| {
            let [cliff, until] = [lock.cliff, lock.until].map(u64::from);
            let all = u128::from(lock.shares);
            match day {
                _ if day >= until => 0,
                _ if day <= cliff => all,
                _ => (all * u128::from(until - day)).div_ceil(u128::from(until - cliff)),
            }
        })
        .sum();
    if *amount > from.shares {
        return "SharesShort";
    }
    let left = from.shares - amount;
    if u128::from(left) < locked {
        return "SharesLocked";
    }
    if from.owner == rules.retained_owner && left < rules.retained_shares {
        return "SharesRetained";
    }
    let sent = if u64::from(from.sent_day) == day {
        from.sent
    } else {
        0
    };
    if rules.daily_shares > 0 && sent + amount > rules.daily_shares {
        return "DailyLimit";
    }
    let is_limited = rules.max_holders > 0 || rules.max_shares > 0;
    if is_limited && !wraps && *amount > 0 && to.shares + amount > to.allotted {
        return "AboveAllotment";
    }
    ""
}

/// One in so many.
const fn rarely(rng: &mut Rng, one_in: u64) -> bool {
    rng.below(one_in) == 0
}

/// A time near now.
fn near(rng: &mut Rng, now: i64) -> i64 {
    [0, now - DAY, now - 1, now, now + 1, now + DAY, i64::MAX][rng.below(7) as usize]
}

fn rules(rng: &mut Rng, owner: Pubkey, now: i64) -> TransferRules {
    let mut rules = TransferRules::default();
    if rarely(rng, 4) {
        rules.window.kind = 1 + rng.below(3) as u8;
        rules.open_until = near(rng, now);
    }
    if rarely(rng, 3) {
        rules.has_moves = 1;
        rules.moves = rng.next().to_le_bytes();
        rules.later_moves = rng.next().to_le_bytes();
        rules.later_from = near(rng, now);
    }
    if rarely(rng, 3) {
        for country in rules
            .refused_countries
            .iter_mut()
            .take(1 + rng.below(16) as usize)
        {
            *country = 1 + rng.below(6) as u16;
        }
    }
    rules.sender_qualified = u8::from(rarely(rng, 3));
    if rarely(rng, 4) {
        rules.retained_owner = if rarely(rng, 3) {
            Pubkey::new_from_array([7; 32])
        } else {
            owner
        };
        rules.retained_shares = 1 + rng.below(60);
    }
    if rarely(rng, 3) {
        rules.daily_shares = 1 + rng.below(60);
    }
    match rng.below(6) {
        0 => rules.max_holders = 1 + rng.below(9) as u32,
        1 => rules.max_shares = 1 + rng.below(60),
        _ => {}
    }
    rules
}

fn record(rng: &mut Rng, holder: &Holder, now: i64) -> Holder {
    let mut holder = *holder;
    let day = (now / DAY) as u16;
    holder.category = rng.below(10) as u8;
    holder.qualifier_place = u8::from(!rarely(rng, 6));
    holder.jurisdiction = rng.below(8) as u16;
    holder.credential_until = if rarely(rng, 4) {
        near(rng, now)
    } else {
        i64::MAX
    };
    holder.shares = rng.below(100);
    holder.allotted = rng.below(200);
    holder.sent = rng.below(60);
    holder.sent_day = day - rng.below(2) as u16;
    for lock in &mut holder.locks {
        *lock = Lock::default();
        if rarely(rng, 4) {
            let cliff = day - 3 + rng.below(6) as u16;
            *lock = Lock {
                shares: rng.below(60),
                start: 0,
                cliff,
                until: cliff + rng.below(6) as u16,
                padding: 0,
            };
        }
    }
    holder
}

/// So many random states on a chain. Returns how often each answer was given.
fn compare<E: Engine>(rounds: u32, wraps: bool, seed: u64) -> BTreeMap<String, u32> {
    let mut scene = Scene::<E>::new(Plan {
        wrapped: true,
        ..TransferRulesTerms::default().into()
    });
    let (ann, cid) = (scene.ann, scene.cid);
    let now = scene.world.engine.now();
    let class = scene.deal.class(RANK).clone();
    let target = if wraps { scene.deal.wrapper(RANK) } else { cid };
    let addresses = [
        class.tranche,
        address::holder(&class.tranche, &ann),
        address::holder(&class.tranche, &cid),
    ];
    let usual = State {
        tranche: scene.tranche(),
        from: scene.record(&ann),
        to: scene.record(&cid),
        amount: 0,
    };
    let mut rng = Rng(seed);
    let mut answers = BTreeMap::new();
    for round in 0..rounds {
        let mut state = usual;
        state.tranche.restricted = u8::from(!rarely(&mut rng, 5));
        state.tranche.rules = rules(&mut rng, ann, now);
        state.from = record(&mut rng, &usual.from, now);
        state.to = record(&mut rng, &usual.to, now);
        state.amount = rng.below(110);
        edit::<Tranche, E>(&mut scene.world, &addresses[0], |it| *it = state.tranche);
        edit::<Holder, E>(&mut scene.world, &addresses[1], |it| *it = state.from);
        edit::<Holder, E>(&mut scene.world, &addresses[2], |it| *it = state.to);
        let check = scene.deal.check_transfer(RANK, &ann, &target, state.amount);
        let call = if wraps {
            scene.deal.wrap_shares(RANK, &ann, state.amount)
        } else {
            scene.deal.transfer_shares(RANK, &ann, &cid, state.amount)
        };
        let touched: Vec<(Pubkey, Option<Account>)> = call
            .accounts
            .iter()
            .filter(|meta| meta.is_writable && !meta.is_signer)
            .map(|meta| (meta.pubkey, scene.world.engine.account(&meta.pubkey)))
            .collect();
        let [before, after] = [check, call].map(|call| {
            let answer = scene.world.attempt(&[call]);
            answer.map_or_else(|failure| failure.name(), |_| String::new())
        });
        assert_eq!(before, after, "what was told happens: round {round}");
        assert_eq!(before, told(&state, wraps, now), "the rules: round {round}");
        if after.is_empty() {
            let holder: Holder = scene.record(&ann);
            assert_eq!(holder.shares, state.from.shares - state.amount);
            for (address, account) in touched {
                scene
                    .world
                    .engine
                    .set_account(&address, account.expect("it was there"));
            }
        }
        *answers.entry(before).or_insert(0) += 1;
    }
    answers
}

/// Each answer was given often enough to say something.
fn require_each(answers: &BTreeMap<String, u32>, expected: &[&str], least: u32) {
    println!("{answers:?}");
    for name in expected {
        let count = answers.get(*name).copied().unwrap_or(0);
        assert!(count >= least, "{name:?} {count} times: {answers:?}");
    }
}

const TRANSFERS: &[&str] = &[
    "",
    "WindowClosed",
    "NotQualified",
    "CountryRefused",
    "CategoryRefused",
    "CategoryTooEarly",
    "SharesShort",
    "SharesLocked",
    "SharesRetained",
    "DailyLimit",
    "AboveAllotment",
];

const WRAPS: &[&str] = &[
    "",
    "ZeroAmount",
    "WindowClosed",
    "NotQualified",
    "SharesShort",
    "SharesLocked",
    "SharesRetained",
    "DailyLimit",
];

#[test]
fn ten_thousand_transfers_are_told_beforehand_as_they_end() {
    let answers = compare::<Native>(10_000, false, 0x5eed_0002);
    require_each(&answers, TRANSFERS, 50);
}

#[test]
fn two_thousand_wraps_are_told_beforehand_as_they_end() {
    let answers = compare::<Native>(2_000, true, 0x5eed_0003);
    require_each(&answers, WRAPS, 5);
}

#[test]
fn the_bytecode_tells_the_same() {
    require_each(&compare::<Lite>(1_000, false, 0x5eed_0004), TRANSFERS, 5);
    compare::<Lite>(300, true, 0x5eed_0005);
}
