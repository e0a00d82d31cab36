/** A payment that the security expects, or has had. */
export type Payment = Readonly<{
  /** The first day of the period, Unix time at midnight UTC. */
  periodStart: bigint;
  /** The day after the last, Unix time at midnight UTC. */
  periodEnd: bigint;
  /** Settlement base units. */
  amount: bigint;
  /** The part of it that is principal, settlement base units. */
  principal: bigint;
  /** Where the money comes from. */
  note: string;
  /** The amount on top for tips to bots, settlement base units. */
  tips: bigint;
  /** Whether it undoes recorded losses first. */
  recovery: boolean;
  /** For overpaid carry that is paid back: the rank of the class that was overpaid; `null`: it is no such payment. */
  clawback: number | null;
}>;
