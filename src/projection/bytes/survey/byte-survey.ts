/** A survey made of mentions: strings are made of few of them, and of most when somebody asks. */
import type { LabelLink } from "../../../catalogue/label-links.ts";
import { codingKey } from "../../../catalogue/segment-labels.ts";
import type { SubjectLink } from "../../../catalogue/subject-link.ts";
import { sourceKey } from "../../../catalogue/survey.ts";
import type { Survey } from "../../../catalogue/survey.ts";
import { KIND, kindOf, mentionAt, roleOf } from "./mentions.ts";
import type { Mention } from "./mentions.ts";
import { surveyNames } from "./names.ts";
import { referencedBy, subjectOf } from "./referenced.ts";
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

/** INVARIANT: the bytes do not change while it is in use. */
export class ByteSurvey implements Survey {
  readonly type: string;
  readonly id: string;
  readonly subjects: readonly SubjectLink[];
  readonly security: string[] = [];
  readonly sources: string[] = [];
  readonly codings: string[] = [];
  readonly #bytes: Buffer;
  /** Links, steps and scopes. */
  readonly #mentions: Mention[] = [];
  #referenced: ReturnType<typeof referencedBy> | undefined;

  /** Of the first `count` mentions in `words`, which nobody needs afterwards. */
  constructor(bytes: Buffer, words: Int32Array, count: number) {
    const { first, second, hash } = mentionAt(words, 0);
    const { name, subjectRoles } = types.read(bytes, first.from, first.until, hash);
    this.#bytes = bytes;
    this.type = name;
    this.id = bytes.toString("utf8", second.from, second.until);
    for (let position = 1; position < count; position++) this.#take(mentionAt(words, position));
    this.subjects = subjectRoles.flatMap((role) => this.#subjectsOf(role));
  }

  get refs(): readonly string[] {
    return this.#refer().refs;
  }

  get links(): readonly LabelLink[] {
    return this.#refer().links;
  }

  #take(mention: Mention): void {
    switch (kindOf(mention)) {
      case KIND.coding:
        this.codings.push(this.#codingKey(mention));
        break;
      case KIND.label:
        this.security.push(this.#codingKey(mention));
        break;
      case KIND.origin:
        this.sources.push(sourceKey(this.#bytes.toString("utf8", mention.first.from, mention.first.until)));
        break;
      default:
        this.#mentions.push(mention);
    }
  }

  #codingKey({ first, second }: Mention): string {
    const system = this.#bytes.toString("utf8", first.from, first.until);
    return codingKey(system, this.#bytes.toString("utf8", second.from, second.until));
  }

  #subjectsOf(role: number): readonly SubjectLink[] {
    return this.#mentions
      .filter((mention) => kindOf(mention) === KIND.link && roleOf(mention) === role)
      .map((mention) => subjectOf(this.#bytes, mention));
  }

  #refer(): ReturnType<typeof referencedBy> {
    this.#referenced ??= referencedBy(this.#bytes, this.type, this.#mentions);
    return this.#referenced;
  }
}
