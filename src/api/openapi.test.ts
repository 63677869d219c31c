import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeAll, describe, expect, it } from "vitest";
import type { Problem } from "./problem.ts";
import { openParts, type Schemas } from "./testing/open-parts.ts";
import { practiceApi, type PracticeApi } from "./testing/practice-api.ts";

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schemas[string] }>> };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: { readonly enum?: readonly string[] };
}

interface Document {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, "method" | "path">>>>>;
  readonly components: { readonly securitySchemes: object; readonly schemas: Schemas };
}

const OPEN_PARTS = [
  // What was read may be sent back whole, its id and version with it.
  "ChangedClient",
  "InventorySystemWords",
  // What others write has members of its own: device managers, and the makers of keys (RFC 7517 4).
  "DeviceEvents",
  "DeviceEvents.events[]",
  "DeviceEvents.events[].device",
  "PublicKey",
  // Maps from a closed list of names: another name is refused, which the schema cannot say.
  "ExplorerRequest.headers",
  "SourceMapping.fields",
];

let api: PracticeApi;
let document: Document;
let operations: readonly Operation[];

beforeAll(async () => {
  api = await practiceApi();
  document = (await api.ask<Document>(null, "/api/openapi.json")).json;
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, ...operation })),
  );
});

const named = ({ method, path }: Operation): string => `${method} ${path}`;

describe("the contract of the control API", () => {
  it("is what the golden says", async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot("./openapi.json");
  });

  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone({ ...document }));
    expect({ valid, errors, version: validator.version }).toMatchObject({ valid: true, version: "3.1" });
  });

  it("takes no member in a body that it does not publish: a filter misspelled would give everything", () => {
    const open = operations.flatMap((operation) => {
      const body = operation.requestBody?.content["application/json"];
      return body === undefined ? [] : openParts(document.components.schemas, body.schema, named(operation));
    });
    expect(new Set(open)).toEqual(new Set(OPEN_PARTS));
  });

  it("names every operation once, says what it does and which part it belongs to", () => {
    const tags = new Set(document.tags.map(({ name }) => name));
    const lacking = operations.filter(
      ({ operationId, summary, tags: [tag = ""] = [] }) => !operationId || !summary || !tags.has(tag),
    );
    expect(lacking.map(named)).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it("says of every operation how one signs in, by schemes that are declared", () => {
    const schemes = Object.keys(document.components.securitySchemes);
    const used = operations.flatMap(({ security = [] }) => security.flatMap((one) => Object.keys(one)));
    expect(operations.filter(({ security }) => security === undefined).map(named)).toEqual([]);
    expect([...new Set(used)].toSorted()).toEqual(schemes.toSorted());
  });

  it("leaves nothing open but signing in, the demo's side-by-side page, and what is signed itself", () => {
    const open = operations.filter(({ security = [] }) => security.length === 0);
    expect(
      open
        .filter(({ path }) => !/^\/api\/v1\/(session|comparison|devices\/events)(\/|$)/.test(path))
        .map(named),
    ).toEqual([]);
  });

  it("answers every refusal as problem+json", () => {
    const otherwise = operations.filter(({ responses }) =>
      Object.entries(responses).some(
        ([status, { content = {} }]) =>
          Number(status) >= 400 && Object.keys(content).join() !== "application/problem+json",
      ),
    );
    const silent = operations.filter(({ responses }) => !("401" in responses) || !("403" in responses));
    expect(otherwise.map(named)).toEqual([]);
    expect(silent.filter(({ security = [] }) => security.length > 0).map(named)).toEqual([]);
  });

  it("carries no value of a patient in any path or query", () => {
    const names = operations.flatMap(({ parameters = [] }) => parameters.map(({ name }) => name));
    expect(names.filter((name) => /patient|resource|record|mrn/i.test(name))).toEqual([]);
  });
});

describe("every GET of the contract", () => {
  const gets = () =>
    operations.filter(({ method, security = [] }) => method === "get" && security.length > 0).map(targetOf);

  const problemOf = async (person: string | null, purpose: string | undefined, path: string) => {
    const { status, headers, json } = await api.ask(person, path, purpose === undefined ? {} : { purpose });
    return {
      path,
      status,
      type: headers.get("content-type"),
      shaped: isProblem(json, status),
      code: json.code,
    };
  };

  it("sends who has not signed in away", async () => {
    const answers = await Promise.all(gets().map((path) => problemOf(null, "treatment", path)));
    const wrong = answers.filter(
      ({ status, shaped, type }) => !(status === 401 && shaped && isProblemType(type)),
    );
    expect(answers.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  it("refuses who declares a purpose that is not theirs, with reason and next step", async () => {
    // Whoever wants to sign out elsewhere must not need a purpose.
    const purposeful = gets().filter((path) => path !== "/api/v1/sessions");
    const answers = await Promise.all(purposeful.map((path) => problemOf("hana.hr", "treatment", path)));
    const wrong = answers.filter(
      ({ status, shaped, type, code }) =>
        !(status === 403 && shaped && isProblemType(type) && code !== "evaluation_error"),
    );
    expect(wrong).toEqual([]);
  });
});

/** With a value in place of everything that has to be said. */
function targetOf({ path, parameters = [] }: Operation): string {
  const query = parameters
    .filter(({ in: place, required }) => place === "query" && required === true)
    .map(({ name, schema }) => `${name}=${schema.enum?.[0] ?? "x"}`);
  const filled = path.replaceAll(/\{[^}]+\}/g, "019df380-0000-7000-8000-000000000000");
  return [filled, ...(query.length === 0 ? [] : [query.join("&")])].join("?");
}

function isProblemType(type: string | null): boolean {
  return type === "application/problem+json";
}

/** RFC 9457, with our code and what one can do next. */
function isProblem({ type, title, status, code, next }: Problem, answered: number): boolean {
  return (
    [type, title, code, next].every((text) => typeof text === "string" && text !== "") && status === answered
  );
}

describe("what is published beside it", () => {
  it("lists reason codes, error codes and the shape of policy files", async () => {
    const { json } = await api.ask<Record<string, object>>(null, "/api/schemas");
    expect(Object.keys(json).toSorted()).toEqual(["errors", "policy", "reasons"]);
    expect(json["errors"]).toMatchObject({ not_found: 404, record_unavailable: 503 });
    expect(json["reasons"]).toHaveProperty("no_grant.next");
  });

  it("answers a page that is not there as a problem", async () => {
    const { status, headers } = await api.ask(null, "/api/v1/nothing");
    expect([status, headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  });
});
