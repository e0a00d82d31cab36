/** A cluster that the page offers: its name and the URL of its RPC node. */
export type Choice = Readonly<{ name: string; url: string }>;

/** What the page offers where whoever serves it has not said otherwise. */
export const PUBLIC_CLUSTERS: readonly Choice[] = [
  { name: "Mainnet", url: "https://api.mainnet-beta.solana.com" },
  { name: "Devnet", url: "https://api.devnet.solana.com" },
  { name: "Testnet", url: "https://api.testnet.solana.com" },
  { name: "Local validator", url: "http://127.0.0.1:8899" },
];
/** The port of a local validator, and that of its subscriptions. */
const LOCAL_PORT = "8899";
const LOCAL_SUBSCRIPTIONS_PORT = "8900";

/**
 * The clusters that the page offers, the first by default: those that its server wrote into the head of the page, or
 * the public ones.
 */
export function offeredClusters(head: ParentNode = document): readonly Choice[] {
  const content = head.querySelector('meta[name="securities-clusters"]')?.getAttribute("content") ?? "[]";
  const told = parse(content);
  return told.length > 0 ? told : PUBLIC_CLUSTERS;
}

function parse(content: string): readonly Choice[] {
  try {
    const told: unknown = JSON.parse(content);
    return Array.isArray(told) ? told.filter(isChoice) : [];
  } catch {
    return [];
  }
}

function isChoice(one: unknown): one is Choice {
  const { name, url } = (one ?? {}) as Record<string, unknown>;
  return typeof name === "string" && typeof url === "string";
}

/**
 * Where a node takes subscriptions: at its own address, as providers and the embedded validator do. A local validator
 * takes them one port further up.
 */
export function subscriptionsUrl(url: string): string {
  const there = new URL(url);
  there.protocol = there.protocol === "https:" ? "wss:" : "ws:";
  if (there.port === LOCAL_PORT) {
    there.port = LOCAL_SUBSCRIPTIONS_PORT;
  }
  return there.href.replace(/\/$/, "");
}
