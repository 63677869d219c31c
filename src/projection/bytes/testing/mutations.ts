/** Texts that were right once: bytes turned, lost, added, doubled, cut and joined. */
import type { Random } from "../../../../demo/random.ts";

/** Bytes that mean something to a reader of JSON, and some that no UTF-8 text holds. */
const MEANINGFUL = Buffer.from('"\\{}[]:,.-+eE019tfn_#/u \t\n\r\u0000\u001f\u007f');
const NO_TEXT = [0x80, 0xbf, 0xc0, 0xc2, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xff];
const TOKENS = [
  '"resourceType":"Patient",',
  '"id":"x",',
  '"\\u0069d":"x",',
  '"reference":"#p",',
  '"system":"http://hl7.org/fhir/sid/us-ssn",',
  '"url":"u"',
  "null,",
  "{}",
  "[],",
  '"_birthDate":{},',
  "\ufeff",
  "\\ud800",
  "\\\\".repeat(33),
  " ".repeat(64),
  "1e999,",
].map((text) => Buffer.from(text));

type Mutation = (text: Buffer, at: number, random: Random, other: Buffer) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  (text, at, random) => replaced(text, at, 1, Buffer.of((text[at] ?? 0) ^ (1 << random.int(0, 7)))),
  (text, at, random) => replaced(text, at, 1, byteOf(random)),
  (text, at, random) => replaced(text, at, 0, byteOf(random)),
  (text, at, random) => replaced(text, at, random.pick([1, 1, 1, 2, 8, 40]), Buffer.alloc(0)),
  (text, at, random) => replaced(text, at, 0, text.subarray(at, at + random.pick([1, 4, 16, 60]))),
  (text, at, random) => replaced(text, at, 0, random.pick(TOKENS)),
  (text, at) => text.subarray(0, at),
  (text, at, random, other) => {
    const from = random.int(0, other.length);
    return replaced(text, at, random.int(0, 60), other.subarray(from, from + random.int(1, 200)));
  },
  (text, at, _, other) => Buffer.concat([text.subarray(0, at), other.subarray(at)]),
  (text, at) => memberMoved(text, at),
];

/** One to four changes. */
export function mutated(text: Buffer, other: Buffer, random: Random): Buffer {
  let changed = text;
  for (let left = random.pick([1, 1, 1, 2, 4]); left > 0; left--) {
    changed = random.pick(MUTATIONS)(changed, random.int(0, Math.max(0, changed.length - 1)), random, other);
  }
  return changed;
}

/** The text cut after each of its bytes, the empty one first. */
export function* truncations(text: Buffer): Generator<Buffer> {
  for (let length = 0; length < text.length; length++) yield text.subarray(0, length);
}

function replaced(text: Buffer, at: number, length: number, by: Uint8Array): Buffer {
  return Buffer.concat([text.subarray(0, at), by, text.subarray(at + length)]);
}

function byteOf(random: Random): Buffer {
  return Buffer.of(random.chance(0.8) ? random.pick([...MEANINGFUL]) : random.pick(NO_TEXT));
}

/** What stands between two commas comes twice: often a member, which then has a name that is taken. */
function memberMoved(text: Buffer, at: number): Buffer {
  const from = text.indexOf(",", at);
  const until = text.indexOf(",", from + 1);
  return from < 0 || until < 0 ? text : replaced(text, until, 0, text.subarray(from, until));
}
