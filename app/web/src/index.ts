/** For whoever serves the page: its files, and the headers that keep it to what it may reach. */
export type { Choice } from "./connection/clusters.js";
export { headersOf, pageFor, policyOf, type Reach } from "./server/policy.js";
export { type PageServer, SITE, servePage } from "./server/serve.js";
