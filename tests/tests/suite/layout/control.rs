//! Who is in control.

use super::layouts;
use securities::security::{budget::Budget, control::Control, stated::Stated};

layouts! {
    part Control, size 136 {
        agents at 0,
        act_destination at 64,
        act_amount at 96,
        act_from at 104,
        stepped_at at 112,
        powers at 120,
        stage at 132,
        act_days at 133,
        act at 134,
        act_vault at 135,
    }

    part Budget, size 104 {
        manager at 0,
        destination at 32,
        amount at 64,
        left at 72,
        began_at at 80,
        until at 88,
        number at 96,
        days at 100,
        vault at 102,
        reinvestment at 103,
    }

    part Stated, size 8 {
        governed at 0,
        disclosures at 1,
        padding at 2,
    }
}
