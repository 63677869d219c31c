/** Labels of a record: its own, and those it comes by through what it refers to; rules R5 to R11 in SPEC.md. */
import type { JsonObject } from "../kernel/json.ts";
import { isSettingLink, type LabelLink } from "./label-links.ts";
import { isDirectoryType } from "./patient-link.ts";
import { explicitMask, inferredMask, settingMask } from "./segment-labels.ts";
import { surveyOf } from "./survey.ts";
import type { Survey } from "./survey.ts";
import type { SegmentDefinition, SegmentMask } from "./types.ts";

/** How many references are followed, one after the other: an order, its visit, the clinic of the visit. */
export const LABEL_HOPS = 2;

/** What a record lends those that refer to it, and where it takes from itself. Small, so that many can be kept. */
export interface LabelCard {
  /** All that labels it. */
  readonly whole: SegmentMask;
  /** What labels where, by whom and by which program care was given. */
  readonly setting: SegmentMask;
  readonly links: readonly LabelLink[];
}

/** The card of `Type/id`; undefined where there is no such record, which then lends nothing. */
export type FindCard = (ref: string) => LabelCard | undefined;

/**
 * Segments of a resource by itself: its labels, its codings, and where it stands in a chart also those of place and
 * specialty. A psychiatrist's entry in the directory is not labeled, a visit to one is.
 */
export function ownLabels(resource: JsonObject, segments: readonly SegmentDefinition[]): SegmentMask {
  return labelsFrom(surveyOf(resource), segments);
}

/** The same from a survey, whatever that was made from. */
export function labelsFrom(survey: Survey, segments: readonly SegmentDefinition[]): SegmentMask {
  const { whole, place } = masksFrom(survey, segments);
  return isDirectoryType(survey.type) ? whole : whole | place;
}

/** The card of a resource as the upstream sent it. */
export function labelCardOf(resource: JsonObject, segments: readonly SegmentDefinition[]): LabelCard {
  return labelCardFrom(surveyOf(resource), segments);
}

/** The same from a survey, whatever that was made from. */
export function labelCardFrom(survey: Survey, segments: readonly SegmentDefinition[]): LabelCard {
  const { whole, place, program } = masksFrom(survey, segments);
  return { whole: whole | place, setting: place | program, links: survey.links };
}

/** Two records under one id: neither is known to be the one that is meant, so both lend. */
export function joinCards(card: LabelCard, other: LabelCard | undefined): LabelCard {
  if (other === undefined) return card;
  return {
    whole: card.whole | other.whole,
    setting: card.setting | other.setting,
    links: [...card.links, ...other.links],
  };
}

/** Links that are followed from a card which was itself reached through a link of this kind. */
export function linksFrom({ links }: LabelCard, reachedBy: LabelLink["lends"]): readonly LabelLink[] {
  return reachedBy === "whole" ? links : links.filter(isSettingLink);
}

/**
 * Segments that a record comes by through its references, at most `LABEL_HOPS` of them in a row. Pure: the same
 * records give the same mask in whatever order they are looked at.
 */
export function lentLabels(
  { links }: Pick<LabelCard, "links">,
  segments: readonly SegmentDefinition[],
  find: FindCard,
): SegmentMask {
  // A record beside a psychotherapy note is none: they are labeled one by one, 45 CFR 164.501.
  return throughLinks(links, find, LABEL_HOPS) & ~guardedBy(segments, "authorization");
}

function throughLinks(links: readonly LabelLink[], find: FindCard, hops: number): SegmentMask {
  if (hops === 0) return 0;
  let mask = 0;
  for (const { ref, lends } of links) {
    const card = find(ref);
    if (card === undefined) continue;
    mask |= lends === "whole" ? card.whole : card.setting;
    mask |= throughLinks(linksFrom(card, lends), find, hops - 1);
  }
  return mask;
}

interface Masks {
  readonly whole: SegmentMask;
  readonly place: SegmentMask;
  /** What is made during a visit to a Part 2 program is the program's record, 42 CFR 2.11. */
  readonly program: SegmentMask;
}

const UNLABELED: Masks = { whole: 0, place: 0, program: 0 };

function masksFrom(survey: Survey, segments: readonly SegmentDefinition[]): Masks {
  const { codings, security, sources } = survey;
  if (codings.length + security.length + sources.length === 0) return UNLABELED;
  const explicit = explicitMask(survey, segments);
  return {
    whole: explicit | inferredMask(codings, segments),
    place: settingMask(codings, segments),
    program: explicit & guardedBy(segments, "part2-consent"),
  };
}

function guardedBy(segments: readonly SegmentDefinition[], guard: SegmentDefinition["guard"]): SegmentMask {
  let mask = 0;
  for (const segment of segments) if (segment.guard === guard) mask |= 1 << segment.bit;
  return mask;
}
