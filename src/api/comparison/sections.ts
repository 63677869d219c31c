import type { z } from "@hono/zod-openapi";
import { DROP, KEEP } from "../../catalogue/transforms.ts";
import type { DataElement } from "../../catalogue/types.ts";
import type { Reason } from "../../decision/types.ts";
import { REASONS } from "../../kernel/reasons.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { objectProjection } from "../../projection/object-projection.ts";
import { briefOf } from "./brief.ts";
import { alone, type Chart, type HeldRecord } from "./chart.ts";
import type { ComparisonDesk } from "./ports.ts";
import type { ComparisonSchema } from "./schema.ts";
import type { RecordSight, Sight } from "./sight.ts";

type Comparison = z.infer<typeof ComparisonSchema>;
type ComparedElement = Comparison["sections"][number]["elements"][number];
type ElementSight = ComparedElement["sights"][number];
type Withheld = NonNullable<ElementSight["withheld"]>;

/** Records whose values are shown beside each other, for each element. */
const SAMPLES = 3;

export interface Compared {
  readonly desk: ComparisonDesk;
  readonly policy: CompiledPolicy;
  readonly chart: Chart;
  readonly sights: readonly Sight[];
}

/** Every element that the chart holds, by type, beside what each person sees of it. */
export function sectionsOf(compared: Compared): Comparison["sections"] {
  const { policy, chart } = compared;
  return [...chart].map(([type, records]) => {
    const indexes = policy.catalogue.elementsOfType(type);
    const elements = indexes.flatMap((index) => {
      const element = policy.catalogue.elements[index];
      const holders = records.filter(({ held }) => held.has(index));
      if (element === undefined || holders.length === 0) return [];
      return [comparedElement(compared, type, element, holders)];
    });
    return { type, records: records.length, elements };
  });
}

/** A reason with its words and what one can do next. */
export function presentReason({ code, rule, detail }: Reason): Withheld {
  const { title, next } = REASONS[code];
  return { code, title, rule, detail, next };
}

function comparedElement(
  compared: Compared,
  type: string,
  element: DataElement,
  holders: readonly HeldRecord[],
): ComparedElement {
  const samples = samplesOf(holders);
  return {
    element: element.id,
    title: element.title,
    sensitivity: element.sensitivity,
    heldBy: holders.length,
    samples: samples.map((record) => ({
      value: needsAuthorization(compared.policy, record)
        ? null
        : valueIn(compared, type, element, record, KEEP),
      segments: compared.policy.segments
        .filter(({ bit }) => (record.facts.segments & (1 << bit)) !== 0)
        .map(({ id }) => id),
    })),
    sights: compared.sights.map((sight) => elementSight(compared, type, element, holders, samples, sight)),
  };
}

/** One of each sensitive kind first, so that what is withheld for its segment is among them. */
function samplesOf(holders: readonly HeldRecord[]): readonly HeldRecord[] {
  const kinds = new Map<number, HeldRecord>();
  for (const record of holders)
    if (!kinds.has(record.facts.segments)) kinds.set(record.facts.segments, record);
  return [...new Set([...kinds.values(), ...holders])].slice(0, SAMPLES);
}

function elementSight(
  compared: Compared,
  type: string,
  element: DataElement,
  holders: readonly HeldRecord[],
  samples: readonly HeldRecord[],
  { onlooker, records }: Sight,
): ElementSight {
  const shows = (record: HeldRecord): boolean => records.get(record)?.released.has(element.index) ?? false;
  const shown = holders.filter(shows);
  const first = shown[0] === undefined ? undefined : records.get(shown[0])?.byElement.get(element.id);
  const missed = holders.find((record) => !shows(record));
  const values = samples.map((record) => {
    const code = records.get(record)?.view?.[element.index] ?? DROP;
    return shows(record) ? valueIn(compared, type, element, record, code, onlooker) : null;
  });
  return {
    person: onlooker.eye.personId,
    transform: first?.transform ?? "drop",
    shownOn: shown.length,
    values,
    rules: [...(first?.rules ?? [])],
    withheld: missed === undefined ? null : withheldBy(onlooker, records.get(missed), element.id),
  };
}

function withheldBy({ refused }: Sight["onlooker"], sight: RecordSight | undefined, id: string): Withheld {
  const reason = refused ?? sight?.byElement.get(id)?.reason;
  return presentReason(reason ?? { code: "element_not_in_purpose", rule: null, detail: "" });
}

function valueIn(
  { desk, policy }: Compared,
  type: string,
  { index }: DataElement,
  { resource }: HeldRecord,
  code: number,
  onlooker?: Sight["onlooker"],
): string {
  const { catalogue } = policy;
  const known = onlooker?.known ?? null;
  const context = known === null ? AS_HELD : desk.projectionContext(known);
  const only = alone(index, code, catalogue.elements.length);
  const projected = objectProjection(catalogue).project(resource, only, context);
  return projected.resource === null ? "" : briefOf(projected.resource, catalogue.tree(type), index);
}

/** For what is kept, nothing is drawn on. */
const AS_HELD = { now: 0, tokenize: null, zip3: new Set<string>() };

/** Psychotherapy notes: not even the guide reads them (45 CFR 164.508(a)(2)). */
function needsAuthorization({ segments }: CompiledPolicy, { facts }: HeldRecord): boolean {
  return segments.some(({ bit, guard }) => guard === "authorization" && (facts.segments & (1 << bit)) !== 0);
}
