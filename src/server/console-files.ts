import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip" | "identity";

/** A file of the built console, in memory. */
export interface ConsoleFile {
  readonly type: string;
  /** Its name changes with its content, so that a browser may keep it for good. */
  readonly immutable: boolean;
  readonly etag: string;
  readonly compressible: boolean;
  /** Compressed when first asked for, then kept. */
  body(encoding: Encoding): Promise<Buffer>;
}

/** The console as it was built when the server started. */
export interface BuiltConsole {
  /** The one page. */
  readonly page: string;
  /** Everything else by its path: `/assets/index-B30HRu3b.js`. */
  readonly files: ReadonlyMap<string, ConsoleFile>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
const COMPRESSIBLE = /^text\/|json|svg/;
const PAGE = "/index.html";

/**
 * Reads what `npm run build` made; null when there is none. INVARIANT: only what lies here at the start is ever served,
 * by its exact path, so that no path leads to another file. Files of a kind that is not listed are left out.
 */
export async function readConsole(dir: string): Promise<BuiltConsole | null> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const read = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(async ({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [`/${relative(dir, file).split(sep).join("/")}`, await readFile(file)] as const;
    });
  const contents = new Map(await Promise.all(read));
  const page = contents.get(PAGE);
  if (page === undefined) return null;
  const files = [...contents].flatMap(([path, bytes]) => {
    const type = path === PAGE ? undefined : TYPES[extname(path)];
    return type === undefined ? [] : [[path, consoleFile(path, type, bytes)] as const];
  });
  return { page: page.toString("utf8"), files: new Map(files) };
}

function consoleFile(path: string, type: string, bytes: Buffer): ConsoleFile {
  const compressed = new Map<Encoding, Promise<Buffer>>([["identity", Promise.resolve(bytes)]]);
  return {
    type,
    immutable: path.startsWith("/assets/"),
    etag: createHash("sha256").update(bytes).digest("base64url").slice(0, 22),
    compressible: COMPRESSIBLE.test(type),
    body(encoding) {
      const body = compressed.get(encoding) ?? compress(encoding, bytes);
      compressed.set(encoding, body);
      return body;
    },
  };
}

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

function compress(encoding: Encoding, bytes: Buffer): Promise<Buffer> {
  if (encoding === "gzip") return deflate(bytes);
  // Quality 9 of 11: the last two cost ten times the time for a twentieth of the size.
  return brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}
