/** A survey made of mentions: strings are made of few of them, and of most when somebody asks. */
import type { LabelLink } from "../../../catalogue/label-links.ts";
import { codingKey } from "../../../catalogue/segment-labels.ts";
import type { SubjectLink } from "../../../catalogue/subject-link.ts";
import { sourceKey } from "../../../catalogue/survey.ts";
import type { Survey } from "../../../catalogue/survey.ts";
import type { MentionWords } from "./mentions.ts";
import { FIRST, HAS_IDENTIFIER, HASH, KIND, kindOf, roleOf, SECOND, textAt, WORDS } from "./mentions.ts";
import { surveyNames } from "./names.ts";
import { referenceAt } from "./reference-texts.ts";
import { referencedBy } from "./referenced.ts";
import type { Referenced } from "./referenced.ts";
import { TextTable } from "./text-table.ts";

/** A type of records, and the roles of the links that say whom they are about. */
interface TypeName {
  readonly name: string;
  readonly subjectRoles: readonly number[];
}

const types = new TextTable<TypeName>(256, (name) => ({
  name,
  subjectRoles: surveyNames().subjectRoles(name),
}));

/** What a record says that labels it; most say nothing. */
type Said = Record<"security" | "sources" | "codings", string[] | undefined>;
const NONE: readonly string[] = [];

/** INVARIANT: the bytes do not change while it is in use. */
export class ByteSurvey implements Survey {
  readonly type: string;
  readonly id: string;
  readonly subjects: readonly SubjectLink[];
  readonly security: readonly string[];
  readonly sources: readonly string[];
  readonly codings: readonly string[];
  readonly #bytes: Buffer;
  /** Links, steps and scopes. */
  readonly #words: number[] = [];
  #referenced: Referenced | undefined;
  #whose: string | undefined = "";

  /** Of the first `count` mentions in `words`, which nobody needs afterwards. */
  constructor(bytes: Buffer, words: MentionWords, count: number) {
    const { name, subjectRoles } = types.read(
      bytes,
      words[FIRST] ?? 0,
      words[FIRST + 1] ?? 0,
      words[HASH] ?? 0,
    );
    this.#bytes = bytes;
    this.type = name;
    this.id = textAt(bytes, words, SECOND) ?? "";
    const said: Said = { security: undefined, sources: undefined, codings: undefined };
    for (let at = WORDS; at < count * WORDS; at += WORDS) this.#take(words, at, said);
    this.security = said.security ?? NONE;
    this.sources = said.sources ?? NONE;
    this.codings = said.codings ?? NONE;
    this.subjects = this.#subjectsOf(subjectRoles);
  }

  get refs(): readonly string[] {
    return this.#refer().refs;
  }

  get links(): readonly LabelLink[] {
    return this.#refer().links;
  }

  get whose(): string | undefined {
    return this.#whose;
  }

  #take(words: MentionWords, at: number, said: Said): void {
    const kind = kindOf(words[at] ?? 0);
    if (kind >= KIND.link) for (let word = at; word < at + WORDS; word++) this.#words.push(words[word] ?? 0);
    else if (kind === KIND.coding) (said.codings ??= []).push(this.#codingAt(words, at));
    else if (kind === KIND.label) (said.security ??= []).push(this.#codingAt(words, at));
    else (said.sources ??= []).push(sourceKey(textAt(this.#bytes, words, at + FIRST) ?? ""));
  }

  #codingAt(words: MentionWords, at: number): string {
    const code = textAt(this.#bytes, words, at + SECOND) ?? "";
    return codingKey(textAt(this.#bytes, words, at + FIRST) ?? "", code);
  }

  #subjectsOf(roles: readonly number[]): readonly SubjectLink[] {
    const words = this.#words;
    const subjects: SubjectLink[] = [];
    for (const role of roles)
      for (let at = 0; at < words.length; at += WORDS)
        if (roleOf(words[at] ?? 0) === role) subjects.push(this.#subjectAt(at, role));
    return subjects;
  }

  #subjectAt(at: number, role: number): SubjectLink {
    const words = this.#words;
    const said = textAt(this.#bytes, words, at + SECOND);
    if (words[at + FIRST + 1] === 0) {
      this.#whose = undefined;
      return { id: undefined, type: said, names: ((words[at] ?? 0) & HAS_IDENTIFIER) !== 0 };
    }
    const { text, subject } = referenceAt(this.#bytes, words, at);
    if (this.#whose !== undefined) this.#whose += `${role} ${text}\n`;
    return subject.type !== undefined || said === undefined ? subject : { ...subject, type: said };
  }

  #refer(): Referenced {
    this.#referenced ??= referencedBy(this.#bytes, this.type, this.#words);
    return this.#referenced;
  }
}
