/** Reads the tickets of a book beside the page, so that thousands of them do not keep it from answering. */
import { connect, explain, listTickets } from "@defi-ready/securities";
import type { Answer, Asked } from "./tickets.js";

/** Tickets that the page takes at once: few enough for a frame. */
const CHUNK = 400;

const post = (answer: Answer) => postMessage(answer);

addEventListener("message", async ({ data: { id, url, commitment, book } }: MessageEvent<Asked>) => {
  try {
    const tickets = await listTickets({ ...connect(url), commitment }, { book });
    for (let at = 0; at < tickets.length; at += CHUNK) {
      post({ id, tickets: tickets.slice(at, at + CHUNK) });
    }
    post({ id, done: true });
  } catch (error) {
    post({ id, refused: explain(error, url) });
  }
});
