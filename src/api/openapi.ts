import type { OpenAPIHono } from "@hono/zod-openapi";

const BASE = "/api/v1/";
const METHODS: ReadonlySet<string> = new Set(["get", "put", "post", "delete", "patch"]);

const DESCRIPTION = {
  openapi: "3.1.0",
  info: {
    title: "Modicum control API",
    version: "0.1.0",
    description: "Every operation is decided by the policy and written to the record, as FHIR requests are.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
};

/** What each part of the API is about, by the first segment of its paths. */
const TAGS: Readonly<Record<string, string>> = {
  session: "Signing in to the console, and the purpose one is there for",
  sessions: "Where one is signed in, by which apps, and how to end that",
  clients: "Apps and programs: what each is for, and to whom what it gets goes",
  people: "The workforce roster",
  relations: "Who has to do with which patient, and how fresh that is",
  record: "Who saw what, why, and under which rule",
  sources: "Systems whose logs come in, when each was seen last, and what could not be taken",
  devices: "Devices of the workforce, what is known of each, and wipes",
  inventory: "Systems that hold PHI, as people name them",
  "data-map": "Where PHI lies by category, and who may receive it",
  protection: "What is encrypted in transit and at rest, and how that is known",
  health: "How this system is, and what to do about it",
  intake: "The way in for logs of other systems",
  restrictions: "What individuals asked us not to use or disclose",
  consents: "Consents to disclose records of substance use disorder treatment",
  locate: "Finding one patient by exact key, and who did not find too often",
  backups: "Backups, and the drills that bring them back",
  evidence: "What was asked of the record and beside it, kept with its hash",
  keys: "The keys by id: what each is for, its rotation and its end",
  shreddings: "Keys of patients that are destroyed, by two people",
  retention: "How long the record is kept, what holds it, and how it goes",
  decisions: "What would be answered, and why an answer was as it was",
  scope: "What one may see: records, fields, period, purpose, system",
  explorer: "A request to the FHIR gateway, and each step to its answer",
  jobs: "Work that outlives its request",
  comparison: "One demo chart through different eyes",
  work: "What needs one now",
  policy: "The policy in force, and drafts of it",
};

/** How one signs in: by a bearer token, or in the console by its session (identity/sessions/cookie.ts). */
const SECURITY_SCHEMES = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "A token of the identity provider, or of the demo.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "modicum",
    description: "The console's session. Where TLS is served the cookie is `__Host-modicum`.",
  },
  console: {
    type: "apiKey",
    in: "header",
    name: "X-Modicum-Console",
    description: "`1`, beside the session: what a page of another site cannot send.",
  },
} as const;

/** An OpenAPI 3.1 document as plain JSON. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

/** The contract of an API in OpenAPI 3.1: the same bytes for the same routes, keys sorted. */
export function describeApi(app: OpenAPIHono): OpenApiDocument {
  const { paths = {}, components, ...rest } = app.getOpenAPI31Document(DESCRIPTION);
  const described = Object.entries(paths).map(([path, item]) => [path, describedPath(path, item)]);
  const document = {
    ...rest,
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(described) as unknown,
    components: { ...components, securitySchemes: SECURITY_SCHEMES },
  };
  return sorted(document) as OpenApiDocument;
}

function describedPath(path: string, item: object): object {
  const operations = Object.entries(item).map(([method, operation]: [string, unknown]) => {
    if (!METHODS.has(method)) return [method, operation];
    const named = { operationId: operationIdOf(method, path), tags: [tagOf(path)] };
    return [method, { ...named, ...(operation as object) }];
  });
  return Object.fromEntries(operations) as object;
}

function tagOf(path: string): string {
  return path.slice(BASE.length).split("/")[0] ?? "";
}

/** `getDecisionsIdExplanation`: method and path, which change only with the contract. */
function operationIdOf(method: string, path: string): string {
  const words = path.slice(BASE.length).match(/[A-Za-z0-9]+/g) ?? [];
  return [method, ...words.map((word) => word[0]?.toUpperCase() + word.slice(1))].join("");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
