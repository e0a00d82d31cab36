import { TestNode as Node, SOL, startProgram } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import {
  address,
  createDefaultRpcTransport,
  createKeyPairSignerFromPrivateKeyBytes,
  createSolanaRpcFromTransport,
  type KeyPairSigner,
  type Rpc,
  type RpcTransport,
  type SolanaRpcApi,
} from "@solana/kit";
import { SECURITIES_PROGRAM_ADDRESS, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "../../src/client.js";

export { SOL };
/** Where the clock of the deterministic validator stands: 2025-01-01T00:00:00Z. */
export const NOW = 1_735_689_600n;

/** An embedded validator with the program, and what tests of deals do with it. */
export class TestNode extends Node {
  /** Starts one that stops with the test file. */
  static async start({
    deterministic = true,
    withProgram = true,
  }: Readonly<{ deterministic?: boolean; withProgram?: boolean }> = {}): Promise<TestNode> {
    const validator = await startProgram({
      ...(deterministic ? {} : { deterministic: undefined }),
      ...(withProgram ? {} : { programs: [] }),
    });
    return await closeAfterTests(Promise.resolve(new TestNode(validator)));
  }

  get rpc(): Rpc<SolanaRpcApi> {
    return this.cluster.rpc;
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
