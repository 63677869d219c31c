import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../kernel/errors.ts";
import { configCommand } from "./config.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function checked(
  env: Record<string, string>,
): Promise<{ readonly out: string; readonly fault: unknown }> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  let out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const fault = await configCommand()
    .parseAsync(["check"], { from: "user" })
    .then(
      () => null,
      (cause: unknown) => cause,
    );
  return { out, fault };
}

describe("config check", () => {
  it("OPS-20 shows what is set and what holds otherwise, without secrets", async () => {
    const { out, fault } = await checked({ MODICUM_SYSTEM: "east", MODICUM_METRICS_TOKEN: "x".repeat(30) });
    expect(fault).toBeNull();
    expect(out).toMatch(/^MODICUM_SYSTEM +east$/m);
    expect(out).toMatch(/^MODICUM_METRICS_TOKEN +\(set\)$/m);
    expect(out).toMatch(/^MODICUM_DATA +\.modicum \(default\)$/m);
    expect(out).not.toContain("xxx");
  });

  it("OPS-20 shows the settings, and then ends with the fault", async () => {
    const { out, fault } = await checked({ PORT: "no" });
    expect(out).toMatch(/^PORT +no$/m);
    expect(fault).toBeInstanceOf(AppError);
    expect((fault as AppError).code).toBe("config_invalid");
  });
});
