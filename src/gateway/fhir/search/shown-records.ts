import type { Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { judged } from "../labels/judge.ts";
import type { SentRecord } from "../record/sent-record.ts";
import type { Shown } from "../record/shown.ts";
import type { Sight } from "../show.ts";
import type { UpstreamQuery } from "./candidates.ts";

/** Where records are read from, and who looks at them. */
export interface Viewer extends Pick<GatewayParts, "source" | "steps" | "sightOf"> {
  readonly permitted: Permitted;
}

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
  for await (const chunk of viewer.source.search(type, query.parameters))
    yield await shownOf(viewer, sight, query, chunk);
}

/** Records judged together. */
export async function shownOf(
  { steps }: Viewer,
  sight: Sight,
  { expected }: UpstreamQuery,
  records: readonly SentRecord[],
): Promise<readonly Shown[]> {
  const shown = await judged(steps, sight, expected, records);
  return shown.filter((one) => one !== null);
}
