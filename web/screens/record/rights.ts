import { answerOf, api } from "../../api/client.ts";

/** What one may do with the record. */
export interface RecordRights {
  /** Read everyone's entries. */
  readonly everyone: boolean;
  /** See whom they are about, and search by patient. */
  readonly patients: boolean;
}

/**
 * What this person may do with the record, from their scope.
 * @throws ApiError
 */
export async function readRecordRights(): Promise<RecordRights> {
  const { fields } = await answerOf(api.scope.$get());
  const shown = new Set(fields.flatMap((group) => group.shown.map(({ element }) => element)));
  return { everyone: shown.has("record.entries"), patients: shown.has("record.patients") };
}
