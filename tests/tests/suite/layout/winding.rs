//! What is left of a security.

use super::layouts;
use securities::{security::counters::Winding, winding::remains::ClosedSecurity};

layouts! {
    part Winding, size 64 {
        from at 0,
        ended_at at 8,
        left at 16,
        books at 48,
        sources at 52,
        refunds at 56,
        classes at 60,
    }

    account ClosedSecurity, size 64, discriminator [64, 223, 124, 123, 159, 181, 118, 245] {
        version at 0,
        bump at 1,
        padding at 2,
        id at 8,
        event_sequence at 16,
        ended_at at 24,
        origin at 32,
    }
}
