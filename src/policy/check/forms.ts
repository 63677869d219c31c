import { fits } from "../../catalogue/fitting.ts";
import { DROP, transformOf } from "../../catalogue/transforms.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import { finding } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { byEntry, indexesOf, listed, originOf } from "../resolve/element-list.ts";
import type { ResolvedElements } from "../resolve/element-list.ts";
import type { ResolvedPolicy } from "../resolve/policy.ts";

/** Warns where a list gives an element in a form that its values do not have: POL-312. */
export function checkForms(policy: ResolvedPolicy, catalogue: Catalogue): readonly Diagnostic[] {
  return listsOf(policy).flatMap((elements) => {
    const { vector } = elements;
    const without = indexesOf(vector).filter((index) => !fits(catalogue, index, vector[index] ?? DROP));
    return byEntry(elements, without).map((indexes) => {
      const form = transformOf(vector[indexes[0] ?? 0] ?? DROP);
      const message = `\`${form}\` has no meaning for ${listed(policy, indexes)}, of which nothing is shown`;
      const hint = "give another form, or leave it out";
      return finding("POL-312", originOf(elements, indexes[0] ?? 0), message, hint);
    });
  });
}

function listsOf({ roles, exceptions, purposes }: ResolvedPolicy): readonly ResolvedElements[] {
  const standing = [...roles.values()].flatMap(({ grants }) => grants.map(({ elements }) => elements));
  const dated = exceptions.map(({ grant }) => grant.elements);
  const outbound = [...purposes.values()].flatMap(({ disclose, request }) =>
    [disclose ?? [], request ?? []].flat(),
  );
  return [...standing, ...dated, ...outbound];
}
