import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ClientError } from "@defi-ready/securities";
import type { Metrics } from "./metrics.js";

/** A running endpoint. */
export type MetricsServer = Readonly<{ url: string; close(): Promise<void> }>;

/** Serves metrics at `/metrics`, for Prometheus to fetch. */
export async function serveMetrics(
  metrics: Metrics,
  options: Readonly<{ host: string; port: number }>,
): Promise<MetricsServer> {
  const { host, port } = options;
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404, { "content-type": "text/plain" }).end("GET /metrics\n");
      return;
    }
    metrics.registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": metrics.registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await bind(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        new ClientError(
          error.code === "EADDRINUSE"
            ? `port ${port} of ${host} is in use: choose another with --metrics`
            : `cannot serve metrics on ${host}:${port}: ${error.code ?? error.message}`,
        ),
      );
    });
    server.listen(port, host, resolve);
  });
}
