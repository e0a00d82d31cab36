/** When something happens: at a Unix time, or a number of seconds after the book opens. */
export type Moment = Readonly<{ kind: "at"; time: bigint }> | Readonly<{ kind: "after"; seconds: bigint }>;
