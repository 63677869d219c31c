import { compareText, finding } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { SOURCE_SCHEMAS } from "../source/kinds.ts";
import type { SourceKind } from "../source/kinds.ts";
import type { PolicyFile } from "../types.ts";
import { parseFile } from "./parse-file.ts";
import type { SourceFile } from "./parse-file.ts";

const KINDS = Object.keys(SOURCE_SCHEMAS) as readonly SourceKind[];

/** Every file whose shape is right, by kind, ordered by id: the order of the input does not matter. */
export type PolicyBundle = { readonly [K in SourceKind]: readonly SourceFile<K>[] };

/** Reads all files. Adds POL-201 for an id that two files of one kind share; the first by path stands. */
export function parseBundle(files: readonly PolicyFile[]): {
  bundle: PolicyBundle;
  /** Kinds of which a file could not be read, so that a name missing from the bundle may yet be declared. */
  unread: ReadonlySet<SourceKind>;
  diagnostics: readonly Diagnostic[];
} {
  const inOrder = files.toSorted((a, b) => compareText(a.path, b.path));
  const parsed = inOrder.map(parseFile);
  const sound = parsed.flatMap(({ file }) => (file === null ? [] : [file]));
  const first = new Map<string, SourceFile>();
  const twice: Diagnostic[] = [];
  for (const file of sound) {
    const name = `${file.kind} ${file.source.id}`;
    const other = first.get(name);
    if (other === undefined) first.set(name, file);
    else
      twice.push(
        finding("POL-201", file.at(["id"]), `id \`${file.source.id}\` is taken by \`${other.path}\``),
      );
  }
  const unique = [...first.values()].toSorted((a, b) => compareText(a.source.id, b.source.id));
  const unread = new Set(
    parsed.flatMap(({ kind, file }) => (file !== null ? [] : kind === null ? KINDS : [kind])),
  );
  const shapes = parsed.flatMap(({ diagnostics }) => diagnostics);
  return { bundle: byKind(unique), unread, diagnostics: [...shapes, ...twice] };
}

function byKind(files: readonly SourceFile[]): PolicyBundle {
  const grouped = KINDS.map((kind) => [kind, files.filter((file) => file.kind === kind)]);
  return Object.fromEntries(grouped) as PolicyBundle;
}
