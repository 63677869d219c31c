import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { useSession } from "../api/session-context.tsx";
import type { SessionPurpose } from "../api/session.ts";
import { Button as ActionButton } from "../ui/button/button.tsx";
import { TextField } from "../ui/field/text-field.tsx";
import { Popover } from "../ui/overlay/popover.tsx";
import { useAnnounce } from "../ui/status/status-region.tsx";
import { Icon } from "../ui/text/icon.tsx";
import { useShell } from "./shell-commands.tsx";
import styles from "./shell.module.css";

/** The purpose badge: says what one is here for, and opens the choice. */
export function PurposePicker() {
  const { session, purpose, caseId } = useSession();
  const { pickerOpen, setPickerOpen } = useShell();
  if (session.person === null) return null;
  const shown = purpose?.title ?? (session.purposes.length === 0 ? "none" : "choose one");
  return (
    <Popover
      label="Purpose of use"
      isOpen={pickerOpen}
      onOpenChange={setPickerOpen}
      trigger={
        <Button className={styles["purpose"] ?? ""} aria-label={`Purpose: ${shown}. Change`}>
          <span>Purpose</span>
          <strong>{shown}</strong>
          {caseId !== null && <Icon name="lock" size={12} />}
          <Icon name="chevronDown" size={12} />
        </Button>
      }
    >
      {(close) => <Picker onDone={close} />}
    </Popover>
  );
}

function Picker({ onDone }: { readonly onDone: () => void }) {
  const { session, purpose, declarePurpose } = useSession();
  const [asked, setAsked] = useState<SessionPurpose | null>(null);
  const announce = useAnnounce();
  const choose = (chosen: SessionPurpose, caseId?: string): void => {
    declarePurpose(chosen.id, caseId);
    announce(`Purpose is now ${chosen.title}`);
    onDone();
  };
  const pick = (id: string): void => {
    const chosen = session.purposes.find((candidate) => candidate.id === id);
    if (chosen === undefined) return;
    if (chosen.caseBound) setAsked(chosen);
    else choose(chosen);
  };
  if (session.purposes.length === 0) {
    return <p>Your role has no purpose that one declares. Ask privacy if that hinders your work.</p>;
  }
  return (
    <div className={styles["picker"]}>
      <h2>What are you here for?</h2>
      <PurposeList purposes={session.purposes} selected={asked?.id ?? purpose?.id ?? null} onPick={pick} />
      {asked === null ? (
        purpose !== null && <AboutPurpose purpose={purpose} />
      ) : (
        <CaseForm purpose={asked} onCase={(caseId) => choose(asked, caseId)} />
      )}
    </div>
  );
}

interface PurposeListProps {
  readonly purposes: readonly SessionPurpose[];
  readonly selected: string | null;
  readonly onPick: (id: string) => void;
}

function PurposeList({ purposes, selected, onPick }: PurposeListProps) {
  return (
    <ListBox
      aria-label="Purposes of your role"
      className={styles["purposeList"] ?? ""}
      items={purposes}
      selectionMode="single"
      selectedKeys={selected === null ? [] : [selected]}
      disallowEmptySelection
      onSelectionChange={(keys) => {
        if (keys !== "all") for (const key of keys) onPick(String(key));
      }}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the popover was opened to choose from this list
      autoFocus
    >
      {(item) => (
        <ListBoxItem id={item.id} textValue={item.title} className={styles["purposeItem"] ?? ""}>
          {({ isSelected }) => (
            <>
              {isSelected && <Icon name="check" />}
              <span>
                {item.title}
                {item.caseBound && <span className={styles["soft"]}> · names its case</span>}
              </span>
              {item.code !== null && <code>{item.code}</code>}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}

function AboutPurpose({ purpose }: { readonly purpose: SessionPurpose }) {
  return (
    <div className={styles["about"]}>
      <p>{purpose.why}</p>
      {purpose.reminder !== null && (
        <p>
          <strong>Remember:</strong> {purpose.reminder}
        </p>
      )}
      {purpose.notThisIf !== null && (
        <p>
          <strong>Not this if:</strong> {purpose.notThisIf}
        </p>
      )}
    </div>
  );
}

function CaseForm({
  purpose,
  onCase,
}: {
  readonly purpose: SessionPurpose;
  readonly onCase: (id: string) => void;
}) {
  const [caseId, setCaseId] = useState("");
  const given = caseId.trim();
  return (
    <form
      className={styles["about"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (given !== "") onCase(given);
      }}
    >
      <TextField
        label={`Case for “${purpose.title}”`}
        hint="The id of the claim, request or ticket that this is about."
        value={caseId}
        onChange={setCaseId}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the case is what the purpose just chosen still lacks
        autoFocus
      />
      <div>
        <ActionButton kind="primary" type="submit" isDisabled={given === ""}>
          Use this purpose
        </ActionButton>
      </div>
    </form>
  );
}
