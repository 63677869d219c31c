import { beforeEach, describe, expect, it } from "vitest";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { NewEntry, RecordStore, StoredEntry } from "../ports.ts";

/** A stored entry whose fields can be set one by one. */
export function storedEntry(number: number, fields: Partial<StoredEntry> = {}): NewEntry {
  const open = fields.open ?? { purpose: "billing" };
  return {
    id: `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`,
    at: Date.UTC(2026, 4, 4) + number,
    personId: "bea.biller",
    interaction: "fhir.read",
    outcome: "permit",
    open,
    openJson: canonicalJson(open),
    sealed: Buffer.of(1, 2, 3),
    patientIndex: [],
    ...fields,
  };
}

const PAYMENT = {
  purpose: "HPAYMT",
  purposes: ["billing", "eligibility"],
  resourceType: "Claim",
  rules: ["role:biller/billing#1", "role:biller/eligibility#1"],
  grantIds: ["grant-1"],
  released: ["claim.header", "patient.ssn"],
  system: "billing-office",
  act: "disclose",
};

/** What every implementation of RecordStore keeps to. `open` gives an empty store. */
export function recordStoreContract(open: () => Promise<RecordStore>): void {
  let store: RecordStore;

  beforeEach(async () => {
    store = await open();
  });

  async function idsOf(query: Omit<Parameters<RecordStore["search"]>[0], "limit">): Promise<number[]> {
    const { entries } = await store.search({ limit: 100, ...query });
    return entries.map((entry) => Number(entry.id.slice(-12)));
  }

  describe("append", () => {
    it("keeps every field as it was given", async () => {
      const { openJson, ...entry } = storedEntry(1, {
        personId: null,
        patientIndex: [Buffer.alloc(16, 7)],
      });
      await store.append([{ ...entry, openJson }]);
      const { entries } = await store.search({ limit: 1 });
      const { seq, ...kept } = entries[0] ?? { seq: 0n };
      expect(seq).toBeGreaterThan(0n);
      expect(kept).toEqual(entry);
    });

    it("rejects all entries of a batch when one id is already there", async () => {
      await store.append([storedEntry(1)]);
      await expect(store.append([storedEntry(2), storedEntry(1)])).rejects.toThrow("record");
      expect(await idsOf({})).toEqual([1]);
    });
  });

  describe("search", () => {
    const [one, two] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)];
    const cases: readonly [string, Omit<Parameters<RecordStore["search"]>[0], "limit">, number[]][] = [
      ["gives the newest first", {}, [4, 3, 2, 1]],
      ["AUD-20 gives the oldest first when it is turned", { oldestFirst: true }, [1, 2, 3, 4]],
      ["AUD-20 turns what a patient is in too", { patientIndexes: [one, two], oldestFirst: true }, [1, 2, 3]],
      ["AUD-20 turns what a person did too", { personId: "bea.biller", oldestFirst: true }, [1, 3, 4]],
      ["AUD-20 turns what has a term too", { purpose: "billing", oldestFirst: true }, [1, 3, 4]],
      ["finds by person", { personId: "nina.nurse" }, [2]],
      ["finds by any one patient of an entry", { patientIndexes: [two] }, [3, 2]],
      [
        "finds by any of several indexes of a patient",
        { patientIndexes: [one, Buffer.alloc(16, 9)] },
        [2, 1],
      ],
      ["AUD-80 finds a patient by any of several indexes", { patientIndexes: [one, two] }, [3, 2, 1]],
      ["finds nobody by no index at all", { patientIndexes: [] }, []],
      ["finds by interaction", { interaction: "fhir.search" }, [3]],
      ["finds by outcome", { outcome: "deny" }, [4]],
      ["finds by id", { id: storedEntry(2).id }, [2]],
      ["finds nothing by an id that is none", { id: "'; --" }, []],
      ["finds from a time on, before another", { from: storedEntry(2).at, until: storedEntry(4).at }, [3, 2]],
      ["finds by the purpose as declared", { purpose: "HPAYMT" }, [3]],
      ["finds by a purpose that the declaration stood for", { purpose: "billing" }, [4, 3, 1]],
      ["finds by resource type", { resourceType: "Claim" }, [3]],
      ["finds by a rule that decided", { rule: "role:biller/billing#1" }, [3]],
      ["finds by reason", { reason: "no_grant" }, [4]],
      ["AUD-81 F131 finds by a grant that let it out", { grant: "grant-1" }, [3]],
      ["AUD-81 F131 finds by an element that was released", { element: "patient.ssn" }, [3]],
      ["AUD-81 F131 finds by the system it came through", { system: "billing-office" }, [3]],
      ["AUD-81 finds disclosures", { act: "disclose" }, [3]],
      ["AUD-81 finds uses", { act: "use" }, [4, 2, 1]],
      ["AUD-81 finds what was permitted", { outcome: "permit" }, [3, 2, 1]],
      ["AUD-81 finds nothing by a rule that is the name of an element", { rule: "patient.ssn" }, []],
      ["AUD-81 joins terms by and", { purpose: "billing", reason: "no_grant" }, [4]],
      ["AUD-81 finds nothing where one of two terms is missing", { rule: "none", reason: "no_grant" }, []],
      ["joins conditions by and", { patientIndexes: [two], personId: "nina.nurse" }, [2]],
    ];

    beforeEach(() =>
      store.append([
        storedEntry(1, { patientIndex: [one] }),
        storedEntry(2, { personId: "nina.nurse", patientIndex: [one, two], open: {} }),
        storedEntry(3, { interaction: "fhir.search", patientIndex: [two], open: PAYMENT }),
        storedEntry(4, { outcome: "deny", open: { purpose: "billing", reason: "no_grant" } }),
      ]),
    );

    it.each(cases)("%s", async (_title, query, found) => {
      expect(await idsOf(query)).toEqual(found);
    });

    it.each([
      ["newest first", {}, [4n, 3n, 2n]],
      ["oldest first", { oldestFirst: true }, [1n, 2n, 3n]],
    ] as const)("AUD-20 goes on where a page ended, until there is no next: %s", async (_, order, page) => {
      const first = await store.search({ ...order, limit: 3 });
      const second = await store.search({ ...order, limit: 3, after: first.next ?? 0n });
      expect(first.entries.map(({ seq }) => seq)).toEqual(page);
      expect([second.entries.length, second.next]).toEqual([1, null]);
      const seen = [...first.entries, ...second.entries].map(({ seq }) => seq);
      expect(new Set(seen).size).toBe(4);
    });

    it("AUD-20 gives what is recorded meanwhile at the end, when the oldest come first", async () => {
      const first = await store.search({ oldestFirst: true, limit: 3 });
      await store.append([storedEntry(5)]);
      const rest = await store.search({ oldestFirst: true, limit: 3, after: first.next ?? 0n });
      expect(rest.entries.map(({ id }) => Number(id.slice(-12)))).toEqual([4, 5]);
    });

    it("says there is no next when the last page is full", async () => {
      expect((await store.search({ limit: 4 })).next).toBeNull();
    });
  });
}
