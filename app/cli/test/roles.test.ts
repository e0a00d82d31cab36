import assert from "node:assert/strict";
import { test } from "node:test";
import {
  acceptRole,
  associatedTokenAddress,
  cancelRole,
  findRoleTransfer,
  listRoleTransfers,
  proposeRole,
  type RoleName,
  readRoleTransfer,
  readSecurity,
  readWaterfall,
  refuseRole,
  roleNameOf,
  rolesOf,
} from "@defi-ready/securities";
import { DAY, ONE, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";

const REPORTER: RoleName = { word: "reporter", place: 0 };
const SPONSOR: RoleName = { word: "sponsor", place: 0 };
const DESTINATION: RoleName = { word: "destination", place: 0 };

const world = await closeAfterTests(TestDeal.start());
const terminal = new Terminal(world);
const [other, heir] = await terminal.investor("heir", ONE);

test("a role is proposed, listed and accepted", async () => {
  const { cluster, security, sponsor } = world;
  const proposal = { holder: sponsor, security, role: REPORTER, to: heir.address };
  await world.send(await proposeRole(proposal));
  const [listed, ...more] = await listRoleTransfers(cluster, security);
  assert.ok(listed !== undefined);
  assert.deepEqual([roleNameOf(listed.data), listed.data.to, more], [REPORTER, heir.address, []]);
  await assert.rejects(
    async () => world.send(await acceptRole({ newHolder: sponsor, roleTransfer: listed }), sponsor),
    /only the key that the role transfer names/,
  );
  await world.send(await acceptRole({ newHolder: heir, roleTransfer: listed }), heir);
  assert.equal((await readSecurity(cluster, security)).data.reporter, heir.address);
  assert.equal(await findRoleTransfer(cluster, { security, role: REPORTER }), undefined);
});

test("roles are told with who may name another", async () => {
  const { data } = await world.readSecurity();
  const { data: waterfall } = await readWaterfall(world.cluster, world.security);
  const roles = rolesOf({ security: data, waterfall });
  assert.deepEqual(
    roles.map(({ word, place, key, holder }) => [word, place, key, holder]),
    [
      ["sponsor", 0, data.sponsor, data.sponsor],
      ["servicer", 0, data.servicer, data.servicer],
      ["reporter", 0, heir.address, heir.address],
      ["arbitrator", 0, world.arbitrator.address, world.arbitrator.address],
      ["destination", 0, data.destinations[0], data.sponsor],
    ],
  );
});

test("a destination changes after the notice, unless the arbitrator refuses or the sponsor takes it back", async () => {
  const { cluster, security, sponsor, arbitrator, mint, tokenProgram } = world;
  const to = await associatedTokenAddress({ owner: heir.address, mint, tokenProgram });
  const propose = async () => {
    await world.send(await proposeRole({ holder: sponsor, security, role: DESTINATION, to }));
    return await readRoleTransfer(cluster, { security, role: DESTINATION });
  };
  let roleTransfer = await propose();
  assert.equal(roleTransfer.data.effectiveAt - roleTransfer.data.proposedAt, 3n * DAY);
  await assert.rejects(
    async () => world.send(await refuseRole({ arbitrator: sponsor, roleTransfer })),
    /only the security's arbitrator/,
  );
  await world.send(await refuseRole({ arbitrator, roleTransfer }), arbitrator);
  roleTransfer = await propose();
  await world.send(await cancelRole({ caller: sponsor, roleTransfer }));
  roleTransfer = await propose();
  await assert.rejects(
    async () => world.send(await acceptRole({ newHolder: heir, roleTransfer }), heir),
    /notice of three days is not over/,
  );
  await world.moveTo(START + 3n * DAY + 60n);
  await world.send(await acceptRole({ newHolder: heir, roleTransfer }), heir);
  assert.equal((await world.readSecurity()).data.destinations[0], to);
});

test("the command line shows, proposes, accepts, takes back and refuses", async () => {
  const { security } = world;
  const sponsor = await terminal.sponsor();
  const arbitrator = await terminal.keyFile("arbitrator", world.arbitrator);
  const propose = ["role", "propose", security, "servicer", heir.address];
  assert.match(
    await terminal.ok(sponsor, ...propose),
    /proposed \w+ as servicer: it can accept at once, until /,
  );
  assert.match(await terminal.ok(other, "role", "show", security), /servicer +\w+ +now/);
  assert.match(await terminal.ok(other, "role", "accept", security, "servicer"), /is servicer now/);
  assert.equal((await world.readSecurity()).data.servicer, heir.address);

  const sell = ["role", "propose", security, "sponsor", heir.address];
  assert.match(await terminal.ok(sponsor, ...sell), /as sponsor: it can accept from /);
  const twice = await terminal.as(sponsor, ...sell);
  assert.match(twice.err, new RegExp(`${heir.address} was proposed as sponsor already: take that back`));
  const early = await terminal.as(other, "role", "accept", security, "sponsor");
  assert.match(early.err, /notice of three days is not over.*RoleTransferEarly/);
  assert.match(await terminal.ok(arbitrator, "role", "refuse", security, "sponsor"), /is refused/);
  assert.equal(await findRoleTransfer(world.cluster, { security, role: SPONSOR }), undefined);
  await terminal.ok(sponsor, ...sell);
  const shown = await terminal.json(other, "role", "show", security);
  const [pending] = shown.roleTransfers as { role: RoleName; to: string }[];
  assert.deepEqual([pending?.role, pending?.to], [SPONSOR, heir.address]);
  assert.match(await terminal.ok(sponsor, "role", "cancel", security, "sponsor"), /is cancelled/);
});

/** An address that no key belongs to, without an account: as of a token account that was mistyped. */
const offCurve = async () =>
  await associatedTokenAddress({ owner: world.mint, mint: world.mint, tokenProgram: world.tokenProgram });

test("a wrong command line is refused in words", async () => {
  const { security } = world;
  const sponsor = await terminal.sponsor();
  for (const [args, why] of [
    [["propose", security, "destination", heir.address], /name one with --place/],
    [["propose", security, "sponsor", heir.address, "--place", "1"], /leave --place out/],
    [["propose", security, "king", heir.address], /king/],
    [["accept", security, "payee", "--place", "x"], /whole number/],
  ] as const) {
    const { code, err } = await terminal.as(sponsor, "role", ...args);
    assert.deepEqual([code, why.test(err)], [2, true], err);
  }
  for (const [to, args, why] of [
    [world.mint, ["servicer"], /the new servicer, \w+, is a mint/],
    [
      await world.wallet(heir.address),
      ["sponsor"],
      /the new sponsor, \w+, is a token account of \w+: name its owner/,
    ],
    [world.senior, ["reporter"], /the new reporter, \w+, is a tranche of the securities program/],
    [await offCurve(), ["servicer"], /the new servicer, \w+, is not a wallet, since no key belongs to it/],
    [heir.address, ["destination", "--place", "0"], /the new destination, \w+, is not a token account/],
  ] as const) {
    const [role = "", ...more] = args;
    const before = await world.cluster.rpc.getTransactionCount().send();
    const { code, out, err } = await terminal.as(sponsor, "role", "propose", security, role, to, ...more);
    assert.deepEqual([code, out], [1, ""], err);
    assert.match(err, why);
    assert.equal(await world.cluster.rpc.getTransactionCount().send(), before, "nothing is sent");
  }
  const none = await terminal.as(sponsor, "role", "accept", security, "arbitrator");
  assert.deepEqual([none.code, /there is no role transfer/.test(none.err)], [1, true], none.err);
  const same = await terminal.as(sponsor, "role", "propose", security, "sponsor", world.arbitrator.address);
  assert.equal(same.code, 0, "the arbitrator may be named");
  await world.moveTo(START + 8n * DAY);
  const arbitrator = await terminal.keyFile("arbitrator", world.arbitrator);
  const apart = await terminal.as(arbitrator, "role", "accept", security, "sponsor");
  assert.match(apart.err, /a key that is none of them.*ArbitratorNotApart/);
});
