import type { Catalogue } from "../../catalogue/types.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import type { ControlObstacle } from "../control.ts";

/** What stands in the way when the catalogue has nothing under one of these names; null: nothing does. */
export function unknownElement(names: readonly string[], catalogue: Catalogue): ControlObstacle | null {
  const unknown = names.find((name) => catalogue.select(name) === undefined);
  if (unknown === undefined) return null;
  return {
    problem: {
      type: "https://modicum.dev/errors/directive/element_unknown",
      title: `the catalogue has no element \`${unknown}\``,
      status: faultStatusOf("policy_invalid"),
      code: "element_unknown",
      next: "See the element ids of the policy.",
    },
  };
}
