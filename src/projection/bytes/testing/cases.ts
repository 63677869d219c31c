/** Cases for scanners, each a function of its seed alone. */
import { Random } from "../../../../demo/random.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import type { Span } from "../types.ts";
import { madeOf } from "./made.ts";
import { ResourceMaker } from "./made-up-resource.ts";
import type { Material } from "./material.ts";
import { mutated } from "./mutations.ts";
import { anySpelling, spelled } from "./spelling.ts";
import { anyVector } from "./vectors.ts";
import type { Vectors } from "./vectors.ts";

export interface ScannerCase {
  readonly text: Uint8Array;
  /** Present where the resource stands in a longer text. */
  readonly span?: Span;
  readonly vector: TransformVector;
  readonly kind: CaseKind;
}

export const CASE_KINDS = [
  "made-up",
  "mutated",
  "real",
  "real-mutated",
  "real-respelled",
  "maximal",
  "cut",
] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** What goes on behind a resource, such that it would be read as a part of it by one that looks too far. */
const BEHIND = [
  "",
  "",
  '"',
  "}",
  "]}",
  "0",
  "e1",
  "rue",
  '\\"',
  ',"id":"CANARY"}',
  ' {"resourceType":"Patient"}',
  "\u0000",
];
const BEFORE = ["", "", "[", "{", '"', "\\", "1", '{"entry":[{"resource":', "é"];

export class CaseMaker {
  readonly #catalogue: Catalogue;
  readonly #material: Material;
  readonly #vectors: Vectors;

  constructor(catalogue: Catalogue, material: Material, vectors: Vectors) {
    this.#catalogue = catalogue;
    this.#material = material;
    this.#vectors = vectors;
  }

  case(seed: string): ScannerCase {
    const random = new Random(seed);
    const kind = random.weighted<CaseKind>([
      [50, "made-up"],
      [13, "mutated"],
      [10, "real"],
      [13, "real-mutated"],
      [10, "real-respelled"],
      [0.3, "maximal"],
      [3, "cut"],
    ]);
    const vector = anyVector(this.#vectors, random);
    return { ...placed(this.#text(kind, random), random), vector, kind };
  }

  #text(kind: CaseKind, random: Random): Buffer {
    const { real, maximal } = this.#material;
    const make: Readonly<Record<CaseKind, () => Buffer>> = {
      "made-up": () => this.#madeUp(random),
      mutated: () => mutated(this.#madeUp(random), this.#madeUp(random), random),
      real: () => random.pick(real),
      "real-mutated": () => mutated(random.pick(real), random.pick(real), random),
      "real-respelled": () => respelled(random.pick(real), random),
      maximal: () => mutated(random.pick(maximal), this.#madeUp(random), random),
      cut: () => cut(random.chance(0.5) ? this.#madeUp(random) : random.pick(real), random),
    };
    return make[kind]();
  }

  #madeUp(random: Random): Buffer {
    const made = new ResourceMaker(this.#catalogue, random, random.pick([0, 0, 0.3, 1])).resource();
    return Buffer.from(spelled(made, random, anySpelling(random)));
  }
}

function respelled(text: Buffer, random: Random): Buffer {
  return Buffer.from(spelled(madeOf(JSON.parse(text.toString())), random, anySpelling(random)));
}

function cut(text: Buffer, random: Random): Buffer {
  return text.subarray(0, random.int(0, text.length));
}

/** The text alone at any offset of its buffer, or amid others. */
function placed(text: Buffer, random: Random): { readonly text: Uint8Array; readonly span?: Span } {
  const before = Buffer.from(random.pick(BEFORE) + " ".repeat(random.int(0, 64)));
  const whole = Buffer.concat([before, text, Buffer.from(random.pick(BEHIND))]);
  const span = { from: before.length, until: before.length + text.length };
  return random.chance(0.4) ? { text: whole, span } : { text: whole.subarray(span.from, span.until) };
}
