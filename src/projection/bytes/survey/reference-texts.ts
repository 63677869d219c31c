/** References by their text: the same few stand in every record of a page. */
import { linkTo } from "../../../catalogue/label-links.ts";
import type { LabelLink } from "../../../catalogue/label-links.ts";
import { parseReferenceText } from "../../../catalogue/reference.ts";
import type { ReferenceTarget } from "../../../catalogue/reference.ts";
import type { SubjectLink } from "../../../catalogue/subject-link.ts";
import { FIRST, HASH } from "./mentions.ts";
import type { MentionWords } from "./mentions.ts";
import { TextTable } from "./text-table.ts";

/** What a `Reference.reference` says by itself. */
export class ReferenceText {
  readonly text: string;
  readonly target: ReferenceTarget | undefined;
  /** `Type/id`; undefined where it does not say a type. */
  readonly ref: string | undefined;
  readonly subject: SubjectLink;
  #from: string | undefined;
  #link: LabelLink | null = null;

  constructor(text: string) {
    const target = parseReferenceText(text, undefined);
    this.text = text;
    this.target = target;
    this.ref = target?.type === undefined ? undefined : `${target.type}/${target.id}`;
    this.subject = { id: target?.id, type: target?.type, names: true };
  }

  /** What a record of type `from` takes through it; null: nothing. Only where there is a `ref`. */
  linkFrom(from: string): LabelLink | null {
    if (from !== this.#from && this.target?.type !== undefined && this.ref !== undefined) {
      this.#link = linkTo(from, this.target.type, this.ref);
      this.#from = from;
    }
    return this.#link;
  }
}

/** What a page refers to, several times over. */
const REMEMBERED = 2_048;
const texts = new TextTable(REMEMBERED, (text) => new ReferenceText(text));

/** The reference that the link at `at` is made of. */
export function referenceAt(bytes: Buffer, words: MentionWords, at: number): ReferenceText {
  return texts.read(bytes, words[at + FIRST] ?? 0, words[at + FIRST + 1] ?? 0, words[at + HASH] ?? 0);
}
