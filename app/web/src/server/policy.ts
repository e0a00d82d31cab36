import { type Choice, PUBLIC_CLUSTERS, subscriptionsUrl } from "../connection/clusters.js";

/** What the page may reach besides the files it consists of. */
export type Reach = Readonly<{
  /** The clusters that it offers; the public ones and a local validator if left out. */
  clusters?: readonly Choice[] | undefined;
  /** Origins from which it may fetch documents when somebody opens them, such as `https://example.com`. */
  documents?: readonly string[] | undefined;
}>;

const CLUSTERS = /(<meta name="securities-clusters" content=")[^"]*(")/;
const POLICY = /(<meta http-equiv="Content-Security-Policy" content=")[^"]*(")/;

/**
 * The Content-Security-Policy of the page: no script and no style but its own files, WebAssembly for
 * projections, and no request but to itself, the nodes and the documents' origins.
 */
export function policyOf({ clusters = PUBLIC_CLUSTERS, documents = [] }: Reach = {}): string {
  const nodes = clusters.flatMap(({ url }) => [new URL(url).origin, new URL(subscriptionsUrl(url)).origin]);
  const origins = documents.map((one) => new URL(one).origin);
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    // Wallets bring their icons with them.
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...new Set([...nodes, ...origins])].join(" ")}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** All headers of the page; a policy in the page itself cannot keep others from framing it. */
export function headersOf(reach: Reach = {}): Readonly<Record<string, string>> {
  return {
    "content-security-policy": `${policyOf(reach)}; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
  };
}

/** The page's `index.html` with the clusters that it offers and the policy that lets it reach them. */
export function pageFor(html: string, reach: Reach): string {
  const { clusters } = reach;
  const offered = clusters === undefined ? "[]" : escaped(JSON.stringify(clusters));
  return html
    .replace(CLUSTERS, (_, before: string, after: string) => `${before}${offered}${after}`)
    .replace(POLICY, (_, before: string, after: string) => `${before}${policyOf(reach)}${after}`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
