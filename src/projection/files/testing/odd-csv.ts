/** Made-up CSV files with everything that files have and should not have. */

/** Numbers from a seed: mulberry32. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T;
  }

  /** True once in so many times. */
  onceIn(times: number): boolean {
    return this.below(times) === 0;
  }
}

/** Headers that the test catalogue knows, two of them for one element, and some that it does not. */
const HEADERS = [
  "Patient ID",
  "Name",
  "Patient Name",
  "DOB",
  "SSN",
  "MRN",
  "ZIP",
  "Phone",
  "Sex",
  "Reason",
  "Amount",
];
const UNKNOWN = ["Memo", "Färbung", "x y"];
const DELIMITERS = [",", ";", "\t", "|"];

const PLAIN = [
  "Ann",
  "Bob",
  "1",
  "12.50",
  "2020-01-02",
  "O'Hara",
  "a.b",
  "Zoë",
  "x y",
  "日本",
  "é",
  "p1",
  "p2",
];
/** What is guarded, quoted, split or trimmed somewhere. */
const ODD = [
  "=1+1",
  "+1 555 0100",
  "-12.50",
  "-x",
  "+1e3",
  "1e",
  "-",
  "+.5",
  "@a",
  " =1",
  " a",
  "a ",
  "\u00A0a",
  "a\u00A0",
  "\u3000",
  "a\u2028",
  "\uFEFFa",
  "\u1680=1",
  "＝1",
  "＋",
  "－1",
  "＠",
  "ü",
  "aü",
  "\u0000",
  "\u000Ba",
  "a\u007F",
  "'",
  "\uD83D\uDE00",
  "\u200A+",
  "-1\u00A0",
  "-1e",
  "+1e+",
  "-1e5",
  "-1.",
  "a\u202F",
  "a\u2029",
  "a\u205F",
  "\u2003a",
  "a\u1680",
];
/** Some of which label in the tests, alone or by how they begin, and some that nearly do. */
export const CODES = [
  "F10.20",
  "f1120",
  "F12",
  "7804",
  "78045",
  "780",
  "123456-7",
  "75616-4",
  "x F10",
  "F10,Z00",
  "00093-1",
  "000935711",
  "G10",
];
const IN_QUOTES = [
  'a""b',
  '""',
  '""=1',
  "a,b",
  "a;b",
  "a\tb",
  "a|b",
  "a\nb",
  "\n",
  "a\r\nb",
  ",,,,,,",
  "x\n,,,,,,,,,",
  "a\rb",
  " ",
  "=1,2",
  "\t=1",
  '"",""',
];
const BROKEN = [
  '"',
  'a"b',
  '"a"b',
  '"a',
  'a"',
  '""a',
  ' "a"',
  '"a" ',
  "\r",
  "a\rb",
  "\n",
  ",",
  ",,",
  '"""',
  "\t",
  "",
];
const BYTES = [
  0x22, 0x2c, 0x3b, 0x09, 0x7c, 0x0a, 0x0d, 0x20, 0x41, 0x30, 0x3d, 0x2d, 0x80, 0xc3, 0xe2, 0xff, 0x00,
];

/** A file; most of its rows are as they should be. */
export function oddCsv(dice: Dice): Buffer {
  const delimiter = dice.one(DELIMITERS);
  const headers = headersOf(dice);
  const lineEnd = dice.one(["\n", "\n", "\r\n"]);
  const style = dice.below(4);
  const rows = [headers.map((text) => quotedIf(style === 0, text)).join(delimiter)];
  const count = dice.below(9);
  for (let i = 0; i < count; i++) rows.push(rowOf(dice, headers, delimiter, style));
  const text = `${dice.onceIn(12) ? "\uFEFF" : ""}${rows.map((row) => row + (dice.onceIn(20) ? "\r\n" : lineEnd)).join("")}`;
  return mutated(dice, Buffer.from(dice.onceIn(4) ? text.slice(0, -lineEnd.length) : text));
}

function headersOf(dice: Dice): readonly string[] {
  const known = HEADERS.filter(() => dice.below(10) < 6);
  const all = [...known, ...UNKNOWN.filter(() => dice.onceIn(4))];
  const named = all.some((header) => header !== "Patient ID" && HEADERS.includes(header))
    ? all
    : [...all, "Name"];
  return named.toSorted(() => dice.below(3) - 1);
}

function rowOf(dice: Dice, headers: readonly string[], delimiter: string, style: number): string {
  if (dice.onceIn(25)) return dice.one(["", " ", "\t", "\r", " \t\r"]);
  const cells = headers.map((header) =>
    header === "Patient ID" && !dice.onceIn(6)
      ? quotedIf(style === 0, dice.one(["p1", "p1", "p2", "Patient/p3", ""]))
      : cellOf(dice, style),
  );
  if (dice.onceIn(30)) cells.pop();
  if (dice.onceIn(30)) cells.push("x");
  return cells.join(delimiter);
}

/** Styles: 0 quotes everything, 1 nothing odd, 2 and 3 anything. */
function cellOf(dice: Dice, style: number): string {
  if (dice.onceIn(5)) return style === 0 || dice.onceIn(5) ? dice.one(['""', ""]) : "";
  if (dice.onceIn(12)) return quotedIf(style === 0 || dice.onceIn(3), dice.one(CODES));
  if (style >= 2 && dice.onceIn(150)) return dice.one(BROKEN);
  if (style !== 1 && dice.onceIn(8)) return `"${dice.one(IN_QUOTES)}"`;
  if (style >= 2 && dice.onceIn(4)) return quotedIf(dice.onceIn(4), dice.one(ODD));
  return quotedIf(style === 0 || dice.onceIn(10), dice.one(PLAIN));
}

/** One file in which everything odd stands in a row of its own, that many bytes after the beginning of the row. */
export function oddRowsAfter(bytes: number): Buffer {
  const texts = [
    ...PLAIN,
    ...ODD,
    ...CODES,
    "",
    "\r",
    '""',
    '"a"b',
    'a"b"',
    '"a"\r',
    '"a""b"',
    ...quotedOnes(),
  ];
  const rows = texts.flatMap((text) => [`${"x".repeat(bytes)},${text}`, `${text},${"x".repeat(bytes)}`]);
  return Buffer.from(`Name,Phone\n${rows.join("\n")}\n`);
}

function quotedOnes(): readonly string[] {
  return [...ODD, ...IN_QUOTES].map((text) => `"${text}"`);
}

function quotedIf(quoted: boolean, text: string): string {
  return quoted ? `"${text}"` : text;
}

/** Bytes flipped, put in, taken out and doubled; most files stay as they are. */
function mutated(dice: Dice, bytes: Buffer): Buffer {
  if (!dice.onceIn(3)) return bytes;
  let file = bytes;
  for (let left = dice.below(3) + 1; left > 0 && file.length > 0; left--) {
    const at = dice.below(file.length);
    const until = Math.min(file.length, at + dice.below(4));
    const put = dice.onceIn(3) ? Buffer.alloc(0) : Buffer.from([dice.one(BYTES)]);
    const again = dice.onceIn(6) ? file.subarray(at, at + 20) : Buffer.alloc(0);
    file = Buffer.concat([file.subarray(0, at), put, again, file.subarray(until)]);
  }
  return file;
}
