/**
 * Names of what PostgreSQL archives: segments as 24 hex digits (timeline, log, segment of 16 MiB), histories of timelines, and
 * histories of base copies (PostgreSQL manual, "Continuous Archiving").
 */
const SEGMENT = /^[0-9A-F]{24}$/;
const ARCHIVED = /^(?:[0-9A-F]{24}(?:\.[0-9A-F]{8}\.backup)?|[0-9A-F]{8}\.history)$/;
const PER_LOG = 256;

export function isSegment(name: string): boolean {
  return SEGMENT.test(name);
}

/** Whether PostgreSQL gives a name of this form to what it archives. */
export function isArchived(name: string): boolean {
  return ARCHIVED.test(name);
}

/** The one after it on the same timeline. */
export function nextSegment(name: string): string {
  const [log, segment] = [Number.parseInt(name.slice(8, 16), 16), Number.parseInt(name.slice(16), 16)];
  const [nextLog, next] = segment + 1 < PER_LOG ? [log, segment + 1] : [log + 1, 0];
  return `${name.slice(0, 8)}${digits(nextLog)}${digits(next)}`;
}

/** The last of those that follow `first` without a gap; null where `first` is not there. */
export function lastInRow(first: string, there: ReadonlySet<string>): string | null {
  if (!there.has(first)) return null;
  let last = first;
  for (let next = nextSegment(last); there.has(next); next = nextSegment(last)) last = next;
  return last;
}

/** Whether it lies before the other in the log, whatever their timelines. */
export function isBefore(name: string, other: string): boolean {
  return name.slice(8, 24) < other.slice(8, 24);
}

function digits(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}
