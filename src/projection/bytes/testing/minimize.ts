/** The least text that still fails: what a person can read. */

/** Takes pieces away, half of the text first and single bytes last, as long as `fails` says that it still does. */
export function minimized(text: Uint8Array, fails: (text: Uint8Array) => boolean): Uint8Array {
  let least = Buffer.from(text);
  for (let size = least.length >> 1; size >= 1; size = size === 1 ? 0 : (size + 1) >> 1) {
    for (let at = 0; at + size <= least.length;) {
      const shorter = Buffer.concat([least.subarray(0, at), least.subarray(at + size)]);
      if (fails(shorter)) least = shorter;
      else at += size;
    }
  }
  return least;
}
