import { expect, test } from "vitest";
import { diagnosticLines, validatePolicy } from "./validate.ts";
import { changed, NOW } from "./testing/changed-policy.ts";

test("POL-601 a diagnostic is one line, whatever the file holds", () => {
  const files = changed({
    "org.yaml": ["id: lakeside", 'id: "two\\nlines\\u001b[31m"'],
    "roles/nurse.yaml": ["elements: [D, note.body]", 'elements: [D, "note\\n\\nbody"]'],
    "purposes/treatment.yaml": ["basis: treatment", '"ba\\nsis": treatment'],
  });
  const lines = diagnosticLines(validatePolicy(files, NOW).diagnostics);
  expect(lines.length).toBeGreaterThanOrEqual(3);
  for (const line of lines) expect(line).toMatch(/^[\P{Cc}]*$/u);
});

test("POL-601 a long wrong value is not quoted in full", () => {
  const files = changed({ "org.yaml": ["id: lakeside", `id: ${"Lake".repeat(50)}`] });
  const [line = ""] = diagnosticLines(validatePolicy(files, NOW).diagnostics);
  expect(line.length).toBeLessThan(200);
});
