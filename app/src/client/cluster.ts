import {
  type Address,
  type AddressesByLookupTableAddress,
  address,
  appendTransactionMessageInstructions,
  assertIsFullySignedTransaction,
  type Base64EncodedWireTransaction,
  type Commitment,
  compileTransaction,
  compressTransactionMessageUsingAddressLookupTables,
  createSolanaRpc,
  createTransactionMessage,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  getSignatureFromTransaction,
  type Instruction,
  isTransactionMessageWithinSizeLimit,
  pipe,
  type Rpc,
  type Signature,
  type SolanaRpcApi,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
  type TransactionSigner,
} from "@solana/kit";
import { getSetComputeUnitLimitInstruction } from "@solana-program/compute-budget";
import { ClientError, transactionFailure } from "./errors.js";

const COMMITMENT = "confirmed";
const MAX_COMPUTE_UNITS = 1_400_000;
const CLOCK_SYSVAR = address("SysvarC1ock11111111111111111111111111111111");
const CLOCK_TIMESTAMP_OFFSET = 32;
const FIRST_POLL_MILLISECONDS = 20;
const POLL_MILLISECONDS = 400;
const RESEND_POLLS = 5;

/** A cluster that is spoken to by one RPC URL. */
export type Cluster = Readonly<{
  url: string;
  rpc: Rpc<SolanaRpcApi>;
  /** How settled what is read must be; confirmed if left out. Results of transactions are always awaited confirmed. */
  commitment?: Commitment | undefined;
}>;

/** How settled what is read from a cluster must be. */
export const commitmentOf = ({ commitment = COMMITMENT }: Cluster): Commitment => commitment;

/** How a transaction is sent. */
export type SendOptions = Readonly<{
  /** Pays the fee. */
  payer: TransactionSigner;
  /** Lookup tables whose addresses the transaction may name in short. */
  lookupTables?: AddressesByLookupTableAddress | undefined;
}>;

/** Connects to a cluster. Nothing is sent yet. */
export function connect(url: string): Cluster {
  let protocol: string;
  try {
    ({ protocol } = new URL(url));
  } catch {
    throw new ClientError(`"${url}" is not a URL: give one such as http://127.0.0.1:8899`);
  }
  if (protocol !== "http:" && protocol !== "https:") {
    throw new ClientError(`"${url}" is not the URL of an RPC node: it starts with http:// or https://`);
  }
  return { url, rpc: createSolanaRpc(url) };
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
 * would fail is not sent, and what is sent asks for the compute units it needs.
 *
 * @throws TransactionFailure with the refusing program's own message.
 */
export async function send(
  cluster: Cluster,
  instructions: readonly Instruction[],
  options: SendOptions,
): Promise<Signature> {
  const { rpc } = cluster;
  const programs = instructions.map((instruction) => instruction.programAddress);
  const { value: lifetime } = await rpc.getLatestBlockhash({ commitment: COMMITMENT }).send();
  const messageWith = (units: number) =>
    setTransactionMessageLifetimeUsingBlockhash(lifetime, messageOf(instructions, options, units));

  const trial = getBase64EncodedWireTransaction(compileTransaction(messageWith(MAX_COMPUTE_UNITS)));
  const { value: simulated } = await rpc
    .simulateTransaction(trial, { commitment: commitmentOf(cluster), encoding: "base64", sigVerify: false })
    .send();
  if (simulated.err !== null) {
    throw transactionFailure(simulated.err, simulated.logs ?? [], programs);
  }
  const transaction = await signTransactionMessageWithSigners(
    messageWith(unitsFor(Number(simulated.unitsConsumed ?? MAX_COMPUTE_UNITS))),
  );
  assertIsFullySignedTransaction(transaction);
  const wire = getBase64EncodedWireTransaction(transaction);
  const signature = getSignatureFromTransaction(transaction);
  await confirm(cluster, { wire, signature, programs, expiry: lifetime.lastValidBlockHeight });
  return signature;
}

/**
 * Sends instructions in as few transactions as hold them, in their order, each waited for. What was sent before one
 * that fails stays done.
 */
export async function sendInTurn(
  cluster: Cluster,
  instructions: readonly Instruction[],
  options: SendOptions,
): Promise<Signature[]> {
  const signatures: Signature[] = [];
  let batch: Instruction[] = [];
  for (const instruction of instructions) {
    if (batch.length > 0 && !fitsTransaction([...batch, instruction], options)) {
      signatures.push(await send(cluster, batch, options));
      batch = [];
    }
    batch.push(instruction);
  }
  return [...signatures, await send(cluster, batch, options)];
}

/** Whether instructions fit one transaction. */
export function fitsTransaction(instructions: readonly Instruction[], options: SendOptions): boolean {
  return isTransactionMessageWithinSizeLimit(messageOf(instructions, options, MAX_COMPUTE_UNITS));
}

function messageOf(
  instructions: readonly Instruction[],
  { payer, lookupTables }: SendOptions,
  units: number,
) {
  return pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayerSigner(payer, message),
    // At the end, so that the positions of the others, which errors name, stay.
    (message) =>
      appendTransactionMessageInstructions(
        [...instructions, getSetComputeUnitLimitInstruction({ units })],
        message,
      ),
    (message) =>
      lookupTables === undefined
        ? message
        : compressTransactionMessageUsingAddressLookupTables(message, lookupTables),
  );
}

/** Another transaction may come first and make this one's way a little longer. */
function unitsFor(simulated: number): number {
  return Math.min(simulated + Math.ceil(simulated / 4) + 5_000, MAX_COMPUTE_UNITS);
}

type Sent = Readonly<{
  wire: Base64EncodedWireTransaction;
  signature: Signature;
  programs: readonly Address[];
  expiry: bigint;
}>;

async function confirm({ rpc }: Cluster, sent: Sent): Promise<void> {
  const submit = () =>
    rpc
      .sendTransaction(sent.wire, {
        encoding: "base64",
        skipPreflight: true,
        preflightCommitment: COMMITMENT,
      })
      .send();
  await submit();
  for (let polls = 0; ; polls += 1) {
    const { value } = await rpc.getSignatureStatuses([sent.signature]).send();
    const [status] = value;
    if (status !== null && status !== undefined) {
      // Before that it may be of a fork that is given up, where it may have gone another way.
      if (status.confirmationStatus !== "processed") {
        if (status.err !== null) {
          throw transactionFailure(status.err, await logsOf(rpc, sent.signature), sent.programs);
        }
        return;
      }
    } else if ((await rpc.getBlockHeight({ commitment: COMMITMENT }).send()) > sent.expiry) {
      throw new ClientError(`transaction ${sent.signature} expired before the cluster took it: try again`);
    } else if (polls > 0 && polls % RESEND_POLLS === 0) {
      await submit();
    }
    await new Promise((resolve) =>
      setTimeout(resolve, Math.min(FIRST_POLL_MILLISECONDS * 2 ** polls, POLL_MILLISECONDS)),
    );
  }
}

async function logsOf(rpc: Rpc<SolanaRpcApi>, signature: Signature): Promise<readonly string[]> {
  const found = await rpc
    .getTransaction(signature, {
      commitment: COMMITMENT,
      encoding: "json",
      maxSupportedTransactionVersion: 0,
    })
    .send();
  return found?.meta?.logMessages ?? [];
}
