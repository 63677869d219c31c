/**
 * What refers to what within a file, as far as labels go. Only a card with a label lends something, and a card without
 * one only what it refers to: by taking the first down before the second, no other record has to be kept.
 */
import type { LabelBook } from "../catalogue/label-book.ts";
import { labelCardFrom, labelCardOf } from "../catalogue/lent-labels.ts";
import type { LabelCard } from "../catalogue/lent-labels.ts";
import type { SegmentDefinition } from "../catalogue/types.ts";
import type { JsonObject } from "../kernel/json.ts";
import { surveyRecord } from "../projection/bytes/survey/survey-record.ts";
import type { FileOptions } from "../projection/files/types.ts";

/** A card and the `Type/id` that it is of. */
export type NamedCard = readonly [ref: string, card: LabelCard];

/** Whether a card is one to take down. */
export type Wanted = (card: LabelCard) => boolean;

export const isLabeled: Wanted = ({ whole, setting }) => (whole | setting) !== 0;

/** Cards without a label that refer to one of these, which have one. */
export function refersTo(labeled: ReadonlySet<string>): Wanted {
  return (card) => !isLabeled(card) && card.links.some(({ ref }) => labeled.has(ref));
}

/** Options that show nothing, and take down the wanted cards of what they are asked about. */
export function notingOptions<T extends FileOptions>(
  options: T,
  segments: readonly SegmentDefinition[],
  wanted: Wanted,
  into: NamedCard[],
): T {
  const note = (type: unknown, id: unknown, card: LabelCard): null => {
    if (typeof type === "string" && typeof id === "string" && id !== "" && wanted(card))
      into.push([`${type}/${id}`, plain(card)]);
    return null;
  };
  const { bytes } = options;
  return {
    ...options,
    skipBad: true,
    viewFor: (resource: JsonObject) =>
      note(resource["resourceType"], resource["id"], labelCardOf(resource, segments)),
    ...(bytes === undefined
      ? {}
      : {
          bytes: {
            ...bytes,
            viewFor: (text: Uint8Array, span: { readonly from: number; readonly until: number }) => {
              const survey = surveyRecord(bytes.scanner, text, segments, span);
              return note(survey.type, survey.id, labelCardFrom(survey, segments));
            },
          },
        }),
  };
}

/** A card made of a text is read from that text when it is first asked for; this one outlives it. */
function plain({ whole, setting, links }: LabelCard): LabelCard {
  return { whole, setting, links: links.map(({ ref, lends }) => ({ ref, lends })) };
}

/** Takes cards down. */
export function addCards(book: LabelBook, cards: readonly NamedCard[]): void {
  for (const [ref, card] of cards) book.addCard(ref, card);
}
