import { existsSync } from "node:fs";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { startValidator, type Validator } from "@defi-ready/securities/src/validator/index.js";
import {
  type Address,
  address,
  createDefaultRpcTransport,
  createKeyPairSignerFromPrivateKeyBytes,
  createSolanaRpc,
  createSolanaRpcFromTransport,
  type KeyPairSigner,
  lamports,
  type Rpc,
  type RpcTransport,
  type SolanaRpcApi,
} from "@solana/kit";
import { SECURITIES_PROGRAM_ADDRESS, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "../../src/client.js";

const BYTECODE = fileURLToPath(new URL("../../../target/deploy/securities.so", import.meta.url));
export const SOL = 1_000_000_000n;
/** Where the clock of the deterministic validator stands: 2025-01-01T00:00:00Z. */
export const NOW = 1_735_689_600n;

/** The embedded validator with the program's bytecode. */
export class TestNode {
  readonly rpc: Rpc<SolanaRpcApi>;

  private constructor(readonly validator: Validator) {
    this.rpc = createSolanaRpc(validator.url);
  }

  /** Starts one that stops with the test file. */
  static async start({
    deterministic = true,
    withProgram = true,
  }: Readonly<{ deterministic?: boolean; withProgram?: boolean }> = {}): Promise<TestNode> {
    if (!existsSync(BYTECODE)) {
      throw new Error(`there is no ${BYTECODE}: build the program first, with tools/sbf/build`);
    }
    const node = new TestNode(
      await startValidator({
        port: 0,
        deterministic: deterministic ? {} : undefined,
        programs: withProgram ? [{ address: SECURITIES_PROGRAM_ADDRESS, path: BYTECODE }] : [],
      }),
    );
    after(() => node.validator.close());
    return node;
  }

  get url(): string {
    return this.validator.url;
  }

  /** Sends lamports out of nothing. */
  async fund(to: Address, amount: bigint): Promise<void> {
    await this.rpc.requestAirdrop(to, lamports(amount)).send();
  }

  /** A sponsor whose key follows from a number, with lamports. */
  async sponsor(number: number, amount = 10n * SOL): Promise<KeyPairSigner> {
    const signer = await sponsorKey(number);
    if (amount > 0n) {
      await this.fund(signer.address, amount);
    }
    return signer;
  }

  /** A client whose calls go through a test's own hands. */
  rpcThrough(wrap: (method: string, forward: () => Promise<unknown>) => Promise<unknown>): Rpc<SolanaRpcApi> {
    const send = createDefaultRpcTransport({ url: this.url });
    const transport: RpcTransport = async <T>(request: Parameters<RpcTransport>[0]) => {
      const { method } = request.payload as { method: string };
      return (await wrap(method, () => send<T>(request))) as Awaited<ReturnType<typeof send<T>>>;
    };
    return createSolanaRpcFromTransport(transport);
  }

  /** Moves the clock of a deterministic validator. */
  async warp(seconds: bigint): Promise<void> {
    await this.call("securities_warp", [{ seconds: Number(seconds) }]);
  }

  /** Writes an account as it is given. */
  async setAccount(at: Address, owner: Address, data: Uint8Array, amount = SOL): Promise<void> {
    const account = { lamports: Number(amount), owner, data: Buffer.from(data).toString("base64") };
    await this.call("securities_setAccount", [at, account]);
  }

  async call(method: string, params: readonly unknown[]): Promise<unknown> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (answer.error !== undefined) {
      throw new Error(`${method}: ${answer.error.message}`);
    }
    return answer.result;
  }

  /** Every account of the program and of both token programs, by address: owner, lamports and bytes. */
  async accounts(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const program of [SECURITIES_PROGRAM_ADDRESS, TOKEN_PROGRAM, TOKEN_2022_PROGRAM]) {
      for (const { pubkey, account } of await this.rpc
        .getProgramAccounts(program, { encoding: "base64" })
        .send()) {
        found.set(pubkey, `${program} ${account.lamports} ${account.data[0]}`);
      }
    }
    return found;
  }

  /** How many transactions there have been. */
  transactionCount(): Promise<bigint> {
    return this.rpc.getTransactionCount().send();
  }
}

/** A key that follows from a number. */
export function sponsorKey(number: number): Promise<KeyPairSigner> {
  const seed = new Uint8Array(32).fill(7);
  seed[0] = number;
  return createKeyPairSignerFromPrivateKeyBytes(seed, true);
}

/** The address of a wallet that nobody uses. */
export const SOMEBODY = address("9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin");
