import { createHash } from "node:crypto";
import {
  associatedTokenAddress,
  ClientError,
  type Cluster,
  createAssociatedTokenAccount,
  send,
} from "@defi-ready/securities";
import {
  type Address,
  createKeyPairSignerFromPrivateKeyBytes,
  generateKeyPairSigner,
  type Instruction,
  type KeyPairSigner,
  lamports,
} from "@solana/kit";
import { getCreateAccountInstruction } from "@solana-program/system";
import { getInitializeMint2Instruction, getMintSize, getMintToInstruction } from "@solana-program/token";
import { SOL } from "./offering.js";

const FUNDING_POLLS = 120;
const POLL_MILLISECONDS = 250;

/** A key derived from a name: the same in every run, and known to everybody. */
export async function knownKey(name: string): Promise<KeyPairSigner> {
  return await createKeyPairSignerFromPrivateKeyBytes(createHash("sha256").update(name).digest());
}

/** A new key with lamports; the key can be written to a file. */
export async function funded(cluster: Cluster, amount = 20n * SOL): Promise<KeyPairSigner> {
  const signer = await generateKeyPairSigner(true);
  await cluster.rpc.requestAirdrop(signer.address, lamports(amount)).send();
  return signer;
}

/**
 * Gives owners lamports from the faucet of any development cluster, and waits until they arrive.
 *
 * @throws {ClientError} If they do not arrive.
 */
export async function fund(
  { rpc }: Cluster,
  wanted: readonly (readonly [owner: Address, amount: bigint])[],
): Promise<void> {
  await Promise.all(wanted.map(([owner, amount]) => rpc.requestAirdrop(owner, lamports(amount)).send()));
  for (let polls = 0; polls < FUNDING_POLLS; polls += 1) {
    const balances = await Promise.all(
      wanted.map(([owner]) => rpc.getBalance(owner, { commitment: "confirmed" }).send()),
    );
    if (balances.every(({ value }, index) => value >= (wanted[index]?.[1] ?? 0n))) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  throw new ClientError("the cluster's faucet gives no SOL: only development clusters have one");
}

/** A mint of a token program with six decimals. */
export async function createMint(
  cluster: Cluster,
  options: Readonly<{ authority: KeyPairSigner; tokenProgram: Address; key?: KeyPairSigner | undefined }>,
): Promise<Address> {
  const { authority, tokenProgram: programAddress, key } = options;
  const mint = key ?? (await generateKeyPairSigner());
  const space = BigInt(getMintSize());
  const rent = await cluster.rpc.getMinimumBalanceForRentExemption(space).send();
  const create = getCreateAccountInstruction({
    payer: authority,
    newAccount: mint,
    lamports: rent,
    space,
    programAddress,
  });
  const initialize = getInitializeMint2Instruction(
    { mint: mint.address, decimals: 6, mintAuthority: authority.address },
    { programAddress },
  );
  await send(cluster, { instructions: [create, initialize], payer: authority });
  return mint.address;
}

/** Instructions that mint tokens to an owner's associated account, which they open if it is missing. */
export async function mintTo(
  options: Readonly<{
    mint: Address;
    tokenProgram: Address;
    /** The mint's authority, which pays for the account too. */
    authority: KeyPairSigner;
    owner: Address;
    /** In base units. */
    amount: bigint;
  }>,
): Promise<Instruction[]> {
  const { mint, tokenProgram, authority, owner, amount } = options;
  const token = await associatedTokenAddress({ owner, mint, tokenProgram });
  return [
    ...(await createAssociatedTokenAccount({ payer: authority, owner, mint, tokenProgram })),
    getMintToInstruction({ mint, token, mintAuthority: authority, amount }, { programAddress: tokenProgram }),
  ];
}
