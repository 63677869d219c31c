/** What entries are found by beside person, patient and time: one index over terms, each a number. */
import { createHash } from "node:crypto";
import type { EntryQuery, StoredEntry } from "../../audit/ports.ts";

/** Members of the open part that a search names, and the kind of term that each becomes. */
const KINDS: readonly (readonly [kind: string, member: string])[] = [
  ["purpose", "purpose"],
  ["purpose", "purposes"],
  ["rule", "rules"],
  ["grant", "grantIds"],
  ["element", "released"],
  ["type", "resourceType"],
  ["system", "system"],
  ["reason", "reason"],
];

/** What rests on a just-in-time or break-glass grant. */
const EXCEPTION = "exceptions:any";

/** The usual: as good as every entry has it, so that no index finds it sooner than reading newest first. */
const USUAL: ReadonlySet<string> = new Set(["act:use", "outcome:permit"]);

type Termed = Pick<StoredEntry, "open" | "interaction" | "outcome">;

/** Entries of one kind of request have the same terms: they are worked out once. */
const worked = new Map<string, readonly string[]>();
const MOST_WORKED = 2_000;

/** The terms of an entry, as signed 64-bit numbers in decimal; each once. */
export function termsOf(entry: Termed): readonly string[] {
  const name = nameOf(entry);
  const before = worked.get(name);
  if (before !== undefined) return before;
  const terms = freshTermsOf(entry);
  if (worked.size >= MOST_WORKED) worked.clear();
  worked.set(name, terms);
  return terms;
}

/** The same for entries of the same terms alone: a stored text holds no U+0000, which parts them here. */
function nameOf({ open, interaction, outcome }: Termed): string {
  let name = `${interaction}\0${outcome}\0${textOf(open["act"])}\0${textOf(open["exceptions"])}`;
  for (const [, member] of KINDS) name += `\0${textOf(open[member])}`;
  return name;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length}\0${value.join("\0")}`;
  return typeof value === "string" ? `"${value}` : "";
}

function freshTermsOf({ open, interaction, outcome }: Termed): readonly string[] {
  const terms = new Set([`interaction:${interaction}`, `outcome:${outcome}`]);
  if (typeof open["act"] === "string") terms.add(`act:${open["act"]}`);
  if (open["exceptions"] !== undefined) terms.add(EXCEPTION);
  for (const [kind, member] of KINDS) {
    const value = open[member];
    for (const one of Array.isArray(value) ? value : [value])
      if (typeof one === "string") terms.add(`${kind}:${one}`);
  }
  return [...terms].filter((term) => !USUAL.has(term)).map(numberOf);
}

/** The terms that an entry has to have all of, to be what is asked for. */
export function soughtTerms(query: EntryQuery): readonly string[] {
  const { interaction, outcome, act, purpose, rule, grant, element, resourceType, system, reason } = query;
  const sought = {
    interaction,
    outcome,
    act,
    purpose,
    rule,
    grant,
    element,
    type: resourceType,
    system,
    reason,
  };
  return Object.entries(sought)
    .flatMap(([kind, value]) => (value === undefined ? [] : [`${kind}:${value}`]))
    .concat(query.exceptions === undefined ? [] : [EXCEPTION])
    .filter((term) => !USUAL.has(term))
    .map(numberOf);
}

/** Terms that an entry may not have, to be what is asked for: a use is what is no other act. */
export function unwantedTerms({ act }: EntryQuery): readonly string[] {
  return act === "use" ? ["act:disclose", "act:request"].map(numberOf) : [];
}

/** Terms are few, and each stands in many entries. */
const MOST_KNOWN = 20_000;
const known = new Map<string, string>();

/** The first eight bytes of SHA-256: two terms that are asked for share them by no chance that counts. */
function numberOf(term: string): string {
  const before = known.get(term);
  if (before !== undefined) return before;
  const number = String(createHash("sha256").update(term).digest().readBigInt64BE());
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(term, number);
  return number;
}
