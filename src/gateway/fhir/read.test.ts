import { beforeEach, describe, expect, it } from "vitest";
import { codeData } from "../../catalogue/fhir-r4/definitions.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { createFhirAnswerer } from "./gateway.ts";
import { jsonOf, questionAs, reasonIn } from "./testing/ask.ts";
import type { Answerer } from "./testing/ask.ts";
import { patient, practiceRecords } from "./testing/charts.ts";
import { bytesOf } from "./testing/comparison.ts";
import { memoryUpstream } from "./testing/memory-upstream.ts";
import type { MemoryUpstream } from "./testing/memory-upstream.ts";
import { depsOf, practice } from "./testing/practice.ts";
import type { Practice } from "./testing/practice.ts";

describe("reading through the gateway", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let ask: Answerer;

  function over(records: readonly JsonObject[]): Answerer {
    state = practice();
    upstream = memoryUpstream(records, state.policy.catalogue);
    return createFhirAnswerer(depsOf(state, upstream));
  }

  beforeEach(() => {
    ask = over(practiceRecords());
  });

  it("GW-20 F008 gives a biller no element outside the grant, and counts the withheld in the record alone", async () => {
    const reply = await ask(questionAs("bea", "/Patient/p2"));
    const { meta: _, ...shown } = jsonOf(reply);
    expect(JSON.parse(JSON.stringify(shown))).toEqual({
      resourceType: "Patient",
      id: "p2",
      name: [{ family: "Famp2", given: ["Ada"] }],
      birthDate: "1980",
      address: [{ postalCode: "606" }],
    });
    expect(state.entries[0]?.release).toMatchObject({
      outcome: "permit",
      patients: ["p2"],
      records: ["Patient/p2"],
      released: ["patient.address", "patient.birth-date", "patient.name"],
      rules: ["role:biller/billing#1"],
      withheldCount: 7,
    });
    expect(bytesOf(reply)).not.toContain("withheld");
  });

  it("GW-20 shows each patient only as far as the grant that reaches them: rows and columns stay paired", async () => {
    const [clinic, panel] = [
      jsonOf(await ask(questionAs("nina", "/Patient/p1"))),
      jsonOf(await ask(questionAs("nina", "/Patient/p4"))),
    ];
    expect(Object.keys(clinic)).toContain("birthDate");
    expect(Object.keys(panel).toSorted()).toEqual(["id", "meta", "name", "resourceType", "telecom"]);
  });

  it("GW-28 asks for relation facts anew for a patient not found, hidden or absent alike", async () => {
    const missed: string[] = [];
    ask = createFhirAnswerer({ ...depsOf(state, upstream), onMiss: (id) => missed.push(id) });
    for (const path of ["/Patient/p6", "/Patient/no-such-patient", "/Patient/p2", "/Claim/no-such-claim"]) {
      await ask(questionAs("bea", path));
    }
    expect(missed).toEqual(["p6", "no-such-patient"]);
  });

  it.each([
    ["a patient out of reach", "/Patient/p6"],
    ["a record in a segment that no slice names", "/DocumentReference/psy-p1"],
    ["a record of a patient out of reach", "/Observation/lab-p6-a"],
    ["an id that is none", "/Patient/..%2f..%2fadmin"],
    ["a record of another type by that id", "/Patient/lab-p1-a"],
  ])("GW-21 answers %s like an absent id, in every byte", async (_, target) => {
    const hidden = await ask(questionAs("nina", target));
    state.entries.length = 0;
    const absent = await ask(questionAs("nina", "/Patient/absent"));
    expect({ ...hidden.headers, "x-request-id": "" }).toEqual({ ...absent.headers, "x-request-id": "" });
    expect([hidden.status, String(hidden.body)]).toEqual([404, String(absent.body)]);
    expect(hidden.headers["x-request-id"]?.length).toBe(absent.headers["x-request-id"]?.length);
  });

  it("GW-21 makes the same upstream call for a hidden record as for an absent one", async () => {
    await ask(questionAs("nina", "/Patient/p6"));
    await ask(questionAs("nina", "/Patient/absent"));
    expect(upstream.asked).toEqual(["Patient/p6", "Patient/absent"]);
  });

  it("GW-21 records the denial with what was asked for", async () => {
    await ask(questionAs("nina", "/Patient/p6"));
    expect(state.entries[0]).toMatchObject({
      release: { outcome: "deny", reason: "not_found" },
      asked: { interaction: "fhir.read", resourceType: "Patient", query: "Patient/p6" },
    });
  });

  it.each(["claim-p2", "absent"])(
    "GW-22 refuses a type that no slice gives an element of, whether `%s` exists or not, without asking upstream",
    async (id) => {
      const reply = await ask(questionAs("ana", `/Claim/${id}`));
      expect([reply.status, reasonIn(reply)]).toEqual([403, "type_not_permitted"]);
      expect(upstream.asked).toEqual([]);
    },
  );

  it("GW-23 labels a record REDACTED and MINEC even when nothing was cut from it", async () => {
    ask = over([patient("p1", { meta: null, text: null, contained: null, extension: null })]);
    const { meta } = jsonOf(await ask(questionAs("nina", "/Patient/p1")));
    expect(JSON.parse(JSON.stringify(meta))).toEqual({
      security: [
        {
          system: "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
          code: "REDACTED",
          display: "redacted",
        },
        {
          system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
          code: "MINEC",
          display: "minimum necessary",
        },
      ],
    });
  });

  it("GW-23 uses codes that HL7 v3 has", () => {
    expect([Object.keys(codeData().securityIntegrity), Object.keys(codeData().obligation)]).toEqual([
      expect.arrayContaining(["REDACTED"]),
      expect.arrayContaining(["MINEC"]),
    ]);
  });

  it("GW-24 gives the same ETag for the same visible bytes, whatever is hidden in them", async () => {
    const before = await ask(questionAs("bea", "/Patient/p2"));
    ask = over([patient("p2", { birthDate: "1980-01-01", photo: [{ title: "other" }] })]);
    const after = await ask(questionAs("bea", "/Patient/p2"));
    expect(after.headers["etag"]).toBe(before.headers["etag"]);
  });

  it("GW-24 answers If-None-Match with 304 only over the visible bytes", async () => {
    const { headers } = await ask(questionAs("bea", "/Patient/p2"));
    const match = { headers: { "if-none-match": headers["etag"] } };
    ask = over([patient("p2", { birthDate: "1980-01-01" })]);
    const same = await ask(questionAs("bea", "/Patient/p2", match));
    ask = over([patient("p2", { birthDate: "1981-01-01" })]);
    const changed = await ask(questionAs("bea", "/Patient/p2", match));
    expect([same.status, same.body, changed.status]).toEqual([304, null, 200]);
  });

  it("GW-24 does not answer a hidden record's If-None-Match: *", async () => {
    const reply = await ask(questionAs("nina", "/Patient/p6", { headers: { "if-none-match": "*" } }));
    expect(reply.status).toBe(404);
  });

  it("GW-25 withholds version and time of last change", async () => {
    const reply = await ask(questionAs("pat", "/Patient/p1"));
    expect([bytesOf(reply).includes("versionId"), bytesOf(reply).includes("lastUpdated")]).toEqual([
      false,
      false,
    ]);
    expect(Object.keys(reply.headers)).not.toContain("last-modified");
  });

  it.each([
    ["_elements=birthDate", ["birthDate", "id", "meta", "resourceType"]],
    ["_elements=Patient.name,telecom", ["id", "meta", "name", "resourceType"]],
    ["_summary=text", ["id", "meta", "resourceType"]],
    ["_summary=data", ["address", "birthDate", "id", "meta", "name", "resourceType"]],
    ["_summary=true", ["address", "birthDate", "id", "meta", "name", "resourceType"]],
  ])("GW-26 %s takes away from what is visible", async (query, members) => {
    const reply = await ask(questionAs("bea", `/Patient/p2?${query}`));
    expect(Object.keys(jsonOf(reply)).toSorted()).toEqual(members);
  });

  it.each([
    "_include=Patient:link",
    "_pretty=true",
    "name=x",
    "_sort=name",
    "_summary=count",
    "_elements=a&_elements=b",
  ])("GW-27 refuses %s on a read", async (query) => {
    const reply = await ask(questionAs("nina", `/Patient/p1?${query}`));
    expect([400, 403]).toContain(reply.status);
    expect(upstream.asked).toEqual([]);
  });
});
