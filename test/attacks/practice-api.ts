import { createConsentDesk } from "../../src/governance/directives/consents/desk.ts";
import { createRestrictionDesk } from "../../src/governance/directives/restrictions/desk.ts";
import { memoryJobStore } from "../../src/jobs/testing/memory-jobs.ts";
import { memoryDirectiveStore } from "../../src/governance/directives/testing/memory-directive-store.ts";
import { practiceDevices } from "../../src/api/testing/practice-devices.ts";
import { practiceSources } from "../../src/api/testing/practice-sources.ts";
import { practicePolicyDesk } from "../../src/api/testing/practice-policy-desk.ts";
import type { ApiDeps } from "../../src/api/ports.ts";
import { memoryOAuth } from "../../src/api/oauth/testing/desk.ts";
import { memoryHealthDesk } from "../../src/api/health/testing/desk.ts";
import { memoryInventoryDesk } from "../../src/api/inventory/testing/desk.ts";
import { demoDesk } from "../../src/api/session/testing/desk.ts";
import { recordFactsOf } from "../../src/catalogue/record-facts.ts";
import { createSummaryDesk } from "../../src/audit/summaries/desk.ts";
import { memoryRecordStore } from "../../src/audit/testing/memory-record-store.ts";
import { memorySealer } from "../../src/keys/testing/sealer.ts";
import { auditEntry } from "../../src/audit/testing/audit-entry.ts";
import { practiceBackups } from "../../src/api/testing/practice-backups.ts";
import { practiceEvidence } from "../../src/api/testing/practice-evidence.ts";
import { practiceKeys } from "../../src/api/testing/practice-keys.ts";
import { memoryRetention } from "../../src/governance/retention/testing/memory-retention.ts";
import { practiceLocate } from "../../src/api/testing/practice-locate.ts";
import { practiceDrafts } from "../../src/api/testing/practice-drafts.ts";
import type { AuditEntry } from "../../src/audit/types.ts";
import { factsOf, NOW, practice } from "../../src/gateway/fhir/testing/practice.ts";
import { createShreddingDesk } from "../../src/governance/shredding/desk.ts";
import {
  memoryShreddingStore,
  NOTHING_SEALED,
} from "../../src/governance/shredding/testing/memory-shredding-store.ts";
import { fixedClock } from "../../src/kernel/clock.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import { buildRelationIndex } from "../../src/decision/relation-index.ts";

/** The control API over the gateway's practice: its people, its policy, and records put here. */
export interface PracticeApi {
  readonly deps: ApiDeps;
  /** Puts a record into the upstream, in place of the one with its type and id. */
  put(resource: JsonObject): void;
  /** Puts an entry into the record. */
  record(id: string, entry: Partial<AuditEntry>): void;
}

export function practiceApi(): PracticeApi {
  const { pipeline } = practice();
  const charts = new Map<string, JsonObject>();
  const entries = new Map<string, AuditEntry>();
  const nobody = { added: 0, changed: 0, unchanged: 0, missing: [], errors: [] };
  const deps: ApiDeps = {
    pipeline: {
      ...pipeline,
      facts: async ({ person }) => ({
        ...factsOf(person.id, NOW),
        relations: buildRelationIndex([...factsOfEveryJob(person.id)]),
      }),
    },
    people: { list: async () => [], import: async () => nobody },
    session: demoDesk(),
    ...memoryOAuth(fixedClock(NOW)),
    comparison: null,
    ...idleDesks(),
    explorer: { explore: () => Promise.reject(new Error("nobody explores here")), as: null },
    relations: {
      status: async () => [],
      sync: async () => [],
      import: async () => ({ imported: 0, errors: [] }),
    },
    policyDesk: practicePolicyDesk(NOW),
    record: {
      search: async ({ id }) => ({
        entries: [entries.get(id ?? "")].filter((one) => one !== undefined),
        next: null,
      }),
    },
    restrictions: createRestrictionDesk(memoryDirectiveStore(), fixedClock(NOW)),
    consents: createConsentDesk(memoryDirectiveStore(), fixedClock(NOW)),
    readRecord: async (type, id) => charts.get(`${type}/${id}`) ?? null,
    lentTo: async () => 0,
    ready: () => ({ ready: true, checks: {} }),
    policyDrafts: practiceDrafts(fixedClock(NOW)),
    policySchemas: () => ({}),
    locate: practiceLocate([]),
  };
  return {
    deps,
    put: (resource) => {
      const { type, id } = recordFactsOf(resource, []);
      charts.set(`${type}/${id}`, resource);
    },
    record: (id, entry) => entries.set(id, auditEntry(0, { ...entry, id })),
  };
}

/** What nothing is asked of here. */
function idleDesks() {
  return {
    sources: practiceSources(NOW, []),
    devices: practiceDevices(fixedClock(NOW)),
    inventory: memoryInventoryDesk(),
    health: memoryHealthDesk(fixedClock(NOW)),
    jobs: memoryJobStore(),
    backups: practiceBackups(),
    evidence: practiceEvidence(),
    shreddings: createShreddingDesk({
      store: memoryShreddingStore(),
      reasonsToKeep: async () => [],
      countSealed: async () => NOTHING_SEALED,
      clock: fixedClock(NOW),
      approved: async () => {},
    }),
    recordSummaries: createSummaryDesk({
      store: memoryRecordStore(),
      sealer: memorySealer(),
      clock: fixedClock(NOW),
    }),
    recordLog: {
      proofOf: async () => null,
      consistency: async () => null,
      witnesses: async () => [],
    },
    keys: practiceKeys(),
    retention: memoryRetention(fixedClock(NOW), () => undefined),
  };
}

/** A person holds facts of other jobs too: those of the whole workforce, say. */
function* factsOfEveryJob(personId: string) {
  for (const other of [personId, "bea"]) {
    const { relations } = factsOf(other, NOW);
    for (const relation of ["clinic", "panel", "billable", "cohort", "ticket"])
      for (const patientId of relations.patients(relation)) yield* relations.find(relation, patientId);
  }
}
