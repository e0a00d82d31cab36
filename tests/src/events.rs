//! The program's events, as an indexer sees them: calls of the program by itself.

use crate::engine::Outcome;
use anchor_lang::{
    AnchorDeserialize, Discriminator, Event, event::EVENT_IX_TAG_LE, prelude::Pubkey,
};
use std::collections::BTreeMap;

/// Every numbered event begins with these.
#[derive(AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// What it is of: a book, or the security.
    pub of: Pubkey,
    /// Its event number.
    pub sequence: u64,
}

fn calls(outcome: &Outcome) -> impl Iterator<Item = &[u8]> {
    outcome
        .inner
        .iter()
        .filter(|(program, _)| *program == securities::ID)
        .filter_map(|(_, data)| data.strip_prefix(EVENT_IX_TAG_LE))
}

/// The headers of a transaction's events, in order.
#[must_use]
pub fn headers(outcome: &Outcome) -> Vec<Header> {
    calls(outcome)
        .map(|event| {
            let fields = &mut event.get(8..).expect("an event has a discriminator");
            Header::deserialize(fields).expect("an event begins with its header")
        })
        .collect()
}

/// A transaction's events of one kind.
#[must_use]
pub fn of<T: Event + AnchorDeserialize + Discriminator>(outcome: &Outcome) -> Vec<T> {
    calls(outcome)
        .filter_map(|event| event.strip_prefix(T::DISCRIMINATOR))
        .map(|fields| T::try_from_slice(fields).expect("the event's own layout"))
        .collect()
}

/// Events of one kind that were logged.
#[must_use]
pub fn logged<T: Event + AnchorDeserialize + Discriminator>(outcome: &Outcome) -> Vec<T> {
    outcome
        .logs
        .iter()
        .filter_map(|line| line.strip_prefix("Program data: "))
        .filter_map(base64)
        .filter_map(|data| T::try_from_slice(data.strip_prefix(T::DISCRIMINATOR)?).ok())
        .collect()
}

/// Decodes base 64.
fn base64(text: &str) -> Option<Vec<u8>> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for digit in text.trim_end_matches('=').bytes() {
        let value = DIGITS.iter().position(|each| *each == digit)?;
        held = (held << 6) | u32::try_from(value).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// Follows the event numbers, as an indexer does.
///
/// # Panics
/// On a gap.
pub fn follow(sequences: &mut BTreeMap<Pubkey, u64>, outcome: &Outcome) {
    for header in headers(outcome) {
        let last = sequences.entry(header.of).or_default();
        assert_eq!(
            header.sequence,
            *last + 1,
            "event numbers of {} have a gap",
            header.of
        );
        *last = header.sequence;
    }
}
