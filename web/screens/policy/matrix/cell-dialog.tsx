import { useTitles } from "../../../api/policy-titles.ts";
import { answerOf, api } from "../../../api/client.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { Badge } from "../../../ui/badge/badge.tsx";
import { LinkButton, TextLink } from "../../../ui/button/button.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Dialog } from "../../../ui/overlay/dialog.tsx";
import { DayText } from "../../../ui/text/day-text.tsx";
import { Answered } from "../../answered.tsx";
import type { CellDetail, WhoAnswer } from "../questions.ts";
import studio from "../studio.module.css";
import { MarkText, wordOf } from "./marks.tsx";
import styles from "./matrix.module.css";

interface CellDialogProps {
  /** `role/purpose/element`; null: closed. */
  readonly cell: string | null;
  readonly onClose: () => void;
}

/** One cell in full: every grant behind it, what a ceiling cut, where it is written, who it is. */
export function CellDialog({ cell, onClose }: CellDialogProps) {
  const [role, purpose, element] = (cell ?? "").split("/");
  if (role === undefined || purpose === undefined || element === undefined) return null;
  return <OpenCell role={role} purpose={purpose} element={element} onClose={onClose} />;
}

interface OpenCellProps {
  readonly role: string;
  readonly purpose: string;
  readonly element: string;
  readonly onClose: () => void;
}

function OpenCell({ role, purpose, element, onClose }: OpenCellProps) {
  const place = { role, purpose, element };
  const cell = useAnswer(["policy", "cell", place], () => answerOf(api.policy.cells.$get({ query: place })));
  const who = useAnswer(["policy", "who", place], () => answerOf(api.policy.who.$get({ query: place })));
  const detail = cell.data;
  const title = detail === undefined ? element : `${detail.elementTitle} for ${detail.roleTitle}`;
  return (
    <Dialog
      wide
      title={title}
      isOpen
      onClose={onClose}
      actions={<LinkButton href={`/policy/who?element=${element}`}>Who sees this?</LinkButton>}
    >
      <Answered query={cell} what="the cell">
        {(value) => (
          <>
            <Verdict cell={value} />
            <Grants cell={value} />
            <Beside cell={value} />
            <Answered query={who} what="who holds the role">
              {(seen) => <Holders who={seen} role={value.role} />}
            </Answered>
          </>
        )}
      </Answered>
    </Dialog>
  );
}

function Verdict({ cell }: { readonly cell: CellDetail }) {
  return (
    <>
      <p className={styles["verdict"]}>
        <MarkText mark={cell.as} />
        <span>for {cell.purposeTitle}</span>
        <code>{cell.element}</code>
      </p>
      <p className={studio["why"]}>
        <TextLink href={`/policy/roles/${cell.role}`}>{cell.roleTitle}</TextLink>: {cell.why}
      </p>
    </>
  );
}

function Grants({ cell }: { readonly cell: CellDetail }) {
  if (cell.grants.length === 0)
    return (
      <p>
        No standing grant of this role gives it for this purpose.
        {cell.ceiling === "drop" && " The purpose itself never gives it."}
      </p>
    );
  return (
    <section aria-label="Grants">
      {cell.grants.map((grant) => (
        <Grant key={`${grant.rule} ${grant.on}`} grant={grant} />
      ))}
    </section>
  );
}

function Grant({ grant }: { readonly grant: CellDetail["grants"][number] }) {
  const titles = useTitles();
  const open = grant.segments.filter(({ as }) => as !== "drop");
  const closed = grant.segments.filter(({ as }) => as === "drop");
  return (
    <div className={styles["grant"]}>
      <div className={styles["grantHead"]}>
        <strong>{grant.onTitle}</strong>
        <MarkText mark={grant.as} />
        <code>{grant.rule}</code>
        <code className={studio["place"]}>{grant.at}</code>
      </div>
      <DescriptionList
        items={[
          { term: "May", value: grant.can.join(", ") },
          ...(grant.systems.length === 0 ? [] : [{ term: "Through", value: grant.systems.join(", ") }]),
          ...(grant.cut === null
            ? []
            : [
                {
                  term: "Cut",
                  value: (
                    <>
                      from {wordOf(grant.cut.from)} to {wordOf(grant.cut.to)} by <code>{grant.cut.rule}</code>
                    </>
                  ),
                },
              ]),
          {
            term: "Also in segments",
            value:
              titles.all(
                "segment",
                open.map(({ segment }) => segment),
              ) || "none",
          },
          {
            term: "Not in",
            value:
              closed
                .map(
                  ({ segment, closedBy }) =>
                    `${titles.of("segment", segment)}${closedBy === "purpose" ? " (purpose)" : ""}`,
                )
                .join(", ") || "—",
          },
          ...(grant.until === null ? [] : [{ term: "Ends", value: <DayText on={grant.until} /> }]),
        ]}
      />
    </div>
  );
}

/** What the purpose lets leave the house, and what may be asked for; nothing of what it gives in no form. */
function Beside({ cell: { disclose, request, mayAsk } }: { readonly cell: CellDetail }) {
  const items = [
    ...(disclose === null || disclose.as === "drop"
      ? []
      : [
          { term: "May be disclosed", value: `${wordOf(disclose.as)}, to ${disclose.recipients.join(", ")}` },
        ]),
    ...(request === null || request.as === "drop"
      ? []
      : [
          {
            term: "May be asked of others",
            value: `${wordOf(request.as)}, from ${request.recipients.join(", ")}`,
          },
        ]),
    ...(mayAsk === null || mayAsk.as === "drop"
      ? []
      : [{ term: "May be asked for, case by case", value: wordOf(mayAsk.as) }]),
  ];
  return items.length === 0 ? null : <DescriptionList items={items} />;
}

function Holders({ who, role }: { readonly who: WhoAnswer; readonly role: string }) {
  const seer = who.seers.find((one) => one.role === role);
  if (seer === undefined) return <p>Nobody sees it by this cell.</p>;
  const more = seer.people - seer.holders.length;
  return (
    <section className={studio["lines"]} aria-label="People">
      <h3>{seer.people === 1 ? "1 person holds the role" : `${seer.people} people hold the role`}</h3>
      <div className={studio["chips"]}>
        {seer.holders.map(({ id, displayName }) => (
          <Badge key={id}>{displayName}</Badge>
        ))}
        {more > 0 && <span>and {more} more</span>}
      </div>
    </section>
  );
}
