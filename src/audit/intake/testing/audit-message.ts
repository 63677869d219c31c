/** The DICOM audit message of a study that was shown (PS3.15 A.5.3.6), with these parts replaced. */
export function auditMessage(study: number, replace: readonly (readonly [string, string])[] = []): string {
  const message = `<?xml version="1.0" encoding="UTF-8"?>
<AuditMessage>
  <EventIdentification EventActionCode="R" EventDateTime="2026-05-04T11:00:00.000-04:00" EventOutcomeIndicator="0">
    <EventID csd-code="110103" codeSystemName="DCM" originalText="DICOM Instances Accessed"/>
    <PurposeOfUse csd-code="TREAT" codeSystemName="HL7"/>
  </EventIdentification>
  <ActiveParticipant UserID="pacs" UserIsRequestor="false"/>
  <ActiveParticipant UserID="DOMAIN\\rad" AlternativeUserID="rita.reader" UserName="R. &amp; R." UserIsRequestor="true"/>
  <AuditSourceIdentification AuditSourceID="imaging"/>
  <ParticipantObjectIdentification ParticipantObjectID="1.2.840.${study}" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="3"/>
  <ParticipantObjectIdentification ParticipantObjectID="MRN-100^^^&amp;1.2.3&amp;ISO" ParticipantObjectTypeCode="1" ParticipantObjectTypeCodeRole="1"/>
</AuditMessage>`;
  return replace.reduce((text, [from, to]) => text.replace(from, to), message);
}

/** A message as syslog carries it (RFC 5424, RFC 5425 octet counting). */
export function syslogFrame(message: string): Buffer {
  const line = Buffer.from(`<85>1 2026-05-04T15:00:00Z pacs.example imaging 77 IHE+DICOM - \uFEFF${message}`);
  return Buffer.concat([Buffer.from(`${line.length} `), line]);
}
