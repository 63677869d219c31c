import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fixedClock } from "../kernel/clock.ts";
import { loadPolicy, loadSuites } from "./load.ts";
import { readBase } from "./testing/base-policy.ts";
import { compiled } from "./testing/changed-policy.ts";
import { renderDiagnostic } from "./diagnostics.ts";

const root = mkdtempSync(join(tmpdir(), "modicum-policy-"));
afterAll(() => rmSync(root, { recursive: true }));

const CLOCK = fixedClock("2026-05-04T15:00:00Z");
const SUITE = `apiVersion: modicum/v1
kind: TestSuite
id: notes
title: Notes
owner: privacy-officer
reviewBy: 2027-05-01
cfr: [164.514(d)(2)]
why: What billers do not see.
now: "2026-05-04T15:00:00Z"
tests:
  - name: biller cannot open note bodies
    given: {person: bea.biller, act: use, purpose: billing, resource: note-1}
    expect: {decision: deny, code: type_not_permitted}
`;

function folder(name: string, files: readonly { path: string; text: string }[]): string {
  const dir = join(root, name);
  mkdirSync(dir, { recursive: true });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

async function problems(dir: string): Promise<readonly string[]> {
  const result = await loadPolicy(dir, CLOCK);
  return result.ok ? [] : result.error.map(renderDiagnostic);
}

test("F007 POL-108 a missing folder is an error that names what to do", async () => {
  const dir = join(root, "nowhere");
  expect(await problems(dir)).toEqual([
    `${dir}:1:1: error POL-108: \`${dir}\` does not exist (point MODICUM_POLICY at a policy folder; a fresh install ships one in \`content\`)`,
  ]);
});

test("F007 POL-108 an empty folder is an error, never an empty policy", async () => {
  const [problem] = await problems(folder("empty", [{ path: "README.md", text: "nothing" }]));
  expect(problem).toContain("POL-108: ");
  expect(problem).toContain("holds no policy file");
});

test("POL-108 a file in place of the folder is an error", async () => {
  const dir = folder("file", [{ path: "org.yaml", text: "" }]);
  expect((await problems(join(dir, "org.yaml")))[0]).toContain("cannot be read");
});

test("F028 a policy folder loads, whatever its folders are called", async () => {
  const dir = folder(
    "sound",
    readBase().map(({ path, text }) => ({ path: path.replaceAll("/", "-"), text })),
  );
  const result = await loadPolicy(dir, CLOCK);
  expect(result.ok ? result.value.hash : result.error).toBe(compiled(readBase()).hash);
});

test("diagnostics name files by the folder as it was given", async () => {
  const dir = folder("broken", [{ path: "org/org.yaml", text: "kind: Org\n" }]);
  expect((await problems(dir))[0]).toContain(`${dir}/org/org.yaml:1:1: error POL-105`);
});

test("links are not followed", async () => {
  const dir = folder("linked", readBase());
  const elsewhere = folder("elsewhere", [{ path: "bad.yaml", text: "kind: Nothing" }]);
  symlinkSync(join(elsewhere, "bad.yaml"), join(dir, "bad.yaml"));
  expect(await problems(dir)).toEqual([]);
});

test("POL-615 policy tests are read from the same folder and change no policy", async () => {
  const dir = folder("tested", [...readBase(), { path: "tests/notes_test.yaml", text: SUITE }]);
  const policy = await loadPolicy(dir, CLOCK);
  expect(policy.ok ? policy.value.hash : policy.error).toBe(compiled(readBase()).hash);
  const suites = await loadSuites(dir);
  const [suite] = suites.ok ? suites.value : [];
  expect(suite?.suite.tests.map(({ name }) => name)).toEqual(["biller cannot open note bodies"]);
  expect(suite?.testAt(0)).toEqual({ file: `${dir}/tests/notes_test.yaml`, line: 11, column: 5 });
});

test("POL-615 what is wrong with a suite is said of the suite alone", async () => {
  const wrong = SUITE.replace("decision: deny", "decision: maybe");
  const dir = folder("wrong-suite", [
    { path: "tests/notes_test.yaml", text: wrong },
    { path: "org.yaml", text: "kind: Org" },
  ]);
  const suites = await loadSuites(dir);
  expect(suites.ok ? [] : suites.error.map(({ id, at }) => `${id} ${at.line}`)).toEqual(["POL-106 13"]);
});
