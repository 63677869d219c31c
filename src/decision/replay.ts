import { z } from "zod";
import { codeOf, DROP, TRANSFORMS, transformOf } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { ElementId, RecordFacts } from "../catalogue/types.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { AppError } from "../kernel/errors.ts";
import { act, basis, capability, recipientClass } from "../policy/source/vocabulary.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { explain } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { buildRelationIndex } from "./relation-index.ts";
import type { AccessRequest, Facts } from "./types.ts";

/** Everything an explanation follows from, beside the policy. Holds patient ids: to be sealed where it is kept. */
export interface Inputs {
  readonly request: AccessRequest;
  readonly facts: Facts;
  readonly record: RecordFacts;
  readonly elements: readonly ElementId[];
}

/**
 * The inputs as canonical JSON, with the hash of the policy: vectors by element id, sets as sorted lists,
 * relation facts of the record's patients only, since no other can matter for it.
 */
export function serializeInputs(inputs: Inputs, policy: CompiledPolicy): string {
  const { request, facts, record, elements } = inputs;
  return canonicalJson({
    version: 1,
    policyHash: policy.hash,
    request: plain(request, policy),
    facts: plain({ ...facts, relations: relationsOf(record, facts, policy) }, policy),
    record: plain(record, policy),
    elements,
  });
}

/**
 * The explanation that these inputs gave, from nothing but them and the policy. Throws AppError: `input_invalid`
 * when the text is not what `serializeInputs` writes, `conflict` when it was made under another policy.
 */
export function replay(text: string, policy: CompiledPolicy): Explanation {
  const parsed = inputsSchema(policy).safeParse(jsonOf(text));
  if (!parsed.success)
    throw new AppError("input_invalid", "the inputs do not have the shape of a recorded decision");
  const { policyHash, request, facts, record, elements } = parsed.data;
  if (policyHash !== policy.hash)
    throw new AppError("conflict", `the inputs belong to policy \`${policyHash}\``, {
      hint: "Load that policy.",
    });
  const indexed: Facts = { ...facts, relations: buildRelationIndex(facts.relations) };
  return explain(request, policy, indexed, record, elements);
}

function relationsOf(record: RecordFacts, facts: Facts, policy: CompiledPolicy) {
  return [...policy.relations.keys()].flatMap((relation) =>
    record.patients.flatMap((patientId) => facts.relations.find(relation, patientId)),
  );
}

/** Vectors become objects of element id to transform, sets sorted lists; the rest stays. */
function plain(value: unknown, policy: CompiledPolicy): unknown {
  if (value instanceof Uint8Array) return namedTransforms(value, policy);
  if (value instanceof Set) return [...value].map(String).toSorted();
  if (Array.isArray(value)) return value.map((item) => plain(item, policy));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member, policy)]));
}

function namedTransforms(vector: TransformVector, { catalogue }: CompiledPolicy): Record<ElementId, string> {
  const given = catalogue.elements.filter(({ index }) => (vector[index] ?? DROP) !== DROP);
  return Object.fromEntries(given.map(({ id, index }) => [id, transformOf(vector[index] ?? DROP)]));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("input_invalid", "the inputs are not JSON", { cause });
  }
}

function inputsSchema(policy: CompiledPolicy) {
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

const recordSchema = z.strictObject({
  type: z.string(),
  id: z.string(),
  patients: strings,
  attributed: z.boolean(),
  segments: z.int(),
  refs: strings,
  matches: setOf(z.string()).optional(),
});

function requestSchema(vector: VectorSchema) {
  const scope = z.strictObject({
    text: z.string(),
    type: z.string(),
    can: setOf(capability),
    patient: z.string().optional(),
    query: z.array(z.tuple([z.string(), z.string()])).optional(),
  });
  const window = { from: z.number(), until: z.number() };
  const baa = z.strictObject({
    id: z.string(),
    ...window,
    purposes: strings,
    elements: vector,
    systems: strings,
  });
  return z.strictObject({
    act,
    subject: z.strictObject({
      personId: z.string(),
      roles: strings,
      active: z.boolean(),
      patientId: orNull(z.string()),
      baa: orNull(baa),
      scopes: orNull(z.array(scope)),
    }),
    purpose: orNull(z.string()),
    caseId: orNull(z.string()),
    capability,
    recipient: orNull(z.strictObject({ class: recipientClass, id: z.string(), verified: z.boolean() })),
    exemption: orNull(
      z.strictObject({
        code: z.string(),
        citation: orNull(z.string()),
        lawElements: orNull(vector),
        profile: orNull(z.string()),
        authorizationId: orNull(z.string()),
      }),
    ),
    system: z.string(),
    channel: z.string(),
    now: z.number(),
  });
}

function factsSchema(vector: VectorSchema) {
  const named = { id: z.string(), patientId: z.string() };
  const window = { from: z.number(), until: z.number() };
  const relation = {
    relation: z.string(),
    patientId: z.string(),
    syncedAt: z.number(),
    refs: strings,
    source: z.string(),
  };
  const reach = { recipientClasses: z.array(recipientClass), bases: z.array(basis) };
  return z.strictObject({
    relations: z.array(z.strictObject({ ...relation, ...window })),
    authorizations: z.array(
      z.strictObject({
        ...named,
        present: setOf(z.string()),
        elements: vector,
        segments: z.int(),
        recipientIds: strings,
        recipientClasses: z.array(recipientClass),
        signedAt: z.number(),
        expiresAt: z.number(),
        revokedAt: orNull(z.number()),
      }),
    ),
    consents: z.array(z.strictObject({ ...named, ...reach, ...window, revokedAt: orNull(z.number()) })),
    restrictions: z.array(
      z.strictObject({
        ...named,
        ...reach,
        kind: z.enum(["self-pay", "agreed"]),
        elements: vector,
        refs: strings,
      }),
    ),
    grants: z.array(
      z.strictObject({
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
      }),
    ),
  });
}

function setOf<T extends z.ZodType>(item: T) {
  return z.array(item).transform((items) => new Set(items));
}
