import type { LabelLink } from "../../../catalogue/label-links.ts";
import type { LabelCard } from "../../../catalogue/lent-labels.ts";
import { LABEL_HOPS, lentLabels, linksFrom } from "../../../catalogue/lent-labels.ts";
import { surveyOf } from "../../../catalogue/survey.ts";
import type { Survey } from "../../../catalogue/survey.ts";
import type { SegmentDefinition, SegmentMask } from "../../../catalogue/types.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { recordSource } from "../record/record-source.ts";
import type { FhirUpstream } from "../upstream/types.ts";
import { createCardReader } from "./card-reader.ts";
import type { CardReader } from "./card-reader.ts";

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

/** Asks the upstream, by type and in batches, for what records refer to, and for what that refers to in turn. */
export function createLabelSource(
  upstream: Pick<FhirUpstream, "read" | "search" | "texts">,
  segments: readonly SegmentDefinition[],
): LabelSource {
  return labelSourceOver(createCardReader(recordSource(upstream, false), segments, null), segments);
}

/** The same over cards that other requests ask for at the same time. */
export function labelSourceOver(reader: CardReader, segments: readonly SegmentDefinition[]): LabelSource {
  const cards: Cards = new Map();
  const lentThrough: LabelSource["lentThrough"] = async (surveys) => {
    let links: readonly LabelLink[] = distinct(linksOf(surveys));
    for (let hop = 0; hop < LABEL_HOPS && links.length > 0; hop++) {
      await learn(links, cards, reader);
      links = hop + 1 < LABEL_HOPS ? onwardsFrom(links, cards) : [];
    }
    const isAnyLabeled = [...cards.values()].some((card) => card !== undefined && lendsAny(card));
    return surveys.map((survey) =>
      isAnyLabeled ? lentLabels(survey, segments, (ref) => cards.get(ref)) : 0,
    );
  };
  return { lentThrough, lentTo: (records) => lentThrough(records.map(surveyOf)) };
}

function lendsAny({ whole, setting }: LabelCard): boolean {
  return (whole | setting) !== 0;
}

/** A text that says a link is read once, so that most of them are the very same object. */
function linksOf(surveys: readonly Pick<Survey, "links">[]): ReadonlySet<LabelLink> {
  const links = new Set<LabelLink>();
  for (const survey of surveys) for (const link of survey.links) links.add(link);
  return links;
}

/** Records of a page refer to the same few places, people and visits. */
function distinct(links: Iterable<LabelLink>): readonly LabelLink[] {
  return [...new Map(Array.from(links, (link) => [`${link.lends} ${link.ref}`, link])).values()];
}

type Cards = Map<string, LabelCard | undefined>;

function onwardsFrom(links: readonly LabelLink[], cards: Cards): readonly LabelLink[] {
  const onwards = links.flatMap(({ ref, lends }) => {
    const card = cards.get(ref);
    return card === undefined ? [] : linksFrom(card, lends);
  });
  return distinct(onwards);
}

async function learn(links: readonly LabelLink[], cards: Cards, reader: CardReader): Promise<void> {
  const missing = new Set<string>();
  for (const { ref } of links) if (!cards.has(ref)) missing.add(ref);
  const find = async (ref: string): Promise<void> => void cards.set(ref, await reader.find(ref));
  await Promise.all([...missing].map(find));
}
