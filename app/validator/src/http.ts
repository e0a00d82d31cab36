import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { Node } from "./node.js";
import { answer, type CallObserver, type FaultObserver } from "./rpc.js";
import { Connection } from "./subscriptions.js";

/** Loopback only: this node gives money away and lets anybody rewrite its accounts. */
const HOST = "127.0.0.1";
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Web pages of any origin may use the validator, as they may any RPC node. */
const CORS_HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "POST, GET, OPTIONS",
  "access-control-allow-headers": "*",
  "access-control-max-age": "86400",
} as const;

/** Listeners to the server's events. */
export type Observers = Readonly<{ call: CallObserver; fault: FaultObserver }>;

/** The listening sockets of a validator. */
export type Endpoints = Readonly<{ port: number; wsPort: number; close(): Promise<void> }>;

/**
 * Opens the HTTP port, and the WebSocket port if it is another one. WebSockets are accepted on both.
 *
 * @param wsPort The WebSocket port; 0 takes a free one.
 */
export async function listen(
  node: Node,
  port: number,
  wsPort: number | undefined,
  observers: Observers,
): Promise<Endpoints> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  sockets.on("connection", (socket) => new Connection(node, socket, observers.fault));
  const open: Server[] = [];
  const start = async (at: number) => {
    const server = createServer((request, response) => respond(node, request, response, observers));
    server.on("upgrade", (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit("connection", client, request));
    });
    await bind(server, at);
    open.push(server);
    return (server.address() as AddressInfo).port;
  };
  const close = async () => {
    for (const client of sockets.clients) {
      client.terminate();
    }
    await Promise.all(open.map(closeServer));
  };
  try {
    const bound = await start(port);
    // Solana's clients expect the WebSocket one port further up.
    return { port: bound, wsPort: await start(wsPort ?? (port === 0 ? 0 : port + 1)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function respond(node: Node, request: IncomingMessage, response: ServerResponse, observers: Observers): void {
  if (request.method === "OPTIONS") {
    send(response, 204);
  } else if (request.method === "GET" && request.url === "/health") {
    send(response, 200, "ok", "text/plain");
  } else if (request.method === "POST") {
    readBody(request, response, (text) => {
      const reply = answer(node, text, observers.call, observers.fault);
      send(response, reply === undefined ? 204 : 200, reply);
    });
  } else {
    send(response, 405, "Used HTTP Method is not allowed. POST or OPTIONS is required", "text/plain");
  }
}

/** Collects a body, and refuses it once it is too large. */
function readBody(request: IncomingMessage, response: ServerResponse, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) {
      chunks.push(chunk);
    } else if (!response.headersSent) {
      response.setHeader("connection", "close");
      send(response, 413, "Request body is too large", "text/plain");
    }
  });
  request.on("end", () => {
    if (size <= MAX_BODY_BYTES) {
      done(Buffer.concat(chunks).toString("utf8"));
    }
  });
  request.on("error", () => response.destroy());
}

function send(response: ServerResponse, status: number, body?: string, type = "application/json"): void {
  const headers = body === undefined ? CORS_HEADERS : { ...CORS_HEADERS, "content-type": type };
  response.writeHead(status, headers);
  response.end(body);
}
