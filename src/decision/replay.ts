import { DROP, transformOf } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { ElementId, RecordFacts } from "../catalogue/types.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { AppError } from "../kernel/errors.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { explain } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { inputsSchema } from "./inputs-schema.ts";
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

/** The explanation that these inputs gave, from nothing but them and the policy. @throws as `readInputs` does */
export function replay(text: string, policy: CompiledPolicy): Explanation {
  const { request, facts, record, elements } = readInputs(text, policy);
  return explain(request, policy, facts, record, elements);
}

/**
 * The inputs as they were. Throws AppError: `input_invalid` when the text is not what `serializeInputs` writes,
 * `conflict` when it was made under another policy.
 */
export function readInputs(text: string, policy: CompiledPolicy): Inputs {
  const parsed = inputsSchema(policy).safeParse(jsonOf(text));
  if (!parsed.success)
    throw new AppError("input_invalid", "the inputs do not have the shape of a recorded decision");
  const { policyHash, request, facts, record, elements } = parsed.data;
  if (policyHash !== policy.hash)
    throw new AppError("conflict", `the inputs belong to policy \`${policyHash}\``, {
      hint: "Load that policy.",
    });
  return { request, facts: { ...facts, relations: buildRelationIndex(facts.relations) }, record, elements };
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
