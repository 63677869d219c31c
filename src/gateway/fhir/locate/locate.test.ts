import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { practiceApi } from "../../../api/testing/practice-api.ts";
import { practiceLocate } from "../../../api/testing/practice-locate.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { jsonOf, reasonIn } from "../testing/ask.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";

const stranger = JSON.parse(
  readFileSync(`${process.cwd()}/content/tests/fixtures/patient-stranger.json`, "utf8"),
) as JsonObject;
const string = (name: string, valueString: string) => ({ name, valueString });
const MRN = [string("mrn", "MRN-000077")];
const NAMED = [
  string("family", "Okafor"),
  string("given", "Stella"),
  { name: "birthDate", valueDate: "1971-11-02" },
];
const parameters = (parameter: unknown) => JSON.stringify({ resourceType: "Parameters", parameter });

async function gateway() {
  const api = await practiceApi();
  const answer = createFhirAnswerer({
    ...depsOf(practice(), memoryUpstream([], api.policy.catalogue)),
    pipeline: api.deps.pipeline,
    locate: practiceLocate([stranger]).locate,
  });
  const ask = (body: string, target = "/Patient/$locate", method = "POST", person = "fran.frontdesk") =>
    answer({
      method,
      target: `/fhir${target}`,
      headers: {
        authorization: `Bearer ${person}`,
        "x-purpose-of-use": "scheduling",
        "content-type": "application/fhir+json",
      },
      body: async (limit) => (body.length > limit ? null : Buffer.from(body)),
    });
  return { api, ask };
}

describe("Patient/$locate", () => {
  it.each([
    ["record number", MRN],
    ["name and birth date", NAMED],
  ])("GW-310 F162 gives the patient by %s, with the elements of the right to look up", async (_what, key) => {
    const { ask } = await gateway();
    const reply = await ask(parameters(key));
    const { meta: _meta, ...shown } = jsonOf(reply);
    expect(reply.status).toBe(200);
    expect(JSON.parse(JSON.stringify(shown))).toEqual({
      resourceType: "Patient",
      id: "patient-stranger",
      identifier: [(stranger["identifier"] as readonly JsonObject[])[0]],
      name: stranger["name"],
      birthDate: "1971-11-02",
    });
  });

  it("GW-310 F162 labels the answer, and records whom it found", async () => {
    const { api, ask } = await gateway();
    const reply = await ask(parameters(MRN));
    expect(JSON.stringify(jsonOf(reply)["meta"])).toContain("MINEC");
    expect(api.entries).toMatchObject([
      { interaction: "fhir.locate", outcome: "permit", patients: ["patient-stranger"], channel: "fhir" },
    ]);
  });

  it("GW-311 F162 finds nobody as a read finds nobody", async () => {
    const { ask } = await gateway();
    const reply = await ask(parameters([string("mrn", "MRN-1")]));
    expect([reply.status, reasonIn(reply)]).toEqual([404, "not_found"]);
  });

  it("GW-312 F162 counts with the control API: the eleventh miss locks", async () => {
    const { ask } = await gateway();
    for (let number = 0; number < 11; number++) await ask(parameters([string("mrn", `MRN-${number}`)]));
    expect(reasonIn(await ask(parameters(MRN)))).toBe("locate_locked");
  });

  it("GW-310 F162 denies who has no right to look up", async () => {
    const { ask } = await gateway();
    expect((await ask(parameters(MRN), "/Patient/$locate", "POST", "cal.callcenter")).status).toBe(403);
  });

  it.each([
    ["a key in the URL", "", "/Patient/$locate?mrn=MRN-000077", "GET", 405],
    ["a key beside the body", parameters(MRN), "/Patient/$locate?mrn=1", "POST", 400],
    ["no key", parameters([]), "/Patient/$locate", "POST", 400],
    ["a parameter more", parameters([...MRN, string("x", "1")]), "/Patient/$locate", "POST", 400],
    ["a parameter twice", parameters([...MRN, ...MRN]), "/Patient/$locate", "POST", 400],
    [
      "a date that is a string",
      parameters([...NAMED.slice(0, 2), string("birthDate", "1971-11-02")]),
      "/Patient/$locate",
      "POST",
      400,
    ],
    ["another resource", JSON.stringify({ resourceType: "Patient" }), "/Patient/$locate", "POST", 400],
    [
      "a body that is too long",
      parameters([string("mrn", "x".repeat(5_000))]),
      "/Patient/$locate",
      "POST",
      413,
    ],
  ])("GW-313 F162 refuses %s", async (_what, body, target, method, status) => {
    const { ask } = await gateway();
    expect((await ask(body, target, method)).status).toBe(status);
  });

  it.each(["/$locate", "/Observation/$locate", "/Patient/p1/$locate"])(
    "GW-313 F162 is of Patient alone, not %s",
    async (target) => {
      const { ask } = await gateway();
      expect((await ask(parameters(MRN), target)).status).toBe(403);
    },
  );
});
