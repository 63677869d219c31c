import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../../api/client.ts";

/** A page of the record. */
export type EntryPage = InferResponseType<(typeof api.record)["_search"]["$post"], 200>;
export type Entry = EntryPage["entries"][number];

/** An entry with what decided it, in words. */
export type Explanation = InferResponseType<(typeof api.decisions)[":id"]["explanation"]["$get"], 200>;

/** What is asked of the record; a patient is named here, in a body, and never in the address. */
export interface EntryQuery {
  readonly mine: boolean;
  readonly person?: string;
  readonly patient?: string;
  readonly purpose?: string;
  readonly interaction?: string;
  readonly resourceType?: string;
  readonly outcome?: "permit" | "deny" | "error";
  readonly from?: string;
  readonly until?: string;
  readonly exceptions?: true;
  readonly grant?: string;
  readonly system?: string;
  /** False: oldest first. */
  readonly descending?: false;
}

export const PAGE = 50;

/** @throws ApiError */
export async function searchEntries(query: EntryQuery, after: string | null): Promise<EntryPage> {
  return answerOf(
    api.record["_search"].$post({ json: { ...query, limit: PAGE, ...(after === null ? {} : { after }) } }),
  );
}

/** @throws ApiError; an entry that one may not see and one that is not there are the same 404 */
export async function readExplanation(id: string): Promise<Explanation> {
  return answerOf(api.decisions[":id"].explanation.$get({ param: { id } }));
}
