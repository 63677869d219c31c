import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "../../src/kernel/errors.ts";
import { readCsv } from "../../src/identity/csv.ts";
import { PEOPLE_COLUMNS } from "../../src/identity/people-import.ts";
import { NOW } from "../testing/shared-hospital.ts";
import { exportHospital } from "./export.ts";
import type { ExportManifest, ExportOptions } from "./export.ts";
import { ExportFolder } from "./folder.ts";

let home = "";
let manifest: ExportManifest;
const told: string[] = [];
const optionsFor = (name: string): ExportOptions => ({
  folder: join(home, name),
  seed: "export",
  size: "practice",
  now: NOW,
  days: 14,
  charts: true,
  samples: true,
});

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "demo-export-"));
  manifest = await exportHospital(optionsFor("out"), (line) => told.push(line));
});
afterAll(() => rm(home, { recursive: true }));

const read = (file: string): Promise<string> => readFile(join(home, "out", file), "utf8");
const rowsOf = async (file: string): Promise<Record<string, string>[]> =>
  parse(await read(file), { columns: true }) as Record<string, string>[];

describe("modicum demo export", () => {
  test("F169 the manifest counts what the files hold", async () => {
    expect(JSON.parse(await read("manifest.json"))).toEqual(manifest);
    for (const [file, lines] of Object.entries(manifest.files)) {
      const text = await read(file);
      const found = file.endsWith(".csv") ? parse(text).length - 1 : text.split("\n").length - 1;
      expect([file, found]).toEqual([file, lines]);
    }
  });

  test("F169 charts are NDJSON, a file for each type", async () => {
    const patients = (await read("charts/Patient.ndjson")).trimEnd().split("\n");
    expect(patients.length).toBe(250);
    expect(patients.every((line) => JSON.parse(line).resourceType === "Patient")).toBe(true);
  });

  test("the roster is one that `people import` reads", async () => {
    const { rows, errors } = readCsv(await read("workforce.csv"), PEOPLE_COLUMNS);
    expect(errors).toEqual([]);
    expect(rows.length).toBe(manifest.files["workforce.csv"]);
  });

  test("accesses are in order of time, by people of the roster to patients of the register", async () => {
    const accesses = await rowsOf("access.csv");
    const users = new Set((await rowsOf("workforce.csv")).map(({ userName }) => userName));
    const patients = new Set((await rowsOf("patients.csv")).map(({ patient }) => patient));
    const times = accesses.map(({ at }) => Date.parse(at ?? ""));
    expect(accesses.length).toBeGreaterThan(500);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(
      accesses.every(({ user, patient }) => users.has(user) && (patient === "" || patients.has(patient))),
    ).toBe(true);
  });

  test("no table outside `truth/` has a label, a kind of misuse or an incident", async () => {
    for (const file of Object.keys(manifest.files).filter(
      (name) => !name.startsWith("truth/") && name.endsWith(".csv"),
    )) {
      const header = (await read(file)).split("\r\n")[0] ?? "";
      expect(header.split(",").filter((name) => /label|truth|incident|misuse|motive/.test(name))).toEqual([]);
    }
  });

  test("the truth is for its owner's eyes alone, and names events that are in the access table", async () => {
    const { mode } = await stat(join(home, "out", "truth", "events.csv"));
    expect(mode & 0o777).toBe(0o600);
    const events = new Set((await rowsOf("access.csv")).map(({ event }) => event));
    const truth = await rowsOf("truth/events.csv");
    expect(truth.length).toBeGreaterThan(0);
    expect(truth.every(({ event }) => events.has(event))).toBe(true);
  });

  test("the same seed on the same day writes the same history", async () => {
    await exportHospital({ ...optionsFor("again"), charts: false, samples: false }, () => undefined);
    expect(await readFile(join(home, "again", "access.csv"), "utf8")).toBe(await read("access.csv"));
  });

  test("it says what it is doing", () => {
    expect(told.length).toBeGreaterThan(10);
  });

  test("a folder that is there is not touched", async () => {
    await mkdir(join(home, "taken"));
    const attempt = exportHospital(optionsFor("taken"), () => undefined);
    await expect(attempt).rejects.toMatchObject({ code: "usage" } satisfies Partial<AppError>);
    expect(await readdir(join(home, "taken"))).toEqual([]);
  });

  test("an export that fails leaves nothing behind", async () => {
    const before = await readdir(home);
    const attempt = exportHospital(optionsFor("broken"), (line) => {
      if (line.includes("history")) throw new AppError("internal", "the disk is full");
    });
    await expect(attempt).rejects.toThrow("the disk is full");
    expect(await readdir(home)).toEqual(before);
  });

  test("a folder takes its name only when it is complete", async () => {
    const folder = await ExportFolder.create(join(home, "slow"));
    await folder.append("a.txt", "a\n", 1);
    expect(await readdir(home)).not.toContain("slow");
    await folder.complete();
    expect(await readdir(join(home, "slow"))).toContain("a.txt");
  });
});
