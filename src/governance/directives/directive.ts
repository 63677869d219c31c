/** What a patient has told us about their records: kept as terms that never change, and acts that are only added. */

/** One thing done about a directive, and by whom. */
export interface DirectiveAct<Kind extends string = string> {
  /** From 1; of two done at once the second finds its number taken. */
  readonly n: number;
  readonly kind: Kind;
  /** Person id of the workforce. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In whose words and on what ground; sealed at rest, since it may tell of the patient. */
  readonly note: string | null;
}

/** A directive with all that was done about it, oldest first. */
export interface Directive<Terms, Kind extends string = string> {
  /** A UUID that the client gives, so that sending it twice makes one. */
  readonly id: string;
  readonly patientId: string;
  readonly terms: Terms;
  readonly acts: readonly [DirectiveAct<Kind>, ...DirectiveAct<Kind>[]];
}

export interface DirectiveQuery {
  readonly patientId?: string;
  /** What was done last is one of these. */
  readonly latest?: readonly string[];
  /** Id after which to go on; ids are listed in descending order of when they came. */
  readonly after?: string;
  readonly limit: number;
}

/** Keeps directives of one kind. Implemented in store/, which seals patient, terms and notes. */
export interface DirectiveStore<Terms, Kind extends string = string> {
  /** False when the id is taken; then nothing is written. */
  start(directive: Directive<Terms, Kind>): Promise<boolean>;
  /** False when the act's number is taken. */
  append(id: string, act: DirectiveAct<Kind>): Promise<boolean>;
  find(id: string): Promise<Directive<Terms, Kind> | undefined>;
  /** Newest first. */
  list(query: DirectiveQuery): Promise<readonly Directive<Terms, Kind>[]>;
  /** Changes with every act, and is cheap to ask for: what was read under the same one is still true. */
  version(): Promise<string>;
}

/** What was done last. */
export function latestAct<Kind extends string>({ acts }: Directive<unknown, Kind>): DirectiveAct<Kind> {
  return acts.at(-1) ?? acts[0];
}

/** Why a change was not made. Nothing was changed then. */
export interface DirectiveRefusal {
  readonly code: string;
  /** One line, lower-case, without anything of the patient. */
  readonly message: string;
  readonly hint: string;
}

/** What came of a change. */
export type DirectiveOutcome<D> =
  | { readonly kind: "changed"; readonly directive: D }
  /** The same was sent before: there is nothing to do. */
  | { readonly kind: "unchanged"; readonly directive: D }
  | { readonly kind: "absent" }
  /** The id stands for something else, or somebody else acted meanwhile. */
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly refusal: DirectiveRefusal };

/** Directives of one page. */
const MOST = 10_000;

/** Every directive whose latest act is one of these, over all pages. */
export async function everyDirective<Terms, Kind extends string>(
  store: DirectiveStore<Terms, Kind>,
  latest: readonly Kind[],
): Promise<readonly Directive<Terms, Kind>[]> {
  const found: Directive<Terms, Kind>[] = [];
  for (;;) {
    const last = found.at(-1);
    const page = await store.list({ latest, limit: MOST, ...(last === undefined ? {} : { after: last.id }) });
    found.push(...page);
    if (page.length < MOST) return found;
  }
}
