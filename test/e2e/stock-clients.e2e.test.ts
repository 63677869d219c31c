import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { tokenFor } from "./asking.ts";

const FOLDER = join(import.meta.dirname, "../stock-clients");
const isInstalled = existsSync(join(FOLDER, "node_modules"));
const why = isInstalled ? "" : " (install them: npm ci --prefix test/stock-clients)";

/** What a client's script found, as it printed it. */
interface Found {
  readonly pages: readonly (readonly string[])[];
  readonly modes: readonly string[];
  readonly read: string;
  readonly patient: string;
  readonly refused: string | number;
}

async function foundBy(script: string): Promise<Found> {
  const token = await tokenFor("bea.biller", "billing");
  const args = [join(FOLDER, script), inject("serverUrl"), token];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Found;
}

describe.skipIf(!isInstalled)(`clients of others, unmodified${why}`, () => {
  it.each([
    ["@medplum/core", "medplum.mjs", "type_not_permitted"],
    ["fhirclient", "fhirclient.mjs", 403],
  ])("F158 %s searches, follows pages and includes, reads, and is refused", async (_, script, refused) => {
    const found = await foundBy(script);
    expect(found.pages.map((page) => page.length)).toEqual([2, 2, 2]);
    expect(new Set(found.pages.flat()).size).toBe(6);
    expect(found.modes).toEqual(["match", "include"]);
    expect(found.read).toBe(found.patient);
    expect(found.refused).toBe(refused);
  });
});
