/** The doors of the process, as metrics and limits name them. */
export type SurfaceName =
  | "fhir"
  | "api"
  | "oauth"
  | "decisions"
  | "agents"
  | "scim"
  | "log"
  | "health"
  | "metrics"
  | "console";

const BY_FIRST_SEGMENT: ReadonlyMap<string, SurfaceName> = new Map([
  ["fhir", "fhir"],
  ["api", "api"],
  ["oauth", "oauth"],
  ["access", "decisions"],
  ["mcp", "agents"],
  ["scim", "scim"],
  ["log", "log"],
  ["healthz", "health"],
  ["readyz", "health"],
  ["metrics", "metrics"],
]);

/** Which door a request target is for; what none of them names is the console's. */
export function surfaceOf(target: string | undefined): SurfaceName {
  const [, first = ""] = /^\/([^/?#]*)/.exec(target ?? "") ?? [];
  return BY_FIRST_SEGMENT.get(first) ?? "console";
}
