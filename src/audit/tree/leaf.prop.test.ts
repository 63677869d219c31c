import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { storedEntryOf } from "../stored-entry.ts";
import { auditEntry } from "../testing/audit-entry.ts";
import { storedEntry } from "../testing/record-store.contract.ts";
import { canonicalEntry, leafOf } from "./leaf.ts";
import { leafHash } from "./merkle.ts";

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
        expect(leafOf(stored, at)).toEqual(leafHash(canonicalEntry(stored, at)));
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
    expect(leafOf(storedEntry(1, fields), 1)).not.toEqual(leafOf(storedEntry(1), 1));
  });

  it("AUD-51 changes with the place in the record", () => {
    expect(leafOf(storedEntry(1), 2)).not.toEqual(leafOf(storedEntry(1), 1));
  });
});
