/** `unknown`: it could not be looked at, which is no good news. */
export type HealthState = "ok" | "attention" | "failed" | "unknown";

/** Which part of the console shows more of it; null: none does. */
export type HealthArea = "record" | "keys" | "backups" | "relations" | "sources" | "jobs" | "protection";

/** One thing an administrator looks at first. Names no patient and holds no address. */
export interface HealthRow {
  readonly id: string;
  readonly title: string;
  readonly area: HealthArea | null;
  readonly state: HealthState;
  /** What was found, one sentence. */
  readonly found: string;
  /** What to do about it, one sentence; null: nothing. */
  readonly next: string | null;
  /** Since when it is in this state, as far as this process knows. Milliseconds since 1970. */
  readonly since: number;
  /** What was measured, by name; the unit is the end of the name. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface HealthReport {
  /** When it was looked at, milliseconds since 1970. */
  readonly at: number;
  readonly rows: readonly HealthRow[];
}

/** Who looks. */
export interface Visitor {
  readonly personId: string;
  readonly sessionId: string;
  readonly purpose: string | null;
}

export interface HealthDesk {
  look(): Promise<HealthReport>;
  readonly visits: Visits;
}

/** Looks that go on: the first of each is in the record, and the next ones for half an hour belong to it. */
export interface Visits {
  /** @param entryId of the first look */
  begin(entryId: string, visitor: Visitor): void;
  goesOn(entryId: string, visitor: Visitor): boolean;
}
