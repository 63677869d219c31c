import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { storedEntryOf } from "../stored-entry.ts";
import { auditEntry } from "../testing/audit-entry.ts";
import { storedEntry } from "../testing/record-store.contract.ts";
import { firstLogForm, isTooLong, leafOf, logForm, provenLogForm } from "./leaf.ts";
import { leafHash } from "./merkle.ts";

const ORIGIN = "modicum/test";
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 200);
const sealer = memorySealer();
const text = fc.string({ unit: "grapheme" }).map((value) => value.replaceAll("\0", ""));
const seq = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

describe("the leaf of an entry", () => {
  it("AUD-51 is made over the canonical form of all that is stored, whatever the entry holds", async () => {
    const fields = fc.record({
      at: fc.nat(4e12),
      personId: fc.option(text, { nil: null }),
      interaction: text,
      purpose: fc.option(text, { nil: null }),
      rules: fc.array(text),
      withheldCount: fc.nat(),
      patients: fc.array(text),
      query: fc.option(text, { nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(fields, seq, async (given, at) => {
        const stored = await storedEntryOf(auditEntry(1, given), sealer);
        expect(leafOf(stored, at, ORIGIN)).toEqual(leafHash(logForm({ ...stored, seq: at }, ORIGIN)));
      }),
      { numRuns },
    );
  });

  it.each([
    ["id", { id: "00000000-0000-7000-8000-000000000002" }],
    ["time", { at: 1 }],
    ["person", { personId: null }],
    ["interaction", { interaction: "fhir.search" }],
    ["outcome", { outcome: "deny" }],
    ["open part", { open: { purpose: "treatment" } }],
    ["sealed part", { sealed: Buffer.of(1, 2, 4) }],
    ["patients", { patientIndex: [Buffer.alloc(16)] }],
  ])("AUD-51 changes with the %s", (_name, fields) => {
    expect(leafOf(storedEntry(1, fields), 1, ORIGIN)).not.toEqual(leafOf(storedEntry(1), 1, ORIGIN));
  });

  it("AUD-51 changes with the place in the record", () => {
    expect(leafOf(storedEntry(1), 2, ORIGIN)).not.toEqual(leafOf(storedEntry(1), 1, ORIGIN));
  });

  it("AUD-51 changes with the log", () => {
    expect(leafOf(storedEntry(1), 1, "modicum/other")).not.toEqual(leafOf(storedEntry(1), 1, ORIGIN));
  });

  it("AUD-57 holds nothing that is patient-linked, only hashes of it", () => {
    const sealed = Buffer.from("a sealed part that is long enough to be told from chance");
    const form = logForm(
      { ...storedEntry(1, { sealed, patientIndex: [Buffer.alloc(16, 7)] }), seq: 1 },
      ORIGIN,
    );
    expect(form).not.toContain(sealed.toString("base64"));
    expect(form).not.toContain(Buffer.alloc(16, 7).toString("base64"));
  });

  it("AUD-57 is the same once sealed part and blind indexes are destroyed", () => {
    const entry = { ...storedEntry(1, { patientIndex: [Buffer.alloc(16, 7), Buffer.alloc(16, 8)] }), seq: 1 };
    const { sealedHash, patientIndexHash } = JSON.parse(logForm(entry, ORIGIN)) as Record<string, string>;
    const hashes = { sealedHash: sealedHash ?? "", patientIndexHash: patientIndexHash ?? "" };
    const shredded = { ...entry, sealed: new Uint8Array(), patientIndex: [], ...hashes };
    expect(logForm(shredded, ORIGIN)).toBe(logForm(entry, ORIGIN));
  });

  it("AUD-58 is known again for an entry of the first form", () => {
    const entry = { ...storedEntry(1), seq: 1 };
    const form = firstLogForm(entry, 1);
    expect(provenLogForm({ ...entry, leaf: leafHash(form) }, ORIGIN)).toBe(form);
  });

  it("AUD-58 is of no form for an entry that was changed", () => {
    const leaf = leafOf(storedEntry(1), 1, ORIGIN);
    expect(provenLogForm({ ...storedEntry(1, { outcome: "deny" }), seq: 1, leaf }, ORIGIN)).toBeNull();
  });

  it("AUD-59 has room in a bundle, whatever origin and place", () => {
    const open = { purpose: "x".repeat(64_600) };
    const entry = storedEntry(1, { open, patientIndex: [Buffer.alloc(16)] });
    expect(isTooLong(entry)).toBe(false);
    const form = logForm({ ...entry, seq: Number.MAX_SAFE_INTEGER }, `modicum/${"h".repeat(247)}`);
    expect(Buffer.byteLength(form)).toBeLessThanOrEqual(65_535);
  });
});
