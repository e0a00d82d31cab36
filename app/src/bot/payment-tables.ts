import {
  type Account,
  type Address,
  type AddressesByLookupTableAddress,
  getAddressDecoder,
} from "@solana/kit";
import {
  eventAuthorityAddress,
  findLookupTables,
  hasLookupTables,
  isUnreachable,
  lookupTablesFor,
  settlementVault,
} from "../client/index.js";
import { SECURITIES_PROGRAM_ADDRESS, type Security, type Tranche } from "../generated/index.js";
import type { Due } from "./due.js";
import type { Job } from "./job.js";

const ADDRESS_BYTES = 32;

/**
 * The lookup tables of a tranche's payments. They are made only if that is asked for, because they cost rent until they
 * are closed, and fees; those that are there are used.
 */
export class PaymentTables {
  readonly #job: Job;
  readonly #security: Account<Security>;
  readonly #tranche: Account<Tranche>;
  #there: Promise<boolean> | undefined;

  constructor(job: Job, security: Account<Security>, tranche: Account<Tranche>) {
    this.#job = job;
    this.#security = security;
    this.#tranche = tranche;
  }

  /** The tables for some of a part's holders; `undefined` if they are to be paid without. */
  async of(prefix: Uint8Array, due: readonly Due[]): Promise<AddressesByLookupTableAddress | undefined> {
    const { cluster, payer, lookupTables, dryRun } = this.#job;
    const label = [...this.#label, ...(prefix.length === 0 ? [] : [markerOf(prefix)])];
    try {
      if (lookupTables && !dryRun) {
        return await lookupTablesFor(cluster, payer, label, await this.#wanted(due));
      }
      this.#there ??= hasLookupTables(cluster, payer.address, this.#label);
      return (await this.#there) ? await findLookupTables(cluster, payer.address, label) : undefined;
    } catch (error) {
      if (isUnreachable(error)) {
        throw error;
      }
      // A node may refuse the search for tables; smaller batches need none.
      return undefined;
    }
  }

  get #label(): Address[] {
    return [this.#security.address, this.#tranche.address];
  }

  async #wanted(due: readonly Due[]): Promise<Address[]> {
    const { address: vault, mint, tokenProgram } = settlementVault(this.#security.data);
    const common = [vault, mint, tokenProgram, await eventAuthorityAddress(), SECURITIES_PROGRAM_ADDRESS];
    return [...common, ...due.flatMap(({ holder }) => [holder.address, holder.data.payoutAccount])];
  }
}

/** What tells the tables of one part of a tranche's holders from those of the others: an address of nobody's. */
function markerOf(prefix: Uint8Array): Address {
  const bytes = new Uint8Array(ADDRESS_BYTES);
  bytes.set([prefix.length, ...prefix]);
  return getAddressDecoder().decode(bytes);
}
