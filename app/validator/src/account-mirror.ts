import type { Address, EncodedAccount } from "@solana/kit";

/**
 * A copy of the accounts that LiteSVM holds, by address and by owner.
 *
 * LiteSVM finds the accounts of a program by scanning them all and copying each match out of native memory; at a
 * hundred thousand accounts that costs seconds. Every change passes through the bank, which keeps this copy true.
 */
export class AccountMirror {
  readonly #accounts = new Map<Address, EncodedAccount>();
  readonly #byOwner = new Map<Address, Set<Address>>();

  /** The account at an address, if it exists. */
  get(address: Address): EncodedAccount | undefined {
    return this.#accounts.get(address);
  }

  /** Stores an account, whoever owned the address before. */
  set(account: EncodedAccount): void {
    const before = this.#accounts.get(account.address);
    if (before !== undefined && before.programAddress !== account.programAddress) {
      this.#byOwner.get(before.programAddress)?.delete(account.address);
    }
    this.#accounts.set(account.address, account);
    const owned = this.#byOwner.get(account.programAddress);
    if (owned === undefined) {
      this.#byOwner.set(account.programAddress, new Set([account.address]));
    } else {
      owned.add(account.address);
    }
  }

  /** Forgets a closed account. */
  delete(address: Address): void {
    const before = this.#accounts.get(address);
    if (before !== undefined) {
      this.#accounts.delete(address);
      this.#byOwner.get(before.programAddress)?.delete(address);
    }
  }

  /** All accounts of a program, in the order in which the program got them. */
  *ownedBy(program: Address): Generator<EncodedAccount> {
    for (const address of this.#byOwner.get(program) ?? []) {
      const account = this.#accounts.get(address);
      if (account !== undefined) {
        yield account;
      }
    }
  }
}
