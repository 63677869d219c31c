import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { LogState } from "../../audit/tree/ports.ts";
import { TILE_WIDTH } from "../../audit/tree/tiles.ts";
import { givesControlElement } from "../../decision/control-element.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { consoleCookies } from "../../identity/sessions/cookie.ts";
import { statusOf } from "../../kernel/http-status.ts";
import { REASONS } from "../../kernel/reasons.ts";
import { type Answer, type Asked, enforce, type Permitted } from "../../pipeline.ts";
import { entryBundle, sealedBundle } from "./bundle.ts";
import type { LogGatewayDeps } from "./ports.ts";
import type { TilePath } from "./tile-path.ts";

type BundlePath = TilePath & { readonly kind: "entries" | "sealed" };

/** The rights that a bundle takes; sealed parts are what patients are sealed in, though nobody opens them here. */
const ELEMENTS = { entries: ["record.entries"], sealed: ["record.entries", "record.patients"] } as const;

/** A bundle of entries or of their sealed parts, decided and recorded like any reading of the record. */
export async function answerEntries(
  deps: LogGatewayDeps,
  c: Context,
  state: LogState,
  path: BundlePath,
): Promise<Response> {
  const result = await enforce(deps.pipeline, askedOf(c, path), (permitted) =>
    bundleFor(deps, permitted, state, path),
  );
  c.header("Cache-Control", "private, no-store");
  if (result.kind === "denied") return denied(c, result.reasons);
  c.header("X-Request-Id", result.entryId);
  return c.body(Uint8Array.from(result.value), 200, { "Content-Type": "application/octet-stream" });
}

async function bundleFor(
  deps: LogGatewayDeps,
  { decision }: Permitted,
  { origin, firstSeq }: LogState,
  { kind, index, width }: BundlePath,
): Promise<Answer<Buffer> | Reason> {
  const lacking = ELEMENTS[kind].find((element) => !givesControlElement(decision, element));
  if (lacking !== undefined) return because("no_grant", null, `this needs \`${lacking}\``);
  const from = firstSeq + index * TILE_WIDTH;
  const entries = (await deps.entries(from, width)).filter(({ seq }) => seq < from + width);
  return {
    value: kind === "entries" ? entryBundle(entries, origin) : sealedBundle(entries),
    release: {
      outcome: "permit",
      reason: null,
      rules: [...new Set(decision.slices.map(({ rule }) => rule))],
      grantIds: [],
      patients: [],
      records: entries.map(({ id }) => `AuditEvent/${id}`),
      released: ELEMENTS[kind],
      withheldCount: 0,
    },
  };
}

function askedOf(c: Context, { kind }: BundlePath): Asked {
  return {
    act: "use",
    capability: "search",
    recipient: null,
    exemption: null,
    credentials: {
      authorization: c.req.header("authorization"),
      session: consoleCookies((name) => c.req.header(name)),
      purposeHeader: c.req.header("x-purpose-of-use"),
      caseHeader: c.req.header("x-case"),
      deviceHeader: c.req.header("modicum-device"),
      channel: "log",
    },
    interaction: `log.${kind}`,
    resourceType: null,
    query: c.req.path,
  };
}

/** As problem+json (RFC 9457), from policy and caller alone. */
function denied(c: Context, [first]: readonly Reason[]): Response {
  const code = first?.code ?? "evaluation_error";
  const { title, next } = REASONS[code];
  const status = statusOf(code);
  const detail = first?.detail ? { detail: first.detail } : {};
  if (status === 401) c.header("WWW-Authenticate", 'Bearer realm="modicum"');
  const problem = { type: `https://modicum.dev/reasons/${code}`, title, status, code, ...detail, next };
  return c.body(JSON.stringify(problem), status as ContentfulStatusCode, {
    "Content-Type": "application/problem+json",
  });
}
