/** The records that a record refers to, from its mentions. */
import type { LabelLink } from "../../../catalogue/label-links.ts";
import { addTarget } from "../../../catalogue/survey.ts";
import type { ReferencedRecords } from "../../../catalogue/survey.ts";
import { FIRST, IS_OWN, kindOf, KIND, SECOND, textAt, WORDS } from "./mentions.ts";
import { referenceAt } from "./reference-texts.ts";
import { targetsAt } from "./targets.ts";
import type { Step } from "./targets.ts";

/** As in Survey. */
export interface Referenced {
  readonly refs: readonly string[];
  readonly links: readonly LabelLink[];
}

/** More are gathered in sets. */
const FEW = 16 * WORDS;

/** What a record of this type refers to: `words` are its mentions of links, steps and scopes. */
export function referencedBy(bytes: Buffer, type: string, words: readonly number[]): Referenced {
  return (words.length > FEW ? null : fewTyped(bytes, type, words)) ?? any(bytes, type, words);
}

/** Null where one does not say its type by itself. */
function fewTyped(bytes: Buffer, type: string, words: readonly number[]): Referenced | null {
  const refs: string[] = [];
  const links: LabelLink[] = [];
  for (let at = 0; at < words.length; at += WORDS) {
    if (!isReference(words, at)) continue;
    const reference = referenceAt(bytes, words, at);
    const { ref, target } = reference;
    if (target === undefined) continue;
    if (ref === undefined) return null;
    if (isOwn(words, at) && !refs.includes(ref)) refs.push(ref);
    const link = reference.linkFrom(type);
    if (link !== null && !isLinked(links, ref)) links.push(link);
  }
  return { refs, links };
}

function isLinked(links: readonly LabelLink[], ref: string): boolean {
  for (const link of links) if (link.ref === ref) return true;
  return false;
}

function any(bytes: Buffer, type: string, words: readonly number[]): Referenced {
  const into: ReferencedRecords = { type, refs: new Set(), links: new Map() };
  const scopes = scopesIn(bytes, words);
  for (let at = 0; at < words.length; at += WORDS) {
    if (!isReference(words, at)) continue;
    const { target } = referenceAt(bytes, words, at);
    if (target === undefined) continue;
    const said = target.type ?? textAt(bytes, words, at + SECOND);
    const targets = said === undefined ? targetsAt(type, stepsBehind(bytes, words, at), scopes) : [];
    addTarget({ type: said, id: target.id }, targets, into, isOwn(words, at));
  }
  return { refs: [...into.refs], links: [...into.links.values()] };
}

function isReference(words: readonly number[], at: number): boolean {
  return kindOf(words[at] ?? 0) === KIND.link && words[at + FIRST + 1] !== 0;
}

function isOwn(words: readonly number[], at: number): boolean {
  return ((words[at] ?? 0) & IS_OWN) !== 0;
}

function stepsBehind(bytes: Buffer, words: readonly number[], link: number): readonly Step[] {
  const steps: Step[] = [];
  for (let at = link + WORDS; kindOf(words[at] ?? KIND.record) === KIND.step; at += WORDS)
    steps.push({ name: textAt(bytes, words, at + FIRST) ?? "", begin: words[at + SECOND] ?? 0 });
  return steps;
}

function scopesIn(bytes: Buffer, words: readonly number[]): ReadonlyMap<number, string> {
  const scopes = new Map<number, string>();
  for (let at = 0; at < words.length; at += WORDS)
    if (kindOf(words[at] ?? 0) === KIND.scope)
      scopes.set(words[at + FIRST] ?? 0, textAt(bytes, words, at + SECOND) ?? "");
  return scopes;
}
