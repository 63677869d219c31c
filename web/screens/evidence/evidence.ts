import type { InferRequestType, InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";
import { consoleFetch, succeeded } from "../../api/transport.ts";

export type Artifact = InferResponseType<typeof api.evidence.$get, 200>["artifacts"][number];
export type Kind = InferResponseType<typeof api.evidence.kinds.$get, 200>["kinds"][number];
export type Build = InferRequestType<typeof api.evidence.builds.$post>["json"];

/** A file as it came, and whether its bytes are those of the hash that was stated. */
export interface Fetched {
  readonly content: Blob;
  readonly sha256: string;
  readonly isSame: boolean;
}

/**
 * What an artifact holds, hashed here.
 * @throws ApiError with the server's problem
 */
export async function fetchArtifact({ id, sha256: stated, mediaType }: Artifact): Promise<Fetched> {
  const answer = await succeeded(await consoleFetch(`/api/v1/evidence/${id}/content`));
  const bytes = await answer.arrayBuffer();
  const sha256 = hexOf(await crypto.subtle.digest("SHA-256", bytes));
  return { content: new Blob([bytes], { type: mediaType }), sha256, isSame: sha256 === stated };
}

/** Lower-case. */
export function hexOf(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What the form says. */
export interface Draft {
  readonly kinds: ReadonlySet<string>;
  /** `2026-05-04`, or empty: now. */
  readonly day: string;
  /** Empty: all of it. */
  readonly sample: string;
  readonly seed: string;
  readonly patients: boolean;
}

export const EMPTY: Draft = { kinds: new Set(), day: "", sample: "", seed: "", patients: false };

/** What is wrong with the draft, by field; nothing: it can be built. */
export function faultsOf(
  draft: Draft,
  kinds: readonly Kind[],
  now: number,
): Partial<Record<"kinds" | "day" | "sample" | "seed", string>> {
  const chosen = kinds.filter(({ id }) => draft.kinds.has(id));
  const size = Number(draft.sample);
  const isSize = Number.isInteger(size) && size >= 1 && size <= 1_000;
  return {
    ...(chosen.length === 0 ? { kinds: "Choose at least one." } : {}),
    ...(draft.day !== "" && !(startOf(draft.day) <= now) ? { day: "Give a day that has begun." } : {}),
    ...(draft.sample !== "" && !isSize ? { sample: "A whole number from 1 to 1,000." } : {}),
    ...(draft.sample !== "" && isSize && chosen.length > 0 && !chosen.some(({ samples }) => samples)
      ? { sample: "None of these can be a sample." }
      : {}),
    ...(/^[A-Za-z0-9._-]{0,100}$/.test(draft.seed) ? {} : { seed: "Letters, digits, dots and dashes." }),
  };
}

/** The draft as the API takes it. A day stands for its end, and today for now. */
export function buildFrom(draft: Draft, kinds: readonly Kind[], now: number): Build {
  const chosen = kinds.filter(({ id }) => draft.kinds.has(id));
  const end = draft.day === "" ? now : startOf(draft.day) + DAY;
  const seed = draft.seed === "" ? {} : { seed: draft.seed };
  return {
    items: chosen.map(({ id, narrows }) => ({
      kind: id,
      ...(draft.patients && narrows ? { patients: true as const } : {}),
    })),
    ...(end >= now ? {} : { asOf: new Date(end).toISOString() }),
    ...(draft.sample === "" ? {} : { sample: { size: Number(draft.sample), ...seed } }),
  };
}

const DAY = 86_400_000;

function startOf(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}

/** `12.3 kB` */
export function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes}\u00A0B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)}\u00A0kB`;
  return `${(bytes / 1_000_000).toFixed(1)}\u00A0MB`;
}
