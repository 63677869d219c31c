import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { HttpReply } from "./question.ts";

/** Shorter answers fit into a few packets anyway. */
export const LEAST_BYTES = 4_096;

type Encoding = "br" | "gzip";

const compressed: Readonly<Record<Encoding, (body: Uint8Array) => Promise<Uint8Array>>> = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body) => promisify(gzip)(body, { level: 5 }),
};

/**
 * The reply in the best encoding that its reader takes (RFC 9110 12.5.3), where it has a body that is worth it. Every
 * reply says that it depends on `Accept-Encoding`, compressed or not.
 */
export async function compress(reply: HttpReply, acceptEncoding: string | undefined): Promise<HttpReply> {
  const { body, headers } = reply;
  const vary = [headers["vary"], "Accept-Encoding"].filter((name) => name !== undefined).join(", ");
  const encoding = encodingFor(acceptEncoding);
  if (body === null || body.length < LEAST_BYTES || encoding === null)
    return { ...reply, headers: { ...headers, vary } };
  const bytes = await compressed[encoding](body);
  const own = { vary, "content-encoding": encoding, "content-length": String(bytes.length) };
  return { ...reply, headers: { ...headers, ...own }, body: bytes };
}

/** Null: as it is. An encoding that is refused (`q=0`), or not named, is not used; `*` names none. */
function encodingFor(accepted = ""): Encoding | null {
  const taken = new Set(
    accepted
      .split(",")
      .map((one) => one.trim().toLowerCase())
      .filter((one) => !/;\s*q=0(?:\.0*)?$/.test(one))
      .map((one) => one.split(";")[0]?.trim()),
  );
  if (taken.has("br")) return "br";
  return taken.has("gzip") ? "gzip" : null;
}
