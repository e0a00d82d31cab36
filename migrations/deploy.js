import { tsImport } from "tsx/esm/api";

/**
 * What `anchor migrate` requires where the workspace has no tsconfig.json of its own: plain Node runs it, and takes
 * what is exported as "module.exports" for the migration itself. It hands over to deploy.ts.
 *
 * @param {import("./deploy.ts").MigrationProvider} provider
 */
async function migrate(provider) {
  const { default: run } = await tsImport("./deploy.ts", import.meta.url);
  await run(provider);
}

export { migrate as default, migrate as "module.exports" };
