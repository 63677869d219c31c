import type { Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { judged } from "../labels/judge.ts";
import type { Shown, Sight } from "../show.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { UpstreamQuery } from "./candidates.ts";

/** Where records are read from, and who looks at them. */
export interface Viewer extends Pick<GatewayParts, "upstream" | "steps" | "sightOf"> {
  readonly permitted: Permitted;
}

/** Records that are judged together. */
const CHUNK = 200;

/**
 * The records of one upstream query as the caller sees them, some at a time; those that are hidden are not there.
 * @throws AppError of the upstream; then there is no answer, since nobody could say what is missing from it
 */
export async function* shownRecords(
  viewer: Viewer,
  type: string,
  query: UpstreamQuery,
): AsyncIterable<readonly Shown[]> {
  const sight = viewer.sightOf(viewer.permitted, type);
  let chunk: JsonObject[] = [];
  for await (const record of viewer.upstream.search(type, query.parameters)) {
    chunk.push(record);
    if (chunk.length < CHUNK) continue;
    yield await shownOf(viewer, sight, query, chunk);
    chunk = [];
  }
  if (chunk.length > 0) yield await shownOf(viewer, sight, query, chunk);
}

/** Records judged together. */
export async function shownOf(
  { steps }: Viewer,
  sight: Sight,
  { expected }: UpstreamQuery,
  records: readonly JsonObject[],
): Promise<readonly Shown[]> {
  const shown = await judged(steps, sight, expected, records);
  return shown.filter((one) => one !== null);
}
