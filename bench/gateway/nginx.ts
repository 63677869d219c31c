/** nginx in both of its parts: the upstream that serves canned answers, and the plain proxy we are measured against. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, start } from "./processes.ts";
import type { Running } from "./processes.ts";

export interface Served extends Running {
  /** `http://127.0.0.1:…`, without a slash at the end. */
  readonly url: string;
}

/** Serves the files below `root` as the answers of a FHIR server at `/fhir`: reads, and searches by GET and POST. */
export function startUpstream(dir: string, root: string): Promise<Served> {
  return startNginx(
    dir,
    (port) => `
  open_file_cache max=1000 inactive=60s;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    default_type application/fhir+json;
    location ~ ^/fhir/(.+)$ {
      root ${root};
      error_page 405 =200 /$1;
      try_files /$1 /empty =404;
    }
    location / {
      internal;
      root ${root};
      try_files $uri /empty;
    }
  }`,
  );
}

/** A plain reverse proxy: `proxy_pass` and nothing else, as the beginner's guide of nginx has it (1.22: HTTP/1.0 to the upstream). */
export function startPlainProxy(dir: string, upstreamUrl: string): Promise<Served> {
  return startNginx(
    dir,
    (port) => `
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass ${upstreamUrl};
    }
  }`,
  );
}

/** A reverse proxy as the manual has it fast: HTTP/1.1 and idle connections kept (ngx_http_upstream_module, keepalive). */
export function startTunedProxy(dir: string, upstreamUrl: string): Promise<Served> {
  return startNginx(
    dir,
    (port) => `
  upstream fhir {
    server ${new URL(upstreamUrl).host};
    keepalive 64;
    keepalive_requests 100000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://fhir;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffers 32 16k;
      proxy_buffer_size 16k;
    }
  }`,
  );
}

/** One worker a core, nothing logged. `main` stands before the other directives: modules to load. */
export async function startNginx(dir: string, http: (port: number) => string, main = ""): Promise<Served> {
  const port = await freePort();
  await mkdir(dir, { recursive: true });
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const text = `${main}
${user}
worker_processes auto;
daemon off;
pid ${dir}/nginx.pid;
error_log ${dir}/error.log crit;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 100000000;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  ${TEMPORARY.map((kind) => `${kind}_temp_path ${dir}/${kind};`).join("\n  ")}${http(port)}
}
`;
  const file = join(dir, "nginx.conf");
  await writeFile(file, text);
  const { close } = start("/usr/sbin/nginx", ["-p", dir, "-c", file, "-e", join(dir, "error.log")]);
  return { url: `http://127.0.0.1:${port}`, close };
}

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
