import { beforeEach, describe, expect, it } from "vitest";
import { err, ok } from "../../../kernel/result.ts";
import { JsonNumber, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { JobFiles, JobStore } from "../../../jobs/ports.ts";
import { memoryJobFiles, memoryJobStore } from "../../../jobs/testing/memory-jobs.ts";
import { createFhirAnswerer } from "../gateway.ts";
import type { HttpReply } from "../question.ts";
import { jsonOf, questionAs, reasonIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { laboratory, practiceRecords, record } from "../testing/charts.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";
import { createExportKind } from "./job-kind.ts";
import type { ExportDesk } from "./types.ts";
import type { RelationIndex } from "../../../catalogue/relations.ts";

const ASYNC = { prefer: "respond-async", accept: "application/fhir+json" };
const HOUR = 3_600_000;

interface Manifest {
  readonly transactionTime: string;
  readonly request: string;
  readonly output: readonly { readonly type: string; readonly url: string; readonly count: number }[];
}

describe("a bulk export", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let jobs: JobStore;
  let files: JobFiles & { readonly names: () => readonly string[] };
  let ask: Answerer;
  let desk: ExportDesk;
  /** People whose standing has ended. */
  let gone: Set<string>;

  beforeEach(() => over(practiceRecords()));

  function over(records: readonly JsonObject[]): void {
    state = practice();
    upstream = memoryUpstream(records, state.policy.catalogue);
    [jobs, files, gone] = [memoryJobStore(), memoryJobFiles(), new Set()];
    let next = 0;
    desk = {
      jobs,
      files,
      limits: { patients: 100, batch: 2, records: 3, running: 2, keepMs: HOUR },
      newId: () => `job-${(next += 1)}`,
      standing: async ({ personId, ...caller }) => {
        if (gone.has(personId)) return err("person_inactive");
        const identified = await state.pipeline.identify({
          authorization: `Bearer ${personId}`,
          session: undefined,
          purposeHeader: caller.declaredPurpose ?? undefined,
          caseHeader: undefined,
          channel: caller.channel,
        });
        return identified.ok ? ok({ ...caller, person: identified.value.person }) : identified;
      },
      wake: () => {},
    };
    ask = createFhirAnswerer(depsOf(state, upstream, { exports: desk }));
  }

  /** Does `steps` steps of the oldest job, or all of them. */
  async function work(steps = Number.POSITIVE_INFINITY): Promise<void> {
    const kind = createExportKind({ ...depsOf(state, upstream), exports: desk });
    let job = await jobs.claim([kind.kind], 0);
    for (let done = 0; job !== null && done < steps; done++) {
      const outcome = job.step < job.steps ? await kind.step(job) : null;
      if (outcome === null) await jobs.end(job.id, "done", null, 0);
      else if (outcome.kind === "ended") await jobs.end(job.id, outcome.state, outcome.reason, 0);
      else await jobs.advance(job.id, job.step + 1, outcome.parts, 0);
      if (outcome?.kind !== "done") return;
      job = { ...job, step: job.step + 1 };
    }
  }

  const start = (person: string, target: string, more: object = {}): Promise<HttpReply> =>
    ask(questionAs(person, target, { headers: ASYNC, ...more }));
  const statusOf = (person: string, id = "job-1"): Promise<HttpReply> =>
    ask(questionAs(person, `/$export-status/${id}`));
  const manifestOf = async (person: string): Promise<Manifest> =>
    JSON.parse(String((await statusOf(person)).body)) as Manifest;
  const fetchFile = (person: string, url: string): Promise<HttpReply> =>
    ask(questionAs(person, url.replace(/^.*\/fhir/, ""), { headers: { accept: "application/fhir+ndjson" } }));

  async function exported(person: string): Promise<readonly JsonObject[]> {
    const resources: JsonObject[] = [];
    for (const { url } of (await manifestOf(person)).output) {
      const reply = await fetchFile(person, url);
      const lines = String(reply.body).split("\n");
      resources.push(
        ...lines.filter((line) => line !== "").map((line) => record(JSON.parse(line) as object)),
      );
    }
    return resources;
  }

  const refsOf = (resources: readonly JsonObject[]): readonly string[] =>
    resources.map((one) => `${one["resourceType"] as string}/${one["id"] as string}`).toSorted();

  it("GW-230 F159 gives every record that a search shows, as it shows it, and no other", async () => {
    const reply = await start("bea", "/Patient/$export");
    expect([reply.status, reply.headers["content-location"]]).toEqual([
      202,
      "http://gateway.test/fhir/$export-status/job-1",
    ]);
    await work();
    const resources = await exported("bea");
    const searched: JsonObject[] = [];
    for (const type of ["Claim", "Condition", "Encounter", "Patient"]) {
      const found = jsonOf(await ask(questionAs("bea", `/${type}`)))["entry"] ?? [];
      searched.push(
        ...(found as readonly { readonly resource: JsonObject }[]).map(({ resource }) => resource),
      );
    }
    expect(refsOf(resources)).toEqual(refsOf(searched));
    expect(new Set(resources.map((one) => stringifyJson(one)))).toEqual(
      new Set(searched.map((one) => stringifyJson(one))),
    );
    expect(resources.length).toBeGreaterThan(8);
  });

  it("GW-230 asks for `Prefer: respond-async`", async () => {
    const reply = await ask(questionAs("bea", "/Patient/$export"));
    expect([reply.status, reasonIn(reply)]).toEqual([400, "bad_request"]);
  });

  it.each([
    ["_since=2026-01-01", "parameter_not_permitted"],
    ["_type=Observation", "type_not_permitted"],
    ["_type=Patience", "type_unknown"],
    ["_outputFormat=csv", "parameter_invalid"],
    ["_typeFilter=Patient", "parameter_invalid"],
    ["_typeFilter=Patient%3Fgender%3Dmale", "parameter_not_permitted"],
    ["_typeFilter=Claim%3F_sort%3Dcreated", "result_parameter_not_supported"],
    ["_type=Claim&_typeFilter=Patient%3Fname%3Dx", "parameter_invalid"],
    ["includeAssociatedData=LatestProvenanceResources", "parameter_unknown"],
  ])("GW-230 refuses %s from policy alone", async (query, reason) => {
    const reply = await start("bea", `/Patient/$export?${query}`);
    expect(reasonIn(reply)).toBe(reason);
    expect([await jobs.list({ limit: 1 }), upstream.asked]).toEqual([[], []]);
  });

  it("GW-230 narrows by type, filter, elements and patient, by POST too", async () => {
    const parameter = [
      { name: "_type", valueString: "Claim" },
      { name: "_typeFilter", valueString: "Claim?created=2026-04" },
      { name: "_elements", valueString: "Claim.use" },
      { name: "patient", valueReference: { reference: "Patient/p2" } },
      { name: "patient", valueReference: { reference: "Patient/p6" } },
    ];
    const body = JSON.stringify({ resourceType: "Parameters", parameter });
    await start("bea", "/Patient/$export", { method: "POST", body });
    await work();
    const [claim, ...others] = await exported("bea");
    expect(others).toEqual([]);
    expect(Object.keys(claim ?? {}).toSorted()).toEqual(["id", "meta", "patient", "resourceType", "use"]);
  });

  it("GW-230 exports the directory with everything in reach", async () => {
    await start("nina", "/$export?_type=Practitioner");
    await work();
    expect(refsOf(await exported("nina"))).toEqual(["Practitioner/d1"]);
    expect(reasonIn(await start("nina", "/Patient/$export?_type=Practitioner"))).toBe("parameter_invalid");
  });

  it("GW-230 refuses more patients than the organization sets, and more exports than one may have", async () => {
    desk = { ...desk, limits: { ...desk.limits, patients: 2 } };
    ask = createFhirAnswerer(depsOf(state, upstream, { exports: desk }));
    expect(reasonIn(await start("bea", "/Patient/$export"))).toBe("scan_budget_exceeded");
    for (const status of [202, 202, 429])
      expect((await start("sue", "/Patient/$export")).status).toBe(status);
  });

  it("GW-230 GW-231 makes no job when the kick-off cannot be recorded", async () => {
    state.recordFails = true;
    expect((await start("bea", "/Patient/$export")).status).toBe(503);
    expect(await jobs.list({ limit: 1 })).toEqual([]);
  });

  it("GW-230 GW-01 denies a kick-off whose job cannot be kept, and names the entry that is there", async () => {
    const jobsThatFail = { ...jobs, add: () => Promise.reject(new Error("no session")) };
    ask = createFhirAnswerer(depsOf(state, upstream, { exports: { ...desk, jobs: jobsThatFail } }));
    const reply = await start("bea", "/Patient/$export");
    expect([reply.status, reasonIn(reply)]).toEqual([403, "evaluation_error"]);
    expect(reply.headers["x-request-id"]).toBe(state.entries[0]?.id);
    expect(await jobs.list({ limit: 1 })).toEqual([]);
  });

  it("GW-230 is refused where no exports are kept", async () => {
    ask = createFhirAnswerer(depsOf(state, upstream));
    expect(reasonIn(await start("bea", "/Patient/$export"))).toBe("interaction_not_supported");
  });

  it("GW-231 F159 records kick-off, each chunk with its patients and elements, and the outcome, as one", async () => {
    await start("bea", "/Patient/$export?_type=Claim");
    const intent = state.entries[0]?.id;
    await work();
    const parts = state.entries.slice(1).map(({ asked, release }) => [asked.interaction, release.partOf]);
    expect(parts).toEqual([
      ["fhir.export-chunk", intent],
      ["fhir.export-chunk", intent],
      ["fhir.export-end", intent],
    ]);
    expect(state.entries[1]?.release).toMatchObject({
      patients: ["p2", "p3"],
      records: ["Claim/claim-p2", "Claim/claim-p3"],
      released: ["claim.dx-codes", "claim.header", "claim.total"],
    });
  });

  it("GW-231 writes nothing while the record cannot be written, and goes on when it can", async () => {
    await start("bea", "/Patient/$export?_type=Claim");
    state.recordFails = true;
    await expect(work()).rejects.toThrow("record_unavailable");
    expect(files.names()).toEqual([]);
    state.recordFails = false;
    await work();
    expect((await exported("bea")).length).toBe(3);
  });

  it("GW-232 goes on where a process was killed in the middle of a step, and exports each record once", async () => {
    const shared = record({
      resourceType: "Observation",
      id: "twice",
      status: "final",
      category: [{ coding: [{ code: "laboratory" }] }],
      code: { text: "x" },
      subject: { reference: "Patient/p1" },
    });
    over([...practiceRecords(), laboratory("lab-c", "p1", 1), shared, shared]);
    await start("ana", "/Patient/$export?_type=Observation");
    await work(1);
    const kind = createExportKind({ ...depsOf(state, upstream), exports: desk });
    const job = await jobs.claim([kind.kind], 0);
    // Killed after its files were written and before the step counted.
    if (job !== null) await kind.step(job);
    await work();
    const refs = refsOf(await exported("ana"));
    expect(refs.length).toBe(new Set(refs).size);
    expect(refs).toEqual(
      refsOf(
        (
          jsonOf(await ask(questionAs("ana", "/Observation")))["entry"] as readonly {
            readonly resource: JsonObject;
          }[]
        ).map(({ resource }) => resource),
      ),
    );
  });

  it("GW-233 ends with an entry when the person is no longer active, and withdraws what was made", async () => {
    await start("bea", "/Patient/$export");
    await work(2);
    gone.add("bea");
    await work();
    expect(await jobs.find("job-1")).toMatchObject({ state: "expired", reason: "grant_expired" });
    expect(state.entries.at(-1)?.release).toMatchObject({ outcome: "deny" });
    const status = await statusOf("bea");
    expect([status.status, reasonIn(status)]).toEqual([403, "grant_expired"]);
  });

  it("GW-233 ends when another policy is in force, under way and when a file is fetched", async () => {
    await start("bea", "/Patient/$export?_type=Claim");
    await work();
    const [file] = (await manifestOf("bea")).output;
    state.inForce = { ...state.policy, hash: "another" };
    const reply = await fetchFile("bea", file?.url ?? "");
    expect([reply.status, reasonIn(reply)]).toEqual([403, "grant_expired"]);
    expect((await jobs.find("job-1"))?.state).toBe("expired");
    state.inForce = state.policy;
    expect((await fetchFile("bea", file?.url ?? "")).status).toBe(403);
  });

  it("GW-233 withdraws an export of which a patient is out of reach", async () => {
    await start("nina", "/Patient/$export?_type=Patient");
    await work();
    const [file] = (await manifestOf("nina")).output;
    const { facts } = state.pipeline;
    const without = {
      ...state.pipeline,
      facts: async (...args: Parameters<typeof facts>) => {
        const known = await facts(...args);
        const patients = (relation: string) =>
          [...known.relations.patients(relation)].filter((id) => id !== "p1");
        const find: RelationIndex["find"] = (...asked) => known.relations.find(...asked);
        return { ...known, relations: { find, patients } };
      },
    };
    ask = createFhirAnswerer({ ...depsOf(state, upstream, { exports: desk }), pipeline: without });
    expect(reasonIn(await fetchFile("nina", file?.url ?? ""))).toBe("grant_expired");
  });

  it("GW-234 tells nobody else of a job, and the same person nothing for another purpose", async () => {
    await start("nina", "/Patient/$export?_type=Patient");
    await work();
    const [file] = (await manifestOf("nina")).output;
    const absent = await statusOf("nina", "job-9");
    for (const reply of [await statusOf("bea"), await fetchFile("bea", file?.url ?? "")])
      expect([reply.status, String(reply.body)]).toEqual([404, String(absent.body)]);
    const headers = { "x-purpose-of-use": "TREAT" };
    const elsewhere = await ask(questionAs("nina", "/$export-status/job-1", { headers }));
    expect([elsewhere.status, (await statusOf("nina")).status]).toEqual([404, 200]);
  });

  it("GW-234 records a file that is fetched with all that it holds", async () => {
    await start("bea", "/Patient/$export?_type=Claim");
    await work();
    const [file] = (await manifestOf("bea")).output;
    const reply = await fetchFile("bea", file?.url ?? "");
    expect([reply.status, reply.headers["content-type"]]).toEqual([200, "application/fhir+ndjson"]);
    expect(state.entries.at(-1)).toMatchObject({
      asked: { interaction: "fhir.export-file" },
      release: {
        patients: ["p2", "p3"],
        records: ["Claim/claim-p2", "Claim/claim-p3"],
        partOf: state.entries[0]?.id,
      },
    });
    expect((await fetchFile("bea", "/$export-file/job-1/999")).status).toBe(404);
  });

  it("GW-235 is canceled by its owner, and then not there", async () => {
    await start("bea", "/Patient/$export");
    await work(1);
    const cancel = (person: string) => ask(questionAs(person, "/$export-status/job-1", { method: "DELETE" }));
    expect([(await cancel("nina")).status, (await cancel("bea")).status]).toEqual([404, 202]);
    expect([(await statusOf("bea")).status, (await jobs.find("job-1"))?.state]).toEqual([404, "canceled"]);
  });

  it("GW-235 withdraws files whose time has come, cleared or not", async () => {
    await start("bea", "/Patient/$export?_type=Claim");
    await work();
    const [file] = (await manifestOf("bea")).output;
    state.clock += HOUR;
    expect(reasonIn(await fetchFile("bea", file?.url ?? ""))).toBe("grant_expired");
  });

  it("GW-236 F159 tells the same progress whatever the records hold", async () => {
    const progress: (string | undefined)[] = [];
    for (const records of [
      practiceRecords(),
      practiceRecords().filter(({ resourceType }) => resourceType !== "Claim"),
    ]) {
      over(records);
      await start("bea", "/Patient/$export");
      await work(3);
      const reply = await statusOf("bea");
      progress.push(`${reply.status} ${reply.headers["x-progress"]} ${reply.headers["retry-after"]}`);
    }
    expect(progress).toEqual(["202 3 of 9 steps 2", "202 3 of 9 steps 2"]);
  });

  it("GW-230 tells in the manifest what was asked, when, and where each file is", async () => {
    await start("bea", "/Patient/$export?_type=Claim");
    await work();
    const reply = await statusOf("bea");
    expect([reply.headers["content-type"], reply.headers["expires"]]).toEqual([
      "application/json",
      "Mon, 04 May 2026 16:00:00 GMT",
    ]);
    const { output, ...frame } = jsonOf(reply);
    expect(frame).toEqual({
      transactionTime: "2026-05-04T15:00:00.000Z",
      request: "http://gateway.test/fhir/Patient/$export?_type=Claim",
      requiresAccessToken: true,
      error: [],
    });
    expect(output).toEqual([
      { type: "Claim", url: "http://gateway.test/fhir/$export-file/job-1/1", count: new JsonNumber("2") },
      { type: "Claim", url: "http://gateway.test/fhir/$export-file/job-1/10001", count: new JsonNumber("1") },
    ]);
  });
});
