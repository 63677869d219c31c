import type { TransformVector } from "../catalogue/transforms.ts";
import type { Offer } from "./question.ts";
import { because } from "./reasons.ts";
import type { Ceiling, Reason, Slice } from "./types.ts";
import { isEmpty, lower } from "./vectors.ts";

/** The slices that show something of some record: ceilings on every record may leave nothing of one. */
export function surviving(slices: readonly Slice[], ceilings: readonly Ceiling[]): Offer {
  const always = ceilings.filter(
    ({ records, segments, types }) => records === null && segments === 0 && types === null,
  );
  const refused: Reason[] = [];
  const left = slices.filter((slice) => {
    const bound = always.filter((ceiling) => ceiling.binds(slice));
    if (leavesSomething(slice.elements, bound)) return true;
    const emptying = emptiedBy(slice.elements, bound);
    if (emptying !== undefined) refused.push(because(emptying.reason, emptying.rule));
    return false;
  });
  return { slices: left, refused };
}

/** For a standing grant under its purpose's ceiling, both of the policy, the answer is kept. */
const kept = new WeakMap<TransformVector, WeakMap<TransformVector, boolean>>();

function leavesSomething(elements: TransformVector, bound: readonly Ceiling[]): boolean {
  const [only, ...more] = bound;
  if (only === undefined || more.length > 0)
    return emptiedBy(elements, bound) === undefined && !isEmpty(elements);
  const known = kept.get(elements)?.get(only.atMost);
  if (known !== undefined) return known;
  const leaves = emptiedBy(elements, bound) === undefined && !isEmpty(elements);
  kept.set(
    elements,
    (kept.get(elements) ?? new WeakMap<TransformVector, boolean>()).set(only.atMost, leaves),
  );
  return leaves;
}

/** The ceiling that takes the last of it; undefined when something remains, or nothing ever was. */
function emptiedBy(elements: TransformVector, bound: readonly Ceiling[]): Ceiling | undefined {
  const remains = Uint8Array.from(elements);
  if (isEmpty(remains)) return undefined;
  return bound.find(({ atMost }) => {
    lower(remains, atMost);
    return isEmpty(remains);
  });
}
