import { beforeAll, describe, expect, it } from "vitest";
import type { RecordQuery } from "../../../audit/search.ts";
import { createRecorder } from "../../../audit/recorder.ts";
import { auditEntry } from "../../../audit/testing/audit-entry.ts";
import { memoryRecordStore } from "../../../audit/testing/memory-record-store.ts";
import type { AuditEntry } from "../../../audit/types.ts";
import { NOW, practiceApi, type PracticeApi } from "../../../api/testing/practice-api.ts";
import { memorySealer } from "../../../keys/testing/sealer.ts";
import { fixedClock } from "../../../kernel/clock.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { compilePolicy, readPolicyFiles } from "../../../policy/index.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import { createFhirAnswerer } from "../gateway.ts";
import type { HttpReply } from "../question.ts";
import { entriesIn, idsIn, jsonOf, linkIn, reasonIn } from "../testing/ask.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";

const DAY = Date.UTC(2026, 3, 1);
const at = (number: number) => DAY + number * 60_000;

/** Entry 1 is a search about two patients, 2 a denial, 3 a sign-in; the rest are reads by nina of one patient each. */
const ENTRIES: readonly AuditEntry[] = [
  auditEntry(1, {
    at: at(1),
    interaction: "fhir.search",
    patients: ["p1", "p2"],
    query: "code=canary",
    records: [],
  }),
  auditEntry(2, { at: at(2), outcome: "deny", reason: "no_grant", patients: [], records: [], query: null }),
  auditEntry(3, { at: at(3), interaction: "api.session.sign-in", patients: [], records: [], query: null }),
  ...Array.from({ length: 7 }, (_, index) =>
    auditEntry(index + 4, {
      at: at(index + 4),
      personId: "nina.nurse",
      roles: ["nurse"],
      patients: [`q${index}`],
      records: [`Observation/${index}`],
    }),
  ),
];

let api: PracticeApi;
const asked: RecordQuery[] = [];
beforeAll(async () => {
  api = await practiceApi();
});

async function gateway(pipeline = api.deps.pipeline) {
  const recorder = createRecorder(memoryRecordStore(), memorySealer(), fixedClock(NOW));
  for (const entry of ENTRIES) await recorder.record(entry);
  const upstream = memoryUpstream(
    [{ resourceType: "AuditEvent", id: "of-the-upstream" }],
    api.policy.catalogue,
  );
  const record = {
    search: async (query: RecordQuery, withPatients: boolean) => {
      asked.push(query);
      return recorder.search(query, withPatients);
    },
  };
  const answer = createFhirAnswerer({ ...depsOf(practice(), upstream), pipeline, record });
  const ask = (target: string, person = "audra.auditor", purpose = "audit"): Promise<HttpReply> =>
    answer({
      method: "GET",
      target: `/fhir${target}`,
      headers: { authorization: `Bearer ${person}`, "x-purpose-of-use": purpose },
      body: async () => new Uint8Array(),
    });
  return { ask, recorder };
}

const idOf = (number: number, ordinal: number): string => `${auditEntry(number).id}.${ordinal}`;

describe("searching AuditEvents through the gateway", () => {
  const cases: readonly [string, string, string[]][] = [
    ["everything, newest first", "_count=3", [idOf(10, 1), idOf(9, 1), idOf(8, 1)]],
    ["a patient", "patient=p2", [idOf(1, 2)]],
    ["a patient by reference", "patient=Patient/p1", [idOf(1, 1)]],
    ["a person by name", "agent-name:exact=bea.biller", [idOf(3, 0), idOf(2, 0), idOf(1, 1), idOf(1, 2)]],
    [
      "a person by identifier",
      "agent:identifier=https://modicum.dev/fhir/NamingSystem/person|bea.biller&type=rest",
      [idOf(1, 1), idOf(1, 2)],
    ],
    ["a request by its id", `entity:identifier=${auditEntry(2).id}`, [idOf(2, 0)]],
    ["an action", "action=E&outcome=0&patient=p1", [idOf(1, 1)]],
    ["an outcome", "outcome=4", [idOf(2, 0)]],
    ["a type", "type=http://dicom.nema.org/resources/ontology/DCM|110114", [idOf(3, 0)]],
    ["a subtype", "subtype=search-type", [idOf(1, 1), idOf(1, 2)]],
    ["a record", "entity=Observation/3", [idOf(7, 1)]],
    ["a role", "agent-role=nurse&_count=1", [idOf(10, 1)]],
    ["an id", `_id=${idOf(1, 2)}`, [idOf(1, 2)]],
    [
      "a time",
      `date=ge${new Date(at(3)).toISOString()}&date=lt${new Date(at(5)).toISOString()}`,
      [idOf(4, 1), idOf(3, 0)],
    ],
    ["none of those it excludes", "outcome:not=0", [idOf(2, 0)]],
  ];

  it.each(cases)("GW-301 F165 finds by %s", async (_what, query, found) => {
    const { ask } = await gateway();
    const reply = await ask(`/AuditEvent?${query}`);
    expect([reply.status, idsIn(reply)]).toEqual([200, found]);
  });

  it("GW-301 F165 gives each patient in a result an event that names that patient alone", async () => {
    const { ask } = await gateway();
    const events = entriesIn(jsonOf(await ask("/AuditEvent?subtype=search-type")));
    expect(events.map((event) => JSON.stringify(event).match(/Patient\/\w+/g))).toEqual([
      ["Patient/p1"],
      ["Patient/p2"],
    ]);
  });

  it.each([
    "name=x",
    "_lastUpdated=2026",
    "_include=AuditEvent:patient",
    "_sort=date",
    "_total=accurate",
    "_count=0",
    "_record-cursor=x",
    "entity.name=x",
    "address=1",
    "patient:missing:x=true",
  ])("GW-302 F165 refuses %s", async (query) => {
    const { ask } = await gateway();
    expect((await ask(`/AuditEvent?${query}`)).status).toBeGreaterThanOrEqual(400);
  });

  it("GW-303 F165 gives every event once, page by page, while the record grows", async () => {
    const { ask, recorder } = await gateway();
    const seen: string[] = [];
    let target: string | undefined = "/AuditEvent?_count=3";
    for (let page = 0; target !== undefined && page < 20; page++) {
      const reply = await ask(target);
      seen.push(...idsIn(reply));
      target = linkIn(reply, "next");
      for (let more = 0; more < 150; more++) await recorder.record(auditEntry(1_000 + page * 150 + more));
    }
    const events = ENTRIES.toReversed().flatMap(({ id, patients }) =>
      patients.length === 0 ? [`${id}.0`] : patients.map((_, index) => `${id}.${index + 1}`),
    );
    expect(seen).toEqual(events);
  });

  it("GW-303 F165 seals what was searched for into its links, for nobody else", async () => {
    const { ask } = await gateway();
    const next = linkIn(await ask("/AuditEvent?agent-name=nina&_count=1"), "next") ?? "";
    expect(next).not.toContain("nina");
    expect(reasonIn(await ask(next, "priya.privacy", "compliance"))).toBe("page_token_invalid");
  });

  it("GW-304 F165 records whose events came out", async () => {
    const { ask } = await gateway();
    await ask("/AuditEvent?subtype=search-type");
    expect(api.entries.at(-1)).toMatchObject({
      interaction: "fhir.search",
      resourceType: "AuditEvent",
      patients: ["p1", "p2"],
      records: [`AuditEvent/${idOf(1, 1)}`, `AuditEvent/${idOf(1, 2)}`],
      released: ["record.entries", "record.patients"],
    });
  });

  it("GW-301 F165 looks up a patient in the record's own index", async () => {
    const { ask } = await gateway();
    await ask("/AuditEvent?patient=p1&date=ge2026-04-01");
    expect(asked.at(-1)).toMatchObject({ patientId: "p1", from: expect.any(Number) as number });
  });

  it("GW-300 F165 denies who may not read the record, and serves nothing of the upstream", async () => {
    const { ask } = await gateway();
    const denied = await ask("/AuditEvent", "bea.biller", "billing");
    expect([denied.status, reasonIn(denied)]).toEqual([403, "type_not_permitted"]);
    expect((await ask("/AuditEvent/of-the-upstream")).status).toBe(404);
  });
});

describe("reading an AuditEvent through the gateway", () => {
  it("GW-301 F165 gives the event of one patient, labeled, with the query it was about", async () => {
    const { ask } = await gateway();
    const reply = await ask(`/AuditEvent/${idOf(1, 2)}`);
    const event = jsonOf(reply);
    expect([reply.status, event["id"]]).toEqual([200, idOf(1, 2)]);
    const security = (event["meta"] as JsonObject)["security"] as readonly JsonObject[];
    expect(security.map(({ code }) => code)).toEqual(["REDACTED", "MINEC"]);
    expect(JSON.stringify(event)).toContain(Buffer.from("code=canary").toString("base64"));
  });

  it("GW-301 F165 answers 304 while the caller's copy is good", async () => {
    const { ask } = await gateway();
    const first = await ask(`/AuditEvent/${idOf(1, 1)}`);
    expect(first.headers["etag"]).toMatch(/^W\/"/);
    expect(first.headers["etag"]).toBe((await ask(`/AuditEvent/${idOf(1, 1)}`)).headers["etag"]);
  });

  it.each([idOf(1, 0), idOf(1, 3), idOf(99, 0), "x"])("GW-301 has no event %s", async (id) => {
    const { ask } = await gateway();
    expect((await ask(`/AuditEvent/${id}`)).status).toBe(404);
  });
});

describe("a reader of the record without `record.patients`", () => {
  let policy: CompiledPolicy;
  beforeAll(async () => {
    const files = await readPolicyFiles("content");
    if (!files.ok) throw new Error("the shipped policy cannot be read");
    const changed = files.value.map((file) =>
      file.path.endsWith("roles/auditor.yaml")
        ? { ...file, text: file.text.replace("[L, ", "[record.entries, ") }
        : file,
    );
    expect(changed, "the auditor's group L is in the shipped policy").not.toEqual(files.value);
    const compiled = compilePolicy(changed, NOW);
    if (!compiled.ok) throw new Error("the changed policy does not compile");
    policy = compiled.value;
  });
  const narrow = () => gateway({ ...api.deps.pipeline, policy: () => policy });

  it("GW-305 F165 sees one event an entry, without patient, record and query", async () => {
    const { ask } = await narrow();
    const reply = await ask("/AuditEvent");
    expect(idsIn(reply)).toEqual(ENTRIES.map(({ id }) => `${id}.0`).toReversed());
    expect(JSON.stringify(jsonOf(reply))).not.toMatch(/Patient\/|Observation\/|"query"/);
  });

  it.each(["patient=p1", "entity=Observation/1", "entity-role=1", "patient:missing=true"])(
    "GW-305 F165 is refused a search by %s",
    async (query) => {
      const { ask } = await narrow();
      expect(reasonIn(await ask(`/AuditEvent?${query}`))).toBe("parameter_not_permitted");
    },
  );

  it("GW-305 F165 finds no event of a patient by its id", async () => {
    const { ask } = await narrow();
    expect((await ask(`/AuditEvent/${idOf(1, 1)}`)).status).toBe(404);
  });
});
