import type { Context } from "hono";
import type { z } from "zod";
import { parseJson } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";

/** Fields that one refusal names. */
const MOST_FIELDS = 20;

/** What a schema found wrong: fields, never values. */
export function issuesIn({ issues }: z.ZodError): string {
  return issues
    .slice(0, MOST_FIELDS)
    .map(({ path, code }) => `${path.join(".") || "body"}: ${code}`)
    .join("; ");
}

/**
 * The body as the schema has it, other members left out. Error: what is wrong with it, in one line. A key that stands twice
 * is refused, since two readers would read it differently.
 */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<Result<T, string>> {
  const mediaType = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") return err("content-type: not application/json");
  const text = await c.req.text();
  try {
    parseJson(text);
  } catch {
    return err("body: not json");
  }
  const read = schema.safeParse(JSON.parse(text));
  return read.success ? ok(read.data) : err(issuesIn(read.error));
}
