import type { ReasonCode } from "../kernel/reasons.ts";

/**
 * Where a job stands. `expired`: what it rested on ended, or its time did; `canceled`: somebody ended it.
 * What a job made stands while it is `done`, and never after another end.
 */
export type JobState = "waiting" | "running" | "done" | "failed" | "canceled" | "expired";

/** Work that goes on after its request was answered, and survives the process that does it. */
export interface Job {
  /** UUID; nobody can guess it. */
  readonly id: string;
  /** Who does it: `fhir.export`. */
  readonly kind: string;
  /** In whose name. */
  readonly personId: string;
  readonly state: JobState;
  /** Why it failed or expired. */
  readonly reason: ReasonCode | null;
  /** Steps done, of so many. */
  readonly step: number;
  readonly steps: number;
  /** Milliseconds since 1970, as are the next two. */
  readonly madeAt: number;
  readonly changedAt: number;
  /** When what it made is withdrawn. */
  readonly endsAt: number;
  /** What is to be done, JSON; patient-linked: sealed at rest. Null once the job is cleared. */
  readonly task: string | null;
}

export type NewJob = Pick<Job, "id" | "kind" | "personId" | "steps" | "madeAt" | "endsAt"> & {
  readonly task: string;
};

/** Something that a job made, kept in a file of its own. */
export interface JobPart {
  /** From 1 within its job. */
  readonly n: number;
  /** What it holds: a resource type. */
  readonly title: string;
  readonly records: number;
}

/** What is asked of the list of jobs. */
export interface JobQuery {
  /** Not given: of everyone. */
  readonly personId?: string;
  readonly limit: number;
}

/** What one step of a job came to. */
export type StepOutcome =
  /** With what it made; the next step follows, if there is one. */
  | { readonly kind: "done"; readonly parts: readonly JobPart[] }
  /** The job ends here, and nothing of it stands. */
  | { readonly kind: "ended"; readonly state: "failed" | "expired"; readonly reason: ReasonCode };

/** How jobs of one kind are done. */
export interface JobKind {
  readonly kind: string;
  /**
   * Does the step after `job.step`. It may be done again after a crash, so it leaves nothing that counts but what it
   * returns. Throws for what may go better later.
   */
  step(job: Job): Promise<StepOutcome>;
  /** Called when the job has failed for good, before its state says so. */
  failed(job: Job): Promise<void>;
}
