import { nextEntryId } from "../../audit/entry-id.ts";
import { createRecorder } from "../../audit/recorder.ts";
import { memoryLog } from "../../audit/testing/memory-log.ts";
import { createLogDesk } from "../../audit/tree/log-desk.ts";
import { memoryJobStore } from "../../jobs/testing/memory-jobs.ts";
import { createSummaryDesk } from "../../audit/summaries/desk.ts";
import { memoryRecordStore } from "../../audit/testing/memory-record-store.ts";
import type { AuditEntry } from "../../audit/types.ts";
import { createShreddingDesk } from "../../governance/shredding/desk.ts";
import {
  memoryShreddingStore,
  NOTHING_SEALED,
} from "../../governance/shredding/testing/memory-shredding-store.ts";
import { createLabelBook } from "../../catalogue/label-book.ts";
import type { RelationFact } from "../../catalogue/relations.ts";
import { buildRelationIndex } from "../../decision/relation-index.ts";
import { memoryDirectiveStore } from "../../governance/directives/testing/memory-directive-store.ts";
import { memoryRetention } from "../../governance/retention/testing/memory-retention.ts";
import { memoryPeopleStore } from "../../identity/testing/memory-people-store.ts";
import type { Caller, Person } from "../../identity/types.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { type Clock, fixedClock } from "../../kernel/clock.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { err, ok } from "../../kernel/result.ts";
import type { Pipeline } from "../../pipeline.ts";
import { loadPolicy } from "../../policy/index.ts";
import type { CompiledPolicy, PolicyPerson } from "../../policy/types.ts";
import { directivesOver } from "../../server/directives.ts";
import { createPipeline } from "../../server/pipeline.ts";
import { createApi } from "../app.ts";
import type { ApiDeps } from "../ports.ts";
import type { Problem } from "../problem.ts";
import { practicePolicyDesk } from "./practice-policy-desk.ts";
import { memoryOAuth } from "../oauth/testing/desk.ts";
import { memoryHealthDesk } from "../health/testing/desk.ts";
import { memoryInventoryDesk } from "../inventory/testing/desk.ts";
import { demoDesk } from "../session/testing/desk.ts";
import { practiceBackups } from "./practice-backups.ts";
import { practiceEvidence } from "./practice-evidence.ts";
import { practiceKeys } from "./practice-keys.ts";
import { practiceLocate } from "./practice-locate.ts";
import { practiceSources } from "./practice-sources.ts";
import { practiceDevices } from "./practice-devices.ts";
import { practiceDrafts } from "./practice-drafts.ts";

export const NOW = Date.parse("2026-05-04T15:00:00Z");
const DAY = 86_400_000;

let shipped: CompiledPolicy | undefined;

/** The policy under content/, compiled once. */
export async function shippedPolicy(): Promise<CompiledPolicy> {
  if (shipped !== undefined) return shipped;
  const loaded = await loadPolicy("content", fixedClock(NOW));
  if (!loaded.ok) throw new Error("the shipped policy does not compile");
  return (shipped = loaded.value);
}

export interface PracticeFact {
  readonly person: string;
  readonly relation: string;
  readonly patient: string;
  readonly refs?: readonly string[];
  /** Milliseconds before NOW at which the source was read. */
  readonly age?: number;
}

export interface PracticeApi {
  readonly policy: CompiledPolicy;
  readonly deps: ApiDeps;
  /** As they were recorded, oldest first. */
  readonly entries: readonly AuditEntry[];
  /** Asks as this person: a bearer token is the person's id. */
  ask<T = Problem>(person: string | null, path: string, init?: Asking): Promise<PracticeReply<T>>;
}

export interface Asking {
  readonly purpose?: string;
  readonly method?: string;
  readonly body?: unknown;
  /** A CSV file in place of a JSON body. */
  readonly text?: string;
  readonly ifMatch?: string;
}

export interface PracticeReply<T> {
  readonly status: number;
  readonly headers: Headers;
  /** As the test expects it; a test of the contract looks at the shape. */
  readonly json: T;
}

/** The control API over the shipped policy and its people, with these relation facts and records, and a record in memory. */
export async function practiceApi(
  options: {
    readonly facts?: readonly PracticeFact[];
    readonly records?: readonly JsonObject[];
    /** Stands still at NOW unless said. */
    readonly clock?: Clock;
    /** What stands in for a part of what the API is wired from. */
    readonly more?: (parts: { readonly deps: ApiDeps; readonly policy: CompiledPolicy }) => Partial<ApiDeps>;
  } = {},
): Promise<PracticeApi> {
  const policy = await shippedPolicy();
  const entries: AuditEntry[] = [];
  const clock = options.clock ?? fixedClock(NOW);
  const [store, sealer] = [memoryRecordStore(), memorySealer()];
  const recorder = createRecorder(store, sealer, clock);
  const directives = directivesOver(memoryDirectiveStore(), memoryDirectiveStore(), clock);
  const pipeline = createPipeline({
    clock,
    policy: () => policy,
    identify: async ({ authorization, purposeHeader, caseHeader, channel }) => {
      const id = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
      const person = policy.people.find((known) => known.id === id);
      if (person === undefined) return err("unauthenticated");
      return ok(callerOf(person, purposeHeader ?? null, caseHeader ?? null, channel));
    },
    relationsOf: async ({ id }) =>
      buildRelationIndex((options.facts ?? []).filter(({ person }) => person === id).map(factOf)),
    directives: directives.factsUnder,
    nextEntryId: () => nextEntryId(clock),
    append: async (entry) => {
      entries.push(entry);
      await recorder.record(entry);
    },
  });
  const plain: ApiDeps = {
    ...depsOver(pipeline, options.records ?? []),
    record: { search: recorder.search },
    recordSummaries: createSummaryDesk({ store, sealer, clock }),
    restrictions: directives.restrictions,
    consents: directives.consents,
    sources: practiceSources(NOW, entries),
    devices: practiceDevices(clock),
    health: memoryHealthDesk(clock),
  };
  const deps = { ...plain, ...options.more?.({ deps: plain, policy }) };
  const app = createApi(deps);
  return { policy, deps, entries, ask: (person, path, init = {}) => ask(app, person, path, init) };
}

async function ask<T>(
  app: ReturnType<typeof createApi>,
  person: string | null,
  path: string,
  { purpose, method, body, text, ifMatch }: Asking,
): Promise<PracticeReply<T>> {
  const response = await app.request(path, {
    method: method ?? (body === undefined && text === undefined ? "GET" : "POST"),
    headers: {
      ...(person === null ? {} : { authorization: `Bearer ${person}` }),
      ...(purpose === undefined ? {} : { "x-purpose-of-use": purpose }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(text === undefined ? {} : { "content-type": "text/csv" }),
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(text === undefined ? {} : { body: text }),
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as T };
}

function depsOver(
  pipeline: Pipeline,
  records: readonly JsonObject[],
): Omit<
  ApiDeps,
  "record" | "recordSummaries" | "restrictions" | "consents" | "sources" | "devices" | "health"
> {
  const people = memoryPeopleStore([]);
  const log = memoryLog();
  return {
    pipeline,
    people: {
      list: (query) => people.list(query),
      import: async () => ({ added: 0, changed: 0, unchanged: 0, missing: [], errors: [] }),
    },
    session: demoDesk(),
    ...memoryOAuth(fixedClock(NOW)),
    comparison: null,
    jobs: memoryJobStore(),
    explorer: { explore: () => Promise.reject(new Error("nobody explores here")), as: null },
    policyDesk: practicePolicyDesk(NOW),
    backups: practiceBackups(),
    evidence: practiceEvidence(),
    shreddings: createShreddingDesk({
      store: memoryShreddingStore(),
      reasonsToKeep: async () => [],
      countSealed: async () => NOTHING_SEALED,
      clock: fixedClock(NOW),
      approved: async () => {},
    }),
    relations: {
      status: async () => [],
      sync: async () => [],
      import: async () => ({ imported: 0, errors: [] }),
    },
    recordLog: { ...createLogDesk(log, log), witnesses: async () => [] },
    readRecord: async (type, id) =>
      records.find((record) => record["resourceType"] === type && record["id"] === id) ?? null,
    lentTo: async (record, segments) => {
      const book = createLabelBook(segments);
      for (const held of records) book.add(held);
      return book.lentTo(record);
    },
    ready: () => ({ ready: true, checks: {} }),
    policyDrafts: practiceDrafts(fixedClock(NOW)),
    policySchemas: () => ({}),
    inventory: memoryInventoryDesk(),
    keys: practiceKeys(),
    locate: practiceLocate(records),
    retention: memoryRetention(fixedClock(NOW), () => shipped?.retention),
  };
}

function factOf({ relation, patient, refs = [], age = 0 }: PracticeFact): RelationFact {
  const window = { from: NOW - DAY, until: NOW + DAY };
  return { relation, patientId: patient, ...window, syncedAt: NOW - age, refs, source: "Test/1" };
}

function callerOf(
  { id, displayName, roles, fhirUser, department, manager }: PolicyPerson,
  declaredPurpose: string | null,
  caseId: string | null,
  channel: string,
): Caller {
  const bound = { fhirUser: fhirUser ?? null, department: department ?? null, manager: manager ?? null };
  const person: Person = { id, displayName, roles, ...bound, active: true };
  return { person, sessionId: "s", declaredPurpose, caseId, system: "ehr", channel, scopes: null };
}
