import { recordFactsFrom } from "../../catalogue/record-facts.ts";
import { DROP } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { Survey } from "../../catalogue/survey.ts";
import type { Catalogue, SegmentMask } from "../../catalogue/types.ts";
import type { Permitted } from "../../pipeline.ts";
import { isExpected } from "./admit.ts";
import type { Expected } from "./admit.ts";
import type { ContentLinker } from "./binary/content-links.ts";
import type { LabelSource } from "./labels/label-source.ts";
import { part2NoticeOf, withNotice } from "./labels/part2-notice.ts";
import { markedText } from "./record/marked-text.ts";
import { createLinkReader } from "./record/link-reader.ts";
import type { LinkReader } from "./record/link-reader.ts";
import { namesShown } from "./record/names-shown.ts";
import type { Projecting } from "./record/projecting.ts";
import type { SentRecord } from "./record/sent-record.ts";
import { Shown } from "./record/shown.ts";
import type { Seen } from "./record/shown.ts";
import { Written } from "./record/written.ts";
import { seen } from "./scoped-view.ts";
import { labeled } from "./security-labels.ts";
import { structuralMembers } from "./summary/structural.ts";

/** One type as one caller sees it: what is the same for all its records. */
export interface Sight {
  readonly permitted: Permitted;
  readonly type: string;
  readonly projecting: Projecting;
  /** Puts links of the gateway in place of the upstream's. */
  readonly linkContents: ContentLinker;
  /** What records come by through their references. */
  readonly labels: LabelSource;
  readonly reader: LinkReader;
}

export function sightOf(
  permitted: Permitted,
  type: string,
  projecting: Projecting,
  linkContents: ContentLinker,
  labels: LabelSource,
): Sight {
  const reader = createLinkReader(structuralMembers(permitted.policy.catalogue, type));
  return { permitted, type, projecting, linkContents, labels, reader };
}

/** True when the decision gives any element of the type on some record: policy and caller alone say so. */
export function isGiven(catalogue: Catalogue, type: string, granted: TransformVector): boolean {
  return catalogue.elementsOfType(type).some((element) => granted[element] !== DROP);
}

/**
 * The record as the caller sees it, or null: not what was asked for, out of reach, or without one element to show.
 * `lent` are the segments it comes by through its references: labels/judge.ts finds out, and is how to ask for a record.
 * INVARIANT: everything that happens to a record afterwards happens to what is shown, which is rebuilt.
 */
export function show(sight: Sight, expected: Expected, record: SentRecord, lent: SegmentMask): Shown | null {
  const { segments } = sight.permitted.policy;
  const facts = recordFactsFrom(surveyed(sight, record), segments, lent);
  if (!isExpected(expected, facts)) return null;
  const found = seen(sight, record, facts);
  return found && shownAs(sight, record, found);
}

/** What the record mentions, as its labels and its patients are found by. */
export function surveyed({ permitted, projecting }: Sight, record: SentRecord): Survey {
  return record.survey(permitted.policy.segments, projecting.bytes?.scanner ?? null);
}

/** The same record under a view that gives no more than `elements`; null: nothing is left to show. */
export function narrowed(
  sight: Sight,
  record: SentRecord,
  shown: Shown,
  elements: TransformVector,
): Shown | null {
  if (Buffer.compare(elements, shown.view.elements) === 0) return shown;
  const { facts, view } = shown;
  const projected = record.project(sight.projecting, elements);
  return shownAs(sight, record, { facts, view: { ...view, elements }, projected });
}

function shownAs(sight: Sight, record: SentRecord, found: Seen): Shown | null {
  const { written } = found.projected;
  if (written === null) return null;
  const linked = sight.linkContents(record, { ...found, written });
  return new Shown(found, marked(sight, found, linked), sight.reader, surveyed(sight, record).whose);
}

/** Labels and notices follow from the decision alone, so that every record bears the same. */
function marked({ permitted }: Sight, { facts, view }: Seen, written: Written): Written {
  const notice = part2NoticeOf(permitted.decision);
  const tree = permitted.policy.catalogue.tree(facts.type);
  const isPlain = tree !== undefined && !namesShown(tree, view.elements).has("meta");
  const pieces = isPlain && written.isText ? markedText(written.bytes, facts, notice) : null;
  return pieces === null
    ? Written.ofObject(withNotice(labeled(written.object), notice))
    : Written.ofPieces(pieces);
}
