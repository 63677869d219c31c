import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import type { BrowserContext } from "playwright-core";
import { build } from "vite";

const WEB = resolve(import.meta.dirname, "../../web");
const ADDRESS = "http://parts.invalid";
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};
/** As strict as the server's: a part that needs an inline style or script shows here. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-parts'; img-src data:";

export interface PartsPage {
  /** Answers for the page in this window; returns its address. */
  serve(context: BrowserContext): Promise<string>;
  remove(): Promise<void>;
}

/** Builds the page that shows every part once. */
export async function buildPartsPage(): Promise<PartsPage> {
  const outDir = await mkdtemp(join(tmpdir(), "modicum-parts-"));
  await build({
    configFile: join(WEB, "vite.config.ts"),
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: join(WEB, "ui/testing/parts.html") },
    },
  });
  return {
    serve: async (context) => {
      await context.route(`${ADDRESS}/**`, async (route) => {
        const file = join(outDir, new URL(route.request().url()).pathname);
        const body = await readFile(file).catch(() => null);
        if (body === null) return route.fulfill({ status: 404 });
        const page = file.endsWith(".html") ? withNonce(body.toString()) : body;
        const headers = { "Content-Security-Policy": POLICY };
        return route.fulfill({ body: page, contentType: TYPES[extname(file)] ?? "text/plain", headers });
      });
      return `${ADDRESS}/ui/testing/parts.html`;
    },
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}

function withNonce(html: string): string {
  return html.replace("<head>", '<head><meta property="csp-nonce" nonce="parts" />');
}
