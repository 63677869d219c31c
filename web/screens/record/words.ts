const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  ["AI", "API", "BAA", "CSV", "FHIR", "PDF", "SMART"].map((word) => [word.toLowerCase(), word]),
);

/** An id of the policy or a code as words: `Care coordination` for `care-coordination`. */
export function inWords(id: string): string {
  const words = id.split(/[-_]/).map((word) => ABBREVIATIONS.get(word) ?? word);
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 element`, `1,200 elements` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
