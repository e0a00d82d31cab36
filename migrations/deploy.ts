import { applyDeal, loadDeal, renderApplied, renderProgress } from "@defi-ready/securities-migrations";
import { createKeyPairSignerFromBytes, createSolanaRpc } from "@solana/kit";

/** What is taken from the provider that Anchor hands to a migration. */
export type MigrationProvider = Readonly<{
  connection: Readonly<{ rpcEndpoint: string }>;
  wallet: Readonly<{ payer?: Readonly<{ secretKey: Uint8Array }> }>;
}>;

/**
 * Anchor's migration: `anchor migrate` deploys the program and calls this, which applies the deal file that the
 * environment variable DEAL names, with the provider's wallet as the sponsor. CREATE_SETTLEMENT_MINT=1 allows the test
 * mint that a deal may ask for.
 */
export default async function migrate(provider: MigrationProvider): Promise<void> {
  const file = process.env.DEAL;
  if (file === undefined || file === "") {
    process.stdout.write("DEAL names no deal file: only the program was deployed\n");
    return;
  }
  const { payer } = provider.wallet;
  if (payer === undefined) {
    throw new Error(
      "the provider's wallet has no key of its own: use a key file as the wallet in Anchor.toml",
    );
  }
  const applied = await applyDeal({
    rpc: createSolanaRpc(provider.connection.rpcEndpoint),
    signer: await createKeyPairSignerFromBytes(payer.secretKey),
    deal: loadDeal(file),
    createSettlementMint: process.env.CREATE_SETTLEMENT_MINT === "1",
    onProgress: (progress) => {
      const line = renderProgress(progress);
      if (line !== undefined) {
        process.stdout.write(`${line}\n`);
      }
    },
  });
  process.stdout.write(`${renderApplied(applied)}\n`);
}
