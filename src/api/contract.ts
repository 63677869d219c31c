import { z } from "@hono/zod-openapi";

/** RFC 9457, as every denial and fault answers. */
export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    code: z.string(),
    detail: z.string().optional(),
    rule: z.string().optional(),
    next: z.string().optional(),
    entry: z.string().optional(),
  })
  .openapi("Problem");

const problem = (description: string, schema: z.ZodType = ProblemSchema) => ({
  description,
  content: { "application/problem+json": { schema } },
});

/** What every operation may answer besides its own result. */
export const DENIALS = {
  400: problem("The request cannot be read"),
  401: problem("Sign in first"),
  403: problem("Denied, with the reason and what one can do next"),
  404: problem("There is no such thing for you"),
  413: problem("The body is too long"),
  503: problem("The record cannot be written, so nothing is released"),
};

/** What a change may run into besides. */
export const OBSTACLES = {
  409: problem("Somebody else changed it meanwhile; nothing was changed now"),
  422: problem("It cannot be done so, with the reason; nothing was changed"),
};

/** The same of a policy, whose problems have members of their own (RFC 9457 3.2). */
export function obstaclesWith(schema: z.ZodType) {
  return {
    409: problem(OBSTACLES[409].description, schema),
    422: problem(OBSTACLES[422].description, schema),
  };
}

/** What may be done so often. */
export const LIMITED = { 429: problem("Done as often as an hour holds") };

/** Signed in: by a bearer token, or in the console by its session. */
export const BEARER = [{ bearer: [] }, { session: [], console: [] }];

export function jsonResult<T extends z.ZodType>(schema: T, description: string) {
  return { 200: { description, content: { "application/json": { schema } } } };
}
