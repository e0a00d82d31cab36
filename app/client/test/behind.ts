import { type Cluster, connect, send } from "@defi-ready/securities";
import { faults, funded, type Guard, gate, SOL, TestNode } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startValidator } from "@defi-ready/securities-validator";
import { generateKeyPairSigner, type Signature } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";

/** What a test does with nodes that stand before a validator of its own. */
export type Nodes = Readonly<{
  /** The validator itself. */
  cluster: Cluster;
  /** Behind a node of the kind that some guards make. */
  behind(...guards: readonly Guard[]): Promise<Cluster & { calls: ReadonlyMap<string, number> }>;
  /** Pays one SOL through a cluster, and says how many of them arrived in the end. */
  payOne(on: Cluster): Promise<{ outcome: unknown; arrived: bigint }>;
  /** Waits until a transaction has landed, as the cluster itself sees it. */
  landed(signature: string): Promise<void>;
  /** Lets slots pass. */
  warp(slots: number): Promise<unknown>;
}>;

/** Starts a validator whose clock runs, so that each attempt has a blockhash of its own; it goes with the running test. */
export async function startNodes(): Promise<Nodes> {
  const node = new TestNode(await closeAfterTests(startValidator({ port: 0 })));
  const { cluster } = node;
  return {
    cluster,
    async behind(...guards) {
      const { guard, calls } = faults(...guards);
      const { url } = await closeAfterTests(gate(node.url, guard));
      return { ...connect(url), attempts: 4, calls };
    },
    async payOne(on) {
      const payer = await funded(cluster, 10n * SOL);
      const { address: destination } = await generateKeyPairSigner();
      const instructions = [getTransferSolInstruction({ source: payer, destination, amount: SOL })];
      const outcome = await send(on, { instructions, payer }).catch((error: unknown) => error);
      const { value } = await cluster.rpc.getBalance(destination).send();
      return { outcome, arrived: value / SOL };
    },
    async landed(signature) {
      for (let polls = 0; polls < 100; polls += 1) {
        const { value } = await cluster.rpc.getSignatureStatuses([signature as Signature]).send();
        if (value[0] !== null) {
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    warp: (slots) => node.call("securities_warp", [{ slots }]),
  };
}
