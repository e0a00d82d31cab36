/** The demonstration: a deal from its file to paid holders. */
export { runDemo } from "./command.js";
