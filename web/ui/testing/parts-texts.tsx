import { Badge, OutcomeBadge, PurposeBadge, SystemBadge } from "../badge/badge.tsx";
import { DescriptionList } from "../layout/description-list.tsx";
import { Disclosure } from "../layout/disclosure.tsx";
import { Panel } from "../layout/panel.tsx";
import { DenyScreen } from "../state/deny-screen.tsx";
import { EmptyState } from "../state/empty-state.tsx";
import { ProgressRow } from "../state/progress-row.tsx";
import { Skeleton } from "../state/skeleton.tsx";
import { CodeBlock } from "../text/code-block.tsx";
import { Diff } from "../text/diff.tsx";
import { Kbd } from "../text/kbd.tsx";
import { TimeText } from "../text/time-text.tsx";

const UNIFIED = `@@ -1,4 +1,5 @@
 role: biller
 elements:
-  - claim.header
+  - claim.dx-codes
+  - claim.payment
   - claim.total
`;
const nothing = (): void => undefined;

/** Badges, states, words and code. */
export function Texts() {
  return (
    <>
      <Panel title="Badges and facts">
        <p>
          <PurposeBadge title="Bill for services" /> <SystemBadge system="ehr" />{" "}
          <OutcomeBadge outcome="permit" /> <OutcomeBadge outcome="deny" /> <OutcomeBadge outcome="error" />{" "}
          <Badge>Draft</Badge> <Badge tone="caution">Stale</Badge> <Kbd keys="g w" />
        </p>
        <DescriptionList
          items={[
            { term: "Written", value: <TimeText at="2026-05-04T12:00:00Z" /> },
            { term: "Rule", value: <code>role:biller/billing#1</code> },
          ]}
        />
        <Disclosure summary="Why">Because the role says so.</Disclosure>
      </Panel>
      <Panel title="Code">
        <CodeBlock label="A command" code="npx modicum policy who patient.ssn --purpose billing" />
        <Diff label="The draft against what is in force" unified={UNIFIED} />
      </Panel>
      <Panel title="States" plain>
        <DenyScreen
          denial={{
            code: "no_grant",
            title: "no rule grants this",
            detail: "this needs `record.entries` with the capability `read`",
            rule: "role:biller/billing#1",
            next: "Declare another purpose of yours, or ask privacy.",
            entry: "01968d2c-8a10-7000-8000-000000000001",
          }}
        />
        <EmptyState
          state={{
            kind: "none-yet",
            title: "No drafts yet",
            text: "A draft stands beside what is in force.",
          }}
        />
        <EmptyState state={{ kind: "no-match", what: "roles", onClear: nothing }} />
        <EmptyState
          state={{ kind: "not-for-you", what: "the record", why: "It is for those who review it." }}
        />
        <EmptyState
          state={{
            kind: "not-loaded",
            what: "the matrix",
            why: "The server did not answer.",
            onRetry: nothing,
          }}
        />
        <ProgressRow
          progress={{
            title: "Replay 30 days",
            step: "re-deciding",
            done: 1200,
            total: 4000,
            startedAt: "2026-05-04T14:58:00Z",
            state: "running",
          }}
          onCancel={nothing}
        />
        <Skeleton lines={3} />
      </Panel>
    </>
  );
}
