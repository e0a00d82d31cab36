//! What `make quick` plays: a whole deal on the program's source, compiled natively, so that nobody waits for bytecode.

use crate::whole_deal;
use securities_tests::{native::Native, world::Money};

#[test]
fn a_deal_goes_from_its_structure_to_its_last_payment() {
    let mut world = whole_deal::whole_deal::<Native>(Money::Classic);
    assert!(world.program_accounts().len() > 5);
}
