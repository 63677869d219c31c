/** What no path owns unless it names it: rule T3 of SPEC.md. */
import { baseOf } from "./fhir-r4/definitions.ts";

const NEVER: ReadonlySet<string> = new Set(["id", "extension", "modifierExtension"]);
const NEVER_IN_RESOURCE: ReadonlySet<string> = new Set([
  ...NEVER,
  "meta",
  "implicitRules",
  "language",
  "text",
  "contained",
]);
/** Copies of another record's identity that travel beside the link to it. */
const NEVER_IN_REFERENCE: ReadonlySet<string> = new Set([...NEVER, "display", "identifier"]);

/** JSON members of a shape that stay out of an owned subtree. */
export function withheldMembers(shape: string): ReadonlySet<string> {
  if (shape === "Reference") return NEVER_IN_REFERENCE;
  const base = baseOf(shape);
  return base === "DomainResource" || base === "Resource" ? NEVER_IN_RESOURCE : NEVER;
}
