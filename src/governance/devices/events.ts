import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { DEVICE_ID, OWNER, ownerIn, type ReadInventory } from "./inventory.ts";
import type { DeviceReport, RefusedReport } from "./types.ts";

/** Events of one batch at most. */
export const EVENTS = 200;

/** What a device manager says of one device. INVARIANT: strict, so that a misspelled member never passes for not said. */
const event = z.strictObject({
  id: z.string().min(1).max(128),
  at: z.iso.datetime({ offset: true }),
  device: z.strictObject({
    id: z.string().regex(DEVICE_ID),
    owner: OWNER,
    kind: z.string().max(64).default(""),
    platform: z.string().max(128).default(""),
    serial: z.string().max(128).nullable().default(null),
    encrypted: z.boolean().nullable().default(null),
    compliant: z.boolean().nullable().default(null),
    lastSeen: z.iso.datetime({ offset: true }).nullable().default(null),
    wiped: z.boolean().default(false),
  }),
});

const batch = z.strictObject({ events: z.array(z.unknown()).min(1).max(EVENTS) });

/**
 * The events of a batch. One that is none is refused by its place and the member at fault, and the others are read; what an event
 * does not say of its device is not known.
 * @throws AppError `input_invalid` where the body is no batch at all
 */
export function readEvents(body: string): ReadInventory {
  const parsed = batch.safeParse(jsonOf(body));
  if (!parsed.success)
    throw new AppError("input_invalid", `the body is no batch of 1 to ${EVENTS} events`, {
      hint: 'send {"events": [{"id", "at", "device": {"id", "owner", …}}]}',
    });
  const reports: DeviceReport[] = [];
  const refused: RefusedReport[] = [];
  for (const [index, one] of parsed.data.events.entries()) {
    const read = event.safeParse(one);
    const place = index + 1;
    if (read.success) reports.push(reportOf(read.data, place));
    else refused.push({ place, field: memberOf(read.error) });
  }
  return { reports, refused };
}

function reportOf({ id, at, device }: z.infer<typeof event>, place: number): DeviceReport {
  const { lastSeen, wiped, owner, ...said } = device;
  const state = { ...said, owner: ownerIn(owner), seenAt: lastSeen === null ? null : Date.parse(lastSeen) };
  return { state, statedAt: Date.parse(at), wiped, place, event: id };
}

/** Of our names alone: a member that is not ours is called by where it stands. */
function memberOf({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return "event";
  const path = issue.path.join(".");
  if (issue.code !== "unrecognized_keys") return path || "event";
  return path === "" ? "unknown member" : `${path}: unknown member`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
