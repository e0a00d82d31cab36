import { type AccountMeta, AccountRole, type Address } from "@solana/kit";
import { readTranche } from "./accounts.js";
import { mintConfigAddress, shareAccountAddress, TOKEN_ACL_PROGRAM } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import type { Holder, Tranche } from "./generated/index.js";

/** How shares of a class are tokens, by the program's numbers: see the Tranche account. */
export const ShareForm = {
  /** With the program's transfer hook. */
  Hooked: 0,
  /** Without one: token accounts are frozen, but for those that are thawed in an exchange window. */
  Frozen: 1,
} as const;

/** Whether a class's shares are in the frozen form: plain tokens, which move in exchange windows alone. */
export const isFrozenForm = ({ form }: Pick<Tranche, "form">): boolean => form === ShareForm.Frozen;

/** The forms of classes that have been looked up; a form never changes. */
const known = new WeakMap<Cluster, Map<Address, boolean>>();

/** The same by address, read once for each cluster. */
export async function hasFrozenForm(cluster: Cluster, tranche: Address): Promise<boolean> {
  const forms = known.get(cluster) ?? new Map<Address, boolean>();
  known.set(cluster, forms);
  const form = forms.get(tranche) ?? isFrozenForm((await readTranche(cluster, tranche)).data);
  forms.set(tranche, form);
  return form;
}

/** What deliveries of a class in the frozen form take besides. */
export async function freezingMetas(shareMint: Address): Promise<AccountMeta[]> {
  return [await mintConfigAddress(shareMint), TOKEN_ACL_PROGRAM].map((address) => ({
    address,
    role: AccountRole.READONLY,
  }));
}

/**
 * The token account through which an owner's shares move: in the frozen form its thawed one, as long as one is thawed; else the
 * associated one, to which shares are delivered too. An owner's shares in other accounts of its own count in its record all the same.
 */
export async function tradedAccount(
  options: Readonly<{
    owner: Address;
    shareMint: Address;
    /** Its record, if it has one. */
    holder: Pick<Holder, "isThawed" | "shareAccount"> | undefined;
  }>,
): Promise<Address> {
  const { owner, shareMint, holder } = options;
  return holder?.isThawed === 1 ? holder.shareAccount : await shareAccountAddress(owner, shareMint);
}
