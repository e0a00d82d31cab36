/** How the command line writes for people and for programs. */
export {
  day,
  facts,
  hexOf,
  moment,
  money,
  percent,
  short,
  table,
  text,
  toJson,
  toJsonLine,
  until,
} from "@defi-ready/securities-terminal";
