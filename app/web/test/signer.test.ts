import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Cluster } from "@defi-ready/securities";
import {
  AccountRole,
  type Address,
  appendTransactionMessageInstructions,
  type Blockhash,
  compressTransactionMessageUsingAddressLookupTables,
  createTransactionMessage,
  generateKeyPairSigner,
  getTransactionDecoder,
  getTransactionEncoder,
  type Instruction,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signAndSendTransactionMessageWithSigners,
  signTransactionMessageWithSigners,
  type Transaction,
} from "@solana/kit";
import type { WalletAccount } from "@wallet-standard/base";
import { nameFault } from "../src/wallet/chain.js";
import { deedsOf, deedsOfMessage, doesAll } from "../src/wallet/message.js";
import { WalletRefusal, WalletSilence, walletSigner } from "../src/wallet/signer.js";
import type { StandardWallet } from "../src/wallet/standard.js";
import { changed, withoutInstructions } from "./support/messages.js";

const { address: own } = await generateKeyPairSigner();
const { address: other } = await generateKeyPairSigner();
const { address: program } = await generateKeyPairSigner();
const { address: table } = await generateKeyPairSigner();
const BUDGET = "ComputeBudget111111111111111111111111111111" as Address;
const BLOCKHASH = "4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi" as Blockhash;

const cluster = (genesis = "somebody's own") =>
  ({ url: "x", rpc: { getGenesisHash: () => ({ send: async () => genesis }) } }) as unknown as Cluster;

const instructions: readonly Instruction[] = [
  {
    programAddress: program,
    accounts: [{ address: other, role: AccountRole.WRITABLE }],
    data: Uint8Array.of(1, 2),
  },
  { programAddress: program, data: Uint8Array.of(3) },
  { programAddress: BUDGET, data: Uint8Array.of(2, 0, 0, 0, 1) },
];

function signerOf(wallet: Partial<StandardWallet>) {
  const account = { address: own, chains: ["solana:localnet"] } as unknown as WalletAccount;
  const { signal } = new AbortController();
  return walletSigner({
    wallet: { name: "W", ...wallet } as StandardWallet,
    account,
    cluster: cluster(),
    signal,
  });
}

const messageOf = (signer: ReturnType<typeof signerOf>) =>
  pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayerSigner(signer, message),
    (message) =>
      setTransactionMessageLifetimeUsingBlockhash(
        { blockhash: BLOCKHASH, lastValidBlockHeight: 1n },
        message,
      ),
    (message) => appendTransactionMessageInstructions(instructions, message),
  );

/** A wallet that signs what it makes of what it is given. */
async function signs(swap: (given: Transaction) => Transaction): Promise<void> {
  const signer = signerOf({
    sign: (({ transaction }: { transaction: Uint8Array }) => {
      const made = swap(getTransactionDecoder().decode(transaction));
      const signatures = Object.fromEntries(
        Object.keys(made.signatures).map((one) => [one, new Uint8Array(64).fill(1)]),
      );
      const signedTransaction = Uint8Array.from(
        getTransactionEncoder().encode({ ...made, signatures } as never),
      );
      return [{ signedTransaction }];
    }) as never,
  });
  await signTransactionMessageWithSigners(messageOf(signer));
}

const isChange = (error: unknown) =>
  error instanceof WalletRefusal && /changed what is signed/.test(error.message);

it("a node called by the name of a public chain has to be of it", () => {
  assert.equal(nameFault("Mainnet", "solana:mainnet"), undefined);
  assert.match(
    nameFault("Mainnet", "solana:devnet") ?? "",
    /called Mainnet here is of another chain \(devnet\)/,
  );
  assert.match(nameFault(" testnet", "solana:localnet") ?? "", /do not sign/);
  assert.equal(nameFault("Local validator", "solana:localnet"), undefined);
});

describe("what a wallet signs", () => {
  it("is taken as it was given, and with what the wallet adds", async () => {
    await signs((given) => given);
    await signs((given) =>
      changed(given, (message) => {
        const [first, ...rest] = message.instructions;
        assert.ok(first !== undefined);
        const guard = { programAddressIndex: first.programAddressIndex, data: Uint8Array.of(9) };
        return { ...message, instructions: [guard, first, guard, ...rest] };
      }),
    );
    await signs((given) =>
      changed(given, (message) => ({ ...message, instructions: message.instructions.slice(0, 2) })),
    );
  });

  it("is refused with another payer, account, program, data or order, or less than all", async () => {
    const swaps: Readonly<Record<string, (given: Transaction) => Transaction>> = {
      "nothing of it": withoutInstructions,
      "less of it": (given) =>
        changed(given, (message) => ({ ...message, instructions: message.instructions.slice(1) })),
      "other order": (given) =>
        changed(given, (message) => ({ ...message, instructions: [...message.instructions].reverse() })),
      "other data": (given) =>
        changed(given, (message) => ({
          ...message,
          instructions: message.instructions.map((one) => ({ ...one, data: Uint8Array.of(7) })),
        })),
      "other accounts": (given) =>
        changed(given, (message) => ({
          ...message,
          staticAccounts: message.staticAccounts.map((one) => (one === other ? table : one)),
        })),
      "another payer": (given) => {
        const { messageBytes } = changed(given, (message) => ({
          ...message,
          staticAccounts: message.staticAccounts.map((one) => (one === own ? table : one)),
        }));
        return { messageBytes, signatures: { [table]: null } } as unknown as Transaction;
      },
    };
    for (const [what, swap] of Object.entries(swaps)) {
      await assert.rejects(signs(swap), isChange, what);
    }
  });

  it("is compared through lookup tables, by their places and by what was loaded", async () => {
    const signer = signerOf({ sign: (async () => []) as never });
    const plain = messageOf(signer);
    const through = compressTransactionMessageUsingAddressLookupTables(plain, { [table]: [program, other] });
    const bytes = async (message: typeof plain) => {
      let given: Transaction | undefined;
      const spy = signerOf({
        sign: (({ transaction }: { transaction: Uint8Array }) => {
          given = getTransactionDecoder().decode(transaction);
          return Promise.resolve([]);
        }) as never,
      });
      await signTransactionMessageWithSigners(setTransactionMessageFeePayerSigner(spy, message)).catch(
        () => undefined,
      );
      assert.ok(given !== undefined);
      return Uint8Array.from(given.messageBytes);
    };
    const [direct, compressed] = [await bytes(plain), await bytes(through as typeof plain)];
    const asked = deedsOf(own, instructions);
    const does = (messageBytes: Uint8Array, loaded?: readonly string[]) => {
      const done = deedsOfMessage(messageBytes, loaded);
      return done === undefined ? undefined : doesAll(done, asked);
    };
    assert.equal(does(direct), true);
    assert.equal(does(direct, []), true);
    assert.equal(does(compressed), false);
    assert.deepEqual(deedsOfMessage(compressed)?.lines.length, 3);
    assert.equal(does(compressed, [other]), true);
    assert.equal(does(compressed, [program]), false);
    assert.equal(does(compressed, []), undefined);
    assert.equal(does(Uint8Array.of(255, 1, 2)), undefined);
  });
});

describe("a wallet that sends what it signs", () => {
  const sends = (error: unknown) =>
    signAndSendTransactionMessageWithSigners(
      messageOf(
        signerOf({
          signAndSend: (() => Promise.reject(error)) as never,
        }),
      ) as never,
    );

  it("may have sent it whatever it says in words", async () => {
    for (const words of [
      "Transaction was rejected by the RPC node: timed out waiting for confirmation",
      "The request was cancelled",
      "User rejected the request.",
    ]) {
      await assert.rejects(sends(new Error(words)), WalletSilence, words);
    }
  });

  it("has not by the number that says that its user said no", async () => {
    await assert.rejects(
      sends(Object.assign(new Error("whatever"), { code: 4001 })),
      (error) => error instanceof WalletRefusal && /you said no/.test(error.message),
    );
  });
});
