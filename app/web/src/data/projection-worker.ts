/** Plays a projection beside the page: the program's own code, in WebAssembly. */
import { explain } from "@defi-ready/securities";
import { engineOf, flowsOf, project } from "@defi-ready/securities-projection";
import wasm from "@defi-ready/securities-projection/projection.wasm?url";
import type { Played, Request } from "./projection.js";

const post = (played: Played) => postMessage(played);

addEventListener("message", async ({ data: { start, steps } }: MessageEvent<Request>) => {
  try {
    const code = await (await fetch(wasm)).arrayBuffer();
    const reports = project(engineOf(code), { start, steps });
    post({
      flows: flowsOf({ start, steps }, reports),
      refusals: reports.map(({ error }) => error).filter((error) => error !== 0),
    });
  } catch (error) {
    post({ failed: explain(error) });
  }
});
