import { ClientError, type Cluster } from "@defi-ready/securities";
import {
  type Address,
  assertIsTransactionWithinSizeLimit,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
  getTransactionEncoder,
  getTransactionLifetimeConstraintFromCompiledTransactionMessage,
  type SignatureBytes,
  type Transaction,
  type TransactionSigner,
} from "@solana/kit";
import type { WalletAccount } from "@wallet-standard/base";
import { type Chain, chainName, chainOf } from "./chain.js";
import { deedsOfMessage, doesAll } from "./message.js";
import type { StandardWallet } from "./standard.js";

/** The wallet did not sign, and nothing was sent. */
export class WalletRefusal extends ClientError {}

/** A wallet that sends by itself failed to say whether it did. */
export class WalletSilence extends ClientError {}

/** What wallets say, by code or in words, if their user says no. */
const DENIED_CODE = 4001;
const DENIED = /reject|denied|declin|cancel/i;

/** A wallet's account, and what is to be signed with it. */
export type WalletSignerOptions = Readonly<{
  wallet: StandardWallet;
  account: WalletAccount;
  cluster: Cluster;
  /** Ends the wait for the wallet; what it signs later is dropped. */
  signal: AbortSignal;
}>;

/**
 * A kit signer over a wallet. Where the wallet can sign without sending, the client sends: it then knows the transaction,
 * and can say when it is dead.
 */
export function walletSigner(options: WalletSignerOptions): TransactionSigner {
  const { wallet, account } = options;
  const address = account.address as Address;
  const { sign, signAndSend } = wallet;
  if (sign !== undefined) {
    return {
      address,
      modifyAndSignTransactions: (transactions) =>
        Promise.all(
          transactions.map(async (transaction) => {
            const chain = await requireChain(options);
            const bytes = encoded(transaction);
            const [output] = await answered(options, () => sign({ account, transaction: bytes, chain }));
            return await decoded(wallet.name, output?.signedTransaction, transaction);
          }),
        ),
    };
  }
  return {
    address,
    signAndSendTransactions: (transactions) =>
      Promise.all(
        transactions.map(async (transaction) => {
          const chain = await requireChain(options);
          const bytes = encoded(transaction);
          const [output] = await answered(
            options,
            async () => (await signAndSend?.({ account, transaction: bytes, chain })) ?? [],
          );
          if (output === undefined) {
            throw silence(wallet.name);
          }
          return Uint8Array.from(output.signature) as SignatureBytes;
        }),
      ),
  };
}

/**
 * The chain of the cluster, which the account must sign for.
 *
 * @throws {WalletRefusal} If it does not.
 */
async function requireChain({ wallet, account, cluster }: WalletSignerOptions): Promise<Chain> {
  const chain = await chainOf(cluster);
  const words = chainFault(wallet.name, account.chains, chain);
  if (words !== undefined) {
    throw new WalletRefusal(words);
  }
  return chain;
}

/** Why an account does not sign for a chain, in words; undefined if it does. */
export function chainFault(name: string, chains: readonly string[], chain: Chain): string | undefined {
  if (chains.includes(chain)) {
    return undefined;
  }
  const others = chains.map(chainName).join(", ");
  return `${name} does not sign for the cluster shown here (${chainName(chain)}), only for ${others}: choose another cluster, or another account in the wallet`;
}

/** Waits for a wallet's answer, until it is told that nobody waits any more. */
async function answered<T>(
  { wallet, signal }: WalletSignerOptions,
  ask: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  signal.throwIfAborted();
  const isSending = wallet.sign === undefined;
  const stopped = new Promise<never>((_, reject) => {
    const stop = () =>
      reject(
        isSending
          ? silence(wallet.name)
          : new WalletRefusal("stopped before the wallet signed: nothing was sent"),
      );
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([ask(), stopped]);
  } catch (error) {
    if (error instanceof ClientError) {
      throw error;
    }
    // What a wallet that sends says in words may be of the sending, after it has signed.
    const isDenied = isSending ? codeOf(error) === DENIED_CODE : denies(error);
    if (isSending && !isDenied) {
      throw silence(wallet.name, error);
    }
    const why = isDenied ? "you said no in the wallet" : wordsOf(error);
    throw new WalletRefusal(`${wallet.name} did not sign: ${why}. Nothing was sent`, { cause: error });
  }
}

function silence(name: string, cause?: unknown): WalletSilence {
  const why = cause === undefined ? "" : ` (${wordsOf(cause)})`;
  return new WalletSilence(
    `${name} did not say whether it sent the transaction${why}: look at what it sent last before you repeat this`,
    { cause },
  );
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null | undefined)?.code;

function denies(error: unknown): boolean {
  const { message } = (error ?? {}) as { message?: unknown };
  return codeOf(error) === DENIED_CODE || DENIED.test(String(message ?? error));
}

const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String((error as { message?: unknown })?.message ?? error))
    .trim()
    .replace(/\.$/, "");

const encoded = (transaction: Transaction): Uint8Array =>
  Uint8Array.from(getTransactionEncoder().encode(transaction));

type WithLifetime = Transaction & Readonly<{ lifetimeConstraint?: unknown }>;

/**
 * What a wallet signed. It may have added to the message that it was given, such as checks of its own.
 *
 * @throws {WalletRefusal} If what was asked for is not all in it, or another account pays.
 */
async function decoded(name: string, bytes: Uint8Array | undefined, given: WithLifetime) {
  if (bytes === undefined) {
    throw new WalletRefusal(`${name} gave nothing back: nothing was sent`);
  }
  const signed = getTransactionDecoder().decode(bytes);
  assertIsTransactionWithinSizeLimit(signed);
  const [done, asked] = [deedsOfMessage(signed.messageBytes), deedsOfMessage(given.messageBytes)];
  if (done === undefined || asked === undefined || !doesAll(done, asked)) {
    throw new WalletRefusal(
      `${name} changed what is signed: it does not do what is written here, so nothing was sent`,
    );
  }
  const message = getCompiledTransactionMessageDecoder().decode(signed.messageBytes);
  const lifetime = await getTransactionLifetimeConstraintFromCompiledTransactionMessage(message);
  const asGiven = given.lifetimeConstraint as typeof lifetime | undefined;
  const isSame =
    asGiven !== undefined &&
    "blockhash" in asGiven &&
    "blockhash" in lifetime &&
    asGiven.blockhash === lifetime.blockhash;
  return Object.freeze({ ...signed, lifetimeConstraint: isSame ? asGiven : lifetime });
}
