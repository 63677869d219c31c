/** The lattice of transforms, said again by codes: 0 drop, 1 mask, 2 count, 3 tokenize, 4 to 6 generalize, 7 keep. */
const [DROP, MASK, KEEP] = [0, 1, 7];

export const shows = (a: number, b: number): boolean =>
  a === b || b === DROP || a === KEEP || (b === MASK && a >= 4);
export const meet = (a: number, b: number): number =>
  shows(a, b) ? b : shows(b, a) ? a : shows(a, MASK) && shows(b, MASK) ? MASK : DROP;

export function joinAll(codes: readonly number[]): number {
  const top = codes.filter((a) => codes.every((b) => shows(a, b) || !shows(b, a)));
  return top.length === 0 ? DROP : top.reduce(meet);
}
