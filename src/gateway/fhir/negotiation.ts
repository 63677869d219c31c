import type { QueryPair } from "./query.ts";

const JSON_TYPES: ReadonlySet<string> = new Set(["application/fhir+json", "application/json", "text/json"]);
const WILDCARDS: ReadonlySet<string> = new Set(["*/*", "application/*"]);
const FORMATS: ReadonlySet<string> = new Set([...JSON_TYPES, "json"]);

/**
 * True when JSON of FHIR R4 is acceptable. `_format` overrides the header (FHIR R4 http, 3.1.0.1.11);
 * `fhirVersion` other than 4.0 is not served.
 */
export function acceptsJson(accept: string | undefined, pairs: readonly QueryPair[]): boolean {
  const formats = pairs.filter(([name]) => name === "_format").map(([, value]) => value);
  if (formats.length > 0) return formats.length === 1 && formats.every((format) => isJson(format, FORMATS));
  if (accept === undefined || accept.trim() === "") return true;
  const accepted = new Set([...JSON_TYPES, ...WILDCARDS]);
  return accept
    .split(",")
    .some((range) => isJson(range, accepted) && !/;\s*q=0(?:\.0*)?\s*(?:;|$)/i.test(range));
}

/** True for the media type of a search form (FHIR R4 http, 3.1.0.9). */
export function isForm(contentType: string | undefined): boolean {
  const [type, ...parameters] = parts(contentType ?? "");
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  return (
    type === "application/x-www-form-urlencoded" &&
    (charset === undefined || /^charset="?utf-8"?$/.test(charset))
  );
}

function isJson(range: string, accepted: ReadonlySet<string>): boolean {
  // A form decodes `+` to a space: `_format=application/fhir+json` is written unescaped by many clients.
  const [type = "", ...parameters] = parts(range.trim().replace("fhir json", "fhir+json"));
  const version = parameters.find((parameter) => parameter.startsWith("fhirversion="));
  return accepted.has(type) && (version === undefined || /^fhirversion="?4\.0"?$/.test(version));
}

function parts(text: string): readonly string[] {
  return text.split(";").map((part) => part.trim().toLowerCase());
}
