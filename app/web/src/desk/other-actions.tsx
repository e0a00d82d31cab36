import {
  acceptRole,
  ClientError,
  cancelRole,
  confirmDelivery,
  findCredential,
  issueCredential,
  NOBODY,
  personOf,
  refuseRole,
  reportPool,
  reportRate,
  requireOwner,
  roleNameOf,
  setCredential,
  settlementVault,
  statedCountry,
  strikeLoss,
} from "@defi-ready/securities";
import type { Loss, RoleTransfer, Security } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { Action } from "../actions/action.js";
import { roleTitle } from "../data/role-names.js";
import { moment, money } from "../format.js";
import { Hash } from "../ui/hash.js";
import type { Rated } from "./desks.js";

/** Reports what the pool is worth. */
export function reportPoolAction(
  security: Account<Security>,
  value: bigint,
  reportSha256: Uint8Array,
): Action {
  const { decimals, mint: settlement } = settlementVault(security.data);
  return {
    title: "Report the pool's value",
    key: `pool ${security.address} ${value} ${reportSha256.join()}`,
    plan: async ({ signer }) => ({
      instructions: await reportPool({ reporter: signer, security, value, reportSha256 }),
      money: settlement,
      says: [
        `You report that the pool is worth ${money(value, decimals)}. Triggers and tests of coverage count by it from now on.`,
        "A move beyond the daily limit is refused without the arbitrator's signature.",
      ],
      facts: [["Report, SHA-256", <Hash key="report" bytes={reportSha256} />]],
      done: `The pool is reported at ${money(value, decimals)}.`,
    }),
  };
}

/** Reports what a whole unit of a mint is worth, in settlement base units. */
export function reportRateAction(security: Account<Security>, rated: Rated, value: bigint): Action {
  const { decimals, mint: settlement } = settlementVault(security.data);
  const { mint } = rated;
  return {
    title: "Report a rate",
    key: `rate ${security.address} ${mint} ${value}`,
    plan: async ({ signer }) => ({
      instructions: await reportRate({
        reporter: signer,
        security: security.address,
        mint,
        rate: { numerator: value, denominator: 10n ** BigInt(rated.decimals) },
      }),
      money: settlement,
      says: [
        `You report that one whole unit of the mint ${mint} is worth ${money(value, decimals)}.`,
        `A move of more than ${rated.rate.data.dailyBps / 100} % in a day is refused.`,
      ],
      done: `It is reported at ${money(value, decimals)}.`,
    }),
  };
}

/** Strikes out an announced loss. */
export function strikeAction(security: Account<Security>, loss: Account<Loss>): Action {
  const { decimals, mint: settlement } = settlementVault(security.data);
  return {
    title: "Strike out a loss",
    key: `strike ${loss.address}`,
    plan: async ({ signer }) => ({
      instructions: await strikeLoss({ arbitrator: signer, security: security.address, loss: loss.address }),
      money: settlement,
      says: [
        `The announced loss of ${money(loss.data.amount, decimals)} never takes effect. Its report cannot be used again.`,
      ],
      facts: [["Report, SHA-256", <Hash key="report" bytes={loss.data.reportSha256} />]],
      done: "The loss is struck out.",
    }),
  };
}

/** Confirms the delivery that proceeds wait for. */
export const deliveryAction = (security: Account<Security>, documentSha256: Uint8Array): Action => ({
  title: "Confirm the delivery",
  key: `delivery ${security.address} ${documentSha256.join()}`,
  plan: async ({ signer }) => ({
    instructions: await confirmDelivery({ arbitrator: signer, security: security.address, documentSha256 }),
    says: [
      "You confirm that what the proceeds wait for has been delivered. The sponsor can draw them from then on.",
    ],
    facts: [["Document, SHA-256", <Hash key="document" bytes={documentSha256} />]],
    done: "The delivery is confirmed.",
  }),
});

/** Accepts a role, gives it up again before that, or refuses it. */
export function roleAction(transfer: Account<RoleTransfer>, does: "accept" | "cancel" | "refuse"): Action {
  const role = roleTitle(roleNameOf(transfer.data)).toLowerCase();
  const { from, to } = transfer.data;
  const isDestination = roleNameOf(transfer.data).word === "destination";
  const plans = {
    accept: isDestination
      ? {
          title: `Accept to be ${role}`,
          says: `The sponsor may draw proceeds to your token account ${to} from then on, and no longer to ${from}.`,
          done: `${to} is ${role}.`,
        }
      : {
          title: `Accept the role of ${role}`,
          says: "From then on your key does what this role may do, and the old one nothing any more.",
          done: `The role of ${role} is yours.`,
        },
    cancel: {
      title: `Withdraw the proposal for ${role}`,
      says: `The proposal that ${to} becomes ${role} ends. Nothing else changes.`,
      done: "The proposal is withdrawn.",
    },
    refuse: {
      title: `Refuse a new ${role}`,
      says: `You refuse that ${to} becomes ${role}. The role stays where it is.`,
      done: "The new key is refused.",
    },
  } as const;
  const { title, says, done } = plans[does];
  return {
    title,
    key: `${does} ${transfer.address}`,
    plan: async ({ signer }) => ({
      instructions:
        does === "accept"
          ? await acceptRole({ newHolder: signer, roleTransfer: transfer })
          : does === "cancel"
            ? await cancelRole({ caller: signer, roleTransfer: transfer })
            : await refuseRole({ arbitrator: signer, roleTransfer: transfer }),
      says: [says],
      facts: [
        ["From", from],
        ["To", to],
        ["Proposed", moment(transfer.data.proposedAt)],
      ],
      done,
    }),
  };
}

/** What a qualifier says about somebody. */
export type Said = Readonly<{
  subject: Address;
  expiresAt: bigint;
  category: number;
  jurisdiction: number;
  /** What it calls the person that the owner is; `undefined`: as before, or the owner alone. */
  person: Address | undefined;
}>;

/** Issues a credential, or changes the one that there is. */
export const credentialAction = (said: Said): Action => ({
  title: said.expiresAt === 0n ? "Revoke a credential" : "Issue a credential",
  key: `credential ${Object.values(said).join(" ")}`,
  plan: async ({ cluster, signer }) => {
    const { subject, expiresAt, category, jurisdiction } = said;
    const found = await findCredential(cluster, { qualifier: signer.address, subject });
    const person = said.person ?? found?.data.person ?? NOBODY;
    const terms = { expiresAt, category, jurisdiction, person };
    if (expiresAt === 0n) {
      if (found === undefined) {
        throw new ClientError(`you have issued no credential to ${subject}: there is none to revoke`);
      }
      return {
        instructions: await setCredential({ qualifier: signer, subject, terms }),
        says: [
          `${subject} has no valid credential of yours any more. It keeps the shares that it holds, and can receive none by your word.`,
          "You can issue it again.",
        ],
        done: "The credential is revoked.",
      };
    }
    await requireOwner(cluster, { owner: subject, what: "the owner" });
    return {
      instructions:
        found === undefined
          ? await issueCredential({ qualifier: signer, subject, terms })
          : await setCredential({ qualifier: signer, subject, terms }),
      says: [
        `${subject} may hold the shares of every deal that names you as a qualifier, until ${moment(expiresAt)}.`,
        ...(found === undefined ? [] : ["It replaces what you have said about this owner before."]),
      ],
      facts: [
        ["Category", String(category)],
        ["Country", statedCountry(jurisdiction) ?? "not stated"],
        ["Person", personOf({ person, subject }) === subject ? "the owner alone" : person],
      ],
      done: "The credential is on chain.",
    };
  },
});
