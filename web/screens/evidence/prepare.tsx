import { useContext, useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import { Checkbox } from "../../ui/field/choices.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { ProgressRow } from "../../ui/state/progress-row.tsx";
import { TimeContext, TimeText } from "../../ui/text/time-text.tsx";
import { Answered, NotAnswered } from "../answered.tsx";
import { buildFrom, type Draft, EMPTY, faultsOf, type Kind } from "./evidence.ts";
import styles from "./evidence.module.css";
import { SaveArtifact } from "./save-artifact.tsx";
import { isUnderWay, type Job, useBuild } from "./use-build.ts";

/** Item, as-of date, sample size, build, download. */
export function Prepare() {
  const kinds = useAnswer(["evidence-kinds"], () => answerOf(api.evidence.kinds.$get()));
  const { job, begin, cancel } = useBuild();
  return (
    <Panel title="Prepare evidence">
      <div className={styles["form"]}>
        <Answered query={kinds} what="what can be prepared">
          {({ kinds: all }) => (
            <Form
              kinds={all.filter(({ yours }) => yours)}
              isBusy={begin.isPending || (job !== null && isUnderWay(job))}
              onBuild={begin.mutate}
            />
          )}
        </Answered>
        {begin.error !== null && (
          <NotAnswered problem={problemOf(begin.error)} what="the build" onRetry={() => begin.reset()} />
        )}
        {job !== null && <BuildRow job={job} onCancel={() => cancel.mutate(job.id)} />}
      </div>
    </Panel>
  );
}

interface FormProps {
  readonly kinds: readonly Kind[];
  readonly isBusy: boolean;
  readonly onBuild: (build: ReturnType<typeof buildFrom>) => void;
}

function Form({ kinds, isBusy, onBuild }: FormProps) {
  const { now } = useContext(TimeContext);
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [isSent, setSent] = useState(false);
  const faults = isSent ? faultsOf(draft, kinds, now()) : {};
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const build = (): void => {
    setSent(true);
    if (Object.keys(faultsOf(draft, kinds, now())).length > 0) return;
    onBuild(buildFrom(draft, kinds, now()));
    setSent(false);
  };
  return (
    <form
      className={styles["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        build();
      }}
    >
      <Items kinds={kinds} draft={draft} set={set} error={faults.kinds} />
      <Narrowing draft={draft} set={set} faults={faults} />
      <div className={styles["actions"]}>
        <Button kind="primary" type="submit" isPending={isBusy}>
          Build
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

function Items({
  kinds,
  draft,
  set,
  error,
}: PartProps & { readonly kinds: readonly Kind[]; readonly error: string | undefined }) {
  const choose = (id: string, isChosen: boolean): void => {
    const chosen = new Set(draft.kinds);
    if (isChosen) chosen.add(id);
    else chosen.delete(id);
    set({ kinds: chosen });
  };
  return (
    <fieldset className={styles["kinds"]}>
      <legend>Items</legend>
      {kinds.map(({ id, title, shows, state }) => (
        <Checkbox key={id} isSelected={draft.kinds.has(id)} onChange={(isChosen) => choose(id, isChosen)}>
          <span>
            {title}
            <span className={styles["shows"]}>
              {shows}
              {state === "present" && " *"}
            </span>
          </span>
        </Checkbox>
      ))}
      <p className={styles["note"]}>
        * Shows what stands now. Of an earlier day the pack holds what was prepared by then, or says that
        there is no documentation.
      </p>
      {error !== undefined && (
        <p className={styles["error"]} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function Narrowing({ draft, set, faults }: PartProps & { readonly faults: ReturnType<typeof faultsOf> }) {
  const { session } = useSession();
  return (
    <>
      <div className={styles["fields"]}>
        <TextField
          label="As of the end of"
          type="date"
          hint="Empty: now."
          value={draft.day}
          error={faults.day}
          onChange={(day) => set({ day })}
        />
        <TextField
          label="Sample size"
          inputMode="numeric"
          hint="Empty: all. Of entries and of people."
          value={draft.sample}
          error={faults.sample}
          onChange={(sample) => set({ sample })}
        />
        <TextField
          label="Seed"
          hint="The same seed draws the same sample."
          value={draft.seed}
          error={faults.seed}
          onChange={(seed) => set({ seed })}
        />
      </div>
      {session.controls.includes("record.patients") && (
        <Checkbox isSelected={draft.patients} onChange={(patients) => set({ patients })}>
          Entries name their patients. Who reads them needs the right to know patients.
        </Checkbox>
      )}
    </>
  );
}

const ENDS = {
  done: { tone: "permit", text: "Done" },
  failed: { tone: "deny", text: "Failed" },
  canceled: { tone: "neutral", text: "Canceled" },
  expired: { tone: "deny", text: "Ended" },
} as const;

function BuildRow({ job, onCancel }: { readonly job: Job; readonly onCancel: () => void }) {
  const { id, state, step, steps, madeAt } = job;
  if (state === "waiting" || state === "running") {
    const progress = {
      step: saying(job),
      done: step,
      total: steps,
      startedAt: madeAt,
      state: "running",
    } as const;
    return <ProgressRow progress={{ ...progress, title: "The build" }} onCancel={onCancel} />;
  }
  return (
    <>
      <p className={styles["last"]} role="status">
        <Badge tone={ENDS[state].tone}>{ENDS[state].text}</Badge> Your last build, begun{" "}
        <TimeText at={madeAt} />: {saying(job)}.
      </p>
      {state === "done" && <Pack id={id} />}
    </>
  );
}

function saying({ state, step, steps, reason }: Job): string {
  if (state === "waiting") return "Waiting for its turn";
  if (state === "running") return step + 1 >= steps ? "Making the pack" : "Preparing artifacts";
  if (state === "done") return "everything is prepared";
  if (reason === "evidence_too_large") return "more than one artifact holds; ask for a sample";
  return state === "canceled" ? "nothing was kept" : "nothing was kept, since a right ended on the way";
}

function Pack({ id }: { readonly id: string }) {
  const query = useAnswer(["artifact", id], () => answerOf(api.evidence[":id"].$get({ param: { id } })));
  return query.data === undefined ? null : <SaveArtifact artifact={query.data} label="Download the pack" />;
}
