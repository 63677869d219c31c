import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { BuiltConsole, ConsoleFile, Encoding } from "./console-files.ts";
import { pageHeaders } from "./security-headers.ts";

/** Answers a request if it is for this surface; false leaves it, untouched, to the next. */
export type Surface = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What belongs to programs: there an unknown path stays a problem, and never becomes a page. */
const NOT_PAGES = /^\/(?:api|fhir|oauth|access|scim|log|healthz|readyz|metrics|assets)(?:\/|$)/;

/** Serves the console: its files, and its one page for every path that a person may open in a browser. */
export function consoleSurface(console: BuiltConsole | null): Surface {
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const [path = "/"] = (request.url ?? "/").split("?");
    const file = console?.files.get(path);
    if (file !== undefined) {
      sendFile(request, response, file).catch(() => response.destroy());
      return true;
    }
    if (!isPage(path, request.headers.accept)) return false;
    if (console === null && path !== "/") return false;
    sendPage(request, response, console?.page ?? NOT_BUILT);
    return true;
  };
}

function isPage(path: string, accept = ""): boolean {
  return path === "/" || (accept.includes("text/html") && !NOT_PAGES.test(path));
}

function sendPage(request: IncomingMessage, response: ServerResponse, page: string): void {
  const nonce = randomBytes(16).toString("base64");
  const body = page
    .replace("<head>", `<head>\n    <meta property="csp-nonce" nonce="${nonce}" />`)
    .replaceAll("<style>", `<style nonce="${nonce}">`);
  response.writeHead(200, {
    ...pageHeaders(nonce),
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: ConsoleFile,
): Promise<void> {
  const encoding = file.compressible ? encodingFor(request.headers["accept-encoding"]) : "identity";
  const etag = `"${file.etag}-${encoding}"`;
  const headers = {
    "Content-Type": file.type,
    "Cache-Control": file.immutable ? "public, max-age=31536000, immutable" : "no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
    ETag: etag,
    ...(file.compressible ? { Vary: "Accept-Encoding" } : {}),
    ...(encoding === "identity" ? {} : { "Content-Encoding": encoding }),
  };
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = await file.body(encoding);
  response.writeHead(200, { ...headers, "Content-Length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** The best of those the client takes (RFC 9110 12.5.3); `q=0` means it does not. */
function encodingFor(accepted: string | undefined): Encoding {
  const taken = (accepted ?? "")
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .filter((one) => !/;\s*q=0(?:\.0*)?$/.test(one))
    .map((one) => one.split(";")[0]?.trim());
  if (taken.includes("br")) return "br";
  return taken.includes("gzip") ? "gzip" : "identity";
}

/** Where the console should be. No script, no PHI. */
const NOT_BUILT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Modicum</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
</style>
</head>
<body>
<main>
<h1>Modicum is running, without its console</h1>
<p>The console has not been built. Run <code>npm run build</code>, then start again.</p>
<p>Everything else is here: FHIR at <code>/fhir</code>, the control API at <code>/api/v1</code>
(<a href="/api/openapi.json">its description</a>, <a href="/api/schemas">its schemas and reason codes</a>),
<a href="/healthz">health</a> and <a href="/readyz">readiness</a>.</p>
</main>
</body>
</html>
`;
