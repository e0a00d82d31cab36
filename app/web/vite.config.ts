import { defineConfig, type Plugin } from "vite";
import { headersOf, policyOf } from "./src/server/policy.js";

/**
 * The clusters that the built page offers and may reach, as JSON of names and URLs, and origins of documents with blanks
 * between them: for static hosting. `securities page` writes its own into the same places.
 */
const { PAGE_CLUSTERS, PAGE_DOCUMENTS } = process.env;
const reach = {
  clusters: PAGE_CLUSTERS === undefined ? undefined : JSON.parse(PAGE_CLUSTERS),
  documents: PAGE_DOCUMENTS?.split(" "),
};

/** Writes the policy into the head of the built page, and all headers into the file from which static hosts take them. */
function policy(): Plugin {
  return {
    name: "policy",
    apply: "build",
    transformIndexHtml: (html) => {
      const offered = JSON.stringify(reach.clusters ?? []).replaceAll('"', "&quot;");
      return html
        .replace('name="securities-clusters" content="[]"', `name="securities-clusters" content="${offered}"`)
        .replace(
          '<meta charset="utf-8" />',
          `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policyOf(reach)}" />`,
        );
    },
    generateBundle() {
      const lines = Object.entries(headersOf(reach)).map(([name, value]) => `  ${name}: ${value}`);
      this.emitFile({ type: "asset", fileName: "_headers", source: ["/*", ...lines, ""].join("\n") });
    },
  };
}

// Relative addresses, so that any web server serves the page from any folder.
export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [policy()],
  build: {
    // The build with a wallet for development is not the site, and never beside it.
    outDir: mode === "development-wallet" ? "../../target/development-page" : "site",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // "use client" in libraries is for servers that render; there is none here.
    rolldownOptions: {
      onLog: (level, log, write) => log.code !== "MODULE_LEVEL_DIRECTIVE" && write(level, log),
    },
  },
}));
