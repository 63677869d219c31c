/** The path grammar of `fhir:` in the element files; rules P1–P9 in SPEC.md. */
import type { Result } from "../kernel/result.ts";
import { err, ok } from "../kernel/result.ts";
import type { Discriminator } from "./discriminator.ts";
import { parseDiscriminators } from "./discriminator.ts";

/** One path of an element: no alternation left in it. */
export interface ElementPath {
  /** As expanded, for messages: `Patient.identifier[system=…]`. */
  readonly text: string;
  readonly resourceType: string;
  /** Test on the whole resource; `every` for `[*]`; null for none. */
  readonly root: Discriminator | "every" | null;
  readonly segments: readonly PathSegment[];
}

export interface PathSegment {
  /** JSON member, or a choice such as `value[x]`. */
  readonly name: string;
  readonly test: Discriminator | null;
}

/**
 * Parses one text of `fhir:` into its paths. `Claim.(type|status)` gives two.
 * Error: what is wrong with the text, one line.
 */
export function parseElementPath(text: string): Result<readonly ElementPath[], string> {
  const paths: ElementPath[] = [];
  const expanded = expandAlternation(text);
  if (expanded === undefined) return err(`the parentheses of \`${text}\` do not match`);
  for (const plain of expanded) {
    const path = parsePlain(plain);
    if (!path.ok) return path;
    paths.push(path.value);
  }
  return ok(paths);
}

/** `a.(b|c).d` → `a.b.d`, `a.c.d`. Undefined when parentheses do not match. Brackets are left alone. */
function expandAlternation(text: string): readonly string[] | undefined {
  const open = findOutsideBrackets(text, "(", 0);
  if (open < 0) return findOutsideBrackets(text, ")", 0) < 0 ? [text] : undefined;
  const close = findOutsideBrackets(text, ")", open);
  if (close < 0) return undefined;
  const inner = text.slice(open + 1, close);
  if (findOutsideBrackets(inner, "(", 0) >= 0) return undefined;
  const tails = expandAlternation(text.slice(close + 1));
  if (tails === undefined) return undefined;
  const head = text.slice(0, open);
  return splitOutsideBrackets(inner, "|").flatMap((part) => tails.map((tail) => head + part.trim() + tail));
}

function parsePlain(text: string): Result<ElementPath, string> {
  const [head = "", ...tail] = splitOutsideBrackets(text, ".");
  const root = parseSegment(head, text);
  if (!root.ok) return root;
  const segments: PathSegment[] = [];
  for (const part of tail) {
    const segment = parseSegment(part, text);
    if (!segment.ok) return segment;
    if (segment.value.test === "every")
      return err(`\`[*]\` stands after the resource type only, not in \`${text}\``);
    segments.push({ name: segment.value.name, test: segment.value.test });
  }
  return ok({ text, resourceType: root.value.name, root: root.value.test, segments });
}

interface ParsedSegment {
  readonly name: string;
  readonly test: Discriminator | "every" | null;
}

const SEGMENT = /^([A-Za-z]\w*(?:\[x\])?)((?:\[[^[\]]+\])*)$/;

function parseSegment(part: string, text: string): Result<ParsedSegment, string> {
  const match = SEGMENT.exec(part);
  if (match === null) return err(`\`${part}\` in \`${text}\` is not a path segment`);
  const [, name = "", brackets = ""] = match;
  if (brackets === "") return ok({ name, test: null });
  if (brackets === "[*]") return ok({ name, test: "every" });
  const test = parseDiscriminators(brackets);
  return test.ok ? ok({ name, test: test.value }) : test;
}

function findOutsideBrackets(text: string, wanted: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (depth === 0 && character === wanted) return at;
    if (character === "[") depth++;
    if (character === "]") depth--;
  }
  return -1;
}

function splitOutsideBrackets(text: string, separator: string): string[] {
  const at = findOutsideBrackets(text, separator, 0);
  return at < 0 ? [text] : [text.slice(0, at), ...splitOutsideBrackets(text.slice(at + 1), separator)];
}
