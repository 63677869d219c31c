import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { DEFAULT_SEED, generateHospital } from "../../demo/hospital.ts";
import { modicum } from "./running-server.ts";
import { E2E_NOW } from "./shared-server.ts";

const { landmarks } = generateHospital({ seed: DEFAULT_SEED, size: "practice", now: Date.parse(E2E_NOW) });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-explain-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

it("F013 an explanation that was kept is the same again without a server", async () => {
  const file = join(dir, "inputs.json");
  const resource = `Patient/${landmarks.billablePatient}`;
  const asBiller = ["--as", "bea.biller", "--purpose", "HPAYMT", "--resource", resource];
  const asked = await modicum(["check", ...asBiller, "--inputs", file, "-o", "json"], {
    dataDir: inject("serverDataDir"),
  });
  const again = await modicum(["explain", "--replay", file, "-o", "json"], { dataDir: dir });
  const [first, second] = [asked, again].map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
  expect(await readFile(file, "utf8")).toContain(landmarks.billablePatient);
  expect([again.code, second?.["sentence"]]).toEqual([0, first?.["sentence"]]);
  expect(second?.["trace"]).toEqual(first?.["trace"]);
});
