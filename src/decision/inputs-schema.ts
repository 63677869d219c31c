import { z } from "zod";
import type { RelationFact } from "../catalogue/relations.ts";
import { codeOf, TRANSFORMS } from "../catalogue/transforms.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import { AppError } from "../kernel/errors.ts";
import { act, basis, capability, recipientClass } from "../policy/source/vocabulary.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type {
  AccessRequest,
  Authorization,
  BaaCeiling,
  DeviceLimit,
  ExemptionClaim,
  Facts,
  Part2Consent,
  Recipient,
  Restriction,
  ScopeCeiling,
  Subject,
  TemporaryGrant,
} from "./types.ts";

/**
 * A schema for every member, optional ones too.
 * INVARIANT: each object here satisfies this for its type, so that a member that is added and not replayed does not compile.
 */
type Members<T> = { readonly [Member in keyof T]-?: z.ZodType };

/** What `serializeInputs` writes, its vectors under this policy's catalogue. */
export function inputsSchema(policy: CompiledPolicy) {
  const vector = z.record(z.string(), z.enum(TRANSFORMS)).transform((named) => vectorOf(named, policy));
  return z.strictObject({
    version: z.literal(1),
    policyHash: z.string(),
    request: requestSchema(vector),
    facts: factsSchema(vector),
    record: recordSchema,
    elements: z.array(z.string()),
  });
}

function vectorOf(
  named: Readonly<Record<string, (typeof TRANSFORMS)[number]>>,
  { catalogue }: CompiledPolicy,
) {
  const vector = new Uint8Array(catalogue.elements.length);
  for (const [id, transform] of Object.entries(named)) {
    const element = catalogue.byId(id);
    if (element === undefined) throw new AppError("input_invalid", `the catalogue has no element \`${id}\``);
    vector[element.index] = codeOf(transform);
  }
  return vector;
}

type VectorSchema = z.ZodType<Uint8Array>;
const strings = z.array(z.string());
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable();

const window = { from: z.number(), until: z.number() };
const named = { id: z.string(), patientId: z.string() };
const reach = { recipientClasses: z.array(recipientClass), bases: z.array(basis) };

const recordSchema = z.strictObject({
  type: z.string(),
  id: z.string(),
  patients: strings,
  attributed: z.boolean(),
  segments: z.int(),
  refs: strings,
  matches: setOf(z.string()).optional(),
} satisfies Members<RecordFacts>);

const recipientSchema = z.strictObject({
  class: recipientClass,
  id: z.string(),
  verified: z.boolean(),
} satisfies Members<Recipient>);

const scopeSchema = z.strictObject({
  text: z.string(),
  type: z.string(),
  can: setOf(capability),
  patient: z.string().optional(),
  query: z.array(z.tuple([z.string(), z.string()])).optional(),
} satisfies Members<ScopeCeiling>);

const relationSchema = z.strictObject({
  relation: z.string(),
  patientId: z.string(),
  syncedAt: z.number(),
  refs: strings,
  source: z.string(),
  ...window,
} satisfies Members<RelationFact>);

const consentSchema = z.strictObject({
  ...named,
  ...reach,
  ...window,
  revokedAt: orNull(z.number()),
} satisfies Members<Part2Consent>);

function requestSchema(vector: VectorSchema) {
  return z.strictObject({
    act,
    subject: subjectSchema(vector),
    purpose: orNull(z.string()),
    caseId: orNull(z.string()),
    capability,
    recipient: orNull(recipientSchema),
    exemption: orNull(exemptionSchema(vector)),
    system: z.string(),
    channel: z.string(),
    now: z.number(),
  } satisfies Members<AccessRequest>);
}

function subjectSchema(vector: VectorSchema) {
  const baa = z.strictObject({
    id: z.string(),
    ...window,
    purposes: strings,
    elements: vector,
    systems: strings,
  } satisfies Members<BaaCeiling>);
  return z.strictObject({
    personId: z.string(),
    roles: strings,
    active: z.boolean(),
    patientId: orNull(z.string()),
    baa: orNull(baa),
    scopes: orNull(z.array(scopeSchema)),
  } satisfies Members<Subject>);
}

function exemptionSchema(vector: VectorSchema) {
  return z.strictObject({
    code: z.string(),
    citation: orNull(z.string()),
    lawElements: orNull(vector),
    profile: orNull(z.string()),
    authorizationId: orNull(z.string()),
  } satisfies Members<ExemptionClaim>);
}

function factsSchema(vector: VectorSchema) {
  return z.strictObject({
    relations: z.array(relationSchema),
    authorizations: z.array(authorizationSchema(vector)),
    consents: z.array(consentSchema),
    restrictions: z.array(restrictionSchema(vector)),
    grants: z.array(grantSchema(vector)),
    device: z.strictObject({ why: z.string(), elements: vector } satisfies Members<DeviceLimit>).optional(),
  } satisfies Members<Facts>);
}

function authorizationSchema(vector: VectorSchema) {
  return z.strictObject({
    ...named,
    present: setOf(z.string()),
    elements: vector,
    segments: z.int(),
    recipientIds: strings,
    recipientClasses: z.array(recipientClass),
    signedAt: z.number(),
    expiresAt: z.number(),
    revokedAt: orNull(z.number()),
  } satisfies Members<Authorization>);
}

function restrictionSchema(vector: VectorSchema) {
  return z.strictObject({
    ...named,
    ...reach,
    kind: z.enum(["self-pay", "agreed"]),
    elements: vector,
    refs: strings,
  } satisfies Members<Restriction>);
}

function grantSchema(vector: VectorSchema) {
  return z.strictObject({
    id: z.string(),
    kind: z.enum(["jit", "break-glass"]),
    purpose: z.string(),
    act,
    patients: strings,
    refs: strings,
    elements: vector,
    segments: z.int(),
    systems: strings,
    ...window,
  } satisfies Members<TemporaryGrant>);
}

function setOf<T extends z.ZodType>(item: T) {
  return z.array(item).transform((items) => new Set(items));
}
