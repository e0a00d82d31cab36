import type { Account, Address, Instruction, KeyPairSigner } from "@solana/kit";
import { lamports } from "@solana/kit";
import { getMintToInstruction } from "@solana-program/token";
import type { DealAddresses } from "../../../migrations/src/index.js";
import { money } from "../cli/format.js";
import {
  associatedTokenAddress,
  ClientError,
  type Cluster,
  createAssociatedTokenAccount,
  readBook,
  readSecurity,
  readTranche,
  send,
} from "../client/index.js";
import type { Book, Security, Tranche } from "../generated/index.js";
import type { Clock } from "./clock.js";

const SOL = 1_000_000_000n;
const FUNDING_POLLS = 120;
const POLL_MILLISECONDS = 250;

/** What every act of the story works with. */
export class Stage {
  constructor(
    readonly cluster: Cluster,
    readonly clock: Clock,
    readonly keys: ReadonlyMap<string, KeyPairSigner>,
    readonly sponsor: KeyPairSigner,
    readonly bot: KeyPairSigner,
    readonly addresses: DealAddresses,
    readonly decimals: number,
    readonly say: (line: string) => void,
  ) {}

  send(instructions: readonly Instruction[], payer: KeyPairSigner) {
    return send(this.cluster, instructions, { payer });
  }

  /** An amount of settlement money for people. */
  money(amount: bigint): string {
    return money(amount, this.decimals);
  }

  /** An owner's account for settlement money. */
  wallet(owner: Address): Promise<Address> {
    const { settlementMint, tokenProgram } = this.addresses;
    return associatedTokenAddress(owner, settlementMint, tokenProgram);
  }

  /** Mints settlement money of the deal's own test mint to an owner, with its account. */
  async mintTo(owner: Address, amount: bigint): Promise<Instruction[]> {
    const { settlementMint: mint, tokenProgram } = this.addresses;
    return [
      await createAssociatedTokenAccount(this.sponsor, owner, mint, tokenProgram),
      getMintToInstruction(
        { mint, token: await this.wallet(owner), mintAuthority: this.sponsor, amount },
        { programAddress: tokenProgram },
      ),
    ];
  }

  security(): Promise<Account<Security>> {
    return readSecurity(this.cluster, this.addresses.security);
  }

  tranches(): Promise<Account<Tranche>[]> {
    return Promise.all(this.addresses.tranches.map(({ tranche }) => readTranche(this.cluster, tranche)));
  }

  books(): Promise<Account<Book>[]> {
    return Promise.all(this.addresses.books.map(({ book }) => readBook(this.cluster, book)));
  }
}

/** Gives everybody SOL from the cluster's faucet, and waits until it is there. */
export async function fund(
  { rpc }: Cluster,
  wanted: readonly (readonly [owner: Address, sol: bigint])[],
): Promise<void> {
  await Promise.all(wanted.map(([owner, sol]) => rpc.requestAirdrop(owner, lamports(sol * SOL)).send()));
  for (let polls = 0; polls < FUNDING_POLLS; polls += 1) {
    const balances = await Promise.all(
      wanted.map(([owner]) => rpc.getBalance(owner, { commitment: "confirmed" }).send()),
    );
    if (balances.every(({ value }, index) => value >= (wanted[index]?.[1] ?? 0n) * SOL)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  throw new ClientError("the cluster's faucet gives no SOL: the demo runs on development clusters only");
}
