/** How a header of the request is read; names in lower case. */
type HeaderOf = (name: string) => string | undefined;

/**
 * The Cookie header where the console itself sent it, else undefined. A page of another site can make a browser send
 * cookies, but not `X-Modicum-Console`: that needs a preflight (Fetch standard, CORS), which nothing here grants. Where
 * the browser says who asks (Fetch Metadata, `Sec-Fetch-Site`), only the same origin is believed.
 */
export function consoleCookies(headerOf: HeaderOf): string | undefined {
  return isFromConsole(headerOf) ? headerOf("cookie") : undefined;
}

/** True for a request that bears the console's marks. */
export function isFromConsole(headerOf: HeaderOf): boolean {
  return (
    headerOf("x-modicum-console") === "1" && (headerOf("sec-fetch-site") ?? "same-origin") === "same-origin"
  );
}

/** True where the browser says that a page of another origin had it ask, with or without cookies. */
export function isFromOtherOrigin(headerOf: HeaderOf): boolean {
  return !["same-origin", "none"].includes(headerOf("sec-fetch-site") ?? "none");
}

/**
 * The value of the cookie of this name (RFC 6265 4.2.1); undefined when it is not there, and when it is there twice:
 * then somebody else may have put one of them.
 */
export function cookieNamed(name: string, cookies: string | undefined): string | undefined {
  const values = (cookies ?? "").split(";").flatMap((pair) => {
    const [key = "", ...value] = pair.split("=");
    return key.trim() === name ? [value.join("=").trim()] : [];
  });
  return values.length === 1 ? values[0] : undefined;
}
