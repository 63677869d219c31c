import { expect, it } from "vitest";
import type { AuditEntry } from "../audit/types.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import { buildRelationIndex } from "../decision/relation-index.ts";
import type { GrantSpec, PolicySpec } from "../decision/testing/policy-builder.ts";
import { buildPolicy } from "../decision/testing/policy-builder.ts";
import type { ElementView } from "../decision/types.ts";
import { viewOf } from "../decision/view.ts";
import type { Caller } from "../identity/types.ts";
import { fixedClock } from "../kernel/clock.ts";
import { ok } from "../kernel/result.ts";
import { type Asked, enforce, type Pipeline } from "../pipeline.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { createPipeline, NO_DIRECTIVES } from "./pipeline.ts";

const NOW = Date.parse("2026-05-04T15:00:00Z");
const REQUESTS = 3_000;
const ELEMENTS = ["patient.name", "patient.birth-date", "patient.phone"] as const;

const COMMON: Pick<PolicySpec, "elements" | "purposes" | "relations"> = {
  elements: Object.fromEntries(ELEMENTS.map((id) => [id, ["Patient"]])),
  purposes: { care: { basis: "treatment" } },
  relations: { clinic: {} },
};

/** Three policies that differ in what a nurse sees; in the last one the nurse works for a vendor without agreement. */
const POLICIES: readonly CompiledPolicy[] = ELEMENTS.map((element, n) =>
  buildPolicy({
    ...COMMON,
    hash: String(n).repeat(64),
    roles: { nurse: { kind: n === 2 ? "vendor" : "workforce", grants: [grantOf(element)] } },
  }),
);

function grantOf(element: string): GrantSpec {
  return { purpose: "care", on: "clinic", elements: [element] };
}

const RECORD: RecordFacts = {
  type: "Patient",
  id: "p1",
  patients: ["p1"],
  attributed: true,
  segments: 0,
  refs: ["Patient/p1"],
};

/** As long as the event loop takes to come round: others run, and policies change, in between. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

it("F007 a policy that comes into force amid thousands of requests is in none of those under way", async () => {
  let inForce = POLICIES[0] ?? null;
  const entries: AuditEntry[] = [];
  const pipeline = pipelineOf(() => inForce, entries);
  const requests = Array.from({ length: REQUESTS }, async (_, n) => {
    for (let turns = n % 7; turns > 0; turns--) await turn();
    return ask(pipeline, entries);
  });
  let swaps = 0;
  const swapping = (async () => {
    for (; swaps < 60; swaps++) {
      inForce = POLICIES[swaps % POLICIES.length] ?? null;
      await turn();
    }
  })();
  const answers = await Promise.all(requests);
  await swapping;
  const met = new Set(answers.map(({ hash }) => hash));
  expect(met).toEqual(new Set(POLICIES.map(({ hash }) => hash)));
  expect(answers.filter(({ hash, shown }) => shown !== shownUnder(hash))).toEqual([]);
  expect(entries).toHaveLength(REQUESTS);
});

/** What a nurse sees of a patient by name of the element; nothing where the policy has her work for a vendor. */
function shownUnder(hash: string): string {
  const at = POLICIES.findIndex((policy) => policy.hash === hash);
  return at === 2 ? "" : (ELEMENTS[at] ?? "unknown policy");
}

function pipelineOf(policy: () => CompiledPolicy | null, entries: AuditEntry[]): Pipeline {
  const fact = {
    relation: "clinic",
    patientId: "p1",
    from: 0,
    until: NOW * 2,
    syncedAt: NOW,
    refs: [],
    source: "test",
  };
  const relations = buildRelationIndex([fact]);
  let count = 0;
  return createPipeline({
    clock: fixedClock(NOW),
    policy,
    identify: async () => {
      await turn();
      return ok(CALLER);
    },
    relationsOf: async () => {
      await turn();
      return relations;
    },
    directives: async () => NO_DIRECTIVES,
    nextEntryId: () => `entry-${(count += 1)}`,
    append: async (entry) => {
      await turn();
      entries.push(entry);
    },
  });
}

const CALLER: Caller = {
  person: {
    id: "nora.nurse",
    displayName: "Nora Nurse",
    roles: ["nurse"],
    fhirUser: null,
    department: null,
    manager: null,
    active: true,
  },
  sessionId: "s",
  declaredPurpose: "care",
  caseId: null,
  system: "ehr",
  channel: "fhir",
  scopes: null,
};

const ASKED: Asked = {
  act: "use",
  capability: "read",
  recipient: null,
  exemption: null,
  credentials: {
    authorization: undefined,
    session: undefined,
    purposeHeader: undefined,
    caseHeader: undefined,
    channel: "fhir",
  },
  interaction: "fhir.read",
  resourceType: "Patient",
  query: "Patient/p1",
};

/** The policy that is recorded, and the element that was shown; none for a denial. */
async function ask(
  pipeline: Pipeline,
  entries: readonly AuditEntry[],
): Promise<{ hash: string; shown: string }> {
  const enforced = await enforce(pipeline, ASKED, async ({ decision, facts }) => {
    await turn();
    return { value: namesIn(viewOf(decision, RECORD, facts)), release: RELEASED };
  });
  const entry = entries.find(({ id }) => id === enforced.entryId);
  return { hash: entry?.policyHash ?? "", shown: enforced.kind === "answered" ? enforced.value : "" };
}

function namesIn(view: ElementView | null): string {
  return ELEMENTS.filter((_, at) => view?.elements[at] !== 0 && view !== null).join();
}

const RELEASED = {
  outcome: "permit",
  reason: null,
  rules: [],
  grantIds: [],
  patients: [],
  records: [],
  released: [],
  withheldCount: 0,
} as const;
