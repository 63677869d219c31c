import { describe, expect, it } from "vitest";
import { addedSystem, changedSystem, confirmedSystem, reviewDueAt, saysTheSame } from "./register.ts";
import { COLUMNS, rowOf, systemsOf } from "./rows.ts";
import { FAX, inventoryStoreContract } from "./testing/inventory-store.contract.ts";
import { memoryInventoryStore } from "./testing/memory-inventory-store.ts";

inventoryStoreContract(async () => memoryInventoryStore());

const fax = addedSystem(FAX, "sam.security", 1_000);

describe("what people say of a system", () => {
  it("INV-5 F128 what was said of encryption stays with its author until it is said otherwise", () => {
    const said = { ...FAX, atRest: { encrypted: "no" as const, how: "" }, location: "Elsewhere" };
    const next = changedSystem(fax, said, "priya.privacy", 2_000);
    expect(next.inTransit).toEqual(fax.inTransit);
    expect(next.atRest).toEqual({ encrypted: "no", how: "", by: "priya.privacy", at: 2_000 });
    expect([next.changedBy, next.addedBy, next.version]).toEqual(["priya.privacy", "sam.security", 2]);
  });

  it("INV-8 F128 is due a year after it was confirmed, whatever was changed since; one out of use never", () => {
    const changed = changedSystem(fax, { ...FAX, location: "Elsewhere" }, "sam.security", 5_000);
    expect(reviewDueAt(changed)).toBe(1_000 + 365 * 86_400_000);
    expect(reviewDueAt(confirmedSystem(changed, "sam.security", 9_000))).toBe(9_000 + 365 * 86_400_000);
    expect(reviewDueAt({ ...fax, standing: "retired" })).toBeNull();
  });
});

describe("a file of systems", () => {
  const nasty = { ...FAX, location: "-1 floor", retention: "=SUM(A1)", vendor: "Faxes, Inc." };

  it.each([FAX, nasty, { ...FAX, inTransit: null, atRest: null, categories: [], recipients: [] }])(
    "INV-9 F128 comes in as it was written out",
    (words) => {
      const row = rowOf(words).map((cell) => (/^[-=]/.test(cell) ? `'${cell}` : cell));
      expect(systemsOf(COLUMNS, [row])).toEqual({ systems: [words], faults: [] });
      expect(saysTheSame(addedSystem(words, "x", 1), words)).toBe(true);
    },
  );

  it("INV-9 F128 leaves out and tells rows that are no system, by the field", () => {
    const row = (change: Readonly<Record<string, string>>) =>
      COLUMNS.map((column, at) => change[column] ?? rowOf(FAX)[at] ?? "");
    const bad = [
      { id: "No id" },
      { kind: "cloud" },
      { categories: "0" },
      { categories: "1.5" },
      { inTransit: "sure" },
      { owner: "" },
      { standing: "maybe" },
    ];
    const { systems, faults } = systemsOf(COLUMNS, bad.map(row));
    expect(systems).toEqual([]);
    expect(faults.map(({ field }) => field)).toEqual(bad.flatMap((change) => Object.keys(change)));
  });

  it("INV-9 F128 without a column for the id, the name or the owner is no file of systems", () => {
    expect(() => systemsOf(["id", "name"], [])).toThrow("no column of the file is the `owner`");
  });
});
