import { describe, expect, it } from "vitest";
import { columnsOf } from "./entries/columns.tsx";
import type { Entry } from "./entries/entries.ts";
import { purposeWords } from "./purpose-words.ts";

const NAMED = [
  { id: "audit", title: "Audit", code: "HCOMPL" },
  { id: "compliance", title: "Check compliance", code: "HCOMPL" },
  { id: "billing", title: "Bill for care", code: "HPAYMT" },
  { id: "claim-support", title: "Support a claim", code: null },
];

const words = (purpose: string | null, ...rules: readonly string[]) =>
  purposeWords({ purpose, rules: [...rules] }, NAMED);

describe("the declared purpose in words", () => {
  it.each([
    ["its id", "billing", [], "Bill for care"],
    ["its code", "HPAYMT", [], "Bill for care"],
    ["an id that shares its code", "compliance", [], "Check compliance"],
    ["a shared code, decided by a rule", "HCOMPL", ["ceiling:x", "role:auditor/audit#2"], "Audit"],
    ["a shared code that no rule decides", "HCOMPL", ["default-deny"], "Audit or Check compliance"],
    ["what the policy no longer names", "old-purpose", [], "Old purpose"],
    ["none", null, [], "none"],
  ])("F012 is the title by %s", (_by, purpose, rules, expected) => {
    expect(words(purpose, ...rules)).toBe(expected);
  });

  it("F012 stays as it was declared in the CSV", () => {
    const column = columnsOf(true, NAMED).find(({ id }) => id === "purpose");
    const entry = { purpose: "HCOMPL", rules: ["role:auditor/audit#2"] } as unknown as Entry;
    expect([column?.cell(entry), column?.csv?.(entry)]).toEqual(["Audit", "HCOMPL"]);
  });
});
