const PREFIX = "import/";

/** The source that the imported facts of a relation are kept under. */
export function importedSource(relation: string): string {
  return `${PREFIX}${relation}`;
}

/** True for a source whose facts were brought by hand, not read from the upstream (REL-11). */
export function isImported(source: string): boolean {
  return source.startsWith(PREFIX);
}
