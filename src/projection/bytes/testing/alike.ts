/** Records that are alike but for a value or a byte: what would fool a scanner that remembers what it saw. */
import { Random } from "../../../../demo/random.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { ScannerCase } from "./cases.ts";
import type { Material } from "./material.ts";
import { mutated } from "./mutations.ts";
import type { Vectors } from "./vectors.ts";

const BASES = 12;
const VIEWS = 4;
const TEXT = /"(?:[^"\\]|\\.)*"/g;
const NUMBER = /(?<=[:[,])-?\d[\d.eE+-]*/g;
const TEXTS = [
  '""',
  '"#p"',
  '"laboratory"',
  '"a\\nb"',
  '"a\\/b"',
  '"\\u0061"',
  '"http://hl7.org/fhir/sid/us-ssn"',
  '"é"',
];
const OTHER_VALUES = ["null", "{}", "[]", "1", "true", "[null]", '{"url":"u"}'];

/** Few records under few views, over and over, with a change now and then. */
export class AlikeMaker {
  readonly #bases: readonly Buffer[];
  readonly #vectors: readonly TransformVector[];

  constructor({ real }: Material, vectors: Vectors, seed: string) {
    const random = new Random(seed);
    this.#bases = random.sample(real, BASES);
    this.#vectors = random.sample([...vectors.wide, ...vectors.mixed], VIEWS);
  }

  case(seed: string): ScannerCase {
    const random = new Random(seed);
    const base = random.pick(this.#bases);
    let text = base;
    for (let left = random.pick([0, 1, 1, 2, 5]); left > 0; left--) text = changed(text, random);
    if (random.chance(0.1)) text = mutated(text, random.pick(this.#bases), random);
    return { text, vector: random.pick(this.#vectors), kind: "real-mutated" };
  }
}

/** With another name, text or number, or a value of another kind. */
function changed(text: Buffer, random: Random): Buffer {
  const places = [...text.toString("latin1").matchAll(random.chance(0.8) ? TEXT : NUMBER)];
  if (places.length === 0) return text;
  const { index, 0: found } = random.pick(places);
  const by = random.weighted<() => string>([
    [5, () => turned(found, random)],
    [2, () => random.pick(places)[0]],
    [2, () => random.pick(TEXTS)],
    [1, () => random.pick(OTHER_VALUES)],
    [1, () => `${found.slice(0, -1)}${"x".repeat(random.int(1, 70))}"`],
  ])();
  return Buffer.concat([
    text.subarray(0, index),
    Buffer.from(by, by.includes("é") ? "utf8" : "latin1"),
    text.subarray(index + found.length),
  ]);
}

/** One character of it is another one. */
function turned(found: string, random: Random): string {
  const at = random.int(1, Math.max(1, found.length - 2));
  return found.slice(0, at) + random.pick(["0", "7", "a", "Z", "_", "#", " "]) + found.slice(at + 1);
}
