import { describe, expect, inject, it } from "vitest";
import { ask, reasonOf } from "./asking.ts";
import { modicum } from "./running-server.ts";

const kai = ["--as", "kai.keycustodian", "--purpose", "system-support", "-o", "json"] as const;

async function keys<T>(...args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await modicum(["keys", ...args, ...kai], {
    dataDir: inject("serverDataDir"),
  });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

interface Listed {
  readonly keys: readonly { readonly id: string; readonly use: string; readonly state: string }[];
}

describe("the key custodian", () => {
  it("KEY-30 F155 rotates a key, and every record is denied to them", async () => {
    const before = await ask("paul.provider", "TREAT", "/fhir/Patient?_count=1");
    const { keys: made } = await keys<Listed>("rotate", "seal");
    const listed = await keys<Listed>("list");
    expect(listed.keys.find(({ id }) => id === made[0]?.id)).toMatchObject({ use: "seal", state: "active" });
    expect(before.status).toBe(200);
    expect((await ask("paul.provider", "TREAT", "/fhir/Patient?_count=1")).status).toBe(200);
    for (const path of ["Patient", "Observation", "Encounter", "Claim", "Practitioner", "Location"]) {
      const reply = await ask("kai.keycustodian", "HSYSADMIN", `/fhir/${path}?_count=1`);
      expect([path, reply.status]).toEqual([path, 403]);
      expect(reasonOf(reply)).toBe("type_not_permitted");
    }
  });

  it("KEY-12 F155 finds what was done with keys in the record", async () => {
    const { operations } = await keys<{
      readonly operations: readonly { readonly kind: string; readonly person: string }[];
    }>("log");
    const told = operations.map(({ kind, person }) => `${kind} ${person}`);
    expect(told).toEqual(
      expect.arrayContaining(["create system", "unwrap system", "rotate kai.keycustodian"]),
    );
  });
});
