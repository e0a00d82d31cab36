import type { Address } from "@solana/kit";
import { Command } from "commander";
import {
  ClientError,
  destinationsOf,
  drawProceeds,
  parseAmount,
  readSecurity,
  vaultOf,
} from "../client/index.js";
import { action, examples, parseAddress } from "./context.js";
import { money, short } from "./format.js";

/** `draw`: proceeds to a destination that the security named. */
export function drawCommand(): Command {
  const command = new Command("draw")
    .description("Draw proceeds to one of the destinations that the security names.")
    .argument("<security>", "the security's address", parseAddress)
    .argument("[amount]", "how much; all proceeds if left out")
    .option("--mint <mint>", "what to draw; settlement money if left out", parseAddress)
    .option("--destination <account>", "token account; needed when the security named several", parseAddress);
  examples(command, "draw 9xQe...", "draw 9xQe... 250000");
  return action<{ destination?: Address; mint?: Address }>(
    command,
    async (context, options, address, amount) => {
      const sponsor = await context.signer();
      const security = await readSecurity(context.cluster, address as Address);
      const { decimals, treasury } = vaultOf(security.data, options.mint);
      const units = amount === undefined ? treasury : parseAmount(amount, decimals);
      const [only, ...others] = destinationsOf(security.data);
      const destination = options.destination ?? (others.length === 0 ? only : undefined);
      if (destination === undefined) {
        throw new ClientError("the security named several destinations: choose one with --destination");
      }
      if (units === 0n) {
        throw new ClientError("there are no proceeds to draw");
      }
      const signature = await context.send(
        await drawProceeds({ sponsor, security, destination, amount: units, mint: options.mint }),
        sponsor,
      );
      return {
        text: `drew ${money(units, decimals)} to ${short(destination)}`,
        json: { signature, destination, amount: units },
      };
    },
  );
}
