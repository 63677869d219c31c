/** An id of the policy or a code as words: `Care coordination` for `care-coordination`. */
export function inWords(id: string): string {
  const words = id.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `1 element`, `1,200 elements` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
