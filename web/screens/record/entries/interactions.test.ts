import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { INTERACTIONS, interactionText } from "./interactions.ts";

const ROOT = new URL("../../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");

const SOURCES = readdirSync(new URL("src", ROOT), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("/testing/"))
  .map((path) => `src/${path}`);

const AREAS = "api|device|fhir|grant|keys|log|mcp|oauth|pdp|source|system";
const NAME = new RegExp(`["\`]((?:${AREAS})(?:\\.[a-z]+(?:-[a-z]+)*)+)["\`]`, "g");
const FAMILY = new RegExp(`["\`]((?:${AREAS}|intake)\\.(?:[a-z-]+\\.)*)\\$\\{`, "g");

/** Names that are put together: from which words of which file. */
const FAMILIES: Readonly<Record<string, readonly [file: string, words: RegExp]>> = {
  "api.evidence.": ["src/api/evidence/routes.ts", /needOf\("([a-z-]+)"/g],
  "api.keys.": ["src/api/keys/routes.ts", /change\(c, "([a-z-]+)"/g],
  "api.policy.draft.": ["src/api/policy-drafts/read-routes.ts", /look\(c, "([a-z-]+)"/g],
  "api.restrictions.": ["src/api/restrictions/routes.ts", /change\(c, "([a-z-]+)"/g],
  "api.retention.": ["src/api/retention/routes.ts", /[(?:] ?"([a-z-]+)"(?=,| :)/g],
  "api.shreddings.": ["src/api/shreddings/routes.ts", /change\(c, "([a-z-]+)"/g],
  "grant.": ["src/audit/grants/grant-events.ts", /(?<=GRANT_EVENTS = \[[^\]]*)"([a-z-]+)"/g],
  "intake.": ["src/audit/intake/types.ts", /(?<=EVENT_KINDS = \[[^\]]*)"([a-z-]+)"/g],
  "keys.": ["src/keys/key-types.ts", /(?<=KEY_OPERATIONS = \[[^\]]*)"([a-z-]+)"/g],
  "log.": ["src/gateway/log/entries.ts", /kind: "([a-z]+)" \| "([a-z]+)"/g],
  "mcp.": ["src/mcp/tools.ts", /^ {2}name: "([a-z_]+)"/gm],
  "pdp.": ["src/gateway/pdp/http.ts", /^ {4}"?((?:search\/|evaluation)[a-z]*)"?:/gm],
};

/** The acts that change a draft, beside those that look at one. */
const CHANGES = ["edit", "discard"].map((act) => `api.policy.draft.${act}`);

const found = (pattern: RegExp): Set<string> =>
  new Set(SOURCES.flatMap((path) => [...read(path).matchAll(pattern)].map(([, name = ""]) => name)));

it("F131 every name that the server can write has words", () => {
  const built = Object.entries(FAMILIES).flatMap(([family, [file, words]]) => {
    const parts = [...read(file).matchAll(words)].flatMap(([, ...groups]) => groups.filter(Boolean));
    expect(parts, family).not.toEqual([]);
    return parts.map((part) => `${family}${part.replace("/", ".")}`);
  });
  const names = [...new Set([...found(NAME), ...built, ...CHANGES])];
  expect(names.length).toBeGreaterThan(150);
  expect(names.filter((name) => interactionText(name) === name)).toEqual([]);
});

it("F131 no name is put together that the test above does not know", () => {
  const known = new Set(Object.keys(FAMILIES));
  // Types of names, each of which is written out where it is used.
  const types = new Set(["system.", "system.device."]);
  expect([...found(FAMILY)].filter((family) => !known.has(family) && !types.has(family))).toEqual([]);
});

it("F131 a change that is set out and not yet made says so", () => {
  expect(interactionText("fhir.create.intent")).toBe("Set out: Wrote a new record");
});

it("F131 no two choices of the filter read the same", () => {
  expect(new Set(INTERACTIONS.map(({ label }) => label)).size).toBe(INTERACTIONS.length);
});
