/** Why something cannot be done that has nothing to do with who asks: the record, the upstream, what is kept. */
export const OPERATIONAL_REASONS = {
  record_unavailable: {
    status: 503,
    title: "the record cannot be written, so nothing is released",
    next: "Try again shortly.",
  },
  record_not_whole: {
    status: 500,
    title: "a check of the record failed",
    next: "Ask the security officer to look into it before anything is changed.",
  },
  backup_not_whole: {
    status: 500,
    title: "a backup or a drill failed",
    next: "Look at what it says, and make another before you rely on one.",
  },
  locate_locked: {
    status: 403,
    title: "looking patients up is locked for you after too many misses",
    next: "Ask the privacy officer to unlock it.",
  },
  locate_limited: {
    status: 429,
    title: "you have looked up as many patients as an hour holds",
    next: "Wait, or open the patient from today's bookings.",
  },
  export_limited: {
    status: 429,
    title: "as many exports of yours are under way as one may have",
    next: "Wait until one has ended, or cancel it.",
  },
  evidence_too_large: {
    status: 422,
    title: "this is more than one artifact of evidence holds",
    next: "Ask for a shorter time, or for a sample.",
  },
  release_interrupted: {
    status: 503,
    title: "the release ended before it was complete",
    next: "Start it again.",
  },
  upstream_unavailable: {
    status: 502,
    title: "the clinical system did not answer",
    next: "Try again shortly.",
  },
  facts_unavailable: {
    status: 503,
    title: "relation facts are not yet available",
    next: "Wait for the first sync.",
  },
  record_kept: {
    status: 422,
    title: "the record has to be kept: its retention is not over, or a legal hold stands",
    next: "See why under retention; a hold is released by who may administer it.",
  },
  already_done: {
    status: 409,
    title: "this was done before, or by somebody else meanwhile",
    next: "Read it again.",
  },
  device_limited: {
    status: 403,
    title: "this device has not proven what the policy asks of it",
    next: "Use a managed, encrypted device, or ask whoever manages devices.",
  },
  source_silent: {
    status: 503,
    title: "a system whose log comes in has fallen silent",
    next: "Ask whoever answers for the system, and look whether it still sends.",
  },
} as const satisfies Record<string, { status: number; title: string; next: string }>;
