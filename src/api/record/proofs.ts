import { createRoute, z } from "@hono/zod-openapi";
import { because } from "../../decision/reasons.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control, givesElement } from "../control.ts";
import type { ApiDeps } from "../ports.ts";

const hash = z.string().openapi({ description: "SHA-256, base64" });
const size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const EntryProofSchema = z
  .object({
    index: z.number().openapi({ description: "The leaf, counted from 0." }),
    leafHash: hash,
    logForm: z.string().nullable().optional().openapi({
      description: "What the leaf is SHA-256(0x00 ||) of. Only for who may read `record.entries`.",
    }),
    checkpoint: z.string().openapi({ description: "Signed note (C2SP tlog-checkpoint)." }),
    size: z.number(),
    path: z.array(hash).openapi({ description: "RFC 6962 section 2.1.1, from the leaf up." }),
  })
  .openapi("EntryProof");

const ConsistencySchema = z
  .object({ from: z.number(), to: z.number(), path: z.array(hash) })
  .openapi("ConsistencyProof");

const WitnessesSchema = z
  .object({
    witnesses: z.array(
      z.object({
        name: z.string(),
        verifierKey: z
          .string()
          .openapi({ description: "C2SP tlog-cosignature, as this server was given it." }),
        checkpoint: z.string().nullable().openapi({
          description: "Of that tree, a signed note with the witness's line.",
        }),
        size: z.number().openapi({ description: "Of the largest tree that it cosigned." }),
        at: z.iso.datetime().nullable(),
        refusals: z.number().openapi({ description: "Since the server began: 409, 422 and other refusals." }),
        state: z.enum(["ok", "waiting", "failing"]),
        lastRefusal: z.number().nullable().openapi({ description: "HTTP status of the last refusal." }),
      }),
    ),
  })
  .openapi("Witnesses");

const proof = createRoute({
  method: "get",
  path: "/{id}/proof",
  security: BEARER,
  summary: "The proof that an entry stands in the record",
  description: "For one's own entries, and for who may read the record.",
  request: { params: z.object({ id: z.uuid() }) },
  responses: { ...jsonResult(EntryProofSchema, "An inclusion proof"), ...DENIALS },
});

const consistency = createRoute({
  method: "get",
  path: "/consistency",
  security: BEARER,
  summary: "The proof that the record of one size begins with the record of an earlier one",
  description: "RFC 6962 section 2.1.2. For everyone who is signed in: it consists of hashes.",
  request: { query: z.object({ from: size.default(0), to: size.optional() }) },
  responses: { ...jsonResult(ConsistencySchema, "A consistency proof"), ...DENIALS },
});

const witnesses = createRoute({
  method: "get",
  path: "/witnesses",
  security: BEARER,
  summary: "Who cosigns the record's checkpoints, and up to where they did",
  request: {},
  responses: { ...jsonResult(WitnessesSchema, "The witnesses"), ...DENIALS },
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** Proofs about the record's tree, under `/api/v1/record`. */
export function recordProofRoutes({
  pipeline,
  record,
  recordLog,
}: Pick<ApiDeps, "pipeline" | "record" | "recordLog">) {
  return newRoutes()
    .openapi(proof, (c) => {
      const { id } = c.req.valid("param");
      const need = { interaction: "api.record.proof", capability: "read", element: null } as const;
      return control(pipeline, c, need, async (permitted) => {
        const [entry] = (await record.search({ id, limit: 1 }, false)).entries;
        const mayRead = givesElement(permitted, "record.entries");
        if (entry === undefined || !(mayRead || entry.personId === permitted.caller.person.id))
          return because("not_found");
        const found = await recordLog.proofOf(id);
        if (found === null) return because("not_found", null, "the entry is older than the record's tree");
        const { logForm, ...rest } = found;
        const value = { ...rest, leafHash: base64(rest.leafHash), path: rest.path.map(base64) };
        return { value: mayRead ? { ...value, logForm } : value };
      });
    })
    .openapi(consistency, (c) => {
      const { from, to } = c.req.valid("query");
      const need = { interaction: "api.record.consistency", capability: "read", element: null } as const;
      return control(pipeline, c, need, async () => {
        const found = await recordLog.consistency(from, to);
        if (found === null) return because("not_found", null, "the record never had these sizes");
        return { value: { ...found, path: found.path.map(base64) } };
      });
    })
    .openapi(witnesses, (c) => {
      const need = {
        interaction: "api.record.witnesses",
        capability: "read",
        element: "record.entries",
      } as const;
      return control(pipeline, c, need, async () => ({
        value: { witnesses: (await recordLog.witnesses()).map(presented) },
      }));
    });
}

function presented({ at, ...status }: Awaited<ReturnType<ApiDeps["recordLog"]["witnesses"]>>[number]) {
  return { ...status, at: at === null ? null : new Date(at).toISOString() };
}
