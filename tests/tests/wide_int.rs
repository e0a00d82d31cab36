//! The 128-bit integer routines on the bytecode: a probe program runs them in the virtual machine, and every result is
//! compared with this machine's own arithmetic. `tools/sbf/build tests/bytecode/wide-int-probe` makes the probe.
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use litesvm::LiteSVM;
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction::Transaction;

#[path = "../../tools/sbf/wide-int/tests/vectors/mod.rs"]
mod vectors;

/// Pairs in a transaction: as many as its size takes.
const BATCH: usize = 30;
/// Random pairs of each operation, besides the edge values.
const PAIRS: usize = 1_500;

type Operation = fn(u128, u128) -> u128;

/// The operations in the order of the probe's codes.
const OPERATIONS: [(&str, Operation); 14] = [
    ("product", |a, b| a.wrapping_mul(b)),
    ("quotient", |a, b| a / b),
    ("remainder", |a, b| a % b),
    ("signed quotient", |a, b| {
        (a as i128).wrapping_div(b as i128) as u128
    }),
    ("signed remainder", |a, b| {
        (a as i128).wrapping_rem(b as i128) as u128
    }),
    ("checked product", |a, b| a.checked_mul(b).unwrap_or(7)),
    ("signed checked product", |a, b| {
        (a as i128).checked_mul(b as i128).unwrap_or(7) as u128
    }),
    ("left shift", |a, b| a.wrapping_shl(b as u32)),
    ("right shift", |a, b| a.wrapping_shr(b as u32)),
    ("signed right shift", |a, b| {
        (a as i128).wrapping_shr(b as u32) as u128
    }),
    ("checked sum", |a, b| a.checked_add(b).unwrap_or(7)),
    ("signed saturating difference", |a, b| {
        (a as i128).saturating_sub(b as i128) as u128
    }),
    ("counts of zeros", |a, b| {
        (u128::from(a.leading_zeros()) << 8) | u128::from(b.trailing_zeros())
    }),
    ("comparisons", |a, b| {
        (u128::from(a < b) << 1) | u128::from((a as i128) < (b as i128))
    }),
];

struct Probe {
    svm: LiteSVM,
    payer: Keypair,
    program: Pubkey,
    most_units: u64,
}

impl Probe {
    fn load() -> Self {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../target/deploy/wide_int_probe.so"
        );
        let bytecode = std::fs::read(path).unwrap_or_else(|error| {
            panic!("{path}: {error}; run tools/sbf/build tests/bytecode/wide-int-probe")
        });
        let mut svm = LiteSVM::new().with_sigverify(false);
        let (payer, program) = (Keypair::new(), Pubkey::new_unique());
        svm.add_program(program, &bytecode)
            .expect("the probe loads");
        svm.airdrop(&payer.pubkey(), 1_000_000_000_000)
            .expect("the payer is funded");
        Self {
            svm,
            payer,
            program,
            most_units: 0,
        }
    }

    /// What the virtual machine makes of each pair.
    fn run(&mut self, code: usize, pairs: &[(u128, u128)]) -> Vec<u128> {
        let mut data = vec![code as u8];
        for (a, b) in pairs {
            data.extend(a.to_le_bytes());
            data.extend(b.to_le_bytes());
        }
        let instruction = Instruction {
            program_id: self.program,
            accounts: vec![],
            data,
        };
        // A new blockhash, so that a batch that happens to repeat is not taken for a replay.
        self.svm.expire_blockhash();
        let transaction = Transaction::new_signed_with_payer(
            &[instruction],
            Some(&self.payer.pubkey()),
            &[&self.payer],
            self.svm.latest_blockhash(),
        );
        let outcome = self
            .svm
            .send_transaction(transaction)
            .expect("the probe succeeds");
        self.most_units = self.most_units.max(outcome.compute_units_consumed);
        let returned = outcome.return_data.data;
        assert_eq!(returned.len(), pairs.len() * 16, "one result a pair");
        returned
            .chunks_exact(16)
            .map(|bytes| u128::from_le_bytes(bytes.try_into().expect("16 bytes")))
            .collect()
    }
}

#[test]
fn the_virtual_machine_computes_128_bit_numbers_as_the_native_machine_does() {
    let mut probe = Probe::load();
    for (code, (name, native)) in OPERATIONS.iter().enumerate() {
        let mut operands = vectors::Operands::new(code as u64);
        let mut pairs = vectors::edges();
        pairs.extend((0..PAIRS).map(|_| operands.pair()));
        for batch in pairs.chunks(BATCH) {
            for ((a, b), result) in batch.iter().zip(probe.run(code, batch)) {
                assert_eq!(result, native(*a, *b), "{name} of {a:#034x}, {b:#034x}");
            }
        }
        println!(
            "{name}: {} pairs, at most {} compute units for {BATCH}",
            pairs.len(),
            probe.most_units
        );
        probe.most_units = 0;
    }
}
