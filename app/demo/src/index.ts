/** The demonstration: a deal from its file to paid holders. */
export { type DemoOptions, playDeals, runDemo } from "./command.js";
export { play, startOf } from "./story.js";
