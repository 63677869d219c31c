/**
 * The proxy that an nginx programmer would write: the njs module fetches the upstream's answer, parses it, keeps what an
 * allow-list of members lets through, and stringifies. It decides nothing and records nothing.
 */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Served, startNginx } from "./nginx.ts";

/** Where Debian's package `libnginx-mod-http-js` puts it. */
const MODULE = "/usr/lib/nginx/modules/ngx_http_js_module.so";

/** Members that come out; lists are looked through. */
type AllowList = { [name: string]: AllowList };

/** Answers `/fhir` as the shown answer is, of which the allow-list is made. Null where the module is not installed. */
export async function startNjsProxy(dir: string, upstreamUrl: string, shown: string): Promise<Served | null> {
  if (!existsSync(MODULE)) return null;
  await mkdir(dir, { recursive: true });
  const allowed: AllowList = {};
  allow(JSON.parse(shown), allowed);
  await writeFile(join(dir, "project.js"), programOf(allowed));
  return startNginx(
    dir,
    (port) => `
  js_path ${dir};
  js_import project from project.js;
  subrequest_output_buffer_size 1m;
  upstream fhir {
    server ${new URL(upstreamUrl).host};
    keepalive 64;
    keepalive_requests 100000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location /fhir {
      js_content project.answer;
    }
    location /upstream/ {
      internal;
      proxy_pass http://fhir/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }`,
    `load_module ${MODULE};`,
  );
}

function allow(value: unknown, into: AllowList): void {
  if (Array.isArray(value)) for (const item of value) allow(item, into);
  else if (typeof value === "object" && value !== null)
    for (const [name, member] of Object.entries(value)) allow(member, (into[name] ??= {}));
}

/** In the JavaScript of njs 0.7, which is that of 2009 with a little more. */
function programOf(allowed: AllowList): string {
  return `var allowed = ${JSON.stringify(allowed)};
function kept(value, names) {
  if (Array.isArray(value)) return value.map(function (item) { return kept(item, names); });
  if (typeof value !== "object" || value === null) return value;
  var out = {};
  for (var name in value) if (names[name] !== undefined) out[name] = kept(value[name], names[name]);
  return out;
}
function answer(request) {
  var options = { method: request.method, body: request.requestText || "" };
  request.subrequest("/upstream" + request.uri, options, function (reply) {
    request.headersOut["Content-Type"] = "application/fhir+json";
    request.return(200, JSON.stringify(kept(JSON.parse(reply.responseText), allowed)));
  });
}
export default { answer };
`;
}
