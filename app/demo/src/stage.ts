import {
  associatedTokenAddress,
  type Cluster,
  readBook,
  readSecurity,
  readTranche,
  send,
} from "@defi-ready/securities";
import type { Book, Security, Tranche } from "@defi-ready/securities/program";
import type { DealAddresses } from "@defi-ready/securities-migrations";
import { money } from "@defi-ready/securities-terminal";
import { type Clock, mintTo } from "@defi-ready/securities-testing";
import type { Account, Address, Instruction, KeyPairSigner } from "@solana/kit";

/** The context of every act of the story. */
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
    return send(this.cluster, { instructions, payer });
  }

  /** An amount of settlement money for people. */
  money(amount: bigint): string {
    return money(amount, this.decimals);
  }

  /** An owner's account for settlement money. */
  wallet(owner: Address): Promise<Address> {
    const { settlementMint, tokenProgram } = this.addresses;
    return associatedTokenAddress({ owner, mint: settlementMint, tokenProgram });
  }

  /** Mints settlement money of the deal's own test mint to an owner, with its account. */
  mintTo(owner: Address, amount: bigint): Promise<Instruction[]> {
    const { settlementMint: mint, tokenProgram } = this.addresses;
    return mintTo({ mint, tokenProgram, authority: this.sponsor, owner, amount });
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
