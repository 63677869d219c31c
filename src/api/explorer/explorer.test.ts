import { describe, expect, it } from "vitest";
import { memoryUpstream } from "../../gateway/fhir/testing/memory-upstream.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { objectProjection } from "../../projection/object-projection.ts";
import { createExplorer } from "../../server/explorer.ts";
import { gatewayKeys, projectionContext } from "../../server/gateway-parts.ts";
import { practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { ExplorationView } from "./presenter.ts";

/** One for all, so that two gateways seal alike. */
const sealer = memorySealer();
const EXPLORER = "/api/v1/explorer";
const patient = (id: string): JsonObject => ({
  resourceType: "Patient",
  id,
  name: [{ family: "Canary", given: ["Ada"] }],
  birthDate: "1980-05-17",
  identifier: [{ system: "http://hl7.org/fhir/sid/us-ssn", value: "999-00-1111" }],
});

const claim: JsonObject = {
  resourceType: "Claim",
  id: "c1",
  status: "active",
  patient: { reference: "Patient/p1" },
  item: [{ encounter: [{ reference: "Encounter/v1" }] }],
};
/** The visit that the claim is for, with a label of confidentiality or of a segment. */
const visit = (label: JsonObject): JsonObject => ({
  resourceType: "Encounter",
  id: "v1",
  status: "finished",
  meta: { security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", ...label }] },
  subject: { reference: "Patient/p1" },
});

/** The API over the shipped policy, with the real gateway behind the explorer; p2 is nobody's. */
function api(
  options: { readonly demo?: boolean; readonly records?: readonly JsonObject[] } = {},
): Promise<PracticeApi> {
  return practiceApi({
    facts: [
      { person: "bea.biller", relation: "billable", patient: "p1" },
      { person: "ivan.itsupport", relation: "ticket", patient: "p1", refs: ["Patient/p1", "Claim/c1"] },
    ],
    more: ({ deps: { pipeline }, policy: { catalogue } }) => {
      const gateway = {
        pipeline,
        upstream: memoryUpstream(options.records ?? [patient("p1"), patient("p2")], catalogue),
        baseUrl: "http://modicum.test/fhir",
        projectionOf: objectProjection,
        projectionContext: projectionContext(sealer),
        keys: gatewayKeys(sealer),
      };
      const as = async (person: string, purpose: string | null) => ({
        authorization: `Bearer ${person}`,
        purposeHeader: purpose ?? undefined,
        caseHeader: undefined,
        session: undefined,
        channel: "fhir",
      });
      return { explorer: createExplorer(() => gateway, options.demo === false ? null : as) };
    },
  });
}

function explore(practice: PracticeApi, target: string, more: object = {}, who = "priya.privacy") {
  const body = { method: "GET", target, person: "bea.biller", purpose: "billing", ...more };
  return practice.ask<ExplorationView>(who, EXPLORER, { purpose: "compliance", body });
}

describe("the explorer", () => {
  it("shows what the policy permitted, what the upstream was asked, and what was rebuilt", async () => {
    const { status, json } = await explore(await api(), "/Patient?birthdate=1980-05-17");
    expect(status).toBe(200);
    expect(json.reply.status).toBe(200);
    expect(json.steps).toMatchObject([
      {
        interaction: "fhir.search",
        outcome: "permit",
        parameters: [
          { name: "birthdate", kind: "date", reads: [{ id: "patient.birth-date", given: "keep" }] },
        ],
      },
    ]);
    expect(json.upstream).toMatchObject([{ interaction: "search", records: 1 }]);
    expect(json.upstream[0]?.question).toContain("p1");
    expect(json.records).toMatchObject([
      { record: "Patient/p1", shown: true, withheld: [{ id: "patient.ssn" }] },
    ]);
    expect(json.reply.body).not.toContain("999-00-1111");
  });

  it("F161 says what a chain and `_has` read of each record on the way", async () => {
    const { json } = await explore(
      await api(),
      "/Claim?patient.birthdate=1980&_has:ClaimResponse:request:status=active&_count=1",
    );
    const reads = json.steps[0]?.parameters.map(({ name, kind, reads }) => [
      name,
      kind,
      reads.map(({ id }) => id),
    ]);
    expect(reads).toEqual([
      ["patient.birthdate", "date", ["patient.birth-date"]],
      ["_has:ClaimResponse:request:status", "token", ["claim.header"]],
      ["_count", "result", []],
    ]);
  });

  it("names the element that a refused parameter would have read", async () => {
    const { json } = await explore(await api(), "/Observation?code=2339-0");
    expect(json.steps).toMatchObject([{ outcome: "deny", reasons: [{ code: "type_not_permitted" }] }]);
    expect(json.upstream).toEqual([]);
  });

  it("F012 leaves an entry of whom it was sent as, with their purpose, and one of who explored", async () => {
    const practice = await api();
    const { json } = await explore(practice, "/Patient/p1");
    expect(
      practice.entries.map(({ personId, interaction, purpose }) => [personId, interaction, purpose]),
    ).toEqual([
      ["bea.biller", "fhir.read", "billing"],
      ["priya.privacy", "api.explorer.send", "compliance"],
    ]);
    expect(json.entry).toBe(practice.entries[0]?.id);
    expect(practice.entries[1]?.patients).toEqual(["p1"]);
  });

  it("needs `gateway.explorer`", async () => {
    const { status } = await explore(await api(), "/Patient/p1", {}, "bea.biller");
    expect(status).toBe(403);
  });

  it("sends nothing as another person outside the demo", async () => {
    const practice = await api({ demo: false });
    expect((await explore(practice, "/Patient/p1")).status).toBe(403);
    expect(practice.entries.map(({ interaction }) => interaction)).toEqual(["api.explorer.send"]);
  });

  it("F159 tells of one's own request nothing that depends on what one may not see", async () => {
    const own = async (records: readonly JsonObject[]) => {
      const body = { method: "GET", target: "/Patient?_id=p1,p2" };
      const asked = await (
        await api({ records })
      ).ask<ExplorationView>("ivan.itsupport", EXPLORER, {
        purpose: "system-support",
        body,
      });
      return { ...asked.json, entry: null, reply: { ...asked.json.reply, headers: [] } };
    };
    const [there, absent] = [await own([patient("p1"), patient("p2")]), await own([patient("p1")])];
    expect(there).toEqual(absent);
    expect(there.records).toMatchObject([{ record: "Patient/p1", withheld: [] }]);
  });

  it("F159 tells of one's own request nothing of a record that is hidden by what it refers to", async () => {
    const own = async (records: readonly JsonObject[]) => {
      const body = { method: "GET", target: "/Claim?patient=p1" };
      const practice = await api({ records: [patient("p1"), ...records] });
      const asking = { purpose: "system-support", body };
      const { json } = await practice.ask<ExplorationView>("ivan.itsupport", EXPLORER, asking);
      return [json.records, json.upstream, practice.entries.map((entry) => entry.patients)];
    };
    const there = await own([claim, visit({ code: "BH" })]);
    expect(there).toEqual(await own([]));
    expect(JSON.stringify(there)).not.toContain("v1");
    const shown = await own([claim, visit({ code: "N" })]);
    expect(shown[0]).toMatchObject([{ record: "Claim/c1", shown: true, segments: [] }]);
  });

  it("counts a record that is judged with and without lent labels once, as it was judged in the end", async () => {
    const records = [patient("p1"), claim, visit({ code: "BH" })];
    const more = { person: "ivan.itsupport", purpose: "system-support" };
    const { json } = await explore(await api({ records }), "/Claim?patient=p1", more);
    expect(json.recordsJudged).toBe(1);
    expect(json.records).toMatchObject([{ record: "Claim/c1", shown: false }]);
    expect(json.upstream.map(({ question }) => question)).toContain("Encounter?_id=v1");
  });

  it("names those whom one may send as, in the demo alone", async () => {
    const people = async (demo: boolean) =>
      (
        await (
          await api({ demo })
        ).ask<{ people: readonly object[] }>("priya.privacy", `${EXPLORER}/people`, { purpose: "compliance" })
      ).json.people;
    expect((await people(true)).length).toBeGreaterThan(10);
    expect(await people(false)).toEqual([]);
  });
});
