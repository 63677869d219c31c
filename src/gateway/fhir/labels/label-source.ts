import type { LabelLink } from "../../../catalogue/label-links.ts";
import type { LabelCard } from "../../../catalogue/lent-labels.ts";
import { joinCards, labelCardOf, LABEL_HOPS, lentLabels, linksFrom } from "../../../catalogue/lent-labels.ts";
import type { SegmentDefinition, SegmentMask } from "../../../catalogue/types.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { isLogicalId } from "../admit.ts";
import type { FhirUpstream } from "../upstream/types.ts";

/** What records lend to those that refer to them. One source serves one request: it remembers what it has asked. */
export interface LabelSource {
  /**
   * For each record, the segments that it comes by through its references. A reference to what the upstream does not
   * have lends nothing.
   * @throws AppError of the upstream: without an answer nobody could say what a record would reveal
   */
  lentTo(records: readonly JsonObject[]): Promise<readonly SegmentMask[]>;
}

type LabelUpstream = Pick<FhirUpstream, "read" | "search">;

/** Ids that one search asks for. */
const BATCH = 50;

/** Asks the upstream, by type and in batches, for what records refer to, and for what that refers to in turn. */
export function createLabelSource(
  upstream: LabelUpstream,
  segments: readonly SegmentDefinition[],
): LabelSource {
  const cards = new Map<string, LabelCard | undefined>();
  return {
    lentTo: async (records) => {
      const own = records.map((record) => labelCardOf(record, segments));
      let links: readonly LabelLink[] = own.flatMap((card) => card.links);
      for (let hop = 0; hop < LABEL_HOPS && links.length > 0; hop++) {
        await learn(links, cards, upstream, segments);
        links = hop + 1 < LABEL_HOPS ? onwardsFrom(links, cards) : [];
      }
      return own.map((card) => lentLabels(card, segments, (ref) => cards.get(ref)));
    },
  };
}

type Cards = Map<string, LabelCard | undefined>;

function onwardsFrom(links: readonly LabelLink[], cards: Cards): readonly LabelLink[] {
  return links.flatMap(({ ref, lends }) => {
    const card = cards.get(ref);
    return card === undefined ? [] : linksFrom(card, lends);
  });
}

async function learn(
  links: readonly LabelLink[],
  cards: Cards,
  upstream: LabelUpstream,
  segments: readonly SegmentDefinition[],
): Promise<void> {
  const wanted = new Map<string, Set<string>>();
  for (const { ref } of links) {
    if (cards.has(ref)) continue;
    const at = ref.indexOf("/");
    const [type, id] = [ref.slice(0, at), ref.slice(at + 1)];
    if (isLogicalId(id)) wanted.set(type, (wanted.get(type) ?? new Set()).add(id));
  }
  const searches = [...wanted].flatMap(([type, ids]) =>
    batchesOf([...ids]).map((batch) => fetchCards(type, batch, cards, upstream, segments)),
  );
  await Promise.all(searches);
}

async function fetchCards(
  type: string,
  ids: readonly string[],
  cards: Cards,
  upstream: LabelUpstream,
  segments: readonly SegmentDefinition[],
): Promise<void> {
  const found = new Map<string, LabelCard>();
  for (const record of await recordsOf(type, ids, upstream)) {
    const { id } = record;
    // What was not asked for is not believed.
    if (record["resourceType"] !== type || typeof id !== "string" || !ids.includes(id)) continue;
    found.set(id, joinCards(labelCardOf(record, segments), found.get(id)));
  }
  for (const id of ids) cards.set(`${type}/${id}`, found.get(id));
}

/** By one search; by one read after the other from an upstream that does not search this type by id. */
async function recordsOf(
  type: string,
  ids: readonly string[],
  upstream: LabelUpstream,
): Promise<readonly JsonObject[]> {
  try {
    const records: JsonObject[] = [];
    for await (const record of upstream.search(type, [["_id", ids.join(",")]])) records.push(record);
    return records;
  } catch (fault) {
    if (!(fault instanceof AppError && fault.code === "upstream_invalid")) throw fault;
    const read: JsonObject[] = [];
    for (const id of ids) {
      const record = await upstream.read(type, id);
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
