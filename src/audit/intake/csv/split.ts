/** A record of a CSV file as it stands there, with the line it begins on; `whole: false`: its quotes never close. */
export interface CsvRecord {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly whole: boolean;
}

/** Lines that one record may go over. */
const LINES_MAX = 100;
/** Characters of one record. */
const LENGTH_MAX = 256 * 1024;

export interface CsvSplitter {
  /** Takes the next line, without its end, and gives the records that are complete with it. */
  push(line: string): readonly CsvRecord[];
  /** No more lines come. */
  end(): readonly CsvRecord[];
}

/**
 * Divides a file into records (RFC 4180), a line at a time. A quote that never closes costs the line it stands on: the
 * records after it come out as they are.
 */
export function createCsvSplitter(firstLine = 1): CsvSplitter {
  let next = firstLine;
  let held: { readonly text: string; readonly line: number }[] = [];
  let [isOpen, length] = [false, 0];

  function take(text: string, line: number): CsvRecord[] {
    if (held.length === 0 && text.trim() === "") return [];
    held.push({ text, line });
    length += text.length;
    if (hasOddQuotes(text)) isOpen = !isOpen;
    if (isOpen) return held.length > LINES_MAX || length > LENGTH_MAX ? giveUp() : [];
    const record = { text: held.map((one) => one.text).join("\n"), line: held[0]?.line ?? line, whole: true };
    forget();
    return [record];
  }

  function giveUp(): CsvRecord[] {
    const found: CsvRecord[] = [];
    while (isOpen) {
      const [first, ...rest] = held;
      forget();
      if (first === undefined) break;
      found.push({ ...first, whole: false });
      for (const { text, line } of rest) found.push(...take(text, line));
    }
    return found;
  }

  function forget(): void {
    [held, isOpen, length] = [[], false, 0];
  }

  return { push: (line) => take(line.replace(/\r$/, ""), next++), end: giveUp };
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}
