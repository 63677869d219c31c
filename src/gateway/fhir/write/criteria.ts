import { keptEverywhere } from "../../../decision/reach.ts";
import type { Reason } from "../../../decision/types.ts";
import { AppError } from "../../../kernel/errors.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonArray } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { permittedTo } from "../permitted-to.ts";
import type { QueryPair } from "../query.ts";
import type { HttpQuestion } from "../question.ts";
import { because } from "../reasons.ts";
import { isResultParameter } from "../search/result-parameters.ts";
import { searchTask } from "../search/task.ts";

/** What a conditional interaction looks for. */
export interface Criteria {
  readonly question: HttpQuestion;
  readonly type: string;
  readonly pairs: readonly QueryPair[];
}

/**
 * The id of the one record that the criteria find among those the caller may see; null: there is none. Error: they
 * find several, or are no search that the caller may make. FHIR R4 http, 3.1.0.4.3.
 */
export async function matchOf(
  parts: GatewayParts,
  permitted: Permitted,
  { question, type, pairs }: Criteria,
): Promise<Result<string | null, Reason>> {
  if (pairs.length === 0 || pairs.some(([name]) => isResultParameter(name) || name === "_page"))
    return err(because("bad_request", "a condition is made of search parameters alone"));
  const interaction = { name: "fhir.search", type, inBody: false } as const;
  const task = searchTask(parts, { question, interaction, pairs: [...pairs, ["_count", "2"]] });
  if (task.kind !== "perform") return err(task.kind === "refuse" ? task.reason : because("bad_request"));
  const searching = permittedTo(permitted, "search");
  if (searching.decision.outcome === "deny") return err(searching.decision.reasons[0] ?? because("no_grant"));
  const answer = await task.perform(searching, asksNothing);
  if ("code" in answer) return err(answer);
  const entries = answer.value.resource?.object["entry"];
  const [first, second] = (Array.isArray(entries) ? (entries as JsonArray) : []).map((entry) => {
    const resource = isJsonObject(entry) ? entry["resource"] : undefined;
    return isJsonObject(resource) ? resource["id"] : undefined;
  });
  if (second !== undefined) return err(because("criteria_not_selective"));
  return ok(typeof first === "string" ? first : null);
}

async function asksNothing(): Promise<never> {
  throw new AppError("internal", "a search is not made of other questions");
}

/**
 * True when every record that could meet the criteria shows what they read untransformed. Whoever sees less would be
 * told that there is none where there is one, and make it twice.
 */
export function readsOnlyWhatIsKept(permitted: Permitted, { type, pairs }: Criteria): boolean {
  const { decision, policy } = permittedTo(permitted, "search");
  const kept = keptEverywhere(decision, type);
  return pairs.every(([name]) => {
    const [code = ""] = name.split(":");
    const parameter = name.includes(".") ? undefined : policy.catalogue.searchParameter(type, code);
    if (parameter === undefined) return false;
    const elements = parameter.elements ?? [];
    return parameter.structural || (elements.length > 0 && elements.every((element) => kept[element] === 1));
  });
}
