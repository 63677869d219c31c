import { describe, expect, it } from "vitest";
import { faultsNamed } from "./fault.ts";

const failing = (code: string) =>
  faultsNamed("reading the roster", () => Promise.reject(Object.assign(new Error("row values"), { code })));

describe("a fault of the database", () => {
  it.each([
    ["08006", "database_unreachable", "reading the roster failed: `08006`"],
    ["42P01", "internal", "reading the roster failed: `42P01`"],
    ["22021", "input_invalid", "a value holds a character that cannot be stored"],
  ])("%s comes out as %s, without what the row held", async (code, named, message) => {
    await expect(failing(code)).rejects.toMatchObject({ code: named, message });
  });
});
