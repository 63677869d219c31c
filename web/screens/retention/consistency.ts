/** Whether a tree begins with an earlier one, worked out from bytes in this browser (RFC 9162 section 2.1.4.2). */

/** What a checkpoint says (C2SP tlog-checkpoint): how many leaves, and the root over them. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

const HASH = 32;

/** Size and root of a signed note; null where it is none. Signatures are not looked at here. */
export function headOf(note: string): TreeHead | null {
  const [origin, size, root] = note.split("\n");
  if (origin === undefined || origin === "" || !/^(0|[1-9]\d{0,15})$/.test(size ?? "")) return null;
  const bytes = bytesOf(root ?? "");
  return bytes?.length === HASH ? { size: Number(size), root: bytes } : null;
}

/** The bytes of base64; null where it is none. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/** True when the path proves that the second tree begins with the first. */
export async function beginsWith(
  first: TreeHead,
  second: TreeHead,
  path: readonly Uint8Array[],
): Promise<boolean> {
  if (first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && isSame(first.root, second.root);
  if (first.size === 0) return path.length === 0;
  const [start, ...rest] = Number.isInteger(Math.log2(first.size)) ? [first.root, ...path] : path;
  if (start === undefined) return false;
  let [node, last] = [first.size - 1, second.size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [old, grown] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      old = await hashOf(sibling, old);
      grown = await hashOf(sibling, grown);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else grown = await hashOf(grown, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSame(old, first.root) && isSame(grown, second.root);
}

/** SHA-256(0x01 || left || right), RFC 6962 section 2.1. */
async function hashOf(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const bytes = Uint8Array.of(1, ...left, ...right);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
