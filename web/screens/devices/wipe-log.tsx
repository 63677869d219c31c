import { useContext, useMemo } from "react";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeContext, TimeText } from "../../ui/text/time-text.tsx";
import { useActBesideName } from "../act-beside-name.ts";
import { Answered } from "../answered.tsx";
import { actsOn, isOverdue, type Wipe, WIPE_STATES } from "./device.ts";
import styles from "./devices.module.css";
import { useActs } from "./use-acts.ts";

const EVERY_MS = 10_000;

/** Every wipe that was asked for, and how far it has come; one that nobody confirms stands out. */
export function WipeLog({ mayAct }: { readonly mayAct: boolean }) {
  const { now } = useContext(TimeContext);
  const acts = useActs();
  const query = useAnswer(["wipes"], () => answerOf(api.devices.wipes.$get()), { every: EVERY_MS });
  const { mutate, isPending } = acts;
  const all = useMemo(
    () => [...stateColumns(now), ...(mayAct ? [actColumn(isPending, mutate)] : [])],
    [now, mayAct, isPending, mutate],
  );
  const columns = useActBesideName(all, "act");
  return (
    <Answered query={query} what="the wipes">
      {({ wipes, sends }) => (
        <>
          {!sends && wipes.some(({ state }) => state === "requested") && (
            <p className={styles["wrong"]}>
              No device manager is told of wipes here: what is asked for waits. Wipe the device where it is
              managed.
            </p>
          )}
          {acts.error !== null && (
            <p role="alert" className={styles["wrong"]}>
              Nothing was changed: {problemOf(acts.error).title}. {problemOf(acts.error).next}
            </p>
          )}
          <DataTable
            label="Wipe requests"
            columns={columns}
            rows={wipes}
            rowKey={({ id }) => id}
            csvName="device-wipes"
            empty={{
              kind: "none-yet",
              title: "No wipe was asked for yet",
              text: "Open a device to ask for one. Each appears here and in the record.",
            }}
          />
        </>
      )}
    </Answered>
  );
}

function stateColumns(now: () => number): readonly Column<Wipe>[] {
  return [
    { id: "device", title: "Device", cell: ({ device }) => device, csv: ({ device }) => device },
    {
      id: "state",
      title: "How far",
      cell: (wipe) => (
        <>
          <Badge tone={WIPE_STATES[wipe.state].tone}>{WIPE_STATES[wipe.state].text}</Badge>{" "}
          {isOverdue(wipe, now()) && (
            <Badge tone="deny" icon="warning">
              Not wiped for sure
            </Badge>
          )}
        </>
      ),
      csv: ({ state }) => state,
    },
    {
      id: "asked",
      title: "Asked",
      cell: ({ askedAt, askedBy }) => (
        <>
          <TimeText at={askedAt} /> by {askedBy}
        </>
      ),
      csv: ({ askedAt, askedBy }) => `${askedAt} ${askedBy}`,
    },
    {
      id: "changed",
      title: "Last change",
      cell: ({ changedAt }) => <TimeText at={changedAt} />,
      csv: ({ changedAt }) => changedAt,
    },
    {
      id: "attempts",
      title: "Tries",
      align: "end",
      cell: ({ attempts }) => attempts,
      csv: ({ attempts }) => attempts,
    },
    { id: "reason", title: "Why", cell: ({ reason }) => reason, csv: ({ reason }) => reason },
  ];
}

const ACTS = { retry: "Send again", withdraw: "Withdraw" } as const;

function actColumn(isBusy: boolean, act: ReturnType<typeof useActs>["mutate"]): Column<Wipe> {
  return {
    id: "act",
    title: "Next",
    cell: (wipe) => {
      const possible = actsOn(wipe);
      if (possible.length === 0) return "–";
      return (
        <div className={styles["acts"]}>
          {possible.map((one) => (
            <Button
              key={one}
              size="small"
              isPending={isBusy}
              aria-label={`${ACTS[one]}: ${wipe.device}`}
              onPress={() => act({ wipe, act: one })}
            >
              {ACTS[one]}
            </Button>
          ))}
        </div>
      );
    },
    csv: () => null,
  };
}
