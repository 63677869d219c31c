/** A page of a list whose items have a key that never changes; `next` is the key to go on after. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The items after the one with the key `after`; from the beginning when there is none with it. */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Page<T> {
  const start = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  const shown = items.slice(start, start + limit);
  const last = shown.at(-1);
  return { items: shown, next: start + limit < items.length && last !== undefined ? keyOf(last) : null };
}
