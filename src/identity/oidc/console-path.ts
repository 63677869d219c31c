/** Any origin: what leaves it is no path of the console. */
const HERE = "https://console.invalid";
const LONGEST = 512;

/**
 * A path of the console to go back to after sign-in; `/` for everything else, so that a link to us never leads
 * elsewhere (CWE-601) nor to the API.
 */
export function consolePath(text: string): string {
  if (!text.startsWith("/") || text.length > LONGEST || !URL.canParse(text, HERE)) return "/";
  const url = new URL(text, HERE);
  if (url.origin !== HERE || /^\/(?:api|fhir)(?:\/|$)/.test(url.pathname) || url.pathname.startsWith("//"))
    return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
