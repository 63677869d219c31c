import { describe, expect, it } from "vitest";
import { createPdp } from "../../gateway/pdp/http.ts";
import { openHospital } from "../../gateway/pdp/testing/hospital.ts";
import { openEngine } from "../engine/engine.ts";
import { embedded, type EmbeddedEntry, remote } from "./decider.ts";

const ASKING = { subject: "bea.biller", purpose: "billing", caseId: undefined };
const record = (id: string, codes: readonly string[] = []) => ({
  type: "Condition",
  id,
  patient: "patient-pat",
  codings: codes.map((code) => ({ system: "http://hl7.org/fhir/sid/icd-10-cm", code })),
});
const RECORDS = [
  record("plain"),
  record("hiv", ["B20"]),
  { ...record("other"), patient: "patient-stranger" },
];
const PERSON = {
  roles: ["biller"],
  facts: { relations: [{ relation: "billable", person: "bea.biller", patient: "patient-pat" }] },
};

async function byServer(answer?: unknown) {
  const { deps, entries } = await openHospital();
  const pdp = createPdp(deps);
  const decider = remote({
    url: "http://pdp.test/",
    token: () => "pep",
    fetch: async (input, init) =>
      answer === undefined ? pdp.request(new Request(input, init)) : Response.json(answer),
  });
  return { decider, entries };
}

/** Compiled once. */
let opened: ReturnType<typeof openEngine> | undefined;

async function byEngine() {
  const entries: EmbeddedEntry[] = [];
  opened ??= openEngine({ policy: "content", now: () => Date.parse("2026-05-04T15:00:00Z") });
  const engine = await opened;
  const decider = embedded({
    engine,
    person: (id) => (id === "bea.biller" ? PERSON : null),
    record: async (entry) => void entries.push(entry),
  });
  return { decider, entries, engine };
}

describe("deciders", () => {
  it("F174 say the same by a server and by an engine inside", async () => {
    const [server, engine] = [await byServer(), await byEngine()];
    const [ours, theirs] = await Promise.all(
      [server, engine].map(({ decider }) => decider.elements(ASKING, RECORDS)),
    );
    const plain = (answers: typeof ours) =>
      answers?.map((one) => one && [...one].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    expect(plain(ours)).toEqual(plain(theirs));
    expect(ours?.map((one) => one !== null)).toEqual([true, false, false]);
  });

  it("F174 ask the server once for many records, and leave an entry for each", async () => {
    const { decider, entries } = await byServer();
    await decider.elements(ASKING, RECORDS);
    expect(entries.map(({ personId, release }) => [personId, release.outcome])).toEqual([
      ["bea.biller", "permit"],
      ["bea.biller", "deny"],
      ["bea.biller", "deny"],
    ]);
  });

  it.each([
    ["a yes without obligations", { decision: true }],
    [
      "an obligation that is not understood",
      {
        decision: true,
        context: {
          obligations: [
            {
              type: "custom",
              id: "1",
              action: "release-elements",
              elements: [{ id: "condition.code", as: "keep" }],
            },
            { type: "custom", id: "2", action: "watermark" },
          ],
        },
      },
    ],
    [
      "a form that is not known",
      {
        decision: true,
        context: {
          obligations: [
            { type: "custom", id: "1", action: "release-elements", elements: [{ id: "a.b", as: "x" }] },
          ],
        },
      },
    ],
  ])("F174 take %s for a no", async (_, answer) => {
    const { decider } = await byServer({ evaluations: [answer] });
    expect(await decider.elements(ASKING, [record("plain")])).toEqual([null]);
  });

  it("F174 give nothing when the server answers of fewer records", async () => {
    const { decider } = await byServer({ evaluations: [] });
    await expect(decider.elements(ASKING, [record("plain")])).rejects.toThrow("another question");
  });

  it("F174 have an engine's answers recorded before they are given", async () => {
    const { entries, decider, engine } = await byEngine();
    await decider.elements(ASKING, RECORDS);
    expect(entries).toMatchObject([
      { personId: "bea.biller", purpose: "billing", records: [{ type: "Condition", id: "plain" }] },
    ]);
    const failing = embedded({
      engine,
      person: () => PERSON,
      record: () => Promise.reject(new Error("full")),
    });
    await expect(failing.elements(ASKING, RECORDS)).rejects.toThrow("full");
  });

  it("F174 rebuild FHIR with an engine inside, and nothing for who is nobody here", async () => {
    const { decider } = await byEngine();
    const patient = {
      resourceType: "Patient",
      id: "patient-pat",
      gender: "male",
      maritalStatus: { text: "x" },
    };
    const told = await decider.minimize?.(ASKING, [patient, { ...patient, id: "patient-stranger" }]);
    const nobody = await decider.minimize?.({ ...ASKING, subject: "eve" }, [patient]);
    expect([told, nobody]).toEqual([
      [{ resourceType: "Patient", id: "patient-pat", gender: "male" }, null],
      [null],
    ]);
  });
});
