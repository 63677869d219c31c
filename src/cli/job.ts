import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface JobOptions extends AsOptions {
  readonly output: OutputFormat;
}

interface ListOptions extends JobOptions {
  readonly all: boolean;
}

interface WatchOptions extends JobOptions {
  readonly every: string;
}

interface Job {
  readonly id: string;
  readonly kind: string;
  readonly person: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "canceled" | "expired";
  readonly reason: string | null;
  readonly step: number;
  readonly steps: number;
  readonly madeAt: string;
  readonly endsAt: string;
}

const COLUMNS = ["id", "kind", "person", "state", "reason", "steps", "made at", "ends at"];

/** `modicum job`: exports that go on, how far they are, and ending them. */
export function jobCommand(): Command {
  const job = new Command("job").description("exports, and other work that goes on");
  const ls = new Command("ls")
    .description("your own, newest first")
    .option("--all", "everyone's, for who has `job.queue`", false)
    .addOption(outputOption())
    .action(list);
  const watch = new Command("watch")
    .description("say how far a job is until it has ended; exit 0 when it is done, 3 when it is not")
    .argument("<id>")
    .option("--every <seconds>", "how often to ask", "2")
    .addOption(outputOption())
    .action(watchOne);
  const cancel = new Command("cancel")
    .description("end a job, and take away what it made")
    .argument("<id>")
    .addOption(outputOption())
    .action(cancelOne);
  return [ls, watch, cancel].reduce((all, command) => all.addCommand(asOptions(command)), job);
}

async function list(options: ListOptions): Promise<void> {
  const query = options.all ? "?whose=all" : "";
  const answer = (await call("GET", `/api/v1/jobs${query}`, options)) as { readonly jobs: readonly Job[] };
  print(options.output, COLUMNS, answer.jobs.map(rowOf), answer);
}

async function watchOne(id: string, options: WatchOptions): Promise<void> {
  const pauseMs = Math.max(0.1, Number(options.every) || 2) * 1_000;
  let job = await read(id, options);
  while (job.state === "waiting" || job.state === "running") {
    tell(`${job.state}: ${job.step} of ${job.steps} steps`);
    await setTimeout(pauseMs);
    job = await read(id, options);
  }
  print(options.output, COLUMNS, [rowOf(job)], job);
  if (job.state !== "done") process.exitCode = 3;
}

async function cancelOne(id: string, options: JobOptions): Promise<void> {
  const job = (await call("POST", `/api/v1/jobs/${encodeURIComponent(id)}/cancel`, options)) as Job;
  print(options.output, COLUMNS, [rowOf(job)], job);
}

async function read(id: string, options: JobOptions): Promise<Job> {
  return (await call("GET", `/api/v1/jobs/${encodeURIComponent(id)}`, options)) as Job;
}

function rowOf(job: Job) {
  const { id, kind, person, state, reason, step, steps, madeAt, endsAt } = job;
  return [id, kind, person, state, reason, `${step}/${steps}`, madeAt, endsAt];
}
