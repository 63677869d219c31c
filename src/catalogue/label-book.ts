/** The cards of a closed set of records, such as a file: what refers to what within it. */
import type { JsonObject } from "../kernel/json.ts";
import type { LabelCard } from "./lent-labels.ts";
import { joinCards, labelCardFrom, labelCardOf, lentLabels } from "./lent-labels.ts";
import { surveyOf } from "./survey.ts";
import type { Survey } from "./survey.ts";
import type { SegmentDefinition, SegmentMask } from "./types.ts";

export interface LabelBook {
  /** Takes a record down. Of two under one id both lend. */
  add(resource: JsonObject): void;
  /** The same from its survey. */
  addSurvey(survey: Survey): void;
  /** The same from a card of `Type/id` that was made elsewhere. */
  addCard(ref: string, card: LabelCard): void;
  /** Segments that a record comes by through what it refers to among the records taken down. */
  lentTo(resource: JsonObject): SegmentMask;
  /** The same for one whose links are known, as of its survey or card. */
  lentThrough(links: Pick<LabelCard, "links">): SegmentMask;
}

/** An empty book under these segments. */
export function createLabelBook(segments: readonly SegmentDefinition[]): LabelBook {
  const cards = new Map<string, LabelCard>();
  const find = (ref: string): LabelCard | undefined => cards.get(ref);
  const addSurvey = (survey: Survey): void => {
    if (survey.type !== "" && survey.id !== "")
      addCard(`${survey.type}/${survey.id}`, labelCardFrom(survey, segments));
  };
  const addCard = (ref: string, card: LabelCard): void => {
    const before = cards.get(ref);
    if (before !== undefined || matters(card)) cards.set(ref, joinCards(card, before));
  };
  return {
    add: (resource) => addSurvey(surveyOf(resource)),
    addSurvey,
    addCard,
    lentTo: (resource) => lentLabels(labelCardOf(resource, segments), segments, find),
    lentThrough: (links) => lentLabels(links, segments, find),
  };
}

/** A card without labels and links lends nothing, so it need not be kept. */
function matters({ whole, setting, links }: LabelCard): boolean {
  return (whole | setting) !== 0 || links.length > 0;
}
