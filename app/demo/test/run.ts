import { runDemo } from "@defi-ready/securities-demo";

/** What a demo said, and how it ended. */
export type Run = Readonly<{ code: number; out: string; err: string }>;

/** Plays the demo in this process, with streams of its own. */
export async function demo(...args: readonly string[]): Promise<Run> {
  const said = { out: "", err: "" };
  const code = await runDemo(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
}
