import { hasRules, transferRulesOf } from "@defi-ready/securities";
import type { Deal, DealClass } from "../../../data/deal.js";

/** Whether shares of a class do not always move freely: it has rules, or a book that locks what it delivers. */
export const isRuled = ({ facts }: Deal, { tranche: { data } }: DealClass): boolean =>
  hasRules(transferRulesOf(data)) ||
  facts.books.some(({ rank, lockUp }) => rank === data.rank && lockUp.cliffDays + lockUp.vestingDays > 0);
