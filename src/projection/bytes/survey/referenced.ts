/** The records that a record refers to, from its mentions. */
import type { LabelLink } from "../../../catalogue/label-links.ts";
import { parseReferenceText } from "../../../catalogue/reference.ts";
import type { ReferenceTarget } from "../../../catalogue/reference.ts";
import type { SubjectLink } from "../../../catalogue/subject-link.ts";
import { addTarget } from "../../../catalogue/survey.ts";
import type { ReferencedRecords } from "../../../catalogue/survey.ts";
import { HAS_IDENTIFIER, IS_OWN, KIND, kindOf } from "./mentions.ts";
import type { Mention, Place } from "./mentions.ts";
import { targetsAt } from "./targets.ts";
import type { Step } from "./targets.ts";
import { TextTable } from "./text-table.ts";

/** A `Reference.reference` by itself. */
interface ReferenceText {
  readonly target: ReferenceTarget | undefined;
  readonly subject: SubjectLink;
}

/** What one page refers to, twice over. */
const REMEMBERED = 2_048;
const references = new TextTable<ReferenceText>(REMEMBERED, (text) => {
  const target = parseReferenceText(text, undefined);
  return { target, subject: { id: target?.id, type: target?.type, names: true } };
});

/** What a link says of whom the record is about. */
export function subjectOf(bytes: Buffer, link: Mention): SubjectLink {
  const said = textAt(bytes, link.second);
  if (link.first.until === 0) return { id: undefined, type: said, names: (link.head & HAS_IDENTIFIER) !== 0 };
  const { subject } = read(bytes, link);
  return subject.type !== undefined || said === undefined ? subject : { ...subject, type: said };
}

/** Refs and links of a record of this type: `links` are its mentions of links, steps and scopes. */
export function referencedBy(
  bytes: Buffer,
  type: string,
  mentions: readonly Mention[],
): { readonly refs: readonly string[]; readonly links: readonly LabelLink[] } {
  const into: ReferencedRecords = { type, refs: new Set(), links: new Map() };
  mentions.forEach((mention, at) => {
    if (kindOf(mention) !== KIND.link || mention.first.until === 0) return;
    const { target } = read(bytes, mention);
    if (target === undefined) return;
    const said = target.type ?? textAt(bytes, mention.second);
    const targets =
      said === undefined ? targetsAt(type, stepsBehind(bytes, mentions, at), scopesIn(bytes, mentions)) : [];
    addTarget({ type: said, id: target.id }, targets, into, (mention.head & IS_OWN) !== 0);
  });
  return { refs: [...into.refs], links: [...into.links.values()] };
}

function read(bytes: Buffer, { first, hash }: Mention): ReferenceText {
  return references.read(bytes, first.from, first.until, hash);
}

function stepsBehind(bytes: Buffer, mentions: readonly Mention[], link: number): readonly Step[] {
  const steps: Step[] = [];
  for (const mention of mentions.slice(link + 1)) {
    if (kindOf(mention) !== KIND.step) break;
    steps.push({ name: textAt(bytes, mention.first) ?? "", begin: mention.second.from });
  }
  return steps;
}

function scopesIn(bytes: Buffer, mentions: readonly Mention[]): ReadonlyMap<number, string> {
  const scopes = mentions.filter((mention) => kindOf(mention) === KIND.scope);
  return new Map(scopes.map(({ first, second }) => [first.from, textAt(bytes, second) ?? ""]));
}

function textAt(bytes: Buffer, { from, until }: Place): string | undefined {
  return until === 0 ? undefined : bytes.toString("utf8", from, until);
}
