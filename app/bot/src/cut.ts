import type { Cluster } from "@defi-ready/securities";

/** Milliseconds that work under way has to end once the bot is told to stop. */
const GRACE_MILLISECONDS = 5_000;

type Pending = Readonly<{ send(options?: Readonly<{ abortSignal?: AbortSignal }>): Promise<unknown> }>;
type Method = (...parameters: unknown[]) => Pending;

/**
 * The same cluster, whose requests are cut some seconds after a signal: a node that never answers, or that says to wait,
 * does not keep a bot that is told to stop. What was sent by then may land; no work of the bot is harmed by that.
 *
 * @returns With `end`, which is to be called when the work has ended.
 */
export function cutAfter(
  cluster: Cluster,
  signal: AbortSignal | undefined,
  grace = GRACE_MILLISECONDS,
): Readonly<{ cluster: Cluster; end(): void }> {
  if (signal === undefined) {
    return { cluster, end: () => undefined };
  }
  const cut = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    timer = setTimeout(() => cut.abort(), grace);
  };
  if (signal.aborted) {
    stop();
  }
  signal.addEventListener("abort", stop);
  const rpc = new Proxy(cluster.rpc, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      return typeof method === "function" ? cuttable(method as Method, cut.signal) : method;
    },
  });
  return {
    cluster: { ...cluster, rpc },
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    },
  };
}

function cuttable(method: Method, signal: AbortSignal): Method {
  return (...parameters) => {
    const pending = method(...parameters);
    return { ...pending, send: (options) => pending.send({ ...options, abortSignal: signal }) };
  };
}
