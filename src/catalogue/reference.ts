/** FHIR R4 Reference (section 2.3.0): to a logical id, whatever form the link has. */
import type { JsonObject } from "../kernel/json.ts";
import { isResourceType } from "./fhir-r4/definitions.ts";

/** Where a Reference points. */
export interface ReferenceTarget {
  /** Undefined where the link does not say: `urn:uuid:…` without `Reference.type`. */
  readonly type: string | undefined;
  readonly id: string;
}

const URN = /^urn:(?:uuid|oid):(.+)$/;
const RESTFUL =
  /^(?:[a-z][a-z0-9+.-]*:\/\/[^?#]*\/)?([A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/**
 * `Patient/7`, `Patient/7/_history/2`, `https://…/Patient/7`, `urn:uuid:…` → type and logical id.
 * Undefined for links that name no record here: contained (`#p`), conditional (`Patient?…`), canonical,
 * or a Reference with identifier or display alone.
 */
export function parseReference(reference: JsonObject): ReferenceTarget | undefined {
  const text = reference["reference"];
  if (typeof text !== "string") return undefined;
  return parseReferenceText(text, typeof reference["type"] === "string" ? reference["type"] : undefined);
}

/** The same of `Reference.reference` and `Reference.type`. */
export function parseReferenceText(text: string, said: string | undefined): ReferenceTarget | undefined {
  const urn = URN.exec(text)?.[1];
  if (urn !== undefined) return { type: said, id: urn };
  const [, type, id] = RESTFUL.exec(text) ?? [];
  if (type === undefined || id === undefined || !isResourceType(type)) return undefined;
  return { type, id };
}
