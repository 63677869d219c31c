import { expect, it } from "vitest";
import { buildFrom, EMPTY, faultsOf, hexOf, type Kind } from "./evidence.ts";

const NOW = new Date("2026-05-04T15:00:00").getTime();
const kind = (id: Kind["id"], more: Partial<Kind> = {}): Kind => ({
  id,
  title: id,
  shows: "",
  state: "record",
  narrows: true,
  samples: true,
  yours: true,
  ...more,
});
const KINDS = [kind("record-entries"), kind("policy-text", { narrows: false, samples: false })];
const draft = { ...EMPTY, kinds: new Set(["record-entries", "policy-text"]) };

it("EVI-6 UX builds as of the end of a day that has passed, and as of now today", () => {
  expect(buildFrom({ ...draft, day: "2026-05-03" }, KINDS, NOW).asOf).toBe(
    new Date("2026-05-04T00:00:00").toISOString(),
  );
  expect(buildFrom({ ...draft, day: "2026-05-04" }, KINDS, NOW)).not.toHaveProperty("asOf");
});

it("EVI-8 UX asks for names of patients only of what can name them, and only where that was chosen", () => {
  expect(buildFrom(draft, KINDS, NOW).items).toEqual([{ kind: "record-entries" }, { kind: "policy-text" }]);
  expect(buildFrom({ ...draft, patients: true }, KINDS, NOW).items).toEqual([
    { kind: "record-entries", patients: true },
    { kind: "policy-text" },
  ]);
});

it("UX says what is wrong with a draft before it is sent", () => {
  expect(faultsOf(EMPTY, KINDS, NOW)).toEqual({ kinds: "Choose at least one." });
  expect(faultsOf({ ...draft, day: "2026-05-05" }, KINDS, NOW)).toHaveProperty("day");
  expect(faultsOf({ ...draft, sample: "2.5" }, KINDS, NOW)).toHaveProperty("sample");
  expect(faultsOf({ ...draft, kinds: new Set(["policy-text"]), sample: "5" }, KINDS, NOW)).toEqual({
    sample: "None of these can be a sample.",
  });
  expect(faultsOf({ ...draft, sample: "25", seed: "may-2026" }, KINDS, NOW)).toEqual({});
});

it("EVI-5 writes a hash as the server does", () => {
  expect(hexOf(Uint8Array.of(0, 15, 255).buffer)).toBe("000fff");
});
