import {
  type Address,
  appendTransactionMessageInstructions,
  compileTransaction,
  createTransactionMessage,
  type FixedSizeDecoder,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  type Instruction,
  pipe,
  type ReadonlyUint8Array,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
} from "@solana/kit";
import { type Cluster, commitmentOf } from "./cluster.js";
import { ClientError, transactionFailure } from "./errors.js";
import { SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";
import { shownUrl } from "./shown-url.js";

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
  const { accounts } = await simulated(cluster, instructions, payer, addresses);
  return (accounts ?? []).map((account) =>
    account === null ? undefined : getBase64Encoder().encode(account.data[0]),
  );
}

/**
 * What an instruction that changes nothing answers: the return data of a simulated transaction that nobody signs.
 *
 * @throws {TransactionFailure} When it would be refused.
 */
export async function simulateAnswer<T>(
  cluster: Cluster,
  options: Readonly<{
    instruction: Instruction;
    /** An account with SOL, which is not charged. */
    payer: Address;
    decoder: FixedSizeDecoder<T>;
  }>,
): Promise<T> {
  const { instruction, payer, decoder } = options;
  const { returnData } = await simulated(cluster, [instruction], payer);
  if (returnData?.programId !== SECURITIES_PROGRAM_ADDRESS) {
    throw new ClientError(`${shownUrl(cluster.url)} returns no data of simulated transactions`);
  }
  // Nodes leave out the zeros at the end.
  const bytes = new Uint8Array(decoder.fixedSize);
  bytes.set(getBase64Encoder().encode(returnData.data[0]));
  return decoder.decode(bytes);
}

async function simulated(
  cluster: Cluster,
  instructions: readonly Instruction[],
  payer: Address,
  addresses: readonly Address[] = [],
) {
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
    throw await transactionFailure({
      error: value.err,
      logs: value.logs ?? [],
      programs: [SECURITIES_PROGRAM_ADDRESS],
    });
  }
  return value;
}
