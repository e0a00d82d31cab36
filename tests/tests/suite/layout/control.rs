//! Who is in control.

use super::layouts;
use securities::security::control::Control;

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
}
