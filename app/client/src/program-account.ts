import { type Cluster, commitmentOf } from "./cluster.js";
import { ClientError } from "./errors.js";
import { SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";
import { shownUrl } from "./shown-url.js";

/**
 * Makes sure that the program is on a cluster: on one without it every list is empty, which looks as if nothing were due
 * and nobody held anything.
 *
 * @throws {ClientError} If it is not there.
 */
export async function requireProgram(cluster: Cluster): Promise<void> {
  const { value } = await cluster.rpc
    .getAccountInfo(SECURITIES_PROGRAM_ADDRESS, {
      commitment: commitmentOf(cluster),
      dataSlice: { offset: 0, length: 0 },
      encoding: "base64",
    })
    .send();
  if (value?.executable !== true) {
    throw new ClientError(
      `the securities program (${SECURITIES_PROGRAM_ADDRESS}) is not on the cluster at ${shownUrl(cluster.url)}: use the URL of a node of the cluster that has it`,
    );
  }
}
