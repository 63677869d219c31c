import { DROP, KEEP, meet, type TransformCode } from "../catalogue/transforms.ts";
import type { SegmentMask } from "../catalogue/types.ts";
import type { Ceiling, Decision } from "../decision/types.ts";
import { AppError } from "../kernel/errors.ts";

/** One set of labels: as a mask of the policy before and as one of the policy after. */
export type Labels = readonly [SegmentMask, SegmentMask];

/** More sets than this are not looked through: it would be hours, and what they show hardly anything that somebody reads. */
const MOST_LABELS = 4_096;

/**
 * Sets of labels under which records could be shown otherwise, by the two decisions: for every set that there is, and
 * every element, one of these shows it the same on both sides. Taking a label on only lowers what each slice gives, and
 * how far follows from where the slices stand and from the label, so sets that leave an element where another set
 * leaves it are not gone on from. @throws AppError `report_too_long` where the slices tell too many sets apart
 */
export function labelsTold(before: Decision, after: Decision): readonly Labels[] {
  const sides = [sideOf(before), sideOf(after)] as const;
  const segments = segmentsThatMatter(sides);
  const told = new Map<string, Labels>([["0 0", NONE]]);
  const known = new Set<string>();
  for (const element of elementsOf(sides)) {
    const column = columnOf(sides, segments, element);
    const key = keyOf([column.start, ...column.limits]);
    if (known.has(key)) continue;
    known.add(key);
    for (const labels of labelsOfColumn(column, segments)) told.set(labels.join(" "), labels);
    if (told.size > MOST_LABELS) throw tooMany();
  }
  return [...told.values()];
}

const NONE: Labels = [0, 0];

interface Side {
  readonly decision: Decision;
  readonly bits: ReadonlyMap<string, number>;
  /** Ceilings on some labels alone, whatever else the record is; those that ask more of it are `special`. */
  readonly plain: readonly Ceiling[];
  readonly special: readonly Ceiling[];
}

type Sides = readonly [Side, Side];

function sideOf(decision: Decision): Side {
  const ofLabels = decision.ceilings.filter(({ segments }) => segments !== 0);
  const isPlain = ({ records, types }: Ceiling): boolean => records === null && types === null;
  return {
    decision,
    bits: new Map(decision.policy.segments.map(({ id, bit }) => [id, bit])),
    plain: ofLabels.filter(isPlain),
    special: ofLabels.filter((ceiling) => !isPlain(ceiling)),
  };
}

interface Segment {
  readonly mask: Labels;
  readonly bits: readonly [number | undefined, number | undefined];
}

/** Those that a slice of either side names, and those that one policy alone has: to the other they are no labels. */
function segmentsThatMatter(sides: Sides): readonly Segment[] {
  const ids = new Set(sides.flatMap(({ bits }) => [...bits.keys()]));
  return [...ids].flatMap((id) => {
    const bits = [sides[0].bits.get(id), sides[1].bits.get(id)] as const;
    const isNamed = sides.some(({ decision }, at) => bits[at] === undefined || isNamedIn(decision, bits[at]));
    return isNamed ? [{ bits, mask: [maskOf(bits[0]), maskOf(bits[1])] as const }] : [];
  });
}

function isNamedIn({ slices }: Decision, bit: number): boolean {
  return slices.some(({ segments }) => segments.has(bit));
}

function maskOf(bit: number | undefined): SegmentMask {
  return bit === undefined ? 0 : 1 << bit;
}

function elementsOf(sides: Sides): ReadonlySet<string> {
  return new Set(sides.flatMap(({ decision }) => decision.policy.catalogue.elements.map(({ id }) => id)));
}

/** What the slices of both sides give of one element, and what each segment leaves of that at most. */
interface Column {
  readonly start: readonly TransformCode[];
  /** One list for each segment, as long as `start`. */
  readonly limits: readonly (readonly TransformCode[])[];
}

function columnOf(sides: Sides, segments: readonly Segment[], element: string): Column {
  const [start, limits] = [[] as TransformCode[], segments.map(() => [] as TransformCode[])];
  for (const [at, side] of sides.entries()) {
    const index = side.decision.policy.catalogue.byId(element)?.index ?? -1;
    for (const slice of side.decision.slices) {
      const given = slice.elements[index] ?? DROP;
      if (given === DROP) continue;
      start.push(given);
      for (const [i, { bits }] of segments.entries()) limits[i]?.push(limitOf(side, slice, bits[at], index));
    }
    // A ceiling that asks more of the record is on or off besides; it is told apart by a code of its own.
    for (const { segments: mask } of side.special) {
      start.push(KEEP);
      for (const [i, { bits }] of segments.entries())
        limits[i]?.push((maskOf(bits[at]) & mask) === 0 ? KEEP : DROP);
    }
  }
  return { start, limits };
}

function limitOf(
  { plain }: Side,
  slice: Decision["slices"][number],
  bit: number | undefined,
  index: number,
): TransformCode {
  if (bit === undefined) return KEEP;
  const named = slice.segments.get(bit)?.[index] ?? DROP;
  return plain
    .filter((ceiling) => (ceiling.segments & (1 << bit)) !== 0 && ceiling.binds(slice))
    .reduce((left, { atMost }) => meet(left, atMost[index] ?? DROP), named);
}

/** One set of labels for each way that the element can stand. */
function labelsOfColumn({ start, limits }: Column, segments: readonly Segment[]): Iterable<Labels> {
  const found = new Map<string, { readonly codes: readonly TransformCode[]; readonly labels: Labels }>();
  if (start.some((code) => code !== DROP)) found.set(keyOf([start]), { codes: start, labels: NONE });
  for (const [i, { mask }] of segments.entries()) {
    const without = [...found.values()];
    for (const { codes, labels } of without) {
      const left = codes.map((code, at) => meet(code, limits[i]?.[at] ?? DROP));
      const key = keyOf([left]);
      if (found.has(key) || left.every((code) => code === DROP)) continue;
      found.set(key, { codes: left, labels: [labels[0] | mask[0], labels[1] | mask[1]] });
    }
    if (found.size > MOST_LABELS) throw tooMany();
  }
  return [...found.values()].map(({ labels }) => labels);
}

function keyOf(lists: readonly (readonly TransformCode[])[]): string {
  return lists.map((codes) => codes.join("")).join(" ");
}

function tooMany(): AppError {
  return new AppError("report_too_long", "the change tells too many sets of segments apart to be counted", {
    hint: "Split the change, so that fewer grants with segments of their own change at a time.",
  });
}
