//! What admits holders.

use super::layouts;
use securities::credential::{protocol::Protocol, state::Credential};

layouts! {
    account Protocol, size 192, discriminator [45, 39, 101, 43, 115, 72, 131, 40] {
        version at 0,
        bump at 1,
        state at 2,
        padding at 3,
        security at 8,
        address at 40,
        program at 72,
        rent_payer at 104,
        decided_by at 136,
        valid_from at 168,
        expires_at at 176,
        changed_at at 184,
    }

    account Credential, size 152, discriminator [145, 44, 68, 220, 67, 46, 100, 135] {
        version at 0,
        bump at 1,
        category at 2,
        padding at 3,
        jurisdiction at 4,
        padding_2 at 6,
        qualifier at 8,
        subject at 40,
        rent_payer at 72,
        expires_at at 104,
        changed_at at 112,
        person at 120,
    }
}
