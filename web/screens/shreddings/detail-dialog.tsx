import { LinkButton, TextLink } from "../../ui/button/button.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Dialog } from "../../ui/overlay/dialog.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { isUnderWay, type Shredding, stateOf } from "./shredding.ts";
import styles from "./shreddings.module.css";
import { SealedList } from "./standing-view.tsx";

interface DetailDialogProps {
  readonly shredding: Shredding;
  readonly onClose: () => void;
}

/** One shredding whole: who, when, what was destroyed, what stays, and what it means for backups. */
export function DetailDialog({ shredding, onClose }: DetailDialogProps) {
  const { sealed, destroyed } = shredding;
  return (
    <Dialog
      wide
      isOpen
      title="Destruction of a patient's key"
      onClose={onClose}
      actions={<LinkButton href="/record">To the record</LinkButton>}
    >
      <div className={styles["stack"]}>
        <DescriptionList items={stepsOf(shredding)} />
        {sealed !== null && (
          <SealedList
            sealed={sealed}
            title={destroyed === null ? "What will never open again" : "What became unreadable"}
          />
        )}
        {shredding.decided !== null && sealed === null && shredding.state !== "withdrawn" && (
          <p>What lay under the key was not counted when it was approved.</p>
        )}
        {(isUnderWay(shredding) || shredding.state === "done") && <Means shredding={shredding} />}
      </div>
    </Dialog>
  );
}

function Means({ shredding: { done } }: { readonly shredding: Shredding }) {
  return (
    <>
      <section aria-label="Backups">
        <h3>Backups</h3>
        <p>
          {done === null
            ? "The keys beside the backups are about to be replaced. Until it is done, an older backup may still open with the old ones."
            : "The keys beside the backups were replaced by a set without this one, and what wrapped it before was destroyed: no backup opens it."}{" "}
          <TextLink href="/backups">Backups and drills</TextLink>
        </p>
      </section>
      <section aria-label="Proofs">
        <h3>Proofs</h3>
        <p>
          The record&apos;s tree is made over sealed entries, so that no leaf changed and every proof made
          before stays as it was. Anybody can check that with <code>modicum log verify</code>, or entry by
          entry in <TextLink href="/record">the record</TextLink>.
        </p>
      </section>
    </>
  );
}

function stepsOf(shredding: Shredding) {
  const { proposed, decided, destroyed, done, reason, state, patient } = shredding;
  return [
    { term: "Standing", value: stateOf(shredding).text },
    { term: "Whose key", value: patient ?? "Nobody can tell any more" },
    { term: "Ground", value: reason },
    {
      term: "Proposed",
      value: (
        <>
          {proposed.by}, <TimeText at={proposed.at} />
        </>
      ),
    },
    ...(decided === null
      ? []
      : [
          {
            term: state === "withdrawn" ? stateOf(shredding).text : "Approved",
            value: (
              <>
                {decided.by}, <TimeText at={decided.at} />
              </>
            ),
          },
        ]),
    ...(destroyed === null ? [] : [{ term: "Key destroyed", value: <TimeText at={destroyed} /> }]),
    ...(done === null ? [] : [{ term: "Done", value: <TimeText at={done} /> }]),
  ];
}
