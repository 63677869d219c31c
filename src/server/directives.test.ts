import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RelationFact } from "../catalogue/relations.ts";
import { recordFactsOf } from "../catalogue/record-facts.ts";
import { buildRelationIndex } from "../decision/relation-index.ts";
import { readShipped } from "../decision/suite/testing/shipped.ts";
import type { Recipient } from "../decision/types.ts";
import { viewOf } from "../decision/view.ts";
import type { RestrictionTerms } from "../governance/directives/restrictions/types.ts";
import { CONSENT_PARTS } from "../governance/directives/consents/types.ts";
import { memoryDirectiveStore } from "../governance/directives/testing/memory-directive-store.ts";
import type { Caller, Person } from "../identity/types.ts";
import { fixedClock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import type { JsonObject } from "../kernel/json.ts";
import { ok } from "../kernel/result.ts";
import { enforce } from "../pipeline.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { type Directives, directivesOver } from "./directives.ts";
import { createPipeline } from "./pipeline.ts";

const NOW = Date.parse("2026-05-04T15:00:00Z");
const DAY = 86_400_000;
const PAT = "patient-pat";
const PLAN: Recipient = { class: "health-plan", id: "granite", verified: true };
const SURGEON: Recipient = { class: "provider", id: "ortho", verified: true };

let policy: CompiledPolicy;
let fixture: (name: string) => JsonObject;
let directives: Directives;
beforeAll(async () => {
  const shipped = await readShipped();
  policy = shipped.policy;
  fixture = (name) => {
    const found = shipped.fixtures.get(name);
    if (found === undefined) throw new Error(`there is no fixture \`${name}\``);
    return found;
  };
});
beforeEach(() => {
  directives = directivesOver(memoryDirectiveStore(), memoryDirectiveStore(), fixedClock(NOW));
});

/** Ids of these fixtures of which anything would go to the recipient; `denied` and why, when nothing can. */
async function disclosed(
  who: "bea.biller" | "paul.provider",
  recipient: Recipient,
  ...names: readonly string[]
): Promise<readonly string[]> {
  const [relation, purpose] = who === "bea.biller" ? ["billable", "billing"] : ["care-team", "treatment"];
  const person = policy.people.find(({ id }) => id === who) as unknown as Person;
  const caller: Caller = {
    person: { ...person, active: true },
    sessionId: "s",
    declaredPurpose: purpose,
    caseId: null,
    system: "ehr",
    channel: "fhir",
    scopes: null,
  };
  const fact: RelationFact = {
    relation,
    patientId: PAT,
    from: NOW - DAY,
    until: NOW + DAY,
    syncedAt: NOW,
    refs: [],
    source: "Test/1",
  };
  const pipeline = createPipeline({
    clock: fixedClock(NOW),
    policy: () => policy,
    identify: async () => ok(caller),
    relationsOf: async () => buildRelationIndex([fact]),
    directives: directives.factsUnder,
    nextEntryId: () => "01a20030-678e-7044-9f3f-115324d0f52b",
    append: async () => {},
  });
  const credentials = {
    authorization: undefined,
    session: undefined,
    purposeHeader: undefined,
    caseHeader: undefined,
    channel: "fhir",
  } as const;
  const asked = { act: "disclose", capability: "read", recipient, exemption: null, credentials } as const;
  const what = { interaction: "fhir.search", resourceType: "Claim", query: null };
  const answered = await enforce(pipeline, { ...asked, ...what }, async ({ decision, facts }) => {
    const shown = names.filter((name) => {
      const record = recordFactsOf(fixture(name), policy.segments);
      return viewOf(decision, record, facts) !== null;
    });
    const release = {
      outcome: "permit",
      reason: null,
      rules: [],
      grantIds: [],
      patients: [],
      records: [],
      released: [],
      withheldCount: 0,
    } as const;
    return { value: shown, release };
  });
  return answered.kind === "answered" ? answered.value : ["denied", answered.reasons[0]?.code ?? ""];
}

const SELF_PAID: RestrictionTerms = {
  kind: "self-pay",
  refs: ["Claim/claim-visit"],
  recipientClasses: [],
  bases: [],
  elements: [],
  from: null,
  until: null,
};

async function restrict(
  terms: RestrictionTerms,
  id = "0196a2f0-0000-7000-8000-000000000001",
): Promise<string> {
  const outcome = await directives.restrictions.request(
    { id, patientId: PAT, terms, note: null },
    "priya.privacy",
  );
  expect(outcome.kind).toBe("changed");
  return id;
}

describe("restrictions at release", () => {
  const CLAIMS = ["claim-visit", "claim-earlier"];

  it("F101 a self-paid claim does not go to the health plan, and another does", async () => {
    expect(await disclosed("bea.biller", PLAN, ...CLAIMS)).toEqual(CLAIMS);
    await restrict(SELF_PAID);
    expect(await disclosed("bea.biller", PLAN, ...CLAIMS)).toEqual(["claim-earlier"]);
  });

  it("F101 a referral for treatment is not affected by it", async () => {
    await restrict(SELF_PAID);
    const names = ["condition-hypertension", "encounter-visit"];
    expect(await disclosed("paul.provider", SURGEON, ...names)).toEqual(names);
  });

  it("F101 what is ended binds no more, with the next request", async () => {
    const id = await restrict(SELF_PAID);
    await directives.restrictions.terminate(id, "priya.privacy", "individual-wrote");
    expect(await disclosed("bea.biller", PLAN, ...CLAIMS)).toEqual(CLAIMS);
  });

  it("F101 what is asked for and not agreed to binds nobody; agreed to, it binds whom it names", async () => {
    const id = await restrict({ ...SELF_PAID, kind: "agreed", refs: [], recipientClasses: ["provider"] });
    expect(await disclosed("paul.provider", SURGEON, "condition-hypertension")).toHaveLength(1);
    await directives.restrictions.accept(id, "priya.privacy");
    expect(await disclosed("paul.provider", SURGEON, "condition-hypertension")).toEqual([]);
    expect(await disclosed("bea.biller", PLAN, ...CLAIMS)).toEqual(CLAIMS);
  });

  it("F101 F007 nothing is decided while restrictions cannot be read", async () => {
    const failing = {
      ...memoryDirectiveStore<never, never>(),
      version: () => Promise.reject(new AppError("database_unreachable", "reading the directives failed")),
    };
    directives = directivesOver(failing, memoryDirectiveStore(), fixedClock(NOW));
    expect(await disclosed("bea.biller", PLAN, ...CLAIMS)).toEqual(["denied", "evaluation_error"]);
  });

  it("F101 what failed to be read once is read again", async () => {
    const store = memoryDirectiveStore<never, never>();
    let fails = true;
    const flaky: typeof store = {
      ...store,
      list: (query) => (fails ? Promise.reject(new AppError("internal", "no")) : store.list(query)),
    };
    directives = directivesOver(flaky, memoryDirectiveStore(), fixedClock(NOW));
    expect(await disclosed("bea.biller", PLAN, ...CLAIMS)).toEqual(["denied", "evaluation_error"]);
    fails = false;
    expect(await disclosed("bea.biller", PLAN, ...CLAIMS)).toEqual(CLAIMS);
  });
});

describe("consents at release", () => {
  const consent = (bases: readonly ["treatment"] | readonly ["payment"]) => ({
    id: "0196a2f0-0000-7000-8000-000000000003",
    patientId: PAT,
    note: null,
    terms: {
      present: CONSENT_PARTS,
      discloser: "Riverside Recovery Program",
      description: "all records of treatment",
      recipientClasses: ["provider"] as const,
      bases,
      signedAt: NOW - DAY,
      until: NOW + DAY,
    },
  });
  const RECORDS = ["condition-hypertension", "condition-part2"];

  it("F102 a Part 2 record does not leave without a consent; what is none does", async () => {
    expect(await disclosed("paul.provider", SURGEON, ...RECORDS)).toEqual(["condition-hypertension"]);
  });

  it("F102 with a consent for this purpose to this class of recipient it does", async () => {
    await directives.consents.record(consent(["treatment"]), "harper.release");
    expect(await disclosed("paul.provider", SURGEON, ...RECORDS)).toEqual(RECORDS);
  });

  it("F102 a consent for another purpose does not open it", async () => {
    await directives.consents.record(consent(["payment"]), "harper.release");
    expect(await disclosed("paul.provider", SURGEON, ...RECORDS)).toEqual(["condition-hypertension"]);
  });

  it("F102 once revoked, nothing more leaves", async () => {
    await directives.consents.record(consent(["treatment"]), "harper.release");
    await directives.consents.revoke("0196a2f0-0000-7000-8000-000000000003", "harper.release", null);
    expect(await disclosed("paul.provider", SURGEON, ...RECORDS)).toEqual(["condition-hypertension"]);
  });
});
