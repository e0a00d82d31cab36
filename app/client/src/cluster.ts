import {
  type Address,
  type AddressesByLookupTableAddress,
  address,
  appendTransactionMessageInstructions,
  assertIsFullySignedTransaction,
  type Blockhash,
  type Commitment,
  compileTransaction,
  compressTransactionMessageUsingAddressLookupTables,
  createTransactionMessage,
  getBase58Decoder,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  getSignatureFromTransaction,
  type Instruction,
  isTransactionMessageWithinSizeLimit,
  isTransactionModifyingSigner,
  isTransactionPartialSigner,
  isTransactionSendingSigner,
  pipe,
  type Rpc,
  type Signature,
  type SolanaRpcApi,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signAndSendTransactionMessageWithSigners,
  signTransactionMessageWithSigners,
  type TransactionSigner,
  type TransactionWithLifetime,
} from "@solana/kit";
import {
  getSetComputeUnitLimitInstruction,
  getSetComputeUnitPriceInstruction,
} from "@solana-program/compute-budget";
import { type Lifetime, submitAndConfirm, TransactionExpired } from "./confirm.js";
import { ClientError, transactionFailure } from "./errors.js";
import { type PriorityFee, priceOf } from "./priority-fee.js";
import { shownUrl } from "./shown-url.js";
import { patientRpc } from "./transport.js";

const COMMITMENT = "confirmed";
const MAX_COMPUTE_UNITS = 1_400_000;
const CLOCK_SYSVAR = address("SysvarC1ock11111111111111111111111111111111");
const CLOCK_TIMESTAMP_OFFSET = 32;

/** A cluster, reached through one RPC URL. */
export type Cluster = Readonly<{
  url: string;
  rpc: Rpc<SolanaRpcApi>;
  /**
   * The commitment of reads; confirmed if left out. Transactions are awaited until they are confirmed, or final if reads
   * are of what is final.
   */
  commitment?: Commitment | undefined;
  /** What transactions offer above the base fee; nothing if left out. */
  priorityFee?: PriorityFee | undefined;
  /**
   * How many times a transaction that expires is sent, each time with a fresh blockhash; once if left out. Another is
   * signed only when the one before is provably dead.
   */
  attempts?: number | undefined;
  /** Told the signature of each transaction just before it is sent. */
  onSigned?: ((signature: Signature) => void) | undefined;
}>;

/** The commitment of reads from a cluster. */
export const commitmentOf = ({ commitment = COMMITMENT }: Cluster): Commitment => commitment;

/** What is sent, and how. */
export type SendOptions = Readonly<{
  /** In their order. */
  instructions: readonly Instruction[];
  /** Pays the fee. */
  payer: TransactionSigner;
  /** Lookup tables that the transaction may use. */
  lookupTables?: AddressesByLookupTableAddress | undefined;
}>;

/**
 * Connects to a cluster. Nothing is sent yet.
 *
 * @param timeout Milliseconds that a request may take; 30,000 if left out.
 */
export function connect(url: string, timeout?: number): Cluster {
  let protocol: string;
  try {
    ({ protocol } = new URL(url));
  } catch {
    throw new ClientError(`"${shownUrl(url)}" is not a URL: give one such as http://127.0.0.1:8899`);
  }
  if (protocol !== "http:" && protocol !== "https:") {
    throw new ClientError(
      `"${shownUrl(url)}" is not the URL of an RPC node: it starts with http:// or https://`,
    );
  }
  return { url, rpc: patientRpc(url, timeout) };
}

/** The cluster's time, which decides the phases of books. */
export async function clusterTime(cluster: Cluster): Promise<bigint> {
  const { value } = await cluster.rpc
    .getAccountInfo(CLOCK_SYSVAR, { commitment: commitmentOf(cluster), encoding: "base64" })
    .send();
  if (value === null) {
    throw new ClientError("the cluster has no clock");
  }
  const data = Uint8Array.from(getBase64Encoder().encode(value.data[0]));
  return new DataView(data.buffer).getBigInt64(CLOCK_TIMESTAMP_OFFSET, true);
}

/**
 * Sends instructions in one transaction and waits until it is confirmed. The transaction is simulated first: one that
 * would fail is not sent, and one that is sent requests the compute units it needs.
 *
 * @throws TransactionFailure with the refusing program's own message; TransactionExpired when it can no longer be
 * included; OutcomeUnknown, with its signature, when its fate cannot be learned: check before repeating.
 */
export async function send(cluster: Cluster, options: SendOptions): Promise<Signature> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await sendOnce(cluster, options);
    } catch (error) {
      if (!(error instanceof TransactionExpired) || attempts >= (cluster.attempts ?? 1)) {
        throw error;
      }
    }
  }
}

async function sendOnce(cluster: Cluster, options: SendOptions): Promise<Signature> {
  const { rpc } = cluster;
  const programs = options.instructions.map((instruction) => instruction.programAddress);
  const { message, lifetime, slot } = await rehearse(cluster, options);
  const untilFinal = commitmentOf(cluster) === "finalized";
  if (sendsItself(options.payer)) {
    const signature = getBase58Decoder().decode(
      await signAndSendTransactionMessageWithSigners(message),
    ) as Signature;
    cluster.onSigned?.(signature);
    await submitAndConfirm(rpc, { signature, programs, slot, untilFinal });
    return signature;
  }
  const transaction = await signTransactionMessageWithSigners(message);
  assertIsFullySignedTransaction(transaction);
  const wire = getBase64EncodedWireTransaction(transaction);
  const signature = getSignatureFromTransaction(transaction);
  const signed = await signedLifetime(rpc, transaction, { ...lifetime, slot });
  cluster.onSigned?.(signature);
  await submitAndConfirm(rpc, { signature, programs, slot, untilFinal, sent: { wire, ...signed } });
  return signature;
}

/**
 * Simulates instructions as the transaction that `send` would sign.
 *
 * @throws {TransactionFailure} When it would be refused.
 */
export async function requireAccepted(cluster: Cluster, options: SendOptions): Promise<void> {
  await rehearse(cluster, options);
}

/**
 * Simulates instructions as the transaction that `send` would sign, which it returns, with what some accounts would hold.
 *
 * @throws {TransactionFailure} When it would be refused.
 */
export async function rehearse(
  cluster: Cluster,
  options: SendOptions & Readonly<{ addresses?: readonly Address[] }>,
) {
  const { rpc } = cluster;
  const { instructions, addresses = [] } = options;
  const [{ context, value: lifetime }, price] = await Promise.all([
    rpc.getLatestBlockhash({ commitment: COMMITMENT }).send(),
    priceOf(rpc, cluster.priorityFee, options.payer.address, instructions),
  ]);
  const messageWith = (units: number) =>
    setTransactionMessageLifetimeUsingBlockhash(lifetime, messageOf(options, units, price));
  const trial = getBase64EncodedWireTransaction(compileTransaction(messageWith(MAX_COMPUTE_UNITS)));
  const { value: simulated } = await rpc
    .simulateTransaction(trial, {
      commitment: commitmentOf(cluster),
      encoding: "base64",
      sigVerify: false,
      // The node that simulates may not know the newest blockhash yet.
      replaceRecentBlockhash: true,
      accounts: { encoding: "base64", addresses: [...addresses] },
    })
    .send();
  if (simulated.err !== null) {
    const programs = instructions.map((instruction) => instruction.programAddress);
    throw await transactionFailure({ error: simulated.err, logs: simulated.logs ?? [], programs });
  }
  const accounts = simulated.accounts ?? [];
  if (accounts.length !== addresses.length) {
    throw new ClientError(
      "the node simulates the transaction and does not say what it would leave behind: use the URL of another node",
    );
  }
  const units = unitsFor(Number(simulated.unitsConsumed ?? MAX_COMPUTE_UNITS));
  return {
    message: messageWith(units),
    units,
    lifetime,
    slot: context.slot,
    /** What each of the addresses would hold. */
    accounts,
  };
}

/** Whether a signer, such as some wallets, only signs what it also sends. */
const sendsItself = (signer: TransactionSigner): boolean =>
  isTransactionSendingSigner(signer) &&
  !isTransactionModifyingSigner(signer) &&
  !isTransactionPartialSigner(signer);

/**
 * How long a transaction can be included as it was signed: wallets may change what they sign. Of another blockhash than
 * the one that it was given, it is only known that it is no newer than the newest.
 *
 * @throws {ClientError} If it can be included at any time.
 */
async function signedLifetime(
  rpc: Rpc<SolanaRpcApi>,
  { lifetimeConstraint: signed }: TransactionWithLifetime,
  given: Readonly<{ blockhash: Blockhash; lastValidBlockHeight: bigint; slot: bigint }>,
): Promise<Lifetime> {
  if ("nonce" in signed) {
    throw new ClientError(
      "the signer made it a transaction that never expires, whose end nobody could wait for: it was not sent",
    );
  }
  const { blockhash } = signed;
  if (blockhash === given.blockhash) {
    return { blockhash, slot: given.slot, expiry: given.lastValidBlockHeight };
  }
  const { context, value } = await rpc.getLatestBlockhash({ commitment: "processed" }).send();
  return { blockhash, slot: context.slot, expiry: value.lastValidBlockHeight };
}

/**
 * Sends instructions in as few transactions as can hold them, in their order, waiting for each. If one fails, those
 * before it remain done.
 */
export async function sendInTurn(cluster: Cluster, options: SendOptions): Promise<Signature[]> {
  const signatures: Signature[] = [];
  let batch: Instruction[] = [];
  for (const instruction of options.instructions) {
    if (batch.length > 0 && !fitsTransaction({ ...options, instructions: [...batch, instruction] })) {
      signatures.push(await send(cluster, { ...options, instructions: batch }));
      batch = [];
    }
    batch.push(instruction);
  }
  return [...signatures, await send(cluster, { ...options, instructions: batch })];
}

/** Whether instructions fit into one transaction, with a priority fee. */
export function fitsTransaction(options: SendOptions): boolean {
  return isTransactionMessageWithinSizeLimit(messageOf(options, MAX_COMPUTE_UNITS, 1n));
}

function messageOf({ instructions, payer, lookupTables }: SendOptions, units: number, price: bigint) {
  const budget = [
    getSetComputeUnitLimitInstruction({ units }),
    ...(price === 0n ? [] : [getSetComputeUnitPriceInstruction({ microLamports: price })]),
  ];
  return pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayerSigner(payer, message),
    // At the end, so that the positions of the others, which errors name, stay the same.
    (message) => appendTransactionMessageInstructions([...instructions, ...budget], message),
    (message) =>
      lookupTables === undefined
        ? message
        : compressTransactionMessageUsingAddressLookupTables(message, lookupTables),
  );
}

/** Another transaction may come first and make this one need a little more. */
function unitsFor(simulated: number): number {
  return Math.min(simulated + Math.ceil(simulated / 4) + 5_000, MAX_COMPUTE_UNITS);
}
