//! What holders are told.

use super::layouts;
use securities::disclosure::{
    calendar::{DisclosureCalendar, DisclosureItem},
    state::Disclosure,
};

layouts! {
    part DisclosureItem, size 40 {
        attestor at 0,
        anchor at 32,
        due_days at 34,
        kind at 36,
        months at 37,
        padding at 38,
    }

    account DisclosureCalendar, size 360, discriminator [129, 74, 175, 85, 58, 144, 137, 64] {
        version at 0,
        bump at 1,
        count at 2,
        padding at 3,
        posted at 4,
        security at 8,
        items at 40,
    }

    account Disclosure, size 248, discriminator [29, 165, 1, 230, 237, 219, 131, 139] {
        version at 0,
        bump at 1,
        kind at 2,
        late at 3,
        period at 4,
        posted_at at 8,
        due_day at 16,
        security at 24,
        attestor at 56,
        sha256 at 88,
        uri at 120,
    }
}
