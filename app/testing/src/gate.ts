import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A call on its way to a node: its method and parameters, and a function that passes it on. */
export type Call = Readonly<{
  method: string;
  params: readonly unknown[];
  forward: () => Promise<string>;
}>;

/** A refusal by HTTP. */
export type Refusal = Readonly<{ status: number; headers?: Readonly<Record<string, string>> }>;

/**
 * A gate's reaction to a call: an answer, a refusal with an HTTP status, or `undefined` to let it pass. If it throws,
 * the connection is cut.
 */
export type Reaction = string | number | Refusal | undefined;

/** Decides about each call. */
export type Guard = (call: Call) => Promise<Reaction> | Reaction;

/** Stands between a client and a node, sees every call, and may hold, change or refuse it. */
export async function gate(
  target: string,
  guard: Guard,
): Promise<Readonly<{ url: string; close(): Promise<void> }>> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const { method, params = [] } = JSON.parse(body) as { method: string; params?: unknown[] };
      const call = { method, params, forward: () => ask(target, body) };
      pass(call, guard, response).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(call: Call, guard: Guard, response: ServerResponse): Promise<void> {
  const answer = (await guard(call)) ?? (await call.forward());
  if (typeof answer === "number") {
    response.writeHead(answer).end();
  } else if (typeof answer === "object") {
    response.writeHead(answer.status, answer.headers).end();
  } else {
    response.writeHead(200, { "content-type": "application/json" }).end(answer);
  }
}

async function ask(target: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  return await (await fetch(target, { method: "POST", headers, body })).text();
}
