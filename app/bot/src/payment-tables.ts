import {
  eventAuthorityAddress,
  findLookupTables,
  hasLookupTables,
  isUnreachable,
  lookupTablesFor,
  tipAccountOf,
  vaultOf,
} from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { type Address, type AddressesByLookupTableAddress, getAddressDecoder } from "@solana/kit";
import type { Due } from "./holders-due.js";
import type { Job } from "./job.js";
import type { PaymentRun } from "./payment-run.js";

const ADDRESS_BYTES = 32;

/**
 * The lookup tables of a tranche's payments. They are created only on request, because they cost fees, and rent until
 * they are closed; existing ones are used.
 */
export class PaymentTables {
  readonly #job: Job;
  readonly #run: PaymentRun;
  #there: Promise<boolean> | undefined;

  constructor(job: Job, run: PaymentRun) {
    this.#job = job;
    this.#run = run;
  }

  /** The tables for some of a part's holders; `undefined` if they should be paid without. */
  async of(prefix: Uint8Array, due: readonly Due[]): Promise<AddressesByLookupTableAddress | undefined> {
    const { cluster, payer, lookupTables, dryRun } = this.#job;
    const label = [...this.#label, ...(prefix.length === 0 ? [] : [markerOf(prefix)])];
    try {
      if (lookupTables && !dryRun) {
        return await lookupTablesFor(cluster, { authority: payer, label, wanted: await this.#wanted(due) });
      }
      this.#there ??= hasLookupTables(cluster, { authority: payer.address, label: this.#label });
      return (await this.#there)
        ? await findLookupTables(cluster, { authority: payer.address, label })
        : undefined;
    } catch (error) {
      if (isUnreachable(error)) {
        throw error;
      }
      // A node may refuse to search for tables; smaller batches need none.
      return undefined;
    }
  }

  get #label(): Address[] {
    return [this.#run.security.address, this.#run.tranche.address];
  }

  async #wanted(due: readonly Due[]): Promise<Address[]> {
    const { data } = this.#run.security;
    const { address: vault, mint, tokenProgram } = vaultOf(data, this.#run.mint);
    const tipAccount = await tipAccountOf(data, this.#job.payer.address);
    const common = [vault, mint, tokenProgram, tipAccount, await eventAuthorityAddress()];
    const holders = due.flatMap(({ payee }) => [payee.holder, payee.account]);
    return [...common, SECURITIES_PROGRAM_ADDRESS, ...holders];
  }
}

/**
 * An address that nobody owns, which distinguishes the tables of one part of a tranche's holders from those of the
 * others.
 */
function markerOf(prefix: Uint8Array): Address {
  const bytes = new Uint8Array(ADDRESS_BYTES);
  bytes.set([prefix.length, ...prefix]);
  return getAddressDecoder().decode(bytes);
}
