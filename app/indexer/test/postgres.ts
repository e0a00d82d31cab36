import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import pg from "pg";

const FINDER = fileURLToPath(new URL("../../../tools/postgres", import.meta.url));
const NAME = "securities";

/** A PostgreSQL server of its own, in a temporary folder and on a Unix socket; it goes when the tests of the file end. */
export class Postgres {
  #databases = 0;

  private constructor(readonly folder: string) {}

  /** Starts a server. */
  static start(): Postgres {
    const programs = execFileSync(FINDER, { encoding: "utf8" }).trim();
    const folder = mkdtempSync(join(tmpdir(), "securities-postgres-"));
    const data = join(folder, "data");
    const as = unprivileged();
    if (as !== undefined) {
      chownSync(folder, as.uid, as.gid);
    }
    const run = (program: string, ...args: string[]) =>
      execFileSync(join(programs, program), args, {
        ...as,
        cwd: folder,
        stdio: ["ignore", "ignore", "pipe"],
      });
    // Nothing here outlives the tests: the disk need not have it.
    run("initdb", "--pgdata", data, "--username", NAME, "--auth", "trust", "--encoding", "UTF8", "--no-sync");
    const options = `-k ${folder} -c listen_addresses= -c fsync=off -c max_connections=40`;
    run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", join(folder, "log"), "--options", options);
    after(() => {
      run("pg_ctl", "stop", "--wait", "--pgdata", data, "--mode", "immediate");
      rmSync(folder, { recursive: true, force: true });
    });
    return new Postgres(folder);
  }

  /** The URL of a new database. */
  async database(): Promise<string> {
    this.#databases += 1;
    const name = `history${this.#databases}`;
    const client = new pg.Client({ connectionString: this.#url("postgres") });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return this.#url(name);
  }

  /** Breaks every connection to the databases, as a server does that is restarted. */
  async cut(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url("postgres") });
    await client.connect();
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname like 'history%' and pid <> pg_backend_pid()",
    );
    await client.end();
  }

  #url(name: string): string {
    return `postgres://${NAME}@localhost/${name}?host=${encodeURIComponent(this.folder)}`;
  }
}

/** A server refuses to run as root: somebody who owns nothing. */
function unprivileged(): Readonly<{ uid: number; gid: number }> | undefined {
  if (userInfo().uid !== 0) {
    return undefined;
  }
  const number = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: number("-u"), gid: number("-g") };
}
