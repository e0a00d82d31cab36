//! The books of the whole deal: from the first deposit to the last draw.

use super::{Course, LOCK};
use securities::security::state::Security;
use securities_tests::{audit, engine::Engine, model::Debt, offering::Offering, read, world::DAY};

impl<E: Engine> Course<E> {
    /// Twelve investors and two leavers in the senior book, three in the junior.
    pub(super) fn sell_books(&mut self) {
        let world = &mut self.world;
        let senior = Offering::standard_with(world, &self.deal, 0, "senior line", |args| {
            (args.cap, args.min_ticket) = (200_000_000_000, 100_000_000);
        });
        let junior = Offering::standard_with(world, &self.deal, 1, "junior line", |args| {
            (args.price, args.price_min) = (2_500_000, 2_500_000);
            args.cap = 25_000_000_000;
        });
        let mut tickets = Vec::new();
        for number in 0..12_u64 {
            let name = format!("investor {number}");
            let amount = 5_000_000_000 + number * 777_123_000;
            let owner = world.investor(&name, amount);
            let place = senior.deposit(world, &self.deal, &owner, amount);
            tickets.push((name, owner, place, amount));
        }
        // One leaves at once; another takes a part, then the rest.
        let (_, owner, place, amount) = tickets.remove(3);
        senior.withdraw(world, &self.deal, &owner, place, amount);
        let (_, owner, place, amount) = tickets.remove(6);
        senior.withdraw(world, &self.deal, &owner, place, 1_000_000);
        audit::check(world);
        senior.withdraw(world, &self.deal, &owner, place, amount - 1_000_000);
        assert_eq!(
            world.wealth(&owner),
            amount,
            "who leaves has all its money again"
        );
        audit::check(world);

        for (name, amount) in [
            ("junior 0", 9_000_000_000),
            ("junior 1", 12_345_678_915),
            ("junior 2", 5),
        ] {
            let owner = world.investor(name, amount + 1_000_000);
            let place = junior.deposit(world, &self.deal, &owner, amount.max(1_000_000));
            self.junior.issue(
                name,
                u128::from(amount.max(1_000_000)) * 1_000_000 / 2_500_000,
            );
            assert_eq!(
                place as usize + 1,
                self.junior.holders.len(),
                "places follow each other"
            );
        }
        senior.lock(world, &self.deal);
        junior.lock(world, &self.deal);
        audit::check(world);

        // Odd places first, from the back, then the even ones.
        let (odd, even): (Vec<_>, Vec<_>) =
            tickets.iter().partition(|(_, _, place, _)| place % 2 == 1);
        for (name, owner, place, amount) in odd.into_iter().rev().chain(even) {
            senior.settle(world, &self.deal, *place);
            self.senior.issue(name, u128::from(amount / 1_000));
            let shares = world.balance(&self.deal.share_account(0, owner));
            assert_eq!(
                shares,
                amount / 1_000,
                "a share base unit for each thousand"
            );
        }
        for place in [2, 0, 1] {
            junior.settle(world, &self.deal, place);
        }
        audit::check(world);

        let raised: u64 = tickets.iter().map(|(_, _, _, amount)| amount).sum();
        self.debt = Debt {
            principal: u128::from(raised),
            issued: u128::from(raised),
            rate_ppm: 80_000,
            day: u128::try_from(LOCK / DAY).expect("after 1970"),
            ..Debt::default()
        };
        for book in [&senior, &junior] {
            book.release(world, &self.deal);
        }
        let rent_before = world
            .engine
            .account(&self.deal.sponsor)
            .expect("the sponsor")
            .lamports;
        world.go(&[self.deal.close_book(&senior), self.deal.close_book(&junior)]);
        let rent_after = world
            .engine
            .account(&self.deal.sponsor)
            .expect("the sponsor")
            .lamports;
        assert!(rent_after > rent_before, "the books' rent comes back");

        let proceeds = raised + 9_000_000_000 + 12_345_678_915 + 1_000_000;
        let treasury = read::state::<Security>(&mut world.engine, &self.deal.security)
            .vault()
            .treasury;
        assert_eq!(treasury, proceeds, "all that was accepted is proceeds");
        world.go(&[self
            .deal
            .draw_proceeds(&self.deal.destination, proceeds - 1)]);
        world.go(&[self.deal.draw_proceeds(&self.deal.destination, 1)]);
        assert_eq!(
            world.wealth(&self.deal.sponsor),
            proceeds + 1,
            "and the sponsor has them"
        );
    }
}
