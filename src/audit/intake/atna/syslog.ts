import type { ReadEvent } from "../types.ts";
import { readAuditMessage } from "./audit-message.ts";

/** Bytes of one message; ATNA asks for 64 KiB at least (ITI TF-2, 3.20). */
export const MESSAGE_MAX = 256 * 1024;
/** Digits of a length. */
const DIGITS_MAX = 9;

/** `PRI VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA [SP MSG]` (RFC 5424 6). */
const MESSAGE =
  /^<\d{1,3}>1 \S{1,64} \S{1,255} \S{1,48} \S{1,128} \S{1,32} (?:-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*")*\])+)(?: ([^]*))?$/;

/** One syslog message whose text is an audit message. */
export function readSyslogMessage(message: string, place: number): ReadEvent {
  const text = MESSAGE.exec(message)?.[1];
  if (text === undefined) return { ok: false, reason: "not_syslog", raw: message, place };
  return readAuditMessage(text.replace(/^\uFEFF/, ""), message, place);
}

export interface FrameReader {
  /** Takes bytes as they come, and gives the messages that are complete with them. */
  push(bytes: Uint8Array): readonly ReadEvent[];
  /** True once the bytes are no frames: nothing after them can be read. */
  isBroken(): boolean;
  /** True while a message has begun and is not complete. */
  isAmid(): boolean;
}

/**
 * Reads messages framed by octet counting (RFC 5425 4.3.1). A message that is too long is passed over and rejected; bytes
 * that are no frame end the stream.
 */
export function createFrameReader(): FrameReader {
  let held = Buffer.alloc(0);
  /** Bytes of a message that is too long which are still to come. */
  let passing = 0;
  let broken = false;
  let place = 0;

  function next(): ReadEvent | null {
    const space = held.subarray(0, DIGITS_MAX + 1).indexOf(0x20);
    const digits = held.subarray(0, space < 0 ? DIGITS_MAX + 1 : space).toString("latin1");
    if (!/^[1-9]\d{0,8}$/.test(digits)) return breakOff();
    if (space < 0) return null;
    const [length, from] = [Number(digits), space + 1];
    if (length > MESSAGE_MAX) return passOver(length, from);
    if (held.length < from + length) return null;
    const message = held.subarray(from, from + length).toString("utf8");
    held = held.subarray(from + length);
    return readSyslogMessage(message, ++place);
  }

  function breakOff(): ReadEvent {
    broken = true;
    const raw = held.toString("utf8");
    held = Buffer.alloc(0);
    return { ok: false, reason: "not_syslog", raw, place: ++place };
  }

  function passOver(length: number, from: number): ReadEvent {
    const raw = held.subarray(from, from + length).toString("utf8");
    passing = Math.max(0, length - (held.length - from));
    held = held.subarray(Math.min(held.length, from + length));
    return { ok: false, reason: "too_long", raw, place: ++place };
  }

  return {
    push(bytes) {
      if (broken) return [];
      const passed = Math.min(passing, bytes.length);
      passing -= passed;
      held = Buffer.concat([held, bytes.subarray(passed)]);
      const events: ReadEvent[] = [];
      while (held.length > 0) {
        const event = next();
        if (event === null) break;
        events.push(event);
        if (broken) break;
      }
      return events;
    },
    isBroken: () => broken,
    isAmid: () => held.length > 0 || passing > 0,
  };
}
