import type { Catalogue } from "../../../catalogue/types.ts";
import { parseQuery } from "../query.ts";
import type { HttpReply } from "../question.ts";
import { routeOf } from "../route.ts";
import type { Asking } from "./asking.ts";

/** What was asked, and how it was answered, so that silence about a kind of question shows. */
export interface Tally {
  answers: number;
  nonEmpty: number;
  /** Status of every answer, counted. */
  readonly statuses: Map<number, number>;
  /** Kinds of question, as `kindsOf` names them, that had an answer with something in it. */
  readonly answered: Set<string>;
  /** For each kind, the reason codes it was refused with. */
  readonly refused: Map<string, Set<string>>;
}

export function newTally(): Tally {
  return { answers: 0, nonEmpty: 0, statuses: new Map(), answered: new Set(), refused: new Map() };
}

/** Counts one answer, equal in both worlds. */
export function note(tally: Tally, catalogue: Catalogue, asking: Asking, reply: HttpReply): void {
  tally.answers += 1;
  tally.statuses.set(reply.status, (tally.statuses.get(reply.status) ?? 0) + 1);
  const text = Buffer.from(reply.body ?? []).toString("latin1");
  if (holdsSomething(reply, text)) {
    tally.nonEmpty += reply.status === 200 ? 1 : 0;
    for (const kind of kindsOf(asking, catalogue)) tally.answered.add(kind);
  } else if (reply.status >= 400) {
    const code = REASON.exec(text)?.[1] ?? String(reply.status);
    for (const kind of kindsOf(asking, catalogue))
      tally.refused.set(kind, (tally.refused.get(kind) ?? new Set()).add(code));
  }
}

/** Adds what another tally counted. */
export function addTally(tally: Tally, other: Tally): void {
  tally.answers += other.answers;
  tally.nonEmpty += other.nonEmpty;
  for (const [status, count] of other.statuses)
    tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + count);
  for (const kind of other.answered) tally.answered.add(kind);
  for (const [kind, codes] of other.refused)
    tally.refused.set(kind, new Set([...(tally.refused.get(kind) ?? []), ...codes]));
}

const REASON = /"system":"https:\/\/modicum\.dev\/fhir\/CodeSystem\/reason","code":"([a-z_]+)"/;
const EMPTY_BUNDLE = /^\{"resourceType":"Bundle"(?!.*(?:"entry":\[|"total":[1-9]))/s;

/** A record, a Bundle of something, content, or a write that was done. */
function holdsSomething({ status }: HttpReply, text: string): boolean {
  if (status === 201 || status === 202 || status === 204) return true;
  return status === 200 && text !== "" && !EMPTY_BUNDLE.test(text);
}

/** `fhir.search`, `fhir.search token`, `fhir.search chain`, `fhir.operation $everything`… */
export function kindsOf(
  { method = "GET", target, headers, body }: Asking,
  catalogue: Catalogue,
): readonly string[] {
  if (target.startsWith("!")) return ["path"];
  const [path = "", query = ""] = target.split("?");
  const route = routeOf(method, path.replace(/^\//, ""));
  if (!route.ok) return ["path"];
  const interaction = route.value;
  const { name } = interaction;
  if (interaction.name === "fhir.operation") return [name, `${name} ${interaction.operation}`];
  const type = "type" in interaction ? interaction.type : null;
  const isForm = (headers?.["content-type"] ?? "").includes("form");
  const pairs = parseQuery(isForm ? `${query}&${body ?? ""}` : query);
  if (!pairs.ok) return [name];
  return [name, ...pairs.value.map(([parameter]) => `${name} ${parameterKind(parameter, type, catalogue)}`)];
}

function parameterKind(name: string, type: string | null, catalogue: Catalogue): string {
  const [code = ""] = name.split(":");
  if (code === "_has") return "_has";
  if (name.includes(".")) return "chain";
  const known = type === null ? undefined : catalogue.searchParameter(type, code);
  if (known !== undefined && !code.startsWith("_")) return known.type;
  return code.startsWith("_") ? code : "unknown parameter";
}
