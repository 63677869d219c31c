import { describe, expect, it } from "vitest";
import { fixedClock } from "../../../kernel/clock.ts";
import { memoryDirectiveStore } from "../testing/memory-directive-store.ts";
import { isActive } from "./acts.ts";
import { type ConsentDesk, createConsentDesk } from "./desk.ts";
import { consentFactOf } from "./facts.ts";
import type { ConsentTerms, PatientConsent } from "./types.ts";
import { CONSENT_PARTS } from "./types.ts";

const NOW = Date.parse("2026-05-04T15:00:00Z");
const DAY = 86_400_000;
const ID = "0196a2f0-0000-7000-8000-000000000002";
const HARPER = "harper.release";

const TERMS: ConsentTerms = {
  present: CONSENT_PARTS,
  discloser: "Riverside Recovery Program",
  description: "all records of treatment",
  recipientClasses: ["health-plan"],
  bases: ["payment"],
  signedAt: NOW - DAY,
  until: NOW + DAY,
};

const given = (terms: Partial<ConsentTerms> = {}) => ({
  id: ID,
  patientId: "p1",
  terms: { ...TERMS, ...terms },
  note: null,
});

const newDesk = (): ConsentDesk => createConsentDesk(memoryDirectiveStore(), fixedClock(NOW));

async function known(desk: ConsentDesk): Promise<PatientConsent> {
  const found = await desk.find(ID);
  if (found === undefined) throw new Error("nothing is kept");
  return found;
}

describe("a consent of 42 CFR 2.31", () => {
  it.each(CONSENT_PARTS)("F102 without `%s` is deficient, and is not taken, 2.31(c)", async (part) => {
    const desk = newDesk();
    const outcome = await desk.record(
      given({ present: CONSENT_PARTS.filter((one) => one !== part) }),
      HARPER,
    );
    expect(outcome).toMatchObject({
      kind: "refused",
      refusal: { code: "consent_deficient", message: `the consent lacks \`${part}\`` },
    });
    expect(await desk.find(ID)).toBeUndefined();
  });

  it.each([
    ["is dated in the future", { signedAt: NOW + 1 }, "consent_not_signed"],
    ["has ended", { until: NOW }, "consent_expired"],
    [
      "has no end, for research",
      { until: null, bases: ["payment", "research"] as const },
      "consent_without_end",
    ],
  ])("F102 that %s is not taken", async (_, terms, code) => {
    expect(await newDesk().record(given(terms), HARPER)).toMatchObject({
      kind: "refused",
      refusal: { code },
    });
  });

  it("F102 may have no end for treatment, payment and operations", async () => {
    const desk = newDesk();
    await desk.record(given({ until: null, bases: ["treatment", "payment", "operations"] }), HARPER);
    expect(isActive(await known(desk), NOW + 10_000 * DAY)).toBe(true);
  });

  it("F102 is good from the signature to the end, and not once it is revoked", async () => {
    const desk = newDesk();
    await desk.record(given(), HARPER);
    const consent = await known(desk);
    expect(
      [TERMS.signedAt - 1, TERMS.signedAt, NOW + DAY - 1, NOW + DAY].map((at) => isActive(consent, at)),
    ).toEqual([false, true, true, false]);
    await desk.revoke(ID, HARPER, "by telephone");
    const revoked = await known(desk);
    expect(isActive(revoked, NOW)).toBe(false);
    expect(revoked.acts.at(-1)).toMatchObject({ kind: "revoke", by: HARPER, note: "by telephone" });
  });

  it("F102 is revoked once", async () => {
    const desk = newDesk();
    await desk.record(given(), HARPER);
    const kinds = [await desk.revoke(ID, HARPER, null), await desk.revoke(ID, HARPER, null)];
    expect(kinds.map(({ kind }) => kind)).toEqual(["changed", "refused"]);
  });

  it("F102 reaches a decision with its recipients and bases", async () => {
    const desk = newDesk();
    await desk.record(given(), HARPER);
    expect(consentFactOf(await known(desk))).toEqual({
      id: ID,
      patientId: "p1",
      recipientClasses: ["health-plan"],
      bases: ["payment"],
      from: TERMS.signedAt,
      until: TERMS.until,
      revokedAt: null,
    });
  });
});
