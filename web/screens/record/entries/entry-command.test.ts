import { describe, expect, it } from "vitest";
import { explainCommand, isEntryId } from "./entry-command.ts";

const ID = "019df380-0000-7000-8000-000000000000";
const BEA = {
  mode: "demo",
  origin: "http://127.0.0.1:8080",
  person: "bea.biller",
  purpose: "billing",
  caseId: null,
} as const;

describe("the command that explains an entry", () => {
  it.each([
    [BEA, `npx modicum explain ${ID} --as bea.biller --purpose billing`],
    [{ ...BEA, purpose: null }, `npx modicum explain ${ID} --as bea.biller`],
    [
      { ...BEA, purpose: "claim-support", caseId: "it's; x" },
      `npx modicum explain ${ID} --as bea.biller --purpose claim-support --case 'it'\\''s; x'`,
    ],
    [
      { ...BEA, mode: "production", origin: "https://modicum.example.org" } as const,
      `MODICUM_URL=https://modicum.example.org npx modicum explain ${ID} --purpose billing`,
    ],
  ])("F013 asks as the page did: %o", (asking, command) => {
    expect(explainCommand(ID, asking)).toBe(command);
  });
});

describe("the id of an entry", () => {
  it.each([
    [ID, true],
    ["nonsense", false],
    [`${ID}0`, false],
    ["", false],
  ])("%j: %s", (text, is) => {
    expect(isEntryId(text)).toBe(is);
  });
});
