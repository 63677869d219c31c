import { describe, expect, it } from "vitest";
import { AppError } from "../kernel/errors.ts";
import { openDatabase } from "./database.ts";

const NOBODY_THERE = "postgres://someone:s3cret@127.0.0.1:1/modicum";

async function faultOf(opening: Promise<unknown>): Promise<AppError> {
  const fault: unknown = await opening.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(fault instanceof AppError)) throw new Error("it did not fail with an AppError");
  return fault;
}

describe("openDatabase", () => {
  it("fails with database_unreachable when nothing answers at DATABASE_URL", async () => {
    const fault = await faultOf(openDatabase({ dataDir: "/nonexistent", databaseUrl: NOBODY_THERE }));
    expect(fault.code).toBe("database_unreachable");
  });

  it("names the place but never the credentials", async () => {
    const { message, hint, cause } = await faultOf(
      openDatabase({ dataDir: "/nonexistent", databaseUrl: NOBODY_THERE }),
    );
    expect(message).toContain("127.0.0.1:1/modicum");
    expect(`${message} ${hint} ${JSON.stringify(cause)} ${String(cause)}`).not.toMatch(/s3cret|someone/);
  });
});
