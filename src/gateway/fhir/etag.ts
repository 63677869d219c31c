import { createHmac } from "node:crypto";

/**
 * A weak entity tag over the projected bytes, keyed, so that it can be neither computed nor compared
 * with what the upstream has. FHIR R4 http, 3.1.0.1.5; RFC 9110 8.8.3.
 */
export function etagOf(key: Uint8Array, bytes: Uint8Array): string {
  const mac = createHmac("sha256", key).update("modicum/fhir/etag/v1\0").update(bytes).digest("base64url");
  return `W/"${mac.slice(0, 32)}"`;
}

/** RFC 9110 13.1.2: weak comparison with a list of tags, or `*`. */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || opaque(tag) === opaque(etag));
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, "");
}
