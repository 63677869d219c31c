import type { LabelLink } from "../../../catalogue/label-links.ts";
import type { LabelCard } from "../../../catalogue/lent-labels.ts";
import {
  joinCards,
  labelCardFrom,
  LABEL_HOPS,
  lentLabels,
  linksFrom,
} from "../../../catalogue/lent-labels.ts";
import { surveyOf } from "../../../catalogue/survey.ts";
import type { Survey } from "../../../catalogue/survey.ts";
import type { SegmentDefinition, SegmentMask } from "../../../catalogue/types.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { ByteScanner } from "../../../projection/bytes/types.ts";
import { isLogicalId } from "../admit.ts";
import { recordSource } from "../record/record-source.ts";
import type { RecordSource } from "../record/record-source.ts";
import type { SentRecord } from "../record/sent-record.ts";
import type { FhirUpstream } from "../upstream/types.ts";

/** What records lend to those that refer to them. One source serves one request: it remembers what it has asked. */
export interface LabelSource {
  /**
   * For each record, the segments that it comes by through its references. A reference to what the upstream does not
   * have lends nothing.
   * @throws AppError of the upstream: without an answer nobody could say what a record would reveal
   */
  lentTo(records: readonly JsonObject[]): Promise<readonly SegmentMask[]>;
  /** The same for records that were surveyed already, under the same segments. */
  lentThrough(surveys: readonly Pick<Survey, "links">[]): Promise<readonly SegmentMask[]>;
}

/** Ids that one search asks for. */
const BATCH = 50;

/** Asks the upstream, by type and in batches, for what records refer to, and for what that refers to in turn. */
export function createLabelSource(
  upstream: Pick<FhirUpstream, "read" | "search" | "texts">,
  segments: readonly SegmentDefinition[],
  scanner: ByteScanner | null = null,
): LabelSource {
  const source = recordSource(upstream, scanner !== null);
  const reader: CardReader = { source, scanner, segments };
  const cards = new Map<string, LabelCard | undefined>();
  const lentThrough: LabelSource["lentThrough"] = async (surveys) => {
    let links: readonly LabelLink[] = surveys.flatMap((survey) => survey.links);
    for (let hop = 0; hop < LABEL_HOPS && links.length > 0; hop++) {
      await learn(links, cards, reader);
      links = hop + 1 < LABEL_HOPS ? onwardsFrom(links, cards) : [];
    }
    return surveys.map((survey) => lentLabels(survey, segments, (ref) => cards.get(ref)));
  };
  return { lentThrough, lentTo: (records) => lentThrough(records.map(surveyOf)) };
}

/** What cards are made of and with. */
interface CardReader {
  readonly source: RecordSource;
  readonly scanner: ByteScanner | null;
  readonly segments: readonly SegmentDefinition[];
}

type Cards = Map<string, LabelCard | undefined>;

function onwardsFrom(links: readonly LabelLink[], cards: Cards): readonly LabelLink[] {
  return links.flatMap(({ ref, lends }) => {
    const card = cards.get(ref);
    return card === undefined ? [] : linksFrom(card, lends);
  });
}

async function learn(links: readonly LabelLink[], cards: Cards, reader: CardReader): Promise<void> {
  const wanted = new Map<string, Set<string>>();
  for (const { ref } of links) {
    if (cards.has(ref)) continue;
    const at = ref.indexOf("/");
    const [type, id] = [ref.slice(0, at), ref.slice(at + 1)];
    if (isLogicalId(id)) wanted.set(type, (wanted.get(type) ?? new Set()).add(id));
  }
  const searches = [...wanted].flatMap(([type, ids]) =>
    batchesOf([...ids]).map((batch) => fetchCards(type, batch, cards, reader)),
  );
  await Promise.all(searches);
}

async function fetchCards(
  type: string,
  ids: readonly string[],
  cards: Cards,
  { source, scanner, segments }: CardReader,
): Promise<void> {
  const found = new Map<string, LabelCard>();
  for (const record of await recordsOf(type, ids, source)) {
    const survey = record.survey(segments, scanner);
    // What was not asked for is not believed.
    if (survey.type !== type || !ids.includes(survey.id)) continue;
    found.set(survey.id, joinCards(labelCardFrom(survey, segments), found.get(survey.id)));
  }
  for (const id of ids) cards.set(`${type}/${id}`, found.get(id));
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

function batchesOf(ids: readonly string[]): readonly (readonly string[])[] {
  const batches: string[][] = [];
  for (let start = 0; start < ids.length; start += BATCH) batches.push(ids.slice(start, start + BATCH));
  return batches;
}
