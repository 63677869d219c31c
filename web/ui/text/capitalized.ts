/** A first word that is one: a path, an id or a file name goes on after it without a space, and stays as it is. */
const FIRST_WORD = /^\p{Ll}[\p{L}’'-]*(?=[,.;:!?]?(?:\s|$))/u;

/** A text as it begins a sentence. */
export function capitalized(text: string): string {
  return text.replace(FIRST_WORD, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}
