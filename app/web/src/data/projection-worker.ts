/** Plays a projection beside the page: the program's own code, in WebAssembly. */
import { explain } from "@defi-ready/securities";
import { programErrorMessage } from "@defi-ready/securities/error-texts";
import { engineOf, flowsOf, isTried, project, turnedIn } from "@defi-ready/securities-projection";
import wasm from "@defi-ready/securities-projection/projection.wasm?url";
import type { Played, Request } from "./projection.js";

const post = (played: Played) => postMessage(played);

addEventListener("message", async ({ data: { start, steps } }: MessageEvent<Request>) => {
  try {
    const code = await (await fetch(wasm)).arrayBuffer();
    const reports = project(engineOf(code), { start, steps });
    const refused = reports.flatMap(({ error }, at) => {
      const step = steps[at];
      return error === 0 || step === undefined || isTried(step) ? [] : error;
    });
    const [first] = refused;
    post({
      flows: flowsOf({ start, steps }, reports),
      turned: turnedIn(steps, reports),
      refusals:
        first === undefined
          ? undefined
          : { count: refused.length, why: programErrorMessage(first) ?? `error ${first}` },
    });
  } catch (error) {
    post({ failed: explain(error) });
  }
});
