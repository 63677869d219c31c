import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { AppError } from "../kernel/errors.ts";
import { faultProblem } from "./problem.ts";

/** Answers what no route takes: 405 with `Allow` where a route has that path (RFC 9110 15.5.6), else 404. */
export function unrouted(app: OpenAPIHono): (c: Context) => Response {
  return (c) => {
    const methods = methodsAt(app, c.req.path);
    if (methods.length === 0)
      return faultProblem(
        c,
        new AppError("not_found", "there is no such page", { hint: "/api/openapi.json lists what there is" }),
      );
    c.header("Allow", methods.join(", "));
    return faultProblem(
      c,
      new AppError("method_not_allowed", "this address does not take that method", {
        hint: `use ${methods.join(" or ")}; /api/openapi.json has each with its parameters`,
      }),
    );
  };
}

/** Routes are public in the contract, so which of them a path is tells nothing. */
function methodsAt({ routes }: OpenAPIHono, path: string): readonly string[] {
  const asked = path.split("/");
  const there = routes.filter(
    ({ method, path: pattern }) => method !== "ALL" && fits(pattern.split("/"), asked),
  );
  const methods = new Set(there.map(({ method }) => method));
  // The router answers HEAD by GET.
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods].toSorted();
}

function fits(pattern: readonly string[], asked: readonly string[]): boolean {
  if (pattern.length !== asked.length) return false;
  return pattern.every((part, at) => (part.startsWith(":") ? asked[at] !== "" : part === asked[at]));
}
