import type { z } from "@hono/zod-openapi";
import { transformOf } from "../../catalogue/transforms.ts";
import { REASONS } from "../../kernel/reasons.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { Decided, Exploration, JudgedRecord, UpstreamQuestion } from "./ports.ts";
import { explainParameter } from "./parameters.ts";
import type { ExplorationSchema } from "./schema.ts";

export type ExplorationView = z.infer<typeof ExplorationSchema>;
type Step = ExplorationView["steps"][number];

/** Characters of an answer that the explorer shows. */
const SHOWN_CHARACTERS = 200_000;

/**
 * The allow-list of what the explorer shows. INVARIANT: without `whole` (the demo's own right) nothing in it depends on
 * what the person is not shown: no counts, no times, nothing withheld, no labels, and no question to the upstream that
 * follows from an answer, such as for what a record refers to.
 */
export function presentExploration(
  { reply, entryId, decided, asked, judged }: Exploration,
  policy: CompiledPolicy,
  { person, whole }: { readonly person: string | null; readonly whole: boolean },
): ExplorationView {
  const seen = whole ? judged : judged.filter(({ view }) => view !== null);
  return {
    person,
    reply: {
      status: reply.status,
      headers: Object.entries(reply.headers).map(([name, value]) => ({ name, value })),
      body: reply.body === null ? null : reply.body.slice(0, SHOWN_CHARACTERS),
      truncated: (reply.body?.length ?? 0) > SHOWN_CHARACTERS,
    },
    entry: entryId,
    steps: decided.map((step) => presentStep(step, policy)),
    upstream: asked
      .filter(({ isFirst }) => whole || isFirst)
      .map((question) => presentQuestion(question, whole)),
    records: seen.map((record) => presentRecord(record, policy, whole)),
    recordsJudged: whole ? judged.length : null,
  };
}

function presentStep(step: Decided, policy: CompiledPolicy): Step {
  const { interaction, resourceType, decision, reasons } = step;
  const left = new Set(decision?.segmentsLeftOut);
  return {
    interaction,
    resourceType,
    outcome: reasons.length === 0 ? "permit" : "deny",
    reasons: reasons.map(({ code }) => ({ code, title: REASONS[code].title, next: REASONS[code].next })),
    purposes: (decision?.purposes ?? []).map((id) => ({ id, title: policy.purposes.get(id)?.title ?? id })),
    rules: distinct(decision?.slices.map(({ rule }) => rule)),
    ceilings: distinct(decision?.ceilings.map(({ rule }) => rule)),
    segmentsLeftOut: policy.segments.filter(({ id }) => left.has(id)).map(({ id, title }) => ({ id, title })),
    parameters: parametersOf(step),
  };
}

function parametersOf({ resourceType, query, decision }: Decided): Step["parameters"] {
  if (resourceType === null || query === null || decision === null) return [];
  return namesIn(query).map((name) => explainParameter(decision, resourceType, name));
}

/** Names of the parameters, without their values. */
function namesIn(query: string): readonly string[] {
  const text = query.slice(query.indexOf("?") + 1);
  const names = new URLSearchParams(text).keys();
  return distinct([...names].filter((name) => /^[A-Za-z_][\w:.-]{0,80}$/.test(name)));
}

function presentQuestion(
  { interaction, question, records, milliseconds }: UpstreamQuestion,
  whole: boolean,
): ExplorationView["upstream"][number] {
  return {
    interaction,
    question,
    records: whole ? records : null,
    milliseconds: whole ? milliseconds : null,
  };
}

function presentRecord(
  { facts, view }: JudgedRecord,
  { catalogue, segments }: CompiledPolicy,
  whole: boolean,
): ExplorationView["records"][number] {
  const named = (index: number) => {
    const element = catalogue.elements[index];
    return element === undefined ? [] : [{ id: element.id, title: element.title }];
  };
  return {
    record: `${facts.type}/${facts.id}`,
    patients: [...facts.patients],
    segments: segments
      .filter(({ bit }) => whole && (facts.segments & (1 << bit)) !== 0)
      .map(({ id, title }) => ({ id, title })),
    shown: view !== null,
    rules: [...(view?.rules ?? [])],
    released: (view?.released ?? []).flatMap((index) =>
      named(index).map((element) => ({ ...element, transform: transformOf(view?.elements[index] ?? 0) })),
    ),
    withheld: whole ? (view?.withheld ?? []).flatMap(named) : [],
  };
}

function distinct(values: readonly string[] | undefined): string[] {
  return [...new Set(values)];
}
