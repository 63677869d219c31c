import { describe, expect, it } from "vitest";
import { newRoutes } from "./app-routes.ts";
import { unrouted } from "./unrouted.ts";

function app() {
  const routes = newRoutes();
  routes.get("/api/v1/things/:id", (c) => c.text("one"));
  routes.patch("/api/v1/things/:id", (c) => c.text("changed"));
  routes.post("/api/v1/things", (c) => c.text("made"));
  routes.use("/api/*", async (_c, next) => next());
  routes.notFound(unrouted(routes));
  return routes;
}

describe("what no route takes", () => {
  it.each([
    ["DELETE", "/api/v1/things/Jane", "GET, HEAD, PATCH"],
    ["GET", "/api/v1/things", "POST"],
  ])("%s %s is 405, with what may be asked there", async (method, path, allow) => {
    const reply = await app().request(path, { method });
    expect([reply.status, reply.headers.get("allow")]).toEqual([405, allow]);
    const problem = (await reply.json()) as Record<string, string>;
    expect(problem).toMatchObject({
      code: "method_not_allowed",
      title: "this address does not take that method",
      next: expect.stringContaining(allow.split(", ").join(" or ")),
    });
    expect(JSON.stringify(problem)).not.toContain("Jane");
  });

  it.each(["/api/v1/nothing", "/api/v1/things/one/more", "/api/v1/things/"])("%s is 404", async (path) => {
    const reply = await app().request(path, { method: "DELETE" });
    expect([reply.status, reply.headers.get("allow")]).toEqual([404, null]);
  });
});
