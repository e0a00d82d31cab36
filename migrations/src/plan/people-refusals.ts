import type { ChainState } from "../chain/state.js";
import { ownerFault } from "../client.js";
import type { Deal } from "../deal/model.js";
import { peopleOf } from "../deal/people.js";
import type { PlanItem } from "./item.js";
import type { Refusals } from "./refusal-list.js";

/** Whoever a new part names must be somebody: an address that the chain shows to be nobody's is refused. */
export function checkPeople(
  refusals: Refusals,
  deal: Deal,
  { people, destinations }: ChainState,
  items: readonly PlanItem[],
): void {
  const made = (part: string, index: number) =>
    items.some(
      (item) =>
        item.part === part && item.index === index && (item.action === "create" || item.action === "change"),
    );
  for (const { field, who, part, index } of peopleOf(deal)) {
    const fault = who === "sponsor" ? undefined : ownerFault({ owner: who, account: people.get(who) });
    if (fault !== undefined && made(part, index)) {
      refusals.add(field, `${who} ${fault}`);
    }
  }
  for (const [at, destination] of deal.destinations.entries()) {
    const owner = destination.kind === "account" ? destinations[at]?.value?.owner : undefined;
    const fault = owner === undefined ? undefined : ownerFault({ owner, account: people.get(owner) });
    if (destination.kind === "account" && fault !== undefined && made("security", 0)) {
      refusals.add(
        `destinations[${at}].token_account`,
        `${destination.address} belongs to ${owner}, which ${fault}`,
      );
    }
  }
}
