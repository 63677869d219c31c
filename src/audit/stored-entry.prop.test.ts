import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySealer } from "../keys/testing/sealer.ts";
import { entryOf, storedEntryOf } from "./stored-entry.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import type { AuditEntry } from "./types.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 200);
const sealer = memorySealer();
const id = fc.stringMatching(/^[A-Za-z0-9.-]{8,64}$/);
const anyText = fc.option(fc.string(), { nil: null });

const entries: fc.Arbitrary<AuditEntry> = fc
  .record({
    at: fc.nat(4e12),
    personId: anyText,
    roles: fc.array(fc.string()),
    outcome: fc.constantFrom("permit", "deny", "error"),
    purpose: anyText,
    released: fc.array(fc.string()),
    withheldCount: fc.nat(),
    changes: fc.array(fc.string()),
    recipient: anyText,
    patients: fc.uniqueArray(fc.string()),
    records: fc.array(fc.string()),
    query: anyText,
  })
  .map((fields) => auditEntry(1, fields as Partial<AuditEntry>));

/** Every byte of a row, as one string with one character per byte. */
function bytesOf(stored: Awaited<ReturnType<typeof storedEntryOf>>): string {
  const { sealed, patientIndex, ...open } = stored;
  const blobs = [sealed, ...patientIndex].map((bytes) => Buffer.from(bytes).toString("latin1"));
  return [JSON.stringify(open), ...blobs].join("\n");
}

describe("a stored entry", () => {
  it("AUD-12 opens to the entry that was stored", async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (entry) => {
        expect(await entryOf(await storedEntryOf(entry, sealer), sealer, true)).toEqual(entry);
      }),
      { numRuns },
    );
  });

  it("AUD-11 shows no patient, record, query or recipient in any byte", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(id, { minLength: 4, maxLength: 4 }), async (secrets) => {
        const [patient = "", record = "", query = "", recipient = ""] = secrets.map(
          (text) => `canary-${text}`,
        );
        const entry = auditEntry(1, { patients: [patient], records: [record], query, recipient });
        expect(bytesOf(await storedEntryOf(entry, sealer))).not.toContain("canary-");
      }),
      { numRuns },
    );
  });

  it("AUD-10 does not open with the sealed part of another entry", async () => {
    const [one, two] = await Promise.all([1, 2].map((number) => storedEntryOf(auditEntry(number), sealer)));
    if (!one || !two) throw new Error("two entries were stored");
    const swapped = entryOf({ ...one, sealed: two.sealed }, sealer, true);
    await expect(swapped).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("AUD-13 leaves out what is not a field of an entry", async () => {
    const entry = { ...auditEntry(1), note: "canary" } as AuditEntry;
    const stored = await storedEntryOf(entry, sealer);
    expect(bytesOf(stored)).not.toContain("canary");
    expect(await entryOf(stored, sealer, true)).toEqual(auditEntry(1));
  });

  it("AUD-15 F006 keeps what an act changed where a reader without patients finds it", async () => {
    const changes = ["gained biller/billing/patient.sex on billable"];
    const stored = await storedEntryOf(auditEntry(1, { changes }), sealer);
    expect((await entryOf(stored, sealer, false)).changes).toEqual(changes);
  });

  it("AUD-15 reads an entry that is older than the field as one that changed nothing", async () => {
    const stored = await storedEntryOf(auditEntry(1), sealer);
    const { changes: _changes, ...older } = stored.open;
    expect(await entryOf({ ...stored, open: older }, sealer, true)).toEqual(auditEntry(1));
  });

  it("F012 keeps purpose, grant and policy hash where a reader without patients finds them", async () => {
    const entry = auditEntry(1, { grantIds: ["jit-7"] });
    const { open } = await storedEntryOf(entry, sealer);
    expect(open).toMatchObject({ purpose: "HPAYMT", grantIds: ["jit-7"], policyHash: entry.policyHash });
  });
});
