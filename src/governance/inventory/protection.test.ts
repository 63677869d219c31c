import { describe, expect, it } from "vitest";
import { OWN_DISK } from "./candidates.ts";
import { protectionOf } from "./protection.ts";
import { addedSystem } from "./register.ts";
import { FAX } from "./testing/inventory-store.contract.ts";

const none = { lines: [], devices: null };
const lineOf = (id: string, ...given: Parameters<typeof protectionOf>) =>
  protectionOf(...given).find((line) => line.id === id);

describe("the posture of encryption", () => {
  it("INV-11 F154 what nobody says is unknown, never encrypted", () => {
    const silent = addedSystem({ ...FAX, inTransit: null, atRest: null }, "sam.security", 1);
    const lines = protectionOf(none, [silent]);
    expect(lines.map(({ state, basis }) => [state, basis])).toEqual(lines.map(() => ["unknown", "unknown"]));
    expect(lines.length).toBe(4);
  });

  it("INV-11 F154 a statement names who made it and when", () => {
    const fax = addedSystem(FAX, "sam.security", 1_000);
    expect(lineOf("fax:rest", none, [fax])).toMatchObject({
      state: "encrypted",
      basis: "stated",
      statedBy: "sam.security",
      statedAt: 1_000,
    });
  });

  it("INV-12 F154 the disk under the data is as a person states it, or unknown", () => {
    const disk = addedSystem({ ...FAX, id: OWN_DISK, kind: "disk" }, "sam.security", 1_000);
    expect(lineOf("disk", none, [])).toMatchObject({ state: "unknown", basis: "unknown" });
    expect(lineOf("disk", none, [disk])).toMatchObject({
      state: "encrypted",
      basis: "stated",
      detail: "LUKS",
    });
    expect(lineOf("disk", none, [{ ...disk, standing: "retired" }])).toMatchObject({ state: "unknown" });
  });

  it.each([
    [{ total: 2, encrypted: 2, unknown: 0 }, "encrypted"],
    [{ total: 2, encrypted: 1, unknown: 0 }, "partly"],
    [{ total: 2, encrypted: 0, unknown: 0 }, "plain"],
    [{ total: 0, encrypted: 0, unknown: 0 }, "unknown"],
  ])("INV-11 F154 devices %o are %s", (devices, state) => {
    expect(lineOf("devices", { lines: [], devices }, [])?.state).toBe(state);
  });
});
