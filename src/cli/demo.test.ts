import { describe, expect, test } from "vitest";
import { demoCommand } from "./demo.ts";

/** Runs the command and returns the code of the usage error. */
async function failureOf(...parameters: string[]): Promise<string> {
  const command = demoCommand().exitOverride();
  for (const verb of command.commands) verb.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    await command.parseAsync(["export", ...parameters], { from: "user" });
    return "none";
  } catch (fault) {
    return (fault as { code: string }).code;
  }
}

describe("modicum demo export", () => {
  test("asks for a folder", async () => {
    expect(await failureOf()).toBe("commander.missingMandatoryOptionValue");
  });

  test("refuses a size that does not exist", async () => {
    expect(await failureOf("-o", "x", "--size", "village")).toBe("commander.invalidArgument");
  });

  test.each(["0", "1.5", "501", "many"])("refuses `--days %s`", async (days) => {
    expect(await failureOf("-o", "x", "--days", days)).toBe("commander.invalidArgument");
  });

  test("says that a medical center comes without charts", async () => {
    expect(await failureOf("-o", "x", "--size", "medical-center")).toBe("usage");
  });
});
