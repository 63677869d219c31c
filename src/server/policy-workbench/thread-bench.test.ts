import { afterEach, describe, expect, it } from "vitest";
import { changed, NOW } from "../../policy/testing/changed-policy.ts";
import { localBench } from "../../policy/drafts/local-bench.ts";
import type { CellEdit } from "../../policy/edit/types.ts";
import { createTaskRunner } from "./tasks.ts";
import { createThreadBench, type ThreadBench } from "./thread-bench.ts";

const FILES = changed({});
const DROP: CellEdit = {
  kind: "cell",
  role: "biller",
  purpose: "billing",
  on: "billable",
  element: "claim.lines",
  as: "drop",
};
const SUITE = `apiVersion: modicum/v1
kind: TestSuite
id: one
title: One
owner: privacy-officer
reviewBy: 2027-05-01
cfr: [164.514(d)(2)]
why: For a test.
now: "2026-05-04T15:00:00Z"
facts: {relations: [{person: bea.biller, relation: billable, patient: p1}]}
tests:
  - name: biller sees the name
    given: {person: bea.biller, act: use, purpose: billing, resource: p1}
    expect: {decision: allow, fields: [patient.name]}
`;
const FIXTURE = {
  path: "tests/fixtures/p1.json",
  text: '{"resourceType":"Patient","id":"p1","name":[{"family":"F"}]}',
};

let bench: ThreadBench;
afterEach(() => bench.close());

function open(timeoutMs?: number): ThreadBench {
  const offset = { clockOffsetMs: NOW - Date.now() };
  return (bench = createThreadBench(timeoutMs === undefined ? offset : { ...offset, timeoutMs }));
}

describe("the policy bench in a thread", () => {
  it("F006 edits, compares and tests as the same code does where it stands", async () => {
    const [there, here] = [open(), createTaskRunner(localBench(() => NOW))];
    const files = [...FILES, { path: "tests/one.yaml", text: SUITE }];
    const after = changed({ "roles/nurse.yaml": ["[D, note.body]", "[D]"] });
    expect(await there.edit(FILES, DROP)).toEqual(await here({ kind: "edit", files: FILES, edit: DROP }));
    expect(await there.compare(FILES, after)).toEqual(await here({ kind: "compare", before: FILES, after }));
    const tested = await there.test(files, [FIXTURE]);
    expect(tested).toEqual(await here({ kind: "test", files, fixtures: [FIXTURE] }));
    expect(tested).toMatchObject({ ok: true, value: { results: [{ id: "one", passed: 1, failed: 0 }] } });
  });

  it("F006 says what keeps a policy from being tested", async () => {
    const broken = changed({ "roles/biller.yaml": ["on: billable", "on: bilable"] });
    expect(await open().test(broken, [])).toMatchObject({ ok: false, error: [{ id: "POL-208" }] });
  });

  it("leaves the thread that asks free to answer others", async () => {
    const there = open();
    await there.compare(FILES, FILES);
    const before = performance.eventLoopUtilization();
    await Promise.all([1, 2, 3].map(() => there.edit(FILES, DROP)));
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.2);
  });

  it("ends a task that takes too long, and does the next", async () => {
    const there = open(1);
    await expect(there.compare(FILES, FILES)).rejects.toMatchObject({ code: "internal" });
    await there.close();
    expect(await open().compare(FILES, FILES)).toMatchObject({ cells: [] });
  });

  it("fails the task that takes too long, and none that waited behind it", async () => {
    const there = open(6_000);
    await there.compare(FILES, FILES);
    const names = Array.from({ length: 500_000 }, (_, at) => `k${at}: 1`).join("\n");
    const endless = [...FILES, { path: "roles/endless.yaml", text: `kind: Role\n${names}` }];
    const slow = there.compare(FILES, endless);
    const behind = there.compare(FILES, FILES);
    await expect(slow).rejects.toMatchObject({ code: "internal" });
    expect(await behind).toMatchObject({ cells: [] });
  }, 60_000);
});
