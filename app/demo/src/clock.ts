import { ClientError, type Cluster, clusterTime } from "../client/index.js";

/** The longest that the demo waits on a cluster whose clock nobody can move. */
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
    const answer = await call(cluster, [{ seconds: 0 }]);
    if (answer.error !== undefined && answer.error.code !== METHOD_NOT_FOUND) {
      throw new ClientError(`cannot move the cluster's clock: ${answer.error.message}`);
    }
    return new Clock(cluster, answer.error === undefined);
  }

  now(): Promise<bigint> {
    return clusterTime(this.cluster);
  }

  /** Goes to a time if it lies ahead and the clock can be moved. */
  async moveTo(time: bigint): Promise<void> {
    if (this.moves && time > (await this.now())) {
      const answer = await call(this.cluster, [{ unixTimestamp: Number(time) }]);
      if (answer.error !== undefined) {
        throw new ClientError(`cannot move the cluster's clock: ${answer.error.message}`);
      }
    }
  }

  /** Makes it a time at least: moves the clock, or waits for it. */
  async reach(time: bigint, what: string): Promise<void> {
    await this.moveTo(time);
    const wait = time - (await this.now());
    if (wait > PATIENCE_SECONDS) {
      throw new ClientError(
        `${what} is ${wait / 86_400n} days away, and this cluster's clock cannot be moved: an offer stands for a ` +
          "day at least, so play the deal on the embedded validator",
      );
    }
    while ((await this.now()) < time) {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

type Answer = Readonly<{ error?: Readonly<{ code: number; message: string }> }>;

async function call({ url }: Cluster, params: readonly object[]): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "securities_warp", params }),
  });
  return (await response.json()) as Answer;
}
