import { join } from "node:path";
import { expect, test } from "vitest";
import { formatPolicyFile } from "./format/format.ts";
import { indexesOf } from "./resolve/element-list.ts";
import { readPolicyFiles } from "./load.ts";
import { diagnosticLines, validatePolicy } from "./validate.ts";

const CONTENT = join(import.meta.dirname, "../../content");
const NOW = Date.parse("2026-05-04T15:00:00Z");

const files = await readPolicyFiles(CONTENT);
const report = validatePolicy(files.ok ? files.value : [], NOW);

test("F004 F028 the shipped policy has nothing said about it", () => {
  expect(diagnosticLines(report.diagnostics)).toEqual([]);
  expect(report.policy).not.toBeNull();
});

test("F026 a fresh install has at least 14 purposes, each with one basis and one ceiling", () => {
  const purposes = [...(report.policy?.purposes.values() ?? [])];
  expect(purposes.length).toBeGreaterThanOrEqual(14);
  for (const purpose of purposes) expect(purpose.never.length).toBe(report.policy?.catalogue.elements.length);
});

test("F028 every job role of the gallery loads", () => {
  const roles = [...(report.policy?.roles.keys() ?? [])];
  const gallery = [
    "front-desk",
    "biller",
    "coder",
    "nurse",
    "provider",
    "care-manager",
    "researcher",
    "it-support",
    "hr",
  ];
  expect(gallery.filter((role) => !roles.includes(role))).toEqual([]);
});

test("F028 human resources reads no element of treatment under any purpose", () => {
  const { policy } = report;
  const given = (policy?.roles.get("hr")?.grants ?? []).flatMap(({ elements }) => indexesOf(elements));
  const groups = given.map((index) => policy?.catalogue.elements[index]?.group);
  expect(groups.filter((group) => !["directory", "workforce", "record"].includes(group ?? ""))).toEqual([]);
});

test("POL-609 formatting the shipped policy changes nothing that it means", () => {
  const formatted = (files.ok ? files.value : []).map((file) => {
    const result = formatPolicyFile(file);
    return { path: file.path, text: result.ok ? result.value : "" };
  });
  expect(validatePolicy(formatted, NOW).policy?.hash).toBe(report.policy?.hash);
});
