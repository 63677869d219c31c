import { expect, test } from "vitest";
import { readBase } from "../testing/base-policy.ts";
import { changed, compiled } from "../testing/changed-policy.ts";
import { shownBy } from "../testing/shown-by.ts";

const policy = compiled(
  changed({
    "purposes/claim-support.yaml": [
      "maxRecords: {patients: 1}",
      "maxRecords: {patients: 1, encounters: 2}\nperiod: {default: encounter, max: 30d}\n" +
        "reminder: One claim.\nnotThisIf: The claim is not denied.",
    ],
    "purposes/billing.yaml": ["mayAsk: [note.body]", "mayAsk: [note.body, 'segment:bh']"],
  }),
);

test("POL-616 a purpose compiles with what it says to people", () => {
  expect(policy.purposes.get("claim-support")).toMatchObject({
    why: "For the cases.",
    owner: "privacy-officer",
    reviewBy: "2027-05-01",
    reminder: "One claim.",
    notThisIf: "The claim is not denied.",
    period: { default: "encounter", max: "30d" },
    maxEncounters: 2,
  });
});

test("POL-616 what a purpose leaves unsaid is absent from the compiled form", () => {
  const payment = policy.purposes.get("payment");
  expect([payment?.reminder, payment?.notThisIf, payment?.period, payment?.needs]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("POL-616 a purpose compiles with what it needs and what may be asked for, segments included", () => {
  const billing = policy.purposes.get("billing");
  const bh = policy.segments.find(({ id }) => id === "bh");
  expect(Object.keys(shownBy(policy, billing?.needs))).toContain("claim.lines");
  expect(shownBy(policy, billing?.needs)).not.toHaveProperty("note.body");
  expect(shownBy(policy, billing?.mayAsk.elements)).toEqual({ "note.body": "keep" });
  expect(billing?.mayAsk.segments).toBe(1 << (bh?.bit ?? 31));
});

test("POL-616 a role compiles with what it never gives, may ask for and may approve", () => {
  const [biller, officer] = [policy.roles.get("biller"), policy.roles.get("privacy-officer")];
  expect(shownBy(policy, biller?.never)).toEqual({ "note.body": "keep" });
  expect(biller?.eligible).toEqual({ jit: ["billing"], approve: [] });
  expect(officer?.eligible).toEqual({ jit: [], approve: ["billing"] });
  expect(officer).toMatchObject({ recertify: { every: "1y", by: "board" }, cfr: ["164.514(d)(2)"] });
});

test("POL-616 a role that may ask for nothing compiles with empty lists", () => {
  expect(compiled(readBase()).roles.get("nurse")?.eligible).toEqual({ jit: [], approve: [] });
});

test("F170 POL-616 `write` is create and update, and never delete", () => {
  const { roles } = compiled(
    changed({ "roles/nurse.yaml": ["can: [read, search]", "can: [read, search, write]"] }),
  );
  expect(roles.get("nurse")?.grants[0]?.can).toEqual(new Set(["read", "search", "create", "update"]));
});

test("F157 an organization that asks for devices compiles with what it leaves without one, and means something else by it", () => {
  const devices = "timeZone: America/Chicago\ndevices: {seenWithinDays: 30, otherwise: [note.body]}";
  const asking = compiled(changed({ "org.yaml": ["timeZone: America/Chicago", devices] }));
  expect(asking.devices?.seenWithinMs).toBe(30 * 86_400_000);
  expect(shownBy(asking, asking.devices?.otherwise)).toEqual({ "note.body": "keep" });
  expect(asking.hash).not.toBe(compiled(readBase()).hash);
  expect(policy.devices).toBeUndefined();
});
