import type { z } from "zod";
import { finding } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { isSourceKind, SOURCE_SCHEMAS } from "../source/kinds.ts";
import type { Source, SourceKind } from "../source/kinds.ts";
import type { PolicyFile } from "../types.ts";
import { shapeFindings } from "./issues.ts";
import { keysOf } from "./known-keys.ts";
import { nearest, suggest } from "./nearest.ts";
import { readYaml } from "./yaml.ts";
import type { Path, YamlFile } from "./yaml.ts";

/** One policy file whose shape is right; whether its names exist is not yet known. */
export interface SourceFile<K extends SourceKind = SourceKind> extends Pick<YamlFile, "at" | "keyAt"> {
  readonly kind: K;
  readonly path: string;
  readonly source: Source<K>;
}

export interface Parsed {
  /** As far as it can be told; null: it may be any. */
  readonly kind: SourceKind | null;
  /** Null when anything is wrong with its syntax or shape. */
  readonly file: SourceFile | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one file: YAML, then the shape of its kind. Every fault of the file at once. */
export function parseFile(file: PolicyFile): Parsed {
  const { yaml, diagnostics } = readYaml(file);
  if (diagnostics.length > 0) return { kind: kindInText(file.text), file: null, diagnostics };
  const kind = kindOf(yaml.value);
  if (!isSourceKind(kind)) {
    return { kind: meantBy(kind), file: null, diagnostics: [unknownKind(yaml, kind)] };
  }
  const schema: z.ZodType = SOURCE_SCHEMAS[kind];
  const read = schema.safeParse(yaml.value);
  if (!read.success) {
    return { kind, file: null, diagnostics: shapeFindings(kind, yaml, read.error.issues, keysOf(kind)) };
  }
  const source = read.data as Source;
  return { kind, file: { kind, path: file.path, source, at: yaml.at, keyAt: yaml.keyAt }, diagnostics: [] };
}

/** For a file that is not even YAML. */
function kindInText(text: string): SourceKind | null {
  return meantBy(/^kind: *(\w+)/m.exec(text)?.[1]);
}

function meantBy(kind: unknown): SourceKind | null {
  const near = typeof kind === "string" ? nearest(kind, Object.keys(SOURCE_SCHEMAS)) : undefined;
  return isSourceKind(near) ? near : null;
}

function kindOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
}

function unknownKind(yaml: YamlFile, kind: unknown): Diagnostic {
  const path: Path = ["kind"];
  const kinds = Object.keys(SOURCE_SCHEMAS);
  const all = `one of ${kinds.join(" ")}`;
  if (typeof kind !== "string")
    return finding("POL-107", yaml.at(path), "the file does not say its kind", all);
  return finding("POL-107", yaml.at(path), `unknown kind \`${kind}\``, suggest(kind, kinds) ?? all);
}
