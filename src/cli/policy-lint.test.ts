import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modicum } from "../../test/e2e/running-server.ts";
import type { Finding, TypeReach } from "../policy/analyze/index.ts";

const HEADER = "userName,displayName,role,fhirUser,manager,department\n";
let place: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "modicum-lint-"));
});

afterAll(async () => {
  await rm(place, { recursive: true, force: true });
});

async function rosterOf(...rows: readonly string[]): Promise<string> {
  const file = join(place, `${rows.length}-${rows.join().length}.csv`);
  await writeFile(file, HEADER + rows.map((row) => `${row}\n`).join(""));
  return file;
}

describe("modicum policy lint", () => {
  it("F171 reports on the shipped policy without an error, and ends with 0", async () => {
    const { code, stdout, stderr } = await modicum(["policy", "lint", "content", "-o", "json"]);
    const findings = JSON.parse(stdout) as readonly Finding[];
    expect(code).toBe(0);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(findings.filter(({ name }) => name === "grant-unreachable" || name === "grant-shadowed")).toEqual(
      [],
    );
    expect(stderr).toMatch(/^0 errors, \d+ warnings?, \d+ info\n$/);
  });

  it("F171 leaves out what weighs less than asked for", async () => {
    const { stdout } = await modicum(["policy", "lint", "content", "--least", "warning", "-o", "csv"]);
    expect(stdout).toMatch(/^severity,id,at,finding,hint\r\n/);
    expect(stdout).not.toMatch(/^info,/m);
  });

  it("F171 ends with 3 when somebody on the roster holds roles that conflict", async () => {
    const roster = await rosterOf("sam,Sam,privacy-officer;auditor,,,", "bea,Bea,biller,,,");
    const args = ["policy", "lint", "content", "--roster", roster, "--least", "error", "-o", "json"];
    const { code, stdout } = await modicum(args);
    expect(code).toBe(3);
    const findings = JSON.parse(stdout) as readonly Finding[];
    expect(findings.map(({ name, people, roles }) => ({ name, people, roles }))).toEqual([
      { name: "conflict-held", people: ["sam"], roles: ["privacy-officer", "auditor"] },
    ]);
  });

  it("F171 names the rules that a list of used ones leaves out", async () => {
    const used = join(place, "used.txt");
    await writeFile(used, "role:biller/billing#1\nexempt:hhs\n");
    const { stdout } = await modicum(["policy", "lint", "content", "--used", used, "-o", "json"]);
    const findings = JSON.parse(stdout) as readonly Finding[];
    const unused = findings.filter(({ name }) => name === "rule-unused").flatMap(({ rules }) => rules);
    expect(unused).toEqual(expect.arrayContaining(["role:biller/billing#2", "exempt:treatment"]));
    expect(unused).not.toContain("role:biller/billing#1");
    expect(unused).not.toContain("exempt:hhs");
  });

  it("F171 ends with 2 for a roster it cannot read, and names the line", async () => {
    const { code, stderr } = await modicum(["policy", "lint", "--roster", await rosterOf("sam,Sam")]);
    expect(code).toBe(2);
    expect(stderr).toContain("line 2: the row has 2 cells where the header has 6");
  });
});

describe("modicum policy reach", () => {
  it("F171 says who reaches a type without approval, element by element", async () => {
    const { code, stdout, stderr } = await modicum(["policy", "reach", "Claim", "-o", "csv"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^`Claim` is reachable without approval by `biller`/);
    expect(stdout).toMatch(/^claim\.header,biller /m);
    expect(stdout).toMatch(/^claim\.supporting-info,.*,biller:claim-support,/m);
  });

  it("F171 covers every type of the catalogue", async () => {
    const { stdout } = await modicum(["policy", "reach", "-o", "json"]);
    const types = (JSON.parse(stdout) as readonly TypeReach[]).map(({ resourceType }) => resourceType);
    expect(types).toEqual(expect.arrayContaining(["Claim", "Observation", "Patient"]));
    expect(types).toEqual(types.toSorted());
  });

  it("F171 ends with 2 for what is no resource type", async () => {
    const { code, stderr } = await modicum(["policy", "reach", "Claims"]);
    expect(code).toBe(2);
    expect(stderr).toContain("`Claims` is not a FHIR R4 resource type");
  });
});
