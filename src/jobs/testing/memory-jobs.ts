import type { JobFiles, JobStore } from "../ports.ts";
import type { Job, JobPart } from "../types.ts";

interface Held {
  job: Job;
  parts: JobPart[];
  leaseUntil: number;
}

/** A queue in memory; leases run by the clock of the machine. */
export function memoryJobStore(): JobStore {
  const held = new Map<string, Held>();
  const goesOn = ({ job }: Held): boolean => job.state === "waiting" || job.state === "running";
  return {
    add: async ({ task, ...job }) => {
      const added: Job = { ...job, task, state: "waiting", reason: null, step: 0, changedAt: job.madeAt };
      held.set(job.id, { job: added, parts: [], leaseUntil: 0 });
    },
    claim: async (kinds, leaseMs) => {
      const now = performance.now();
      const next = [...held.values()]
        .filter((one) => kinds.includes(one.job.kind) && goesOn(one))
        .filter((one) => one.job.state === "waiting" || one.leaseUntil <= now)
        .toSorted((a, b) => a.job.madeAt - b.job.madeAt)[0];
      if (next === undefined) return null;
      next.leaseUntil = now + leaseMs;
      next.job = { ...next.job, state: "running" };
      return next.job;
    },
    renew: async (id, leaseMs) => {
      const one = held.get(id);
      if (one === undefined || !goesOn(one)) return false;
      one.leaseUntil = performance.now() + leaseMs;
      return true;
    },
    advance: async (id, step, parts, at) => {
      const one = held.get(id);
      if (one?.job.state !== "running" || one.job.step !== step - 1) return false;
      one.job = { ...one.job, step, changedAt: at };
      one.parts.push(...parts);
      return true;
    },
    end: async (id, state, reason, at) => {
      const one = held.get(id);
      if (one === undefined || !(goesOn(one) || (one.job.state === "done" && state !== "done"))) return false;
      one.job = { ...one.job, state, reason, changedAt: at };
      return true;
    },
    find: async (id) => held.get(id)?.job,
    list: async ({ personId, limit }) =>
      [...held.values()]
        .map(({ job }) => job)
        .filter((job) => personId === undefined || job.personId === personId)
        .toSorted((a, b) => b.madeAt - a.madeAt)
        .slice(0, limit),
    parts: async (id) => {
      const one = held.get(id);
      return one?.job.state === "done" ? [...one.parts] : [];
    },
    leftovers: async (now) =>
      [...held.values()]
        .filter((one) => !goesOn(one) && one.job.task !== null)
        .filter(({ job }) => job.state !== "done" || job.endsAt <= now)
        .map(({ job }) => job),
    clear: async (id) => {
      const one = held.get(id);
      if (one === undefined) return;
      one.parts = [];
      one.job = { ...one.job, task: null };
    },
  };
}

/** Files in memory. */
export function memoryJobFiles(): JobFiles & { readonly names: () => readonly string[] } {
  const files = new Map<string, Uint8Array>();
  return {
    names: () => [...files.keys()],
    write: async (jobId, n, bytes) => void files.set(`${jobId}/${n}`, bytes),
    read: async (jobId, n) => files.get(`${jobId}/${n}`) ?? null,
    removeAll: async (jobId) => {
      for (const name of files.keys()) if (name.startsWith(`${jobId}/`)) files.delete(name);
    },
  };
}
