import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";

/** An interaction of the FHIR R4 RESTful API (http, 3.1.0), by the name it has in the record. */
export type Interaction =
  | { readonly name: "fhir.capabilities" }
  | { readonly name: "fhir.read"; readonly type: string; readonly id: string }
  | { readonly name: "fhir.search"; readonly type: string; readonly inBody: boolean }
  /** Known to the standard, without a rule here. */
  | { readonly name: UnsupportedName; readonly type: string | null };

type UnsupportedName =
  | "fhir.vread"
  | "fhir.history"
  | "fhir.create"
  | "fhir.update"
  | "fhir.patch"
  | "fhir.delete"
  | "fhir.batch"
  | "fhir.operation"
  | "fhir.compartment-search"
  | "fhir.system-search"
  | "fhir.unknown";

/** Methods that FHIR gives a meaning to; the gateway answers GET, HEAD and POST of `_search`. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);
const TYPE = /^[A-Z][A-Za-z]{1,40}$/;

/** Types whose content is not a resource's elements: it needs rules of its own. */
const WITHOUT_RULE: ReadonlySet<string> = new Set(["Binary"]);

/**
 * Finds the interaction of a method and a path below the base, without its query.
 * Error: the method has no meaning in FHIR, or the path cannot be decoded.
 */
export function routeOf(
  method: string,
  path: string,
): Result<Interaction, "method_unknown" | "path_unreadable"> {
  if (!METHODS.has(method)) return err("method_unknown");
  const segments = segmentsOf(path);
  if (segments === undefined) return err("path_unreadable");
  const reads = method === "GET" || method === "HEAD";
  if (segments.some((segment) => segment.startsWith("$"))) return ok(unsupported("fhir.operation", segments));
  return ok(
    (reads ? readRoute(segments) : method === "POST" ? postRoute(segments) : null) ??
      otherRoute(method, segments),
  );
}

function readRoute(segments: readonly string[]): Interaction | null {
  const [first = "", second] = segments;
  if (segments.length === 1 && first === "metadata") return { name: "fhir.capabilities" };
  if (!TYPE.test(first) || WITHOUT_RULE.has(first)) return null;
  if (segments.length === 1) return { name: "fhir.search", type: first, inBody: false };
  if (segments.length === 2 && second !== undefined && !second.startsWith("_")) {
    return { name: "fhir.read", type: first, id: second };
  }
  return null;
}

function postRoute(segments: readonly string[]): Interaction | null {
  const [first = "", second] = segments;
  const isSearch =
    segments.length === 2 && second === "_search" && TYPE.test(first) && !WITHOUT_RULE.has(first);
  return isSearch ? { name: "fhir.search", type: first, inBody: true } : null;
}

function otherRoute(method: string, segments: readonly string[]): Interaction {
  const at = segments.indexOf("_history");
  if (at !== -1) return unsupported(at === segments.length - 2 ? "fhir.vread" : "fhir.history", segments);
  if (method === "PUT") return unsupported("fhir.update", segments);
  if (method === "PATCH") return unsupported("fhir.patch", segments);
  if (method === "DELETE") return unsupported("fhir.delete", segments);
  if (segments.length === 0)
    return unsupported(method === "POST" ? "fhir.batch" : "fhir.system-search", segments);
  if (segments[0] === "_search") return unsupported("fhir.system-search", segments);
  if (method === "POST" && segments.length === 1) return unsupported("fhir.create", segments);
  return unsupported(segments.length === 3 ? "fhir.compartment-search" : "fhir.unknown", segments);
}

function unsupported(name: UnsupportedName, segments: readonly string[]): Interaction {
  const type = segments[0] ?? "";
  return { name, type: TYPE.test(type) ? type : null };
}

function segmentsOf(path: string): readonly string[] | undefined {
  try {
    return path
      .split("/")
      .filter((segment) => segment !== "")
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
