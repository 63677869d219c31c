import { randomBytes, randomFillSync } from "node:crypto";
import type { Clock } from "../kernel/clock.ts";

interface LastId {
  at: number;
  counter: number;
}

const COUNTER_MAX = 0xfff;
const lastIds = new WeakMap<Clock, LastId>();

/**
 * Mints the id of an entry before it is written: UUIDv7 (RFC 9562 5.7), so that ids sort by time. Within one
 * millisecond a 12-bit counter keeps the order (6.2, method 1); when it runs out, or the clock goes back, the
 * time part moves ahead of the clock.
 */
export function nextEntryId(clock: Clock): string {
  const { at, counter } = advance(clock);
  const bytes = randomId();
  bytes.writeUIntBE(at, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const ID_BYTES = 16;
/** Drawn many at a time: a call of the generator costs as much as all the rest. Each is given out once. */
const drawn = Buffer.alloc(ID_BYTES * 128);
let given = drawn.length;

function randomId(): Buffer {
  if (given === drawn.length) {
    randomFillSync(drawn);
    given = 0;
  }
  given += ID_BYTES;
  return drawn.subarray(given - ID_BYTES, given);
}

function advance(clock: Clock): LastId {
  const last = lastIds.get(clock) ?? { at: -1, counter: 0 };
  const now = clock.now();
  if (now <= last.at && last.counter < COUNTER_MAX) last.counter += 1;
  else {
    last.at = Math.max(now, last.at + 1);
    // The upper half stays free to count in.
    last.counter = randomBytes(2).readUInt16BE() & (COUNTER_MAX >> 1);
  }
  lastIds.set(clock, last);
  return last;
}
