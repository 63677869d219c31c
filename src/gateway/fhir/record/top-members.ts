const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The text of an object with the members of these names alone. What comes in is an object as stringifyJson writes it:
 * without white space, and well-formed.
 */
export function topMembers(text: Uint8Array, names: ReadonlySet<string>): string {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  let found = "";
  let left = names.size;
  for (let at = 1; left > 0 && at < bytes.length && bytes[at] === QUOTE;) {
    const keyEnd = stringEnd(bytes, at);
    const valueEnd = endOfValue(bytes, keyEnd + 1);
    if (names.has(bytes.toString("utf8", at + 1, keyEnd - 1))) {
      found += `${found === "" ? "" : ","}${bytes.toString("utf8", at, valueEnd)}`;
      left -= 1;
    }
    at = valueEnd + 1;
  }
  return `{${found}}`;
}

/** Behind the value that begins here: before the comma or the brace that follows it. */
function endOfValue(bytes: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = stringEnd(bytes, at) - 1;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE_BRACE)) return at;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
  }
  return bytes.length;
}

/** Behind the quote that ends the string that begins here. */
function stringEnd(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}
