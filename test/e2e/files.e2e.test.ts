import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { DEFAULT_SEED, generateHospital } from "../../demo/hospital.ts";
import { ndjsonLines } from "../../demo/samples/ndjson.ts";
import { modicum } from "./running-server.ts";
import { E2E_NOW } from "./shared-server.ts";

const CONTENT = resolve(import.meta.dirname, "../../content");

let dir: string;
let chart: string;

const hospital = generateHospital({ seed: DEFAULT_SEED, size: "practice", now: Date.parse(E2E_NOW) });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-files-"));
  chart = join(dir, "chart.ndjson");
  await writeFile(chart, [...ndjsonLines(hospital, ["Patient", "Claim", "Observation"])].join(""));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const lab = (id: string, value: string): string =>
  `{"resourceType":"Observation","id":"${id}","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],"code":{"text":"x"},"subject":{"reference":"Patient/p"},"valueQuantity":{"value":${value}},"text":{"status":"generated","div":"<div>PHI</div>"}}`;

describe("modicum minimize, without a server", () => {
  it("F169 trims NDJSON for a role, and says that record scope was assumed", async () => {
    const out = join(dir, "trimmed.ndjson");
    const run = await modicum(["minimize", "--role", "biller", "--purpose", "HPAYMT", chart, "-o", out], {
      dataDir: dir,
    });
    expect(run.code).toBe(0);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain("record scope was assumed");
    const text = await readFile(out, "utf8");
    const types = new Set(
      text
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { resourceType: string }).resourceType),
    );
    expect([...types].toSorted()).toEqual(["Claim", "Patient"]);
    expect(text).not.toMatch(/us-ssn|<div|"contained"/);
  });

  it("F169 keeps decimals as they were written, byte for byte", async () => {
    const run = await modicum(
      ["minimize", "--role", "provider", "--purpose", "TREAT", "--format", "ndjson"],
      {
        dataDir: dir,
        input: `${lab("a", "1.00")}\n${lab("b", "12345678901234567890.10")}\n`,
      },
    );
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('"value":1.00}');
    expect(run.stdout).toContain('"value":12345678901234567890.10}');
    expect(run.stdout).not.toContain("PHI");
  });

  it("F169 writes nothing when a line cannot be read, and names the line", async () => {
    const out = join(dir, "never.ndjson");
    const bad = join(dir, "bad.ndjson");
    await writeFile(bad, `${lab("a", "1")}\n{"resourceType":\n`);
    const run = await modicum(["minimize", "--role", "provider", "--purpose", "TREAT", bad, "-o", out], {
      dataDir: dir,
    });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("line 2");
    expect((await readdir(dir)).filter((name) => name.startsWith("never"))).toEqual([]);
  });

  it("F032 F169 denies a role without the purpose with exit code 3", async () => {
    const run = await modicum(["minimize", "--role", "hr", "--purpose", "HPAYMT", chart], { dataDir: dir });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 3, stdout: "" });
    expect(run.stderr).toContain("purpose_not_permitted");
  });

  it("asks for whom, and names the roles there are", async () => {
    const nobody = await modicum(["minimize", "--purpose", "TREAT", chart], { dataDir: dir });
    const unknown = await modicum(["minimize", "--role", "wizard", "--purpose", "TREAT", chart], {
      dataDir: dir,
    });
    expect([nobody.code, unknown.code]).toEqual([2, 2]);
    expect(unknown.stderr).toContain("biller");
  });
});

describe("modicum minimize, for a person", () => {
  it("F009 takes the person's relations from the running server: only related patients come out", async () => {
    const dataDir = inject("serverDataDir");
    const run = await modicum(["minimize", "--as", "paul.provider", "--purpose", "TREAT", chart], {
      dataDir,
    });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(`"id":"${hospital.landmarks.paulsPatient}"`);
    expect(run.stdout).not.toContain(`"${hospital.landmarks.strangerOfPaul}"`);
  });

  it("says what to do when no server tells them", async () => {
    const run = await modicum(["minimize", "--as", "paul.provider", "--purpose", "TREAT", chart], {
      dataDir: dir,
      env: { PORT: "9" },
    });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("--facts");
  });
});

describe("modicum policy", () => {
  it("F005 lists the paths of a data set that no element covers", async () => {
    const odd = join(dir, "odd.ndjson");
    await writeFile(
      odd,
      '{"resourceType":"Patient","id":"p","shoeSize":43}\n{"resourceType":"Basic","id":"b"}\n',
    );
    const run = await modicum(["policy", "gaps", odd, "-o", "csv"], { dataDir: dir });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^Basic,unmapped-type,1,\r?$/m);
    expect(run.stdout).toMatch(/^Patient\.shoeSize,not-in-r4,1,\r?$/m);
  });

  it("F005 finds nothing unmapped in the demo's own charts", async () => {
    const run = await modicum(["policy", "gaps", chart, "-o", "csv"], { dataDir: dir });
    expect(run.stdout.trim()).toBe("path,kind,resources,extension urls");
  });

  it("F171 says who sees an element by a standing grant, and that nobody does", async () => {
    const mrn = await modicum(["policy", "who", "patient.mrn", "--role", "biller", "-o", "csv"], {
      dataDir: dir,
    });
    expect(mrn.stdout).toMatch(/^biller,billing,patient\.mrn,keep,billable,/m);
    const ssn = await modicum(["policy", "who", "patient.ssn", "--role", "biller"], { dataDir: dir });
    expect(ssn.stdout).toBe("");
    expect(ssn.stderr).toContain("nobody");
  });

  it("F171 names exactly the cells that a one-line change takes", async () => {
    const draft = join(dir, "draft");
    await cp(CONTENT, draft, { recursive: true });
    const file = join(draft, "roles", "biller.yaml");
    const role = await readFile(file, "utf8");
    await writeFile(file, role.replace("elements: [D-minus, I]", "elements: [patient.name, I]"));
    const run = await modicum(["policy", "diff", CONTENT, draft, "-o", "csv"], { dataDir: dir });
    expect(run.code).toBe(3);
    expect(
      run.stdout
        .trim()
        .split("\r\n")
        .slice(1)
        .map((line) => line.split(",").slice(0, 4)),
    ).toEqual([
      ["lost", "biller", "eligibility", "patient.birth-date"],
      ["lost", "biller", "eligibility", "patient.mrn"],
    ]);
  });

  it("the shipped policy is valid, canonical and passes its own tests", async () => {
    for (const args of [["validate"], ["format", "--check"], ["test", "--coverage"]]) {
      const run = await modicum(["policy", ...args], { dataDir: dir });
      expect(run.code, `${args.join(" ")}: ${run.stderr}`).toBe(0);
    }
  });
});

describe("modicum demo export, without a server", () => {
  it("writes an access history with its truth apart, and never over a folder that is there", async () => {
    const out = join(dir, "alder-falls");
    const args = ["demo", "export", "-o", out, "--days", "2", "--history-only"];
    const run = await modicum(args, { dataDir: dir });
    expect(run.code, run.stderr).toBe(0);
    const [header = "", ...events] = (await readFile(join(out, "access.csv"), "utf8")).trim().split(/\r?\n/);
    expect(events.length).toBeGreaterThan(0);
    expect(header).not.toMatch(/label|misuse|truth/i);
    expect(await readdir(join(out, "truth"))).toContain("events.csv");

    const again = await modicum(args, { dataDir: dir });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("give a folder that does not exist");
  });
});
