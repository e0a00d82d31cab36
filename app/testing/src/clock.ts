import { ClientError, type Cluster, clusterTime } from "@defi-ready/securities";
import { callNode, MethodError } from "./call.js";

/** The longest wait on a cluster whose clock nobody can move. */
const PATIENCE_SECONDS = 120n;
const METHOD_NOT_FOUND = -32_601;

/** The cluster's clock: moved at will on the embedded validator, waited for on any other. */
export class Clock {
  private constructor(
    readonly cluster: Cluster,
    /** Whether time can be moved. */
    readonly moves: boolean,
  ) {}

  /** Finds out whether the cluster's clock can be moved. */
  static async of(cluster: Cluster): Promise<Clock> {
    try {
      await callNode(cluster.url, "securities_warp", [{ seconds: 0 }]);
      return new Clock(cluster, true);
    } catch (error) {
      if (error instanceof MethodError && error.code === METHOD_NOT_FOUND) {
        return new Clock(cluster, false);
      }
      throw error;
    }
  }

  /** The cluster's Unix time. */
  now(): Promise<bigint> {
    return clusterTime(this.cluster);
  }

  /** Goes to a time if it lies ahead and the clock can be moved. */
  async moveTo(time: bigint): Promise<void> {
    if (this.moves && time > (await this.now())) {
      await callNode(this.cluster.url, "securities_warp", [{ unixTimestamp: Number(time) }]);
    }
  }

  /** Reaches a time: moves the clock, or waits for it. */
  async reach(time: bigint, what: string): Promise<void> {
    await this.moveTo(time);
    const wait = time - (await this.now());
    if (wait > PATIENCE_SECONDS) {
      throw new ClientError(
        `${what} is ${wait / 86_400n} days away, and this cluster's clock cannot be moved: an offer stays open for a ` +
          "day at least, so play the deal on the embedded validator",
      );
    }
    while ((await this.now()) < time) {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
