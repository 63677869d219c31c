import { expect, it } from "vitest";
import { toldOnce } from "./told-once.ts";

it("a fault that repeats is told once, and so is its end", () => {
  const told: string[] = [];
  const log = { fault: (event: string) => told.push(event), info: (event: string) => told.push(event) };
  const keeping = toldOnce(log, "tiles could not be kept");
  keeping.passed();
  for (let time = 0; time < 3; time++) keeping.fault(new Error("no database"));
  for (let time = 0; time < 2; time++) keeping.passed();
  keeping.fault(new Error("no database"));
  expect(told).toEqual([
    "tiles could not be kept",
    "tiles could not be kept: no longer",
    "tiles could not be kept",
  ]);
});
