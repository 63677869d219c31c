import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import type { Build } from "./evidence.ts";

export type Job = InferResponseType<typeof api.jobs.$get, 200>["jobs"][number];

const BUILD = "evidence.build";
/** Each look at the job is an entry of the record. */
const LOOK_MS = 1_500;
const RECENT = 20;

/** The newest build of one's own: begun here or elsewhere, and there again after a reload. */
export function useBuild() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["answer"] });
  const listed = useAnswer(["evidence-jobs"], async () => {
    const query = { whose: "mine" as const, limit: String(RECENT) };
    const { jobs } = await answerOf(api.jobs.$get({ query }));
    return jobs.find(({ kind }) => kind === BUILD) ?? null;
  });
  const id = listed.data?.id;
  const goesOn = listed.data !== undefined && listed.data !== null && isUnderWay(listed.data);
  const looked = useAnswer(
    ["evidence-job", id],
    async () => {
      const job = await answerOf(api.jobs[":id"].$get({ param: { id: id ?? "" } }));
      if (!isUnderWay(job)) await again();
      return job;
    },
    { enabled: goesOn, every: LOOK_MS },
  );
  const begin = useMutation({
    mutationFn: (json: Build) => answerOf(api.evidence.builds.$post({ json })),
    onSettled: again,
  });
  const cancel = useMutation({
    mutationFn: (job: string) => answerOf(api.jobs[":id"].cancel.$post({ param: { id: job } })),
    onSettled: again,
  });
  const job = goesOn ? (looked.data ?? listed.data) : (listed.data ?? null);
  return { job: job ?? null, begin, cancel };
}

export function isUnderWay({ state }: Pick<Job, "state">): boolean {
  return state === "waiting" || state === "running";
}
