import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { GatewayParts } from "../deps.ts";
import type { QueryPair } from "../query.ts";
import { because } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import type { Incoming, Task } from "../task.ts";
import { answerSearch } from "./answer.ts";
import { pagedTask } from "./paged.ts";

/** The rule of `?_type=A,B&…` and of a POST to `_search`: the parameters have to be ones of every type named. */
export function systemSearchTask(
  parts: GatewayParts,
  incoming: Incoming<InteractionOf<"fhir.system-search">>,
): Task {
  return pagedTask(parts, incoming, "", async (ask, permitted) => {
    const types = typesAsked(ask.pairs);
    if (!types.ok) return types.error;
    if (types.value === null)
      return because("bad_request", "a search of the whole system names types with `_type`");
    const asked = types.value.map((type) => ({ type, within: [] }));
    return answerSearch(parts, { ...ask, types: asked, parameters: withoutTypes(ask.pairs) }, permitted);
  });
}

/** The types that `_type` names, each once; null where it does not stand. Error: it stands twice, or names nothing. */
export function typesAsked(pairs: readonly QueryPair[]): Result<readonly string[] | null, Reason> {
  const [asked, again] = pairs.filter(([name]) => name === "_type");
  if (asked === undefined) return ok(null);
  const types = [...new Set(asked[1].split(","))];
  const isReadable = again === undefined && types.every((type) => type !== "");
  return isReadable ? ok(types) : err(because("parameter_invalid", "`_type`"));
}

/** The parameters beside `_type`. */
export function withoutTypes(pairs: readonly QueryPair[]): readonly QueryPair[] {
  return pairs.filter(([name]) => name !== "_type");
}
