/** Paths of tiles below `tile/` (C2SP tlog-tiles). */
export interface TilePath {
  readonly kind: number | "entries" | "sealed";
  readonly index: number;
  /** From 1 to 256. */
  readonly width: number;
}

const PATH = /^(0|[1-9]\d?|entries|sealed)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Levels that a tree of 2^53 leaves can have. */
const LEVEL_MAX = 6;

/** `0/x001/234.p/5` is 5 hashes of tile 1234 of level 0; null: no path of a tile, or not as it is written. */
export function tilePathOf(path: string): TilePath | null {
  const [, kind = "", number = "", partial] = PATH.exec(path) ?? [];
  if (kind === "") return null;
  const index = Number(number.replaceAll(/[x/]/g, ""));
  const width = partial === undefined ? 256 : Number(partial);
  const isWritten = Number.isSafeInteger(index) && indexPath(index) === number;
  if (!isWritten || width > 256 || (partial !== undefined && width === 256)) return null;
  if (kind === "entries" || kind === "sealed") return { kind, index, width };
  return Number(kind) > LEVEL_MAX ? null : { kind: Number(kind), index, width };
}

/** `x001/x234/067` of 1234067. */
function indexPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join("/");
}
