//! The names of numbered errors, written out: an error that moves breaks the tests that meet it, since the program's
//! own log names it too.

mod anchor;
mod control;
mod conversions;
mod disclosures;
mod frozen;
mod measures;
mod program;
mod resolutions;
mod winding;

use anchor::ANCHOR;
pub use program::PROGRAM;

/// The name of a number.
#[must_use]
pub fn name(number: u32) -> Option<&'static str> {
    let own = PROGRAM.iter().find_map(|(first, names)| {
        let at = usize::try_from(number.checked_sub(*first)?).ok()?;
        names.get(at).copied()
    });
    own.or_else(|| {
        ANCHOR
            .iter()
            .find(|(known, _)| *known == number)
            .map(|(_, name)| *name)
    })
}
