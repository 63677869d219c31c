/**
 * Splits at a separator that is not escaped by `\`; pieces keep their escapes, so they can be split again.
 * FHIR R4 search, 3.1.1.5.7 "Escaping search parameters".
 */
export function splitEscaped(text: string, separator: "," | "|" | "$"): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\" && at + 1 < text.length) piece += char + text.charAt(++at);
    else if (char === separator) {
      pieces.push(piece);
      piece = "";
    } else piece += char;
  }
  pieces.push(piece);
  return pieces;
}

/** Takes the escapes `\,` `\|` `\$` `\\` away; any other backslash stays as it is. */
export function unescaped(text: string): string {
  return text.replace(/\\([\\,|$])/g, "$1");
}
