import type { z } from "zod";
import { finding } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { SourceKind } from "../source/kinds.ts";
import { suggest } from "./nearest.ts";
import type { Path, YamlFile } from "./yaml.ts";

type Issue = z.core.$ZodIssue;

/** Characters of a wrong value that are quoted. */
const MOST_SHOWN = 60;

const WORDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a map",
  record: "a map",
};

/** What the shape of a file says against its value: POL-104 (unknown key), POL-105 (missing), POL-106, POL-402. */
export function shapeFindings(
  kind: SourceKind,
  yaml: YamlFile,
  issues: readonly Issue[],
  knownKeys: readonly string[],
): readonly Diagnostic[] {
  return issues.flatMap((issue) => findingsOf(kind, yaml, issue, knownKeys, []));
}

function findingsOf(
  kind: SourceKind,
  yaml: YamlFile,
  issue: Issue,
  knownKeys: readonly string[],
  base: Path,
): readonly Diagnostic[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      finding("POL-104", yaml.keyAt([...path, key]), `unknown key \`${key}\``, suggest(key, knownKeys)),
    );
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return nearestBranch(issue.errors).flatMap((inner) => findingsOf(kind, yaml, inner, knownKeys, path));
  }
  const name = path.findLast((step) => typeof step === "string") ?? kind;
  const value = valueAt(yaml.value, path);
  if (kind === "Purpose" && path.length === 1 && name === "basis") {
    return [finding("POL-402", yaml.at(path), "a purpose names exactly one basis", basisHint(value))];
  }
  if (value === undefined) return [finding("POL-105", yaml.at(path), `key \`${name}\` is missing`)];
  const at = issue.code === "invalid_key" ? yaml.keyAt(path) : yaml.at(path);
  return [finding("POL-106", at, sentence(name, value, issue), hintFor(value, issue))];
}

/** The branch that the writer most likely meant: the one that looked furthest into the value. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (issues: readonly Issue[]): number =>
    Math.max(...issues.map(({ path, code }) => path.length + (code === "invalid_type" ? 0 : 1)));
  return branches.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
}

function sentence(name: string, value: unknown, issue: Issue): string {
  if (issue.code === "invalid_type") return `\`${name}\` must be ${WORDS[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_value") return `\`${name}\` cannot be ${shown(value)}`;
  if (issue.code === "too_small") return `\`${name}\` must not be empty or too small`;
  if (issue.code === "too_big") return `\`${name}\` is too large`;
  if (issue.code === "invalid_key") return `\`${name}\` is not a key that may stand here`;
  if (issue.code === "invalid_union") return `\`${name}\` cannot be ${shown(value)}`;
  return `\`${name}\` ${issue.message}, not ${shown(value)}`;
}

function hintFor(value: unknown, issue: Issue): string | null {
  if (issue.code === "invalid_type" && issue.expected === "string" && typeof value === "number") {
    return "put it in quotes";
  }
  const options = optionsOf(issue);
  if (options === undefined) return null;
  return suggest(String(value), options) ?? `one of ${options.map((option) => `\`${option}\``).join(" ")}`;
}

/** What may stand there, where the list is closed. */
function optionsOf(issue: Issue): readonly string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" && "options" in issue ? issue.options?.map(String) : undefined;
}

function basisHint(value: unknown): string {
  return Array.isArray(value) ? "make a purpose of each" : "such as `basis: payment`";
}

function shown(value: unknown): string {
  if (typeof value === "object") return Array.isArray(value) ? "a list" : value === null ? "empty" : "a map";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text}\``;
}

function valueAt(value: unknown, path: Path): unknown {
  let node = value;
  for (const step of path) {
    if (typeof node !== "object" || node === null) return undefined;
    node = (node as Record<string | number, unknown>)[step];
  }
  return node;
}
