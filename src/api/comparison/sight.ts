import type { TransformVector } from "../../catalogue/transforms.ts";
import { explain } from "../../decision/explain.ts";
import type { ElementExplanation, Explanation } from "../../decision/explanation.ts";
import { grantedSomewhere } from "../../decision/reach.ts";
import { viewOf } from "../../decision/view.ts";
import { AppError } from "../../kernel/errors.ts";
import { type JsonObject, stringifyJson } from "../../kernel/json.ts";
import type { Permitted } from "../../pipeline.ts";
import { objectProjection } from "../../projection/object-projection.ts";
import type { Chart, HeldRecord } from "./chart.ts";
import type { Onlooker } from "./onlooker.ts";
import type { ComparisonDesk, EyeReply } from "./ports.ts";

/** What one person sees of one record, and why. */
export interface RecordSight {
  /** Null: nothing of the record. */
  readonly view: TransformVector | null;
  readonly released: ReadonlySet<number>;
  readonly explanation: Explanation;
  readonly byElement: ReadonlyMap<string, ElementExplanation>;
}

/** One person before the chart: what the gateway answered, and what each record shows and why. */
export interface Sight {
  readonly onlooker: Onlooker;
  readonly replies: ReadonlyMap<string, EyeReply>;
  readonly records: ReadonlyMap<HeldRecord, RecordSight>;
}

/**
 * Asks the gateway as this person, and explains the answer.
 * @throws AppError `conflict` when the gateway showed something else than what is explained: the facts have changed.
 */
export async function sightOf(
  desk: ComparisonDesk,
  onlooker: Onlooker,
  chart: Chart,
  patientId: string,
): Promise<Sight> {
  const types = typesToAsk(onlooker, chart);
  const asked = types.map(async (type) => {
    const ids = (chart.get(type) ?? []).map(({ facts }) => facts.id);
    return [type, await desk.ask(onlooker.eye, type, { patientId, ids })] as const;
  });
  const replies = new Map(await Promise.all(asked));
  const records = new Map<HeldRecord, RecordSight>();
  const { known } = onlooker;
  if (known === null) return { onlooker, replies, records };
  for (const [type, ofType] of chart) {
    const shown: JsonObject[] = [];
    for (const record of ofType) {
      const { resource, sight } = look(desk, known, record);
      records.set(record, sight);
      if (resource !== null) shown.push(resource);
    }
    const reply = replies.get(type);
    if (!isSame(reply?.records ?? [], shown)) throw hasChanged();
  }
  return { onlooker, replies, records };
}

/** The patient's own record always, so that whoever is denied has an entry; other types where policy shows any of it. */
function typesToAsk({ known }: Onlooker, chart: Chart): readonly string[] {
  const given = [...chart.keys()].filter(
    (type) => known !== null && grantedSomewhere(known.decision, type).some((code) => code > 0),
  );
  return [...new Set(["Patient", ...given])];
}

function look(
  desk: ComparisonDesk,
  known: Permitted,
  { resource, facts: record, held }: HeldRecord,
): { readonly resource: JsonObject | null; readonly sight: RecordSight } {
  const { policy, decision, facts } = known;
  const ids = [...held].flatMap((index) => policy.catalogue.elements[index]?.id ?? []);
  const explanation = explain(decision.request, policy, facts, record, ids);
  const byElement = new Map(explanation.elements.map((element) => [element.element, element]));
  const view = viewOf(decision, record, facts)?.elements ?? null;
  const projected =
    view === null
      ? null
      : objectProjection(policy.catalogue).project(resource, view, desk.projectionContext(known));
  if (projected === null || projected.resource === null)
    return { resource: null, sight: { view: null, released: new Set(), explanation, byElement } };
  const { released } = projected;
  return { resource: projected.resource, sight: { view, released, explanation, byElement } };
}

/** In the same bytes, the gateway's own labels in `meta` aside. */
function isSame(answered: readonly JsonObject[], explained: readonly JsonObject[]): boolean {
  const [left, right] = [answered, explained].map((resources) =>
    resources.map(bytesOf).toSorted().join("\n"),
  );
  return left === right;
}

function bytesOf({ resourceType, id, meta: _meta, ...rest }: JsonObject): string {
  return stringifyJson({ resourceType, id, ...rest });
}

function hasChanged(): AppError {
  return new AppError("conflict", "what people may see changed while the chart was compared", {
    hint: "Load the page again.",
  });
}
