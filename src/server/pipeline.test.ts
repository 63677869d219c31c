import { beforeAll, describe, expect, it } from "vitest";
import type { AuditEntry } from "../audit/types.ts";
import { buildRelationIndex } from "../decision/relation-index.ts";
import type { Caller, CallerClient, Person } from "../identity/types.ts";
import { fixedClock } from "../kernel/clock.ts";
import { ok } from "../kernel/result.ts";
import { type Asked, enforce, type Pipeline } from "../pipeline.ts";
import { loadPolicy } from "../policy/index.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { createPipeline, NO_DIRECTIVES, subjectOf } from "./pipeline.ts";

const NOW = Date.parse("2026-05-04T15:00:00Z");
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
  query: "Patient/7",
};

let policy: CompiledPolicy;
let entries: AuditEntry[];

beforeAll(async () => {
  const loaded = await loadPolicy("content", fixedClock(NOW));
  if (!loaded.ok) throw new Error("the shipped policy does not compile");
  policy = loaded.value;
});

function pipelineFor(role: string, purpose: string, append = keep, caller: Partial<Caller> = {}): Pipeline {
  entries = [];
  return createPipeline({
    clock: fixedClock(NOW),
    policy: () => policy,
    identify: async () => ok({ ...callerOf(role, purpose), ...caller }),
    relationsOf: async () => buildRelationIndex([]),
    directives: async () => NO_DIRECTIVES,
    nextEntryId: () => "01a20030-678e-7044-9f3f-115324d0f52b",
    append,
  });
}

async function keep(entry: AuditEntry): Promise<void> {
  entries.push(entry);
}

function callerOf(role: string, purpose: string): Caller {
  const person: Person = {
    id: `some.${role}`,
    displayName: "Some One",
    roles: [role],
    fhirUser: null,
    department: null,
    manager: null,
    active: true,
  };
  return {
    person,
    sessionId: "s",
    declaredPurpose: purpose,
    caseId: null,
    system: "ehr",
    channel: "fhir",
    scopes: null,
  };
}

const release = {
  outcome: "permit",
  reason: null,
  rules: ["role:biller/billing#1"],
  grantIds: [],
  patients: ["7"],
  records: ["Patient/7"],
  released: ["patient.name"],
  withheldCount: 3,
} as const;

describe("enforce", () => {
  it("F012 writes purpose as declared, purposes resolved, rules and policy before it answers", async () => {
    const answered = await enforce(pipelineFor("biller", "HPAYMT"), ASKED, async () => {
      expect(entries).toEqual([]);
      return { value: "chart", release };
    });
    expect(answered).toMatchObject({ kind: "answered", value: "chart" });
    expect(entries[0]).toMatchObject({
      purpose: "HPAYMT",
      purposes: expect.arrayContaining(["billing"]) as unknown,
      rules: ["role:biller/billing#1"],
      policyHash: policy.hash,
      basis: "payment",
      withheldCount: 3,
      outcome: "permit",
    });
  });

  it("F006 records what an act changed, and that any other act changed nothing", async () => {
    const changes = ["gained biller/billing/patient.sex on billable"];
    const pipeline = pipelineFor("biller", "HPAYMT");
    for (const given of [{ ...release, changes }, release])
      await enforce(pipeline, ASKED, async () => ({ value: null, release: given }));
    expect(entries.map((entry) => entry.changes)).toEqual([changes, []]);
  });

  it("F007 answers nothing when the record cannot be written", async () => {
    const failing = async (): Promise<void> => Promise.reject(new Error("disk full"));
    const answered = await enforce(pipelineFor("biller", "HPAYMT", failing), ASKED, async () => ({
      value: "chart",
      release,
    }));
    expect(answered).toMatchObject({ kind: "denied", reasons: [{ code: "record_unavailable" }] });
  });

  it("F007 denies when the answer cannot be built, and records that", async () => {
    const answered = await enforce(pipelineFor("biller", "HPAYMT"), ASKED, async () => {
      throw new Error("surprise");
    });
    expect(answered).toMatchObject({ kind: "denied", reasons: [{ code: "evaluation_error" }] });
    expect(entries[0]).toMatchObject({ outcome: "deny", reason: "evaluation_error" });
  });

  it("lets nothing out to a vendor without an agreement (45 CFR 164.502(e))", async () => {
    const answered = await enforce(pipelineFor("vendor-support", "HSYSADMIN"), ASKED, async () => ({
      value: "chart",
      release,
    }));
    expect(answered).toMatchObject({ kind: "denied", reasons: [{ code: "baa_inactive" }] });
  });
});

describe("a client that is registered to disclose", () => {
  const recipient = { class: "public-health-authority", id: "state-registry", verified: true } as const;
  const client: CallerClient = {
    id: "registry",
    kind: "service",
    honorsObligations: false,
    act: "disclose",
    recipient,
  };

  it("F012 discloses whatever it asks for, to the recipient of its registration, and the record says so", async () => {
    const pipeline = pipelineFor("biller", "HPAYMT", keep, { client });
    await enforce(pipeline, ASKED, async () => ({ value: null, release }));
    expect(entries[0]).toMatchObject({ act: "disclose", recipient: "state-registry" });
  });

  it("cannot be made to name another recipient by what it asks", async () => {
    const pipeline = pipelineFor("biller", "HPAYMT", keep, { client });
    const asked = { ...ASKED, recipient: { class: "provider", id: "elsewhere", verified: true } } as const;
    const caller = { ...callerOf("biller", "HPAYMT"), client };
    expect(pipeline.requestOf(caller, asked, NOW)).toMatchObject({ act: "disclose", recipient });
  });

  it("F012 another client uses, as it asks", async () => {
    const pipeline = pipelineFor("biller", "HPAYMT");
    const caller = {
      ...callerOf("biller", "HPAYMT"),
      client: { ...client, act: "use", recipient: null } as const,
    };
    expect(pipeline.requestOf(caller, ASKED, NOW)).toMatchObject({ act: "use", recipient: null });
  });
});

describe("the patient of a `patient/` scope", () => {
  const subjectWith = (launchPatient: string | null, fhirUser: string | null) => {
    const caller = callerOf("patient", "own-record");
    const token = { subject: "x", clientId: null, launchPatient, origin: null, endsAt: null };
    return subjectOf({ person: { ...caller.person, fhirUser }, scopes: ["patient/*.rs"], token }, policy)
      .scopes;
  };

  it("F163 is the patient in context of the launch, else the person themself, else there is none", () => {
    expect(subjectWith("p1", "Practitioner/7")).toMatchObject([{ patient: "p1" }]);
    expect(subjectWith(null, "Patient/p2")).toMatchObject([{ patient: "p2" }]);
    expect(subjectWith(null, "Practitioner/7")).toEqual([]);
  });
});
