import { expect, it } from "vitest";
import { decide } from "../decide.ts";
import { ask, clinic, factsOf } from "../testing/clinic.ts";
import type { AccessRequest } from "../types.ts";
import { KeptUses } from "./kept-uses.ts";

const REQUEST = ask({ as: "biller", purpose: "billing" });
const USE = { decision: decide(REQUEST, clinic, factsOf()), plan: null };

function withRoles(...roles: string[]): AccessRequest {
  return { ...REQUEST, subject: { ...REQUEST.subject, roles } };
}

function scoped(type: string): AccessRequest {
  const scopes = [{ text: type, type, can: new Set(["read"] as const) }];
  return { ...REQUEST, subject: { ...REQUEST.subject, scopes } };
}

it.each<[string, AccessRequest, AccessRequest]>([
  ["roles that run together", withRoles("a", "b"), withRoles("a\nb")],
  ["roles that stand apart elsewhere", withRoles("a", "bc"), withRoles("ab", "c")],
  ["one role less", withRoles("a", "b"), withRoles("a")],
  ["a role that is named as the system", withRoles("a", REQUEST.system), withRoles("a")],
  ["a case", { ...REQUEST, caseId: "Claim/1" }, REQUEST],
  ["a case in the purpose", { ...REQUEST, caseId: "Claim/1" }, { ...REQUEST, purpose: "billing Claim/1" }],
  ["scopes", scoped("Patient"), REQUEST],
  ["scopes for another type", scoped("Patient"), scoped("Claim")],
  ["a channel", REQUEST, { ...REQUEST, channel: "console" }],
  ["a system", REQUEST, { ...REQUEST, system: "lis" }],
  ["a capability", REQUEST, { ...REQUEST, capability: "search" }],
  ["no purpose", REQUEST, { ...REQUEST, purpose: null }],
])("DEC-TAB-3 a use is not found for a request that differs by %s", (_, kept, asked) => {
  const uses = new KeptUses(8);
  uses.keep(kept, 0, USE);
  expect(uses.find(kept, 0)).toBe(USE);
  expect(uses.find(asked, 0)).toBeUndefined();
});

it("a use is found in the epoch it was decided in alone", () => {
  const uses = new KeptUses(8);
  uses.keep(REQUEST, 1, USE);
  expect([0, 1, 2].map((epoch) => uses.find(REQUEST, epoch))).toEqual([undefined, USE, undefined]);
});

it("DEC-TAB-3 cases that a caller makes up take no more than the room there is", () => {
  const uses = new KeptUses(4);
  for (let n = 0; n < 100; n++) uses.keep({ ...REQUEST, caseId: `Claim/${n}` }, 0, USE);
  const found = Array.from({ length: 100 }, (_, n) => uses.find({ ...REQUEST, caseId: `Claim/${n}` }, 0));
  expect(found.filter((use) => use !== undefined).length).toBeLessThanOrEqual(4);
});
