import {
  type Address,
  appendTransactionMessageInstructions,
  compileTransaction,
  createTransactionMessage,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  type Instruction,
  pipe,
  type ReadonlyUint8Array,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
} from "@solana/kit";
import { type Cluster, commitmentOf } from "./cluster.js";
import { transactionFailure } from "./errors.js";
import { SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";

/**
 * Simulates a transaction that nobody signs.
 *
 * @param payer An account with SOL, which is not charged.
 * @param addresses Accounts to give back as the transaction would leave them.
 * @throws {TransactionFailure} When it would be refused.
 */
export async function simulate(
  cluster: Cluster,
  instructions: readonly Instruction[],
  payer: Address,
  addresses: readonly Address[] = [],
): Promise<(ReadonlyUint8Array | undefined)[]> {
  const { rpc } = cluster;
  const commitment = commitmentOf(cluster);
  const { value: lifetime } = await rpc.getLatestBlockhash({ commitment }).send();
  const message = pipe(
    createTransactionMessage({ version: 0 }),
    (empty) => setTransactionMessageFeePayer(payer, empty),
    (paid) => setTransactionMessageLifetimeUsingBlockhash(lifetime, paid),
    (timed) => appendTransactionMessageInstructions(instructions, timed),
  );
  const wire = getBase64EncodedWireTransaction(compileTransaction(message));
  const { value } = await rpc
    .simulateTransaction(wire, {
      commitment,
      encoding: "base64",
      sigVerify: false,
      accounts: { encoding: "base64", addresses: [...addresses] },
    })
    .send();
  if (value.err !== null) {
    throw transactionFailure({
      error: value.err,
      logs: value.logs ?? [],
      programs: [SECURITIES_PROGRAM_ADDRESS],
    });
  }
  return (value.accounts ?? []).map((account) =>
    account === null ? undefined : getBase64Encoder().encode(account.data[0]),
  );
}
