import type { RelationFact } from "../../catalogue/relations.ts";
import type { RecordFacts } from "../../catalogue/types.ts";
import { transformOf } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { decide } from "../decide.ts";
import { buildRelationIndex } from "../relation-index.ts";
import type {
  AccessRequest,
  Authorization,
  Facts,
  Part2Consent,
  Restriction,
  Subject,
  TemporaryGrant,
} from "../types.ts";
import { viewOf } from "../view.ts";
import type { PolicySpec } from "./policy-builder.ts";
import { vector } from "./catalogue-builder.ts";
import { buildPolicy } from "./policy-builder.ts";

/** A small clinic for tests: one policy, its people's requests, and records of its patients. */
export const NOW = Date.parse("2026-05-04T15:00:00Z");
export const HOUR = 3_600_000;

const CLINICAL = ["condition.*", "medication.*", "note.*", "observation.*"];

export const CLINIC: PolicySpec = {
  elements: {
    "patient.name": ["Patient"],
    "patient.birth-date": ["Patient"],
    "patient.ssn": ["Patient"],
    "coverage.member-id": ["Coverage"],
    "claim.header": ["Claim"],
    "claim.dx-codes": ["Claim"],
    "claim.notes": ["Claim"],
    "condition.code": ["Condition"],
    "medication.code": ["MedicationRequest"],
    "observation.laboratory": ["Observation"],
    "note.body": ["DocumentReference"],
    "note.date": ["DocumentReference"],
    "directory.name": ["Practitioner"],
  },
  segments: [
    { id: "bh" },
    { id: "psychotherapy", guard: "authorization" },
    { id: "part2", guard: "part2-consent" },
  ],
  relations: {
    billable: {},
    "care-team": {},
    clinic: {},
    ticket: {},
    panel: { permits: false },
    "claim-assigned": { recordBound: true },
    originator: { recordBound: true },
    directory: { kind: "directory" },
    self: { kind: "self" },
  },
  purposes: {
    payment: { basis: "payment", code: "HPAYMT" },
    billing: {
      basis: "payment",
      code: "HPAYMT",
      parent: "payment",
      never: ["patient.ssn", "note.*"],
      neverSegments: ["psychotherapy"],
      disclose: { recipients: ["health-plan"], elements: ["patient.name", "patient.birth-date", "claim.*"] },
      request: { recipients: ["health-plan"], elements: ["coverage.*"] },
    },
    eligibility: { basis: "payment", code: "ELIGVER", parent: "payment", acts: ["use"] },
    "claim-support": { basis: "payment", code: "CLMATTCH", parent: "payment", caseBound: true },
    treatment: { basis: "treatment", code: "TREAT" },
    "emergency-treatment": { basis: "treatment", code: "ETREAT", parent: "treatment" },
    "break-glass": {
      basis: "emergency",
      code: "BTG",
      parent: "emergency-treatment",
      declarable: false,
      neverSegments: ["psychotherapy"],
    },
    "records-release": { basis: "operations", code: "RECORDMGT" },
    "patient-request": { basis: "individual", code: "PATRQT" },
    "system-support": { basis: "operations", code: "HSYSADMIN", channels: ["console"] },
    "public-health": {
      basis: "public-health",
      code: "PUBHLTH",
      disclose: { recipients: ["public-health-authority"], elements: ["patient.name", "condition.code"] },
    },
  },
  roles: {
    biller: {
      grants: [
        {
          purpose: "billing",
          on: "billable",
          can: ["read", "search", "disclose", "request"],
          elements: ["patient.name", "coverage.*", "claim.*", "condition.code"],
          segments: { "claim.*": ["bh"] },
        },
        { purpose: "eligibility", on: "billable", elements: ["patient.birth-date", "coverage.*"] },
        { purpose: "claim-support", on: "claim-assigned", elements: ["patient.name", "claim.*"] },
        { purpose: "billing", on: "directory", elements: ["directory.name"] },
      ],
    },
    "front-desk": { grants: [{ purpose: "billing", on: "billable", elements: ["patient.name"] }] },
    nurse: {
      breakGlass: true,
      grants: [
        {
          purpose: "treatment",
          on: "clinic",
          elements: ["patient.name", "patient.birth-date", ...CLINICAL],
          segments: ["bh"],
        },
      ],
    },
    provider: {
      breakGlass: true,
      provider: true,
      grants: [
        {
          purpose: "treatment",
          on: "care-team",
          can: ["read", "search", "disclose", "request"],
          elements: ["patient.*", ...CLINICAL],
          segments: ["bh", "part2"],
        },
        { purpose: "treatment", on: "originator", elements: ["note.*"], segments: ["psychotherapy"] },
        {
          purpose: "emergency-treatment",
          on: "care-team",
          can: ["read", "disclose"],
          elements: ["patient.name", "condition.code"],
        },
      ],
    },
    "records-clerk": {
      grants: [
        {
          purpose: "records-release",
          on: "ticket",
          can: ["read", "disclose", "request"],
          elements: ["patient.name"],
        },
        { purpose: "public-health", on: "ticket", can: ["disclose"], elements: ["patient.name"] },
        { purpose: "patient-request", on: "ticket", can: ["read", "disclose"], elements: ["patient.name"] },
        { purpose: "billing", on: "ticket", can: ["disclose"], elements: ["patient.name"] },
      ],
    },
    support: {
      kind: "vendor",
      grants: [
        {
          purpose: "system-support",
          on: "ticket",
          elements: ["patient.name as mask", "patient.birth-date as generalize:year"],
          systems: ["ehr-test"],
        },
      ],
    },
    patient: {
      kind: "patient",
      grants: [
        {
          purpose: "patient-request",
          on: "self",
          elements: ["*"],
          segments: ["bh", "part2", "psychotherapy"],
        },
      ],
    },
    hr: {},
  },
  exemptions: {
    treatment: {
      acts: ["disclose", "request"],
      recipients: ["provider"],
      bases: ["treatment", "emergency"],
      reach: "record",
      exceptSegments: ["psychotherapy", "part2"],
    },
    individual: {
      acts: ["disclose"],
      recipients: ["individual", "personal-representative"],
      bases: ["individual", "operations"],
      reach: "record",
      exceptSegments: ["psychotherapy"],
    },
    authorization: {
      acts: ["use", "disclose"],
      recipients: ["insurer", "employer", "provider"],
      bases: ["operations", "treatment", "individual"],
      reach: "authorization-text",
    },
    hhs: {
      acts: ["disclose"],
      recipients: ["hhs"],
      bases: ["operations"],
      reach: "record",
      exceptSegments: ["part2"],
    },
    "required-by-law": {
      acts: ["disclose"],
      recipients: ["court", "public-health-authority", "health-plan"],
      bases: ["operations", "public-health", "payment"],
      reach: "law-list",
      exceptSegments: ["psychotherapy", "part2"],
    },
    "hipaa-compliance": {
      acts: ["disclose"],
      recipients: ["health-plan"],
      bases: ["payment"],
      reach: "transaction-profile",
      profiles: { "837p": ["patient.name", "claim.header", "claim.dx-codes"] },
      exceptSegments: ["psychotherapy", "part2"],
    },
  },
};

export const clinic: CompiledPolicy = buildPolicy(CLINIC);

/** Segment bits of the clinic. */
export const BH = 1 << 0;
export const PSYCHOTHERAPY = 1 << 1;
export const PART2 = 1 << 2;

export function elements(...entries: readonly string[]): Uint8Array {
  return vector(clinic.catalogue, entries);
}

export interface RequestSpec extends Partial<Omit<AccessRequest, "subject">> {
  readonly as: readonly string[] | string;
  readonly subject?: Partial<Subject>;
}

/** A read under a use, by an active person with these roles, unless it says otherwise. */
export function ask({ as, subject, ...spec }: RequestSpec): AccessRequest {
  return {
    act: "use",
    purpose: null,
    caseId: null,
    capability: "read",
    recipient: null,
    exemption: null,
    system: "ehr",
    channel: "fhir",
    now: NOW,
    ...spec,
    subject: {
      personId: "bea.biller",
      roles: typeof as === "string" ? [as] : as,
      active: true,
      patientId: null,
      baa: null,
      scopes: null,
      ...subject,
    },
  };
}

export function fact(relation: string, patientId: string, spec: Partial<RelationFact> = {}): RelationFact {
  return {
    relation,
    patientId,
    from: NOW - HOUR,
    until: NOW + HOUR,
    syncedAt: NOW,
    refs: [],
    source: `Source/${relation}`,
    ...spec,
  };
}

export interface FactsSpec extends Partial<Omit<Facts, "relations">> {
  readonly relations?: readonly RelationFact[];
}

export function factsOf({ relations, ...spec }: FactsSpec = {}): Facts {
  return {
    relations: buildRelationIndex(relations ?? []),
    authorizations: [],
    consents: [],
    restrictions: [],
    grants: [],
    ...spec,
  };
}

/** A record of patient `p1`, unless it says otherwise. */
export function record(type: string, spec: Partial<RecordFacts> = {}): RecordFacts {
  const id = spec.id ?? (type === "Patient" ? "p1" : "1");
  return { type, id, patients: ["p1"], attributed: true, segments: 0, refs: [`${type}/${id}`], ...spec };
}

export function jit(spec: Partial<TemporaryGrant> = {}): TemporaryGrant {
  return {
    id: "g1",
    kind: "jit",
    purpose: "billing",
    act: "use",
    patients: ["p1"],
    refs: [],
    elements: elements("observation.laboratory"),
    segments: 0,
    systems: [],
    from: NOW - HOUR,
    until: NOW + HOUR,
    ...spec,
  };
}

export function brokenGlass(spec: Partial<TemporaryGrant> = {}): TemporaryGrant {
  const all = { purpose: "break-glass", elements: elements("*"), segments: BH | PART2 } as const;
  return jit({ id: "btg1", kind: "break-glass", ...all, ...spec });
}

export const VALID_PARTS: ReadonlySet<string> = new Set([
  "description",
  "persons-disclosing",
  "persons-receiving",
  "purpose",
  "expiration",
  "signature-and-date",
  "right-to-revoke",
  "conditioning",
  "redisclosure",
]);

export function authorization(spec: Partial<Authorization> = {}): Authorization {
  return {
    id: "a1",
    patientId: "p1",
    present: VALID_PARTS,
    elements: elements("patient.name", "condition.code"),
    segments: 0,
    recipientIds: ["acme-life"],
    recipientClasses: [],
    signedAt: NOW - HOUR,
    expiresAt: NOW + HOUR,
    revokedAt: null,
    ...spec,
  };
}

export function consent(spec: Partial<Part2Consent> = {}): Part2Consent {
  return {
    id: "c1",
    patientId: "p1",
    recipientClasses: ["provider"],
    bases: ["treatment"],
    from: NOW - HOUR,
    until: NOW + HOUR,
    revokedAt: null,
    ...spec,
  };
}

/** Everything of the patient kept from health plans, for payment and operations. */
export function selfPay(spec: Partial<Restriction> = {}): Restriction {
  return {
    id: "r1",
    patientId: "p1",
    kind: "self-pay",
    elements: elements(),
    refs: [],
    recipientClasses: ["health-plan"],
    bases: ["payment", "operations"],
    ...spec,
  };
}

/** What the decision shows of the record: element ids, with the transform where it is not kept; null: not there. */
export function shown(
  request: AccessRequest,
  facts: Facts,
  of: RecordFacts,
  policy: CompiledPolicy = clinic,
): readonly string[] | null {
  const view = viewOf(decide(request, policy, facts), of, facts);
  if (view === null) return null;
  return policy.catalogue.elements
    .filter(({ index }) => (view.elements[index] ?? 0) !== 0)
    .map(({ id, index }) => {
      const transform = transformOf(view.elements[index] ?? 0);
      return transform === "keep" ? id : `${id} as ${transform}`;
    });
}

/** The codes of the reasons of a denial; empty for a permit. */
export function reasonsOf(
  request: AccessRequest,
  facts: Facts,
  policy: CompiledPolicy = clinic,
): readonly string[] {
  return decide(request, policy, facts).reasons.map(({ code }) => code);
}
