import { OpenAPIHono } from "@hono/zod-openapi";
import { inputProblem } from "./problem.ts";

/** Routes whose input is checked against their published schema before anything else. */
export function newRoutes(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      return inputProblem(
        c,
        result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`),
      );
    },
  });
}
