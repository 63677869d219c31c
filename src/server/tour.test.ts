import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { DEFAULT_SEED, generateHospital } from "../../demo/hospital.ts";

test("the README's tour names a patient who is a stranger to the physician of the demo", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const { landmarks } = generateHospital({ seed: DEFAULT_SEED, size: "practice", now: Date.now() });
  const named = [...readme.matchAll(/paul\.provider TREAT Patient\/([0-9a-f]{20})/g)].map(([, id]) => id);
  expect(named).toEqual([landmarks.strangerOfPaul]);
});
