import { expect, test } from "vitest";
import { SOURCE_SCHEMAS, policySchemas } from "./kinds.ts";
import { durationMs } from "./scalars.ts";

test("POL-614 F004 a JSON Schema is published for every kind of policy file", () => {
  const schemas = policySchemas();
  expect(Object.keys(schemas)).toEqual(Object.keys(SOURCE_SCHEMAS));
  for (const schema of Object.values(schemas)) expect(schema.additionalProperties).toBe(false);
});

test("F004 a purpose with two bases is not a purpose", () => {
  const basis = SOURCE_SCHEMAS.Purpose.shape.basis;
  expect(basis.safeParse("payment").success).toBe(true);
  expect(basis.safeParse(["payment", "operations"]).success).toBe(false);
});

test("a duration is counted in milliseconds", () => {
  expect(durationMs("15m")).toBe(900_000);
  expect(durationMs("2d")).toBe(172_800_000);
  expect(durationMs("1mo")).toBeUndefined();
});
