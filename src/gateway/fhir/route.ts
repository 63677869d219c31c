import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";

/** An interaction of the FHIR R4 RESTful API (http, 3.1.0), by the name it has in the record. */
export type Interaction =
  | { readonly name: "fhir.capabilities" }
  | { readonly name: "fhir.read"; readonly type: string; readonly id: string }
  | { readonly name: "fhir.vread"; readonly type: string; readonly id: string; readonly version: string }
  /** Of a record, of a type where `id` is null, of everything where `type` is null too. */
  | { readonly name: "fhir.history"; readonly type: string | null; readonly id: string | null }
  | { readonly name: "fhir.search"; readonly type: string; readonly inBody: boolean }
  | { readonly name: "fhir.compartment-search"; readonly type: string; readonly of: Compartment }
  | { readonly name: "fhir.system-search"; readonly type: null; readonly inBody: boolean }
  | { readonly name: "fhir.create"; readonly type: string }
  /** Conditional where `id` is null. */
  | {
      readonly name: "fhir.update" | "fhir.patch" | "fhir.delete";
      readonly type: string;
      readonly id: string | null;
    }
  /** A batch or a transaction: its body says which. */
  | { readonly name: "fhir.batch"; readonly type: null }
  | {
      readonly name: "fhir.operation";
      /** With its `$`. */
      readonly operation: string;
      readonly type: string | null;
      readonly id: string | null;
    }
  /** Of a bulk export: how it stands, its end, and one file of it. */
  | { readonly name: "fhir.export-status"; readonly job: string }
  | { readonly name: "fhir.export-cancel"; readonly job: string }
  | { readonly name: "fhir.export-file"; readonly job: string; readonly file: string }
  | { readonly name: "fhir.unknown"; readonly type: string | null };

export type InteractionName = Interaction["name"];
export type InteractionOf<N extends InteractionName> = Extract<Interaction, { readonly name: N }>;

/** The record whose compartment is searched: `Patient/p1/Observation`. */
export interface Compartment {
  readonly type: string;
  readonly id: string;
}

/** Methods that FHIR gives a meaning to. */
export const METHODS: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const TYPE = /^[A-Z][A-Za-z]{1,40}$/;

/**
 * Finds the interaction of a method and a path below the base, without its query.
 * Error: the method has no meaning in FHIR, or the path cannot be decoded.
 */
export function routeOf(
  method: string,
  path: string,
): Result<Interaction, "method_unknown" | "path_unreadable"> {
  if (!METHODS.includes(method)) return err("method_unknown");
  const segments = segmentsOf(path);
  if (segments === undefined) return err("path_unreadable");
  return ok(
    exportRoute(method, segments) ??
      operationRoute(method, segments) ??
      ROUTES[method]?.(segments) ??
      unknown(segments),
  );
}

type Route = (segments: readonly string[]) => Interaction | null;

const ROUTES: Readonly<Record<string, Route>> = {
  GET: readRoute,
  HEAD: readRoute,
  POST: postRoute,
  PUT: (segments) => changeRoute("fhir.update", segments),
  PATCH: (segments) => changeRoute("fhir.patch", segments),
  DELETE: (segments) => changeRoute("fhir.delete", segments),
};

function readRoute(segments: readonly string[]): Interaction | null {
  const [first = "", second, third, fourth] = segments;
  const { length } = segments;
  if (length === 0) return { name: "fhir.system-search", type: null, inBody: false };
  if (length === 1 && first === "metadata") return { name: "fhir.capabilities" };
  if (length === 1 && first === "_history") return { name: "fhir.history", type: null, id: null };
  if (!TYPE.test(first)) return null;
  if (second === undefined) return { name: "fhir.search", type: first, inBody: false };
  if (second === "_history") return length === 2 ? { name: "fhir.history", type: first, id: null } : null;
  if (second.startsWith("_")) return null;
  if (third === undefined) return { name: "fhir.read", type: first, id: second };
  if (third === "_history") {
    if (fourth === undefined) return { name: "fhir.history", type: first, id: second };
    return length === 4 ? { name: "fhir.vread", type: first, id: second, version: fourth } : null;
  }
  if (length !== 3 || !TYPE.test(third)) return null;
  return { name: "fhir.compartment-search", type: third, of: { type: first, id: second } };
}

function postRoute(segments: readonly string[]): Interaction | null {
  const [first = "", second] = segments;
  const { length } = segments;
  if (length === 0) return { name: "fhir.batch", type: null };
  if (length === 1 && first === "_search") return { name: "fhir.system-search", type: null, inBody: true };
  if (!TYPE.test(first)) return null;
  if (length === 1) return { name: "fhir.create", type: first };
  return length === 2 && second === "_search" ? { name: "fhir.search", type: first, inBody: true } : null;
}

function changeRoute(
  name: "fhir.update" | "fhir.patch" | "fhir.delete",
  segments: readonly string[],
): Interaction | null {
  const [type = "", id] = segments;
  if (!TYPE.test(type) || segments.length > 2 || id?.startsWith("_")) return null;
  return { name, type, id: id ?? null };
}

/** What a kick-off links to: `$export-status/job` and `$export-file/job/1` (Bulk Data Access 2.0 leaves it open). */
function exportRoute(method: string, [first, job, file, more]: readonly string[]): Interaction | null {
  if (job === undefined || more !== undefined) return null;
  const isRead = method === "GET" || method === "HEAD";
  if (first === "$export-status" && file === undefined) {
    if (isRead) return { name: "fhir.export-status", job };
    return method === "DELETE" ? { name: "fhir.export-cancel", job } : null;
  }
  return first === "$export-file" && file !== undefined && isRead
    ? { name: "fhir.export-file", job, file }
    : null;
}

/** `$op`, `Type/$op`, `Type/id/$op`; by GET or POST (FHIR R4 operations, 3.2.0.1). */
function operationRoute(method: string, segments: readonly string[]): Interaction | null {
  const operation = segments.at(-1) ?? "";
  if (!operation.startsWith("$")) return null;
  const [type = null, id = null] = segments.slice(0, -1);
  const isCall = ["GET", "HEAD", "POST"].includes(method) && segments.length <= 3;
  if (!isCall || (type !== null && !TYPE.test(type))) return unknown(segments);
  return { name: "fhir.operation", operation, type, id };
}

function unknown(segments: readonly string[]): Interaction {
  const [type = ""] = segments;
  return { name: "fhir.unknown", type: TYPE.test(type) ? type : null };
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
