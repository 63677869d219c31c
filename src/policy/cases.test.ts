import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { PolicyFile } from "./types.ts";
import { readBase } from "./testing/base-policy.ts";
import { diagnosticLines, validatePolicy } from "./validate.ts";

const FOLDER = join(import.meta.dirname, "cases");

/** A change to cases/base, and in `<case>.golden` what is said about the result. Regenerate: `vitest run -u`. */
const caseSchema = z.strictObject({
  title: z.string().regex(/^(F\d{3} )?POL-\d{3} /),
  now: z.iso.datetime().default("2026-05-04T15:00:00Z"),
  remove: z.array(z.string()).default([]),
  edits: z.array(z.strictObject({ file: z.string(), find: z.string(), put: z.string() })).default([]),
  files: z.record(z.string(), z.string()).default({}),
});

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.slice(0, -".yaml".length));

const cases = names.map((name) => ({
  name,
  ...caseSchema.parse(parse(readFileSync(join(FOLDER, `${name}.yaml`), "utf8"))),
}));

function filesOf({ remove, edits, files }: z.infer<typeof caseSchema>): readonly PolicyFile[] {
  const texts = new Map(readBase().map(({ path, text }) => [path, text]));
  for (const path of remove) {
    if (!texts.delete(path)) throw new Error(`the base has no file ${path}`);
  }
  for (const { file, find, put } of edits) {
    const text = texts.get(file);
    if (text === undefined || !text.includes(find)) throw new Error(`${file} does not hold ${find}`);
    texts.set(
      file,
      text.replace(find, () => put),
    );
  }
  for (const [path, text] of Object.entries(files)) texts.set(path, text);
  return [...texts].map(([path, text]) => ({ path, text }));
}

test.each(cases)("$title ($name)", async ({ name, ...given }) => {
  const report = validatePolicy(filesOf(given), Date.parse(given.now));
  const lines = diagnosticLines(report.diagnostics);
  const verdict = report.policy === null ? "refused" : "compiled";
  await expect([verdict, ...lines, ""].join("\n")).toMatchFileSnapshot(join(FOLDER, `${name}.golden`));
  const cited = given.title.match(/POL-\d{3}/)?.[0];
  const isAboutAll = cited?.startsWith("POL-6") ?? false;
  if (!isAboutAll && verdict === "refused") expect(lines.join("\n")).toContain(cited);
});

test("every golden has its case", () => {
  const goldens = readdirSync(FOLDER).filter((file) => file.endsWith(".golden"));
  expect(goldens.toSorted()).toEqual(names.map((name) => `${name}.golden`).toSorted());
});
