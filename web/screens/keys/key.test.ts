import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { actOn, type Key, keyNamed, OPERATIONS, underneath } from "./key.ts";

const KEY: Key = {
  id: "0badcafe",
  use: "seal",
  state: "active",
  madeAt: "2026-05-04T15:00:00.000Z",
  retiredAt: null,
  destroyedAt: null,
  proposal: null,
  seals: [{ title: "jobs", count: 1_200 }],
};
const proposal = { person: "kai.keycustodian", at: "2026-05-04T15:00:00.000Z" };

it.each([
  ["an active key is rotated by its custodian", {}, ["administer"], "rotate"],
  ["the key of blind indexes is not", { use: "blind-index" }, ["administer"], null],
  ["whoever only approves rotates nothing", {}, ["approve"], null],
  ["a retired key is proposed to be destroyed", { state: "retired" }, ["administer"], "propose"],
  ["another person approves it", { state: "retired", proposal }, ["approve"], "approve"],
  ["of a destroyed key nothing is asked", { state: "destroyed" }, ["administer", "approve"], null],
] as const)("F155 %s", (_title, fields, rights, act) => {
  expect(actOn({ ...KEY, ...fields }, rights, "sam.security")).toBe(act);
});

it("F155 nobody approves their own proposal", () => {
  expect(actOn({ ...KEY, state: "retired", proposal }, ["approve"], proposal.person)).toBeNull();
});

it("F155 says what lies under a key, as far as it is counted", () => {
  expect([KEY, { ...KEY, seals: [] }, { ...KEY, state: "destroyed" as const }].map(underneath)).toEqual([
    "jobs: 1,200",
    "not counted",
    "nothing",
  ]);
});

it("F155 names a key by what it does, its id beside", () => {
  expect([keyNamed("seal/cc4ca9c0"), keyNamed("cc4ca9c0")]).toEqual([
    { use: "Seals fields", id: "cc4ca9c0" },
    { use: "Key", id: "cc4ca9c0" },
  ]);
});

it("F155 has words for each operation that the server can tell", () => {
  const types = readFileSync(new URL("../../../src/keys/key-types.ts", import.meta.url), "utf8");
  const kinds = [...types.matchAll(/(?<=KEY_OPERATIONS = \[[^\]]*)"([a-z-]+)"/g)].map(
    ([, kind = ""]) => kind,
  );
  expect(kinds.toSorted()).toEqual(Object.keys(OPERATIONS).toSorted());
});
