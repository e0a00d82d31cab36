import { after } from "node:test";
import { startValidator, type Validator, type ValidatorOptions } from "@defi-ready/securities-validator";
import {
  type Address,
  address,
  appendTransactionMessageInstructions,
  assertIsTransactionWithBlockhashLifetime,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  createTransactionMessage,
  generateKeyPairSigner,
  type Instruction,
  type KeyPairSigner,
  lamports,
  pipe,
  type Rpc,
  type RpcSubscriptions,
  type SolanaRpcApi,
  type SolanaRpcSubscriptionsApi,
  sendAndConfirmTransactionFactory,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from "@solana/kit";

/** In lamports. */
export const SOL = 1_000_000_000n;
const CLOCK = address("SysvarC1ock11111111111111111111111111111111");

/** A running validator and clients for it. */
export class TestNode {
  readonly rpc: Rpc<SolanaRpcApi>;
  readonly subscriptions: RpcSubscriptions<SolanaRpcSubscriptionsApi>;

  private constructor(readonly validator: Validator) {
    this.rpc = createSolanaRpc(validator.url);
    this.subscriptions = createSolanaRpcSubscriptions(validator.wsUrl);
  }

  /** Starts a validator on free ports, deterministic unless asked otherwise, that stops with the test file. */
  static async start(options: Partial<ValidatorOptions> = {}): Promise<TestNode> {
    const node = new TestNode(await startValidator({ port: 0, deterministic: {}, ...options }));
    after(() => node.validator.close());
    return node;
  }

  /** A new key with lamports. */
  async funded(amount = 10n * SOL): Promise<KeyPairSigner> {
    const signer = await generateKeyPairSigner();
    await this.rpc.requestAirdrop(signer.address, lamports(amount)).send();
    return signer;
  }

  /** A signed transaction on the latest blockhash. */
  async sign(payer: KeyPairSigner, instructions: readonly Instruction[]) {
    const { value } = await this.rpc.getLatestBlockhash().send();
    const transaction = await pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayerSigner(payer, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash(value, message),
      (message) => appendTransactionMessageInstructions(instructions, message),
      (message) => signTransactionMessageWithSigners(message),
    );
    assertIsTransactionWithBlockhashLifetime(transaction);
    return transaction;
  }

  /** Sends a transaction and waits, over the WebSocket, until it is confirmed. */
  async confirm(transaction: Awaited<ReturnType<TestNode["sign"]>>): Promise<void> {
    const { rpc, subscriptions: rpcSubscriptions } = this;
    await sendAndConfirmTransactionFactory({ rpc, rpcSubscriptions })(
      transaction as typeof transaction & Parameters<ReturnType<typeof sendAndConfirmTransactionFactory>>[0],
      { commitment: "confirmed" },
    );
  }

  /** Signs, sends and confirms. */
  async run(payer: KeyPairSigner, instructions: readonly Instruction[]) {
    const transaction = await this.sign(payer, instructions);
    await this.confirm(transaction);
    return transaction;
  }

  /** Calls a method with the JSON that is given, and returns the JSON that comes back. */
  async raw(method: string, params: readonly unknown[] = []): Promise<RawAnswer> {
    const response = await this.post(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
    return (await response.json()) as RawAnswer;
  }

  /** Posts a body as it is. */
  post(body: string): Promise<Response> {
    return fetch(this.validator.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
  }

  /** The Clock sysvar. */
  async clock(): Promise<{
    slot: bigint;
    epochStartTimestamp: bigint;
    epoch: bigint;
    unixTimestamp: bigint;
  }> {
    const { value } = await this.rpc.getAccountInfo(CLOCK, { encoding: "base64" }).send();
    const data = Buffer.from(value?.data[0] ?? "", "base64");
    return {
      slot: data.readBigUInt64LE(0),
      epochStartTimestamp: data.readBigInt64LE(8),
      epoch: data.readBigUInt64LE(16),
      unixTimestamp: data.readBigInt64LE(32),
    };
  }

  /** An account's lamports. */
  async balance(of: Address): Promise<bigint> {
    return (await this.rpc.getBalance(of).send()).value;
  }
}

/** An answer as it comes over the wire. */
export type RawAnswer = {
  id?: unknown;
  result?: unknown;
  error?: { code: number; message: string; data?: Record<string, unknown> };
};
