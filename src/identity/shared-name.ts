/** Words that name a place, a job or a purpose. A sign-in name made of nothing else stands for no one person. */
const SHARED_WORDS: ReadonlySet<string> = new Set(
  `account accounts acct admin administrator admit admitting anyone backup bed bedside billing billings biller billers
  callcenter call cart center charge checkin check checkout clinic clinical clerk clerks coder coding computer daily
  day default demo department dept desk device doctor doctors dr ed emergency er everyone exam floor front frontdesk
  frontoffice general generic group guest guests hall health help helpdesk icu in info inpatient intake intern interns
  it kiosk lab laboratory labs local login ma main md medical mobile night nurse nurses nursing office ops or
  outpatient pc pharmacy pharmacist phone physician physicians pool practice provider providers public radiology
  reception receptionist records registration registrar rn room root scan scanner schedule scheduler scheduling
  service shared shift shop staff station student students support surgery sysadmin system tablet team tech techs
  temp temporary test tester testing training trainee triage unit user users vendor visitor volunteer ward web
  work workstation xray`.split(/\s+/),
);

/** True for `frontdesk1`, `nurse-station.2`, `er`: names that several people would use (45 CFR 164.312(a)(2)(i)). */
export function isSharedName(userName: string): boolean {
  const words = userName
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 1);
  return (
    words.length > 0 &&
    words.every((word) => SHARED_WORDS.has(word) || SHARED_WORDS.has(word.replace(/s$/, "")))
  );
}
