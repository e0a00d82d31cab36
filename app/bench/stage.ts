import {
  associatedTokenAddress,
  type Cluster,
  createAssociatedTokenAccount,
  createSecurity,
  postDistribution,
  readSecurity,
  send,
  settlementVault,
} from "@defi-ready/securities";
import {
  createMint,
  createTranches,
  debtAndEquity,
  funded,
  ONE,
  START,
} from "@defi-ready/securities-testing";
import { type Address, generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";
import { getMintToInstruction, TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";

/** A security whose equity takes all that is paid in. */
export async function stage(cluster: Cluster) {
  const sponsor = await funded(cluster, 100_000_000_000n);
  const mint = await createMint(cluster, { authority: sponsor, tokenProgram: TOKEN_PROGRAM_ADDRESS });
  const wallet = await associatedTokenAddress({
    owner: sponsor.address,
    mint,
    tokenProgram: TOKEN_PROGRAM_ADDRESS,
  });
  const { instructions, security } = await createSecurity({
    cluster,
    sponsor,
    settlementMint: mint,
    terms: {
      id: 1n,
      documentSha256: new Uint8Array(32).fill(1),
      documentUri: "https://example.test/offering.pdf",
      servicer: sponsor.address,
      reporter: sponsor.address,
      arbitrator: (await generateKeyPairSigner()).address,
      minDistribution: ONE,
      destinations: [wallet],
    },
  });
  const account = await createAssociatedTokenAccount({
    payer: sponsor,
    owner: sponsor.address,
    mint,
    tokenProgram: TOKEN_PROGRAM_ADDRESS,
  });
  await send(cluster, { instructions: [...account, ...instructions], payer: sponsor });
  const tranche = (
    await createTranches(cluster, { sponsor, security, structure: debtAndEquity() })
  )[1] as Address;
  return { security, tranche, sponsor };
}

/** Pays money into it, as its next distribution. */
export async function post(
  cluster: Cluster,
  payer: KeyPairSigner,
  address: Address,
  amount: bigint,
): Promise<void> {
  const security = await readSecurity(cluster, address);
  const { mint } = settlementVault(security.data);
  const token = await associatedTokenAddress({
    owner: payer.address,
    mint,
    tokenProgram: TOKEN_PROGRAM_ADDRESS,
  });
  const { instructions } = await postDistribution({
    payer,
    security,
    payment: {
      amount,
      periodStart: START,
      periodEnd: START,
      note: "bench",
      documentSha256: new Uint8Array(32),
    },
  });
  await send(cluster, {
    instructions: [getMintToInstruction({ mint, token, mintAuthority: payer, amount }), ...instructions],
    payer,
  });
}
