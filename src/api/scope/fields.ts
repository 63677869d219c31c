import type { z } from "@hono/zod-openapi";
import { DROP, KEEP, meet, transformOf, type TransformCode } from "../../catalogue/transforms.ts";
import type { DataElement } from "../../catalogue/types.ts";
import { mappedTypes } from "../../catalogue/mapped-types.ts";
import { isDirectoryType } from "../../catalogue/patient-link.ts";
import { grantedSomewhere } from "../../decision/reach.ts";
import type { Decision } from "../../decision/types.ts";
import { REASONS } from "../../kernel/reasons.ts";
import type { CompiledPurpose } from "../../policy/types.ts";
import { membersOf } from "./members.ts";
import type { ScopeSchema } from "./schema.ts";

type Scope = z.infer<typeof ScopeSchema>;

/** What a decision shows at most of each element, by element index; from policy and caller alone. */
export interface Reach {
  readonly most: ReadonlyMap<number, TransformCode>;
  readonly types: Scope["types"];
}

/** What could be shown on some record: by resource type for elements of FHIR, under every ceiling that always binds for others. */
export function reachOfFields(decision: Decision): Reach {
  const { elements } = decision.policy.catalogue;
  const most = new Map<number, TransformCode>();
  const types: Scope["types"] = [];
  const raise = (index: number, code: TransformCode): void => {
    if (code > (most.get(index) ?? DROP)) most.set(index, code);
  };
  for (const type of mappedTypes(decision.policy.catalogue)) {
    const granted = grantedSomewhere(decision, type);
    const shown = decision.policy.catalogue.elementsOfType(type).filter((index) => granted[index] !== DROP);
    for (const index of shown) raise(index, granted[index] ?? DROP);
    const ids = shown.flatMap((index) => elements[index]?.id ?? []);
    const members = membersOf(decision.policy.catalogue, type, new Set(shown));
    if (ids.length > 0) types.push({ type, directory: isDirectoryType(type), elements: ids, members });
  }
  for (const { index, fhir } of elements) if (fhir.length === 0) raise(index, ofControl(decision, index));
  return { most, types };
}

/** Groups of which the caller sees anything, with what stays out of them. */
export function fieldGroups(decision: Decision, { most }: Reach): Scope["fields"] {
  const groups = new Map<string, DataElement[]>();
  for (const element of decision.policy.catalogue.elements) {
    const members = groups.get(element.group) ?? [];
    groups.set(element.group, members);
    members.push(element);
  }
  return [...groups].flatMap(([group, members]) => {
    const shown = members.filter(({ index }) => most.has(index));
    if (shown.length === 0) return [];
    const leftOut = members.filter(({ index }) => !most.has(index));
    return [
      {
        group,
        shown: shown.map((element) => shownField(decision, element, most.get(element.index) ?? DROP)),
        leftOut: leftOut.map((element) => leftOutField(decision, element)),
      },
    ];
  });
}

/** What the purposes let one ask for beyond what is shown, one case at a time, where a role of the caller is eligible. */
export function askable(decision: Decision, { most }: Reach): Scope["mayAsk"] {
  const { catalogue, segments } = decision.policy;
  const asking = askingPurposes(decision);
  const mask = asking.reduce((bits, { mayAsk }) => bits | mayAsk.segments, 0);
  const left = new Set(decision.segmentsLeftOut);
  return {
    eligible: asking.length > 0,
    elements: catalogue.elements
      .filter(({ index }) => (most.get(index) ?? DROP) !== KEEP && mayAsk(asking, index))
      .map(({ id, title }) => ({ element: id, title })),
    segments: segments
      .filter(({ id, bit }) => left.has(id) && (mask & (1 << bit)) !== 0)
      .map(({ id, title }) => ({ id, title })),
  };
}

/** The purposes of the decision that are declared here, in its order. */
export function purposesOf({ policy, purposes }: Decision): readonly CompiledPurpose[] {
  return purposes.flatMap((id) => policy.purposes.get(id) ?? []);
}

function askingPurposes(decision: Decision): readonly CompiledPurpose[] {
  const eligible = new Set(
    decision.request.subject.roles.flatMap((id) => decision.policy.roles.get(id)?.eligible.jit ?? []),
  );
  return purposesOf(decision).filter(({ id }) => eligible.has(id));
}

function mayAsk(purposes: readonly CompiledPurpose[], index: number): boolean {
  return purposes.some((purpose) => (purpose.mayAsk.elements[index] ?? DROP) !== DROP);
}

function shownField(
  decision: Decision,
  { id, title, sensitivity, index }: DataElement,
  code: TransformCode,
): Scope["fields"][number]["shown"][number] {
  const giving = decision.slices.filter((slice) => (slice.elements[index] ?? DROP) !== DROP);
  const rules = [...new Set(giving.map(({ rule }) => rule))];
  return { element: id, title, sensitivity, transform: transformOf(code), rules };
}

function leftOutField(
  decision: Decision,
  { id, title, sensitivity, index }: DataElement,
): Scope["fields"][number]["leftOut"][number] {
  const never = purposesOf(decision).every((purpose) => (purpose.never[index] ?? DROP) === DROP);
  const reason = never ? "element_never" : "element_not_in_purpose";
  const mayAskFor = mayAsk(askingPurposes(decision), index);
  return { element: id, title, sensitivity, reason, next: REASONS[reason].next, mayAsk: mayAskFor };
}

/** Elements of the control API stand in no record, so only what always binds lowers them. */
function ofControl({ slices, ceilings }: Decision, index: number): TransformCode {
  const always = ceilings.filter((c) => c.records === null && c.segments === 0 && c.types === null);
  return slices.reduce<TransformCode>((most, slice) => {
    const binding = always.filter((ceiling) => ceiling.binds(slice));
    const given = binding.reduce<TransformCode>(
      (code, ceiling) => meet(code, ceiling.atMost[index] ?? DROP),
      slice.elements[index] ?? DROP,
    );
    return Math.max(most, given);
  }, DROP);
}
