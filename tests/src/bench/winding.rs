//! The wind-down of a deal: from its beginning to its last account.

use super::instructions::{Bench, month};
use crate::{
    address,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    world::DAY,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::distribution::{post_distribution::DistributionArgs, state::Distribution},
    structure::create_tranche::TrancheArgs,
    tranche::{holder::Holder, state::Tranche},
};

const STAKE: u64 = 1_000_000_000;

/// Measures it: a debt is repaid beside equity that nobody bought, and the deal closes.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let world = &mut bench.world;
    let senior = TrancheArgs {
        maturity: world.engine.now() + 3 * 365 * DAY,
        ..deal::senior(0)
    };
    let classes = vec![senior, deal::junior(1)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(world, "ending sponsor", 1, classes, tiers);
    let [owner, payer] =
        ["repaid owner", "ending payer"].map(|name| world.investor(name, 2 * STAKE));
    let book = Offering::standard(world, &deal, 0, "ending line");
    book.sell(world, &deal, &[(owner, STAKE)]);
    book.release(world, &deal);
    world.go(&[deal.close_book(&book)]);
    world.go(&[deal.draw_proceeds(&deal.destination, STAKE)]);
    world.pass(30 * DAY);
    world.go(&[deal.check_triggers()]);
    let debt: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
    let principal = debt.principal().expect("it adds up");
    let all = principal + debt.interest_due + debt.arrears;
    let repaid = DistributionArgs {
        principal,
        ..month(world.engine.now(), all)
    };
    world.go(&[deal.post_distribution(&payer, 0, repaid)]);
    let begin = deal.begin_wind_down(&deal.sponsor);
    bench.run("`begin_wind_down`, of two classes", None, &begin);
    bench.world.pass(31 * DAY);
    bench.run(
        "`end_wind_down`, of two classes",
        None,
        &deal.end_wind_down(),
    );
    close(bench, &deal, &owner);
}

/// Closes what is left, children before parents.
fn close(bench: &mut Bench<'_>, deal: &Deal, owner: &Pubkey) {
    let world = &mut bench.world;
    world.go(&[deal.claim(0, owner)]);
    let record = address::holder(&deal.class(0).tranche, owner);
    let holder: Holder = read::state(&mut world.engine, &record);
    let accounts = world.program_accounts();
    let paid = read::all::<Distribution>(&accounts)
        .into_iter()
        .find(|(_, one)| one.security == deal.security)
        .expect("it was repaid");
    let record = deal.close_record(0, owner, &holder.rent_payer);
    bench.run("`close_account`, a record", None, &record);
    bench.run("`close_account`, a class", None, &deal.close_class(0));
    bench.world.go(&[deal.close_class(1)]);
    let distribution = deal.close_account(&paid.0, &paid.1.payer, &[]);
    bench.run("`close_account`, a distribution", None, &distribution);
    let vault = deal.close_vault(deal.coin(), &deal.destination);
    bench.run("`close_vault`", None, &vault);
    bench.run("`close_security`", None, &deal.close_security());
}
