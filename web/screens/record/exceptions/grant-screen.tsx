import { useParams } from "@tanstack/react-router";
import { useAnswer } from "../../../api/use-answer.ts";
import { Badge, type Tone } from "../../../ui/badge/badge.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Page, PageHeader } from "../../../ui/layout/page.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import { Answered } from "../../answered.tsx";
import { type GrantTimeline, readTimeline } from "../summary/summaries.ts";
import { Timeline } from "./timeline.tsx";

/** The life of one temporary grant, from the record alone. */
export function Screen() {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const id = params["id"] ?? "";
  const timeline = useAnswer(["record", "grant", id], () => readTimeline(id));
  return (
    <Page>
      <PageHeader
        title="Timeline of a grant"
        lead="Asked, decided, opened, changed, used, closed or ended: in order, as the record holds it."
      />
      <Answered query={timeline} what="the timeline">
        {(found) => (
          <>
            <Facts found={found} />
            <Panel title="Timeline" plain>
              <Timeline steps={found.steps} />
            </Panel>
          </>
        )}
      </Answered>
    </Page>
  );
}

type State = GrantTimeline["state"];

const STATES: Readonly<Record<State, readonly [Tone, string]>> = {
  waiting: ["neutral", "Asked for, not decided"],
  rejected: ["deny", "Rejected"],
  approved: ["permit", "Approved, not opened"],
  open: ["caution", "Open now"],
  closed: ["neutral", "Closed"],
  expired: ["neutral", "Ended by its time"],
  over: ["caution", "Past its time; no entry says that it ended"],
  unknown: ["caution", "Unknown: the record holds uses of it, and no act on it"],
};

function Facts({ found }: { readonly found: GrantTimeline }) {
  const [tone, text] = STATES[found.state];
  const uses = found.steps.reduce((sum, { step, entries }) => sum + (step === "used" ? entries : 0), 0);
  const isGlass = found.kinds.includes("break-glass");
  const isTooWide = isGlass && (found.patients ?? 0) > 1;
  return (
    <DescriptionList
      items={[
        { term: "Grant", value: <code>{found.grant}</code> },
        { term: "State", value: <Badge tone={tone}>{text}</Badge> },
        { term: "Kind", value: found.kinds.map((kind) => KINDS[kind]).join(", ") },
        { term: "Uses", value: uses.toLocaleString("en-US") },
        ...(found.patients === undefined
          ? []
          : [
              {
                term: "Patients",
                value: isTooWide ? (
                  <Badge tone="deny" icon="warning">
                    {`${found.patients}: broken glass is for one`}
                  </Badge>
                ) : (
                  found.patients
                ),
              },
            ]),
        ...(found.next === null || found.oldest === null
          ? []
          : [
              {
                term: "Not shown",
                value: (
                  <>
                    Entries before <TimeText at={found.oldest} form="absolute" />
                  </>
                ),
              },
            ]),
      ]}
    />
  );
}

const KINDS = { "break-glass": "Break-glass", jit: "Just-in-time" } as const;
