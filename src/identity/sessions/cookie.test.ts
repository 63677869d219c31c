import { describe, expect, it } from "vitest";
import { consoleCookies, cookieNamed } from "./cookie.ts";

const cookiesSentWith = (headers: Readonly<Record<string, string>>): string | undefined =>
  consoleCookies((name) => ({ cookie: "modicum=secret", ...headers })[name]);

describe("consoleCookies", () => {
  it("45 CFR 164.312(d) gives the cookies that the console sent", () => {
    expect(cookiesSentWith({ "x-modicum-console": "1" })).toBe("modicum=secret");
  });

  it("gives them where the browser says that our own origin asks", () => {
    expect(cookiesSentWith({ "x-modicum-console": "1", "sec-fetch-site": "same-origin" })).toBe(
      "modicum=secret",
    );
  });

  it.each([
    {},
    { "x-modicum-console": "" },
    { "x-modicum-console": "1, 1" },
    { "sec-fetch-site": "same-origin" },
    { "x-modicum-console": "1", "sec-fetch-site": "cross-site" },
    { "x-modicum-console": "1", "sec-fetch-site": "same-site" },
    { "x-modicum-console": "1", "sec-fetch-site": "none" },
  ])("believes no cookie that came with %j, for another site's page may have sent it", (headers) => {
    expect(cookiesSentWith(headers)).toBeUndefined();
  });
});

describe("cookieNamed", () => {
  it.each([
    ["modicum=a", "a"],
    ["theme=dark; modicum=a; other=b", "a"],
    ["modicum=a=b", "a=b"],
    ["__Host-modicum=a", undefined],
    ["modicum=a; modicum=b", undefined],
    ["modicum-sign-in=a", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("reads `modicum` of %j as %j", (cookies, value) => {
    expect(cookieNamed("modicum", cookies)).toBe(value);
  });
});
