import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modicum } from "../../test/e2e/running-server.ts";

const ICD10 = "http://hl7.org/fhir/sid/icd-10-cm";
const about = `"subject":{"reference":"Patient/p1"}`;
const RECORDS = [
  `{"resourceType":"Encounter","id":"e1","status":"finished",${about},"diagnosis":[{"condition":{"reference":"Condition/c1"}}],"period":{"start":"2026-01-01"}}`,
  `{"resourceType":"Encounter","id":"e2","status":"finished",${about},"period":{"start":"2026-01-01"}}`,
  `{"resourceType":"Condition","id":"c1",${about},"code":{"coding":[{"system":"${ICD10}","code":"F11.20"}]}}`,
].join("\n");

let place: string;
let charts: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "modicum-segments-"));
  charts = join(place, "charts.ndjson");
  await writeFile(charts, RECORDS);
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe("modicum policy segments measure", () => {
  it("F166 says how many records of each type a segment labels, and how many by references alone", async () => {
    const { code, stdout, stderr } = await modicum(["policy", "segments", "measure", charts, "-o", "csv"]);
    expect([code, stdout.trim().split("\r\n")]).toEqual([
      0,
      [
        "segment,type,records,labeled,percent,by references alone",
        "sud,Condition,1,1,100.0,0",
        "sud,Encounter,2,1,50.0,1",
      ],
    ]);
    expect(stderr).toContain("3 records of 1 file\n");
  });

  it("F166 measures a list of codes before it is a segment", async () => {
    const codes = join(place, "codes.csv");
    await writeFile(codes, `set,system,code\nopioids,${ICD10},F11*\nnothing,${ICD10},A00\n`);
    const run = await modicum(["policy", "segments", "measure", "--codes", codes, charts, "-o", "csv"]);
    expect(run.stdout).toContain("opioids,Condition,1,1,100.0,0\r\n");
    expect(run.stderr).toContain("nothing is labeled by `nothing`");
  });
});

describe("modicum minimize", () => {
  it("F166 F169 leaves out a visit for a diagnosis that the role may not see, further on in the file", async () => {
    const { stdout } = await modicum(["minimize", "--role", "nurse", "--purpose", "treatment", charts]);
    const ids = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids).toEqual(["e2"]);
  });
});
