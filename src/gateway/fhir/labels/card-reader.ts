import { joinCards, labelCardFrom } from "../../../catalogue/lent-labels.ts";
import type { LabelCard } from "../../../catalogue/lent-labels.ts";
import type { SegmentDefinition } from "../../../catalogue/types.ts";
import { askedTogether } from "../../../kernel/asked-together.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { ByteScanner } from "../../../projection/bytes/types.ts";
import { isLogicalId } from "../admit.ts";
import type { RecordSource } from "../record/record-source.ts";
import type { SentRecord } from "../record/sent-record.ts";

/** Cards of records, by what they lend to those that refer to them. */
export interface CardReader {
  /** Of `Type/id`; undefined: the upstream has no such record, which lends nothing. @throws AppError of the upstream */
  find(ref: string): Promise<LabelCard | undefined>;
}

/** Searches of one type at once, and ids that one of them asks for. */
const LIMITS = { questions: 2, keys: 50 };

/**
 * Reads cards from the upstream, those that many requests ask for at once together. Nothing is kept: what a request
 * learns was asked for after it began, so that a label counts from the moment that the upstream has it, and how long a
 * card takes tells nobody what others have asked for before.
 */
export function createCardReader(
  source: RecordSource,
  segments: readonly SegmentDefinition[],
  scanner: Pick<ByteScanner, "survey"> | null,
): CardReader {
  const byType = new Map<string, (id: string) => Promise<LabelCard | undefined>>();
  const finderOf = (type: string): ((id: string) => Promise<LabelCard | undefined>) => {
    const known = byType.get(type);
    if (known !== undefined) return known;
    const made = askedTogether(async (ids: readonly string[]) => {
      const cards = new Map<string, LabelCard>();
      for (const record of await recordsOf(type, ids, source)) {
        const survey = record.survey(segments, scanner);
        // What was not asked for is not believed.
        if (survey.type !== type || !ids.includes(survey.id)) continue;
        cards.set(survey.id, joinCards(labelCardFrom(survey, segments), cards.get(survey.id)));
      }
      return cards;
    }, LIMITS);
    byType.set(type, made);
    return made;
  };
  return {
    find: async (ref) => {
      const at = ref.indexOf("/");
      const id = ref.slice(at + 1);
      return isLogicalId(id) ? finderOf(ref.slice(0, at))(id) : undefined;
    },
  };
}

/** By one search; by one read after the other from an upstream that does not search this type by id. */
async function recordsOf(
  type: string,
  ids: readonly string[],
  source: RecordSource,
): Promise<readonly SentRecord[]> {
  try {
    const records: SentRecord[] = [];
    for await (const chunk of source.search(type, [["_id", ids.join(",")]])) records.push(...chunk);
    return records;
  } catch (fault) {
    if (!(fault instanceof AppError && fault.code === "upstream_invalid")) throw fault;
    const read: SentRecord[] = [];
    for (const id of ids) {
      const record = await source.read(type, id);
      if (record !== null) read.push(record);
    }
    return read;
  }
}
