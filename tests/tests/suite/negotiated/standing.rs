//! What of a class stands from its creation, and what its terms may become.

use super::*;
use securities::{structure::create_tranche::TrancheArgs, tranche::terms::FloatingTerms};
use securities_tests::{deal::Class, lite::Lite};

/// Debt, a cover and an equity with a capital and without a return, each with an open book, and an equity without
/// either.
fn classes() -> Vec<TrancheArgs> {
    let capital = TrancheArgs {
        par: ONE,
        ..deal::junior(2)
    };
    vec![deal::senior(0), deal::cover(1), capital, deal::junior(3)]
}

fn opened() -> (World<Lite>, Deal, Vec<Pubkey>) {
    let mut world = World::<Lite>::new(Money::Classic);
    let tiers = deal::tiers_of(&classes());
    let deal = Deal::with(&mut world, "sponsor", 1, classes(), tiers);
    let books = [0, 1, 2]
        .map(|rank| Offering::standard(&mut world, &deal, rank, &format!("line {rank}")).book);
    (world, deal, books.to_vec())
}

fn of(deal: &Deal, rank: u8, edit: impl FnOnce(&mut TrancheTerms)) -> Vec<ClassTerms> {
    let Class { terms, .. } = deal.class(rank);
    let mut terms = terms.terms();
    edit(&mut terms);
    vec![ClassTerms { rank, terms }]
}

#[test]
fn terms_stay_in_range_and_a_class_stays_what_it_is() {
    let (mut world, deal, books) = opened();
    let now = world.engine.now();
    type Edit = fn(&mut TrancheTerms);
    let cases: [(&str, u8, Edit, &str); 17] = [
        (
            "debt without a par",
            0,
            |terms| terms.par = 0,
            "ParOutOfRange",
        ),
        (
            "a capital given up",
            2,
            |terms| terms.par = 0,
            "ParOutOfRange",
        ),
        (
            "a capital where there is none",
            3,
            |terms| terms.par = 1,
            "ParOutOfRange",
        ),
        (
            "a rate out of range",
            0,
            |terms| terms.rate_ppm = 10_000_001,
            "RateOutOfRange",
        ),
        (
            "a rate on no par",
            3,
            |terms| terms.rate_ppm = 1,
            "RateOutOfRange",
        ),
        (
            "a par that does not fit",
            0,
            |terms| terms.par = 1_000_001,
            "BadAuthorised",
        ),
        (
            "a long period",
            0,
            |terms| terms.period_months = 13,
            "BadPeriodLength",
        ),
        (
            "long smoothing",
            0,
            |terms| terms.smoothing_days = 367,
            "BadSmoothing",
        ),
        (
            "a cap on losses of debt",
            0,
            |terms| terms.loss_cap = 1,
            "BadLossTerms",
        ),
        (
            "a part of losses of debt",
            0,
            |terms| terms.loss_bps = 1,
            "BadLossTerms",
        ),
        (
            "a debt that covers equity",
            0,
            |terms| terms.covers_equity = true,
            "BadLossTerms",
        ),
        (
            "a first class pari passu with none",
            0,
            |terms| terms.pari_passu = true,
            "BadPariPassu",
        ),
        (
            "a cover pari passu with the debt",
            1,
            |terms| terms.pari_passu = true,
            "BadPariPassu",
        ),
        (
            "an equity without a par pari passu with a cover",
            3,
            |terms| terms.pari_passu = true,
            "BadPariPassu",
        ),
        (
            "a cover of more than each loss",
            1,
            |terms| terms.loss_bps = 10_001,
            "BadLossTerms",
        ),
        (
            "an equity that matures",
            3,
            |terms| terms.maturity = i64::MAX,
            "MaturityOutOfRange",
        ),
        // Its book sells at par, which everybody in line agreed to pay.
        ("a cover's par", 1, |terms| terms.par -= 1, "CoverAtPar"),
    ];
    for (what, rank, edit, error) in cases {
        let change = deal.set_structure(of(&deal, rank, edit), None, &books);
        assert_eq!(world.refused(&[change]), error, "{what}");
    }
    let past = deal.set_structure(of(&deal, 0, |terms| terms.maturity = now), None, &books);
    assert_eq!(
        world.refused(&[past]),
        "MaturityOutOfRange",
        "matured already"
    );

    // All else of a class may change, at once with others.
    let all = [
        of(&deal, 0, |terms| {
            *terms = TrancheTerms {
                rate_ppm: 1,
                floating: Some(FloatingTerms {
                    reference: deal.security,
                    margin_ppm: 1,
                    floor_ppm: 1,
                    cap_ppm: 1,
                    fixing_days: 31,
                }),
                step_ups: vec![],
                day_count: securities::tranche::state::DayCountRule::Thirty360,
                amortisation: securities::tranche::state::AmortisationRule::Linear,
                compounding: true,
                period_months: 12,
                first_due: now,
                first_instalment: now,
                custom: vec![],
                business_days: securities::tranche::business_days::BusinessDayTerms::default(),
                pik: securities::tranche::pik::PikTerms::default(),
                prepayments: securities::tranche::state::PrepaymentRule::ProRata,
                default_margin_ppm: 9_999_999,
                smoothing_days: 366,
                loss_cap: 0,
                loss_bps: 0,
                covers_equity: false,
                pari_passu: false,
                maturity: now + 1,
                par: 999_999,
            };
        }),
        of(&deal, 1, |terms| {
            (terms.loss_cap, terms.loss_bps, terms.covers_equity) = (5, 9_000, true);
        }),
        of(&deal, 2, |terms| terms.par = 2),
    ]
    .concat();
    world.go(&[deal.set_structure(all.clone(), None, &books)]);
    for class in all {
        let state: securities::tranche::state::Tranche =
            read::state(&mut world.engine, &deal.class(class.rank).tranche);
        let kept = deal.class(class.rank).terms.clone();
        assert_eq!(state.kind, kept.kind as u8);
        assert_eq!(
            (state.decimals, state.authorised),
            (kept.decimals, kept.authorised)
        );
        let terms = class.terms;
        let floating = terms.floating.unwrap_or_default();
        assert_eq!(
            (
                state.reference,
                state.margin_ppm,
                state.floor_ppm,
                state.cap_ppm,
                state.fixing_days
            ),
            (
                floating.reference,
                floating.margin_ppm,
                floating.floor_ppm,
                floating.cap_ppm,
                floating.fixing_days
            )
        );
        assert_eq!(
            (state.rate_ppm, state.par, state.loss_cap, state.maturity),
            (terms.rate_ppm, terms.par, terms.loss_cap, terms.maturity)
        );
        assert_eq!(
            (state.loss_bps, state.covers_equity),
            (terms.loss_bps, u8::from(terms.covers_equity))
        );
        assert_eq!(
            (state.day_count, state.amortisation, state.compounding),
            (
                terms.day_count as u8,
                terms.amortisation as u8,
                u8::from(terms.compounding)
            )
        );
        assert_eq!(
            (state.period_months, state.smoothing_days),
            (terms.period_months, terms.smoothing_days)
        );
        assert_eq!(
            (state.first_due, state.first_instalment),
            (terms.first_due, terms.first_instalment)
        );
        assert_eq!(
            (state.prepayments, state.default_margin_ppm),
            (terms.prepayments as u8, terms.default_margin_ppm)
        );
    }
}

/// A preferred return needs tiers of its own, so both come in one change; so it is when it goes.
#[test]
fn a_return_and_the_tiers_that_pay_it_come_together() {
    let (mut world, deal, books) = opened();
    let preferred = of(&deal, 2, |terms| terms.rate_ppm = 80_000);
    let mut with_rate = classes();
    with_rate[2].rate_ppm = 80_000;
    let tiers = deal.waterfall_args(deal::tiers_of(&with_rate));
    for (what, classes, waterfall) in [
        ("no tier pays it", preferred.clone(), None),
        ("nobody bears it", vec![], Some(tiers.clone())),
    ] {
        let change = deal.set_structure(classes, waterfall, &books);
        assert_eq!(world.refused(&[change]), "BadStructure", "{what}");
    }
    world.go(&[deal.set_structure(preferred, Some(tiers), &books)]);
    let back = of(&deal, 2, |_| {});
    let alone = deal
        .at_structure_version(2)
        .set_structure(back.clone(), None, &books);
    assert_eq!(
        world.refused(&[alone]),
        "BadStructure",
        "its tiers are left"
    );
    let tiers = deal.waterfall_args(deal::tiers_of(&classes()));
    world.go(&[deal
        .at_structure_version(2)
        .set_structure(back, Some(tiers), &books)]);
}

/// Without a book of it, nobody in line pays a cover's par.
#[test]
fn a_covers_par_changes_while_no_book_of_it_is_open() {
    let mut world = World::<Lite>::new(Money::Classic);
    let tiers = deal::tiers_of(&classes());
    let deal = Deal::with(&mut world, "sponsor", 1, classes(), tiers);
    let senior = Offering::standard(&mut world, &deal, 0, "senior line");
    let cheaper = of(&deal, 1, |terms| terms.par = ONE / 2);
    world.go(&[deal.set_structure(cheaper, None, &[senior.book])]);
    let mut cover = Offering::plan(&mut world, &deal, 1, 0, "cover line");
    let opening = cover.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&opening), "CoverAtPar");
    (cover.args.price, cover.args.price_min) = (ONE / 2, ONE / 2);
    cover.open(&mut world, &deal, 16);
}

/// Terms are negotiated before there is a waterfall too.
#[test]
fn a_class_changes_before_the_waterfall_is_set() {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    world.go(&[
        deal.create_security(deal.security_args()),
        deal.create_tranche(deal::senior(0)),
        deal.create_tranche(deal::junior(1)),
    ]);
    world.go(&[deal.set_structure(vec![senior(|terms| terms.rate_ppm = 7)], None, &[])]);
    deal.structure_version = 1;
    world.go(&[deal.set_waterfall(deal::tiers())]);
    let state: securities::tranche::state::Tranche =
        read::state(&mut world.engine, &deal.class_at(0).tranche);
    assert_eq!(state.rate_ppm, 7);
    let security: Security = read::state(&mut world.engine, &deal.security);
    assert_eq!(
        (security.document.sha256, security.document.version),
        (DOCUMENT, 1)
    );
}
