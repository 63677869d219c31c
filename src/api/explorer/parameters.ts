import type { z } from "@hono/zod-openapi";
import { transformOf } from "../../catalogue/transforms.ts";
import type { SearchParameter } from "../../catalogue/types.ts";
import { grantedSomewhere } from "../../decision/reach.ts";
import type { Decision } from "../../decision/types.ts";
import type { ExplainedParameterSchema } from "./schema.ts";

type Explained = z.infer<typeof ExplainedParameterSchema>;

/** Parameters that shape an answer and read nothing themselves (FHIR R4 search, 3.1.1.5). */
const OF_THE_RESULT: ReadonlySet<string> = new Set([
  "_count",
  "_elements",
  "_format",
  "_include",
  "_page",
  "_pretty",
  "_revinclude",
  "_sort",
  "_summary",
  "_total",
]);

/** One step of a parameter: what it reads of records of one type. */
interface Read {
  readonly type: string;
  readonly parameter: SearchParameter | undefined;
}

/**
 * What a parameter reads, step by step through a chain or `_has`, and how much of that the decision gives: from
 * policy alone, never from a record. `name` is as written, without the value.
 */
export function explainParameter(decision: Decision, type: string, name: string): Explained {
  const plain = name.split(":")[0] ?? "";
  if (OF_THE_RESULT.has(plain)) return { name, kind: "result", reads: [], structural: true };
  const reads = name.startsWith("_has:") ? readsOfHas(decision, name) : readsOfChain(decision, type, name);
  const last = reads.at(-1)?.parameter;
  return {
    name,
    kind: last?.type ?? null,
    structural: reads.length > 0 && reads.every(({ parameter }) => parameter?.structural === true),
    reads: distinct(reads.flatMap((read) => elementsOf(decision, read))),
  };
}

/** `subject:Patient.birthdate`: each part reads a record of the type that the part before points to. */
function readsOfChain(decision: Decision, start: string, name: string): readonly Read[] {
  const reads: Read[] = [];
  let type: string | undefined = start;
  for (const part of name.split(".")) {
    if (type === undefined) return reads;
    const [code = "", target] = part.split(":");
    const parameter: SearchParameter | undefined = decision.policy.catalogue.searchParameter(type, code);
    reads.push({ type, parameter });
    type = target ?? (parameter?.target.length === 1 ? parameter.target[0] : undefined);
  }
  return reads;
}

/** `_has:Observation:subject:code`: a record of that type, by its reference and by the rest. */
function readsOfHas(decision: Decision, name: string): readonly Read[] {
  const [, type = "", reference = "", ...rest] = name.split(":");
  const pointing = { type, parameter: decision.policy.catalogue.searchParameter(type, reference) };
  const inner = rest.join(":");
  return [
    pointing,
    ...(inner.startsWith("_has:") ? readsOfHas(decision, inner) : readsOfChain(decision, type, inner)),
  ];
}

function elementsOf(decision: Decision, { type, parameter }: Read): Explained["reads"] {
  const given = grantedSomewhere(decision, type);
  return (parameter?.elements ?? []).flatMap((index) => {
    const element = decision.policy.catalogue.elements[index];
    if (element === undefined) return [];
    return [{ id: element.id, title: element.title, given: transformOf(given[index] ?? 0) }];
  });
}

function distinct(reads: Explained["reads"]): Explained["reads"] {
  return [...new Map(reads.map((read) => [`${read.id} ${read.given}`, read])).values()];
}
