/** Views to look through: everything, nothing, each element alone, chance, what roles see, and some that transform. */
import { Random } from "../../../../demo/random.ts";
import { codeOf, DROP, KEEP, TRANSFORMS } from "../../../catalogue/transforms.ts";
import type { Transform, TransformVector } from "../../../catalogue/transforms.ts";
import type { Catalogue } from "../../../catalogue/types.ts";

const OF_EACH_KIND = 40;

export interface Vectors {
  /** Show much: everything, or almost. */
  readonly wide: readonly TransformVector[];
  /** Of chance, and those of roles. */
  readonly mixed: readonly TransformVector[];
  /** One element each, and none. */
  readonly narrow: readonly TransformVector[];
  /** Not only keep and drop: scanners may doubt them. */
  readonly transforming: readonly TransformVector[];
  /** Years and tokens, which scanners that have a context need not doubt. */
  readonly deidentifying: readonly TransformVector[];
}

/** The same for the same catalogue; `roles` are brought down to keep and drop. */
export function vectorsOf(catalogue: Catalogue, roles: readonly TransformVector[] = []): Vectors {
  const random = new Random("vectors");
  const { length } = catalogue.elements;
  const several = (make: () => TransformVector): readonly TransformVector[] =>
    Array.from({ length: OF_EACH_KIND }, make);
  const by = (chance: number): TransformVector =>
    Uint8Array.from({ length }, () => (random.chance(chance) ? KEEP : DROP));
  const alone = catalogue.elements.map(({ index }) => new Uint8Array(length).fill(KEEP, index, index + 1));
  const kept = roles.map((vector) => vector.map((code) => (code === KEEP ? KEEP : DROP)));
  const anyCode = (): number =>
    random.chance(0.7) ? random.pick([KEEP, KEEP, DROP]) : random.int(0, TRANSFORMS.length - 1);
  return {
    wide: [new Uint8Array(length).fill(KEEP), ...several(() => by(0.97))],
    mixed: [...several(() => by(random.pick([0.1, 0.5, 0.8]))), ...kept],
    narrow: [new Uint8Array(length), ...alone],
    transforming: several(() => Uint8Array.from({ length }, anyCode)),
    deidentifying: several(() => deidentifying(length, random)),
  };
}

/** Mostly years, mostly tokens, or both alike. */
function deidentifying(length: number, random: Random): TransformVector {
  const [year, token] = random.pick([
    [8, 1],
    [1, 8],
    [4, 4],
  ] as const);
  const code = (): Transform =>
    random.weighted<Transform>([
      [6, "keep"],
      [1, "drop"],
      [year, "generalize:year"],
      [token, "tokenize"],
    ]);
  return Uint8Array.from({ length }, () => codeOf(code()));
}

/** One of them, the wide ones more often than there are of them: a narrow one seldom meets a record that it shows. */
export function anyVector(vectors: Vectors, random: Random): TransformVector {
  const kind = random.weighted<keyof Vectors>([
    [46, "wide"],
    [30, "mixed"],
    [13, "narrow"],
    [4, "transforming"],
    [7, "deidentifying"],
  ]);
  return random.pick(vectors[kind]);
}
