/** What the policy's own API stands on besides the pipeline; wired in server/posture.ts. */
export interface PolicyDesk {
  /** When the policy in force was read, milliseconds since 1970. */
  readonly loadedAt: number;
  /** The system that is served here, as requests name it. */
  readonly system: string;
}
