import type { InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";

type Status = InferResponseType<typeof api.backups.$get, 200>;
type Moments = Status["moments"];

/** Where backups lie, when the last was made and brought back, and which moments can be restored to. */
export function Standing({ status }: { readonly status: Status }) {
  const { backups, plan, lastBackup, lastDrill, overdue, place, moments } = status;
  const items = [
    {
      term: "Kept in (configured)",
      value: `${place.kind === "s3" ? "Bucket" : "Folder"} ${place.name}${place.lock === null ? "" : `, locked: ${place.lock}`}`,
    },
    { term: "Backups kept", value: `${backups.length} of ${plan.keep}` },
    { term: "Last backup", value: <Last at={lastBackup} isOverdue={overdue.backup} /> },
    { term: "Last drill that came back whole", value: <Last at={lastDrill} isOverdue={overdue.drill} /> },
    { term: "Moments between backups", value: <Reach moments={moments} /> },
    ...(moments === null ? [] : [{ term: "Write-ahead log", value: <Lag moments={moments} /> }]),
  ];
  return (
    <Panel title="How backups stand">
      <DescriptionList items={items} />
    </Panel>
  );
}

function Last({ at, isOverdue }: { readonly at: string | null; readonly isOverdue: boolean }) {
  return (
    <>
      {at === null ? "Never" : <TimeText at={at} />} {isOverdue && <Badge tone="deny">Overdue</Badge>}
    </>
  );
}

function Reach({ moments }: { readonly moments: Moments }) {
  if (moments === null) return "Not kept by Modicum: what was written after a backup is not in it";
  if (moments.windows.length === 0) return "None yet: the first base copy is being made";
  return (
    <>
      {moments.windows.map(({ from, until }) => (
        <div key={from}>
          Any from <TimeText at={from} /> to <TimeText at={until} />
        </div>
      ))}
    </>
  );
}

function Lag({ moments }: { readonly moments: NonNullable<Moments> }) {
  const { waiting, lagSeconds, failure } = moments;
  const said =
    waiting === 0 ? "Nothing waits to be kept" : `${waiting} segments wait, the oldest for ${lagSeconds} s`;
  return (
    <>
      {said} {failure !== null && <Badge tone="deny">{failure}</Badge>}
    </>
  );
}
