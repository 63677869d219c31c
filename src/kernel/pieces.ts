/** Text that is put together of pieces before it is written down. */

/** In UTF-8, or a string that will be. */
export type Piece = Uint8Array | string;

/** One buffer of them all. Strings in a row are written at once, since each write has its price. */
export function joined(pieces: readonly Piece[]): Buffer {
  const merged: Piece[] = [];
  let length = 0;
  let said = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      said += piece;
      continue;
    }
    if (said !== "") {
      length += Buffer.byteLength(said);
      merged.push(said);
      said = "";
    }
    length += piece.length;
    merged.push(piece);
  }
  length += Buffer.byteLength(said);
  merged.push(said);
  return filled(Buffer.allocUnsafe(length), merged);
}

function filled(whole: Buffer, pieces: readonly Piece[]): Buffer {
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === "string") at += whole.write(piece, at);
    else {
      whole.set(piece, at);
      at += piece.length;
    }
  }
  return whole;
}
