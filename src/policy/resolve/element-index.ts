import { compareText, finding } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { ElementSource } from "../source/element-group.ts";

/** An element as a group file declares it. */
export interface DeclaredElement {
  readonly source: ElementSource;
  readonly file: SourceFile<"ElementGroup">;
  /** Position in the group's list. */
  readonly position: number;
}

/** Every element of the catalogue by position; positions follow the ids, so the order of files does not matter. */
export interface ElementIndex {
  readonly elements: readonly DeclaredElement[];
  readonly ids: readonly string[];
  indexOf(id: string): number | undefined;
  /** Positions of the elements under `claim.*`; empty when there is none. */
  under(glob: string): readonly number[];
}

/** Numbers the elements of all groups by id. Diagnostic: POL-201 for an id declared twice. */
export function indexElements(groups: readonly SourceFile<"ElementGroup">[]): {
  index: ElementIndex;
  diagnostics: readonly Diagnostic[];
} {
  const declared = groups.flatMap((file) =>
    file.source.elements.map((source, position) => ({ source, file, position })),
  );
  const unique = new Map<string, DeclaredElement>();
  const diagnostics: Diagnostic[] = [];
  for (const element of declared) {
    const { id } = element.source;
    const other = unique.get(id);
    if (other === undefined) unique.set(id, element);
    else {
      const at = element.file.at(["elements", element.position, "id"]);
      diagnostics.push(finding("POL-201", at, `element \`${id}\` is declared in \`${other.file.path}\` too`));
    }
  }
  const elements = [...unique.values()].toSorted((a, b) => compareText(a.source.id, b.source.id));
  return { index: elementIndex(elements), diagnostics };
}

function elementIndex(elements: readonly DeclaredElement[]): ElementIndex {
  const ids = elements.map(({ source }) => source.id);
  const positions = new Map(ids.map((id, index) => [id, index]));
  return {
    elements,
    ids,
    indexOf: (id) => positions.get(id),
    under: (glob) => {
      const prefix = glob.slice(0, -1);
      return ids.flatMap((id, index) => (id.startsWith(prefix) ? [index] : []));
    },
  };
}
