//! The matrix: every account and every signer of every instruction.

mod book;
mod control;
mod conversions;
mod decided;
mod disclosures;
mod drafts;
mod free;
mod frozen;
mod loss;
mod measures;
mod money;
mod owed;
mod resolutions;
mod roles;
mod rules;
pub mod scenes;
mod structure;
mod table;
mod ticket;
mod winding;
mod wrapped;

use securities_tests::matrix::{Case, Report, idl::Idl};

/// Every valid call there is.
pub(crate) fn cases() -> impl Iterator<Item = &'static Case> {
    [
        structure::CASES,
        roles::CASES,
        book::CASES,
        ticket::CASES,
        money::CASES,
        loss::CASES,
        owed::CASES,
        wrapped::CASES,
        disclosures::CASES,
        rules::CASES,
        frozen::CASES,
        resolutions::CASES,
        decided::CASES,
        control::CASES,
        conversions::CASES,
        measures::CASES,
        winding::CASES,
        drafts::CASES,
    ]
    .into_iter()
    .flatten()
}

#[test]
fn every_account_and_signer_of_every_instruction_is_proven() {
    let idl = Idl::read();
    let mut report = Report::default();
    let only = std::env::var("MATRIX").ok();
    for case in cases() {
        if only.as_deref().is_none_or(|only| only == case.instruction) {
            report.run(&idl, &table::TABLE, case);
        }
    }
    if only.is_none() {
        report.finish(&idl, &table::TABLE);
    }
    let tried: usize = report.tried.values().sum();
    println!(
        "{tried} changes of {} instructions, {} through by design",
        report.tried.len(),
        report.through
    );
    assert!(
        report.wrong.is_empty(),
        "{} wrong:\n{}",
        report.wrong.len(),
        report.wrong.join("\n")
    );
}

/// The valid call of an instruction, on its chain.
pub(crate) fn scene_of(instruction: &str) -> scenes::Scene {
    let mut cases = cases();
    let case = cases.find(|case| case.instruction == instruction);
    (case.expect("a case").scene)()
}
