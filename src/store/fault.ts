import { AppError } from "../kernel/errors.ts";

/** PostgreSQL error classes that mean the server, not the statement, is at fault (appendix A of its manual). */
const UNREACHABLE = /^(08|53|57)|^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND)/;

/** A value held U+0000, which PostgreSQL keeps nowhere: whoever sent it is at fault. */
const UNSTORABLE = "22021";

/** Runs a statement; faults come out as AppError `database_unreachable`, `input_invalid` or `internal`, never with row values. */
export async function faultsNamed<T>(what: string, statement: () => Promise<T>): Promise<T> {
  try {
    return await statement();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer";
    if (code === UNSTORABLE)
      throw new AppError("input_invalid", "a value holds a character that cannot be stored");
    const unreachable = UNREACHABLE.test(code) || code === "no answer";
    throw new AppError(unreachable ? "database_unreachable" : "internal", `${what} failed: \`${code}\``);
  }
}
