import { type Cluster, connect } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { startValidator, type Validator, type ValidatorOptions } from "@defi-ready/securities-validator";
import { type Address, type KeyPairSigner, lamports } from "@solana/kit";
import { bytecodePath, programsBeside } from "./bytecode.js";
import { callNode } from "./call.js";
import { funded } from "./money.js";
import { SOL, START } from "./offering.js";

/** Starts an embedded validator with the program, and token-acl where it is built, on a free port; time moves only when it is told to. */
export async function startProgram(options: Partial<ValidatorOptions> = {}): Promise<Validator> {
  const path = bytecodePath();
  return await startValidator({
    port: 0,
    deterministic: { unixTimestamp: START },
    programs: [{ address: SECURITIES_PROGRAM_ADDRESS, path }, ...programsBeside(path)],
    ...options,
  });
}

/** An embedded validator, and the operations of tests on its time, lamports and accounts. */
export class TestNode {
  readonly cluster: Cluster;

  constructor(readonly validator: Validator) {
    this.cluster = connect(validator.url);
  }

  /** The node's URL. */
  get url(): string {
    return this.validator.url;
  }

  /** Stops the validator. */
  close(): Promise<void> {
    return this.validator.close();
  }

  /** Moves the clock to a Unix time. */
  async moveTo(unixTimestamp: bigint): Promise<void> {
    await this.call("securities_warp", [{ unixTimestamp: Number(unixTimestamp) }]);
  }

  /** Lets seconds pass. */
  async pass(seconds: bigint): Promise<void> {
    await this.call("securities_warp", [{ seconds: Number(seconds) }]);
  }

  /** A new key with lamports. */
  funded(amount?: bigint): Promise<KeyPairSigner> {
    return funded(this.cluster, amount);
  }

  /** Gives an owner lamports. */
  async fund(owner: Address, amount: bigint): Promise<void> {
    await this.cluster.rpc.requestAirdrop(owner, lamports(amount)).send();
  }

  /** Writes an account as given, as no transaction could. */
  async setAccount(address: Address, owner: Address, data: Uint8Array, amount = SOL): Promise<void> {
    const account = { lamports: Number(amount), owner, data: Buffer.from(data).toString("base64") };
    await this.call("securities_setAccount", [address, account]);
  }

  /** Calls one of the validator's own methods. */
  call(method: string, params: readonly unknown[]): Promise<unknown> {
    return callNode(this.url, method, params);
  }
}
