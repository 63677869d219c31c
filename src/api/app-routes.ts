import { OpenAPIHono } from "@hono/zod-openapi";
import { issueText } from "./input-issues.ts";
import { inputProblem } from "./problem.ts";

/** Routes whose input is checked against their published schema before anything else. */
export function newRoutes(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      return inputProblem(c, result.error.issues.map(issueText));
    },
  });
}
