create table audit_entry (
  seq bigint not null,
  id uuid not null,
  at timestamp with time zone not null,
  person_id text,
  interaction text not null,
  outcome text not null,
  open jsonb not null,
  sealed bytea not null,
  patient_index bytea[] not null,
  leaf bytea,
  terms bigint[] not null,
  constraint audit_entry_leaf_check CHECK (((leaf IS NOT NULL) AND (octet_length(leaf) = 32))) NOT VALID,
  constraint audit_entry_outcome_check CHECK ((outcome = ANY (ARRAY['permit'::text, 'deny'::text, 'error'::text]))),
  constraint audit_entry_pkey PRIMARY KEY (seq, at)
) partition by RANGE (at);

create table audit_entry_default (
  seq bigint not null,
  id uuid not null,
  at timestamp with time zone not null,
  person_id text,
  interaction text not null,
  outcome text not null,
  open jsonb not null,
  sealed bytea not null,
  patient_index bytea[] not null,
  leaf bytea,
  terms bigint[] not null,
  constraint audit_entry_default_pkey PRIMARY KEY (seq, at),
  constraint audit_entry_leaf_check CHECK (((leaf IS NOT NULL) AND (octet_length(leaf) = 32))) NOT VALID,
  constraint audit_entry_outcome_check CHECK ((outcome = ANY (ARRAY['permit'::text, 'deny'::text, 'error'::text])))
);

create table backup_run (
  seq bigint not null generated always as identity,
  id uuid not null,
  kind text not null,
  backup_id text,
  asked_by text,
  started_at bigint not null,
  ended_at bigint not null,
  tables integer not null,
  rows bigint not null,
  tree_size bigint,
  tree_root text,
  failure text,
  moment bigint,
  constraint backup_run_check CHECK ((ended_at >= started_at)),
  constraint backup_run_check1 CHECK (((tree_size IS NULL) = (tree_root IS NULL))),
  constraint backup_run_check2 CHECK (((failure IS NOT NULL) OR (backup_id IS NOT NULL))),
  constraint backup_run_id_key UNIQUE (id),
  constraint backup_run_kind_check CHECK ((kind = ANY (ARRAY['backup'::text, 'drill'::text, 'base'::text, 'moment'::text]))),
  constraint backup_run_moment_check CHECK (((moment IS NULL) OR (kind = 'moment'::text))),
  constraint backup_run_pkey PRIMARY KEY (seq)
);

create table client (
  id text not null,
  title text not null,
  kind text not null,
  owner text not null,
  acts_as text,
  issuer text,
  system text,
  channels text[] not null,
  purposes text[] not null,
  discloses jsonb,
  scopes text[],
  authentication jsonb not null,
  ends_at bigint not null,
  disabled_at bigint,
  version integer not null,
  asserts_device boolean not null,
  constraint client_acts_as_fkey FOREIGN KEY (acts_as) REFERENCES person(id),
  constraint client_id_check CHECK ((id <> ''::text)),
  constraint client_kind_check CHECK ((kind = ANY (ARRAY['app'::text, 'service'::text, 'agent'::text, 'enforcement-point'::text]))),
  constraint client_owner_fkey FOREIGN KEY (owner) REFERENCES person(id),
  constraint client_pkey PRIMARY KEY (id),
  constraint client_title_check CHECK ((title <> ''::text)),
  constraint client_version_check CHECK ((version >= 1))
);

create table connected_app (
  person_id text not null,
  client_id text not null,
  since bigint not null,
  used_at bigint not null,
  scopes text[],
  purpose text,
  revoked_at bigint,
  constraint connected_app_check CHECK ((used_at >= since)),
  constraint connected_app_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint connected_app_pkey PRIMARY KEY (person_id, client_id)
);

create table deployment (
  singleton boolean not null,
  key_check bytea not null,
  constraint deployment_pkey PRIMARY KEY (singleton),
  constraint deployment_singleton_check CHECK (singleton)
);

create table device (
  id text not null,
  owner text not null,
  platform text not null,
  serial text,
  encrypted boolean,
  compliant boolean,
  seen_at bigint,
  changed_at bigint not null,
  kind text not null,
  stated_at bigint,
  source text not null,
  wiped_at bigint,
  constraint device_id_check CHECK ((id <> ''::text)),
  constraint device_owner_check CHECK ((owner <> ''::text)),
  constraint device_pkey PRIMARY KEY (id)
);

create table device_event (
  manager text not null,
  id text not null,
  came_at bigint not null,
  constraint device_event_id_check CHECK ((id <> ''::text)),
  constraint device_event_manager_check CHECK ((manager <> ''::text)),
  constraint device_event_pkey PRIMARY KEY (manager, id)
);

create table device_wipe (
  id uuid not null,
  device text not null,
  asked_by text not null,
  reason bytea not null,
  asked_at bigint not null,
  changed_at bigint not null,
  state text not null,
  attempts integer not null,
  constraint device_wipe_asked_by_check CHECK ((asked_by <> ''::text)),
  constraint device_wipe_attempts_check CHECK ((attempts >= 0)),
  constraint device_wipe_device_fkey FOREIGN KEY (device) REFERENCES device(id),
  constraint device_wipe_pkey PRIMARY KEY (id),
  constraint device_wipe_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'acknowledged'::text, 'confirmed'::text, 'failed'::text, 'withdrawn'::text])))
);

create table evidence_artifact (
  seq bigint not null generated always as identity,
  id uuid not null,
  kind text not null,
  title text not null,
  query text not null,
  whole_query bytea not null,
  as_of bigint not null,
  prepared_at bigint not null,
  prepared_by text not null,
  sha256 bytea not null,
  bytes bigint not null,
  items bigint not null,
  media_type text not null,
  file_name text not null,
  elements text[] not null,
  patient_index bytea[] not null,
  policy_hash text not null,
  checkpoint text not null,
  entry_id uuid not null,
  pack uuid not null,
  keep_until bigint not null,
  constraint evidence_artifact_bytes_check CHECK ((bytes >= 0)),
  constraint evidence_artifact_check CHECK ((keep_until > prepared_at)),
  constraint evidence_artifact_elements_check CHECK ((cardinality(elements) > 0)),
  constraint evidence_artifact_file_name_check CHECK ((file_name ~ '^[a-z0-9.-]{1,120}$'::text)),
  constraint evidence_artifact_items_check CHECK ((items >= 0)),
  constraint evidence_artifact_kind_check CHECK ((kind ~ '^[a-z-]{3,40}$'::text)),
  constraint evidence_artifact_pkey PRIMARY KEY (id),
  constraint evidence_artifact_prepared_by_check CHECK ((prepared_by <> ''::text)),
  constraint evidence_artifact_seq_key UNIQUE (seq),
  constraint evidence_artifact_sha256_check CHECK ((octet_length(sha256) = 32)),
  constraint evidence_artifact_title_check CHECK ((title <> ''::text))
);

create table evidence_content (
  artifact uuid not null,
  n integer not null,
  sealed bytea not null,
  constraint evidence_content_artifact_fkey FOREIGN KEY (artifact) REFERENCES evidence_artifact(id),
  constraint evidence_content_n_check CHECK ((n >= 0)),
  constraint evidence_content_pkey PRIMARY KEY (artifact, n)
);

create table intake_duplicate (
  source text not null,
  day integer not null,
  events bigint not null,
  constraint intake_duplicate_events_check CHECK ((events > 0)),
  constraint intake_duplicate_pkey PRIMARY KEY (source, day)
);

create table intake_event (
  entry_id uuid not null,
  source text not null,
  at timestamp with time zone not null,
  constraint intake_event_pkey PRIMARY KEY (entry_id)
);

create table intake_reject (
  id uuid not null,
  source text not null,
  at bigint not null,
  place integer,
  reason text not null,
  sealed bytea not null,
  constraint intake_reject_pkey PRIMARY KEY (id),
  constraint intake_reject_reason_check CHECK ((reason <> ''::text))
);

create table inventory_system (
  id text not null,
  name text not null,
  kind text not null,
  standing text not null,
  owner text not null,
  location text not null,
  categories integer[] not null,
  recipients text[] not null,
  vendor text,
  retention text not null,
  in_transit jsonb,
  at_rest jsonb,
  added_by text not null,
  added_at bigint not null,
  changed_by text not null,
  changed_at bigint not null,
  confirmed_by text not null,
  confirmed_at bigint not null,
  version integer not null,
  constraint inventory_system_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint inventory_system_kind_check CHECK ((kind <> ''::text)),
  constraint inventory_system_name_check CHECK ((name <> ''::text)),
  constraint inventory_system_owner_check CHECK ((owner <> ''::text)),
  constraint inventory_system_pkey PRIMARY KEY (id),
  constraint inventory_system_standing_check CHECK ((standing = ANY (ARRAY['in-use'::text, 'absent'::text, 'retired'::text]))),
  constraint inventory_system_version_check CHECK ((version >= 1))
);

create table job (
  id uuid not null,
  kind text not null,
  person_id text not null,
  state text not null,
  reason text,
  step integer not null,
  steps integer not null,
  made_at bigint not null,
  changed_at bigint not null,
  ends_at bigint not null,
  lease_until timestamp with time zone,
  task bytea,
  constraint job_check CHECK (((step >= 0) AND (step <= steps))),
  constraint job_check1 CHECK ((ends_at > made_at)),
  constraint job_check2 CHECK (((lease_until IS NULL) OR (state = 'running'::text))),
  constraint job_check3 CHECK (((task IS NOT NULL) OR (state = ANY (ARRAY['done'::text, 'failed'::text, 'canceled'::text, 'expired'::text])))),
  constraint job_kind_check CHECK ((kind <> ''::text)),
  constraint job_person_id_check CHECK ((person_id <> ''::text)),
  constraint job_pkey PRIMARY KEY (id),
  constraint job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'canceled'::text, 'expired'::text]))),
  constraint job_steps_check CHECK ((steps >= 0))
);

create table job_part (
  job uuid not null,
  n integer not null,
  title text not null,
  records integer not null,
  constraint job_part_job_fkey FOREIGN KEY (job) REFERENCES job(id),
  constraint job_part_n_check CHECK ((n >= 1)),
  constraint job_part_pkey PRIMARY KEY (job, n),
  constraint job_part_records_check CHECK ((records >= 0))
);

create table legal_hold (
  id uuid not null,
  kind text not null,
  sealed bytea not null,
  opened_by text not null,
  opened_at bigint not null,
  handle bytea,
  constraint legal_hold_handle_check CHECK ((octet_length(handle) = 16)),
  constraint legal_hold_kind_check CHECK ((kind = ANY (ARRAY['record'::text, 'patient'::text, 'person'::text, 'period'::text]))),
  constraint legal_hold_opened_by_check CHECK ((opened_by <> ''::text)),
  constraint legal_hold_pkey PRIMARY KEY (id)
);

create table legal_hold_release (
  hold uuid not null,
  sealed bytea not null,
  released_by text not null,
  released_at bigint not null,
  constraint legal_hold_release_hold_fkey FOREIGN KEY (hold) REFERENCES legal_hold(id),
  constraint legal_hold_release_pkey PRIMARY KEY (hold),
  constraint legal_hold_release_released_by_check CHECK ((released_by <> ''::text))
);

create table locate_attempt (
  id bigint not null generated always as identity,
  person_id text not null,
  at bigint not null,
  missed boolean not null,
  constraint locate_attempt_person_id_check CHECK ((person_id <> ''::text)),
  constraint locate_attempt_pkey PRIMARY KEY (id)
);

create table locate_lock (
  id uuid not null,
  person_id text not null,
  locked_at bigint not null,
  misses integer not null,
  unlocked_at bigint,
  unlocked_by text,
  why bytea,
  constraint locate_lock_check CHECK ((unlocked_at >= locked_at)),
  constraint locate_lock_check1 CHECK ((unlocked_by <> person_id)),
  constraint locate_lock_check2 CHECK ((num_nulls(unlocked_at, unlocked_by, why) = ANY (ARRAY[0, 3]))),
  constraint locate_lock_misses_check CHECK ((misses > 0)),
  constraint locate_lock_person_id_check CHECK ((person_id <> ''::text)),
  constraint locate_lock_pkey PRIMARY KEY (id)
);

create table patient_directive (
  seq bigint not null generated always as identity,
  id uuid not null,
  kind text not null,
  patient_index bytea not null,
  sealed bytea not null,
  constraint patient_directive_kind_check CHECK ((kind = ANY (ARRAY['restriction'::text, 'part2-consent'::text]))),
  constraint patient_directive_patient_index_check CHECK ((octet_length(patient_index) = 16)),
  constraint patient_directive_pkey PRIMARY KEY (id),
  constraint patient_directive_seq_key UNIQUE (seq)
);

create table patient_directive_act (
  seq bigint not null generated always as identity,
  directive uuid not null,
  n integer not null,
  kind text not null,
  person_id text not null,
  at bigint not null,
  sealed bytea,
  constraint patient_directive_act_directive_fkey FOREIGN KEY (directive) REFERENCES patient_directive(id),
  constraint patient_directive_act_n_check CHECK ((n >= 1)),
  constraint patient_directive_act_pkey PRIMARY KEY (directive, n),
  constraint patient_directive_act_seq_key UNIQUE (seq)
);

create table patient_key (
  patient_index bytea not null,
  handle bytea not null,
  wrapped_by text not null,
  wrapped bytea not null,
  sealed_id bytea not null,
  constraint patient_key_handle_check CHECK ((octet_length(handle) = 16)),
  constraint patient_key_handle_key UNIQUE (handle),
  constraint patient_key_patient_index_check CHECK ((octet_length(patient_index) = 16)),
  constraint patient_key_pkey PRIMARY KEY (patient_index),
  constraint patient_key_wrapped_by_check CHECK ((wrapped_by ~ '^[0-9a-f]{8}$'::text))
);

create table patient_key_retired_wrapping (
  id text not null,
  constraint patient_key_retired_wrapping_id_check CHECK ((id ~ '^[0-9a-f]{8}$'::text)),
  constraint patient_key_retired_wrapping_pkey PRIMARY KEY (id)
);

create table person (
  id text not null,
  display_name text not null,
  roles text[] not null,
  fhir_user text,
  department text,
  manager text,
  active boolean not null,
  constraint person_fhir_user_key UNIQUE (fhir_user) DEFERRABLE INITIALLY DEFERRED,
  constraint person_id_check CHECK ((id <> ''::text)),
  constraint person_pkey PRIMARY KEY (id)
);

create table policy_draft (
  id uuid not null,
  title text not null,
  author text not null,
  created_at timestamp with time zone not null,
  constraint policy_draft_pkey PRIMARY KEY (id),
  constraint policy_draft_title_check CHECK ((title <> ''::text))
);

create table policy_draft_version (
  draft uuid not null,
  n integer not null,
  author text not null,
  at timestamp with time zone not null,
  act text not null,
  base text not null,
  files jsonb not null,
  policy_hash text,
  changes text[] not null,
  constraint policy_draft_version_act_check CHECK ((act = ANY (ARRAY['start'::text, 'edit'::text, 'rebase'::text, 'discard'::text]))),
  constraint policy_draft_version_base_fkey FOREIGN KEY (base) REFERENCES policy_source(digest),
  constraint policy_draft_version_draft_fkey FOREIGN KEY (draft) REFERENCES policy_draft(id),
  constraint policy_draft_version_n_check CHECK ((n >= 1)),
  constraint policy_draft_version_pkey PRIMARY KEY (draft, n)
);

create table policy_source (
  digest text not null,
  policy_hash text not null,
  files jsonb not null,
  constraint policy_source_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint policy_source_pkey PRIMARY KEY (digest)
);

create table record_checkpoint (
  size bigint not null,
  at bigint not null,
  note text not null,
  constraint record_checkpoint_pkey PRIMARY KEY (size),
  constraint record_checkpoint_size_check CHECK ((size >= 1))
);

create table record_cold (
  id text not null,
  from_at bigint not null,
  until_at bigint not null,
  entries bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  sha256 jsonb not null,
  rows_sha256 bytea not null,
  sealed_at bigint not null,
  constraint record_cold_check CHECK ((until_at > from_at)),
  constraint record_cold_check1 CHECK ((last_seq >= first_seq)),
  constraint record_cold_entries_check CHECK ((entries > 0)),
  constraint record_cold_id_check CHECK ((id ~ '^[0-9]{4,}-[0-9]{2}(\.[0-9]+)?$'::text)),
  constraint record_cold_pkey PRIMARY KEY (id),
  constraint record_cold_rows_sha256_check CHECK ((octet_length(rows_sha256) = 32))
);

create table record_cosignature (
  size bigint not null,
  witness text not null,
  at bigint not null,
  line text not null,
  constraint record_cosignature_pkey PRIMARY KEY (size, witness),
  constraint record_cosignature_size_check CHECK ((size >= 1)),
  constraint record_cosignature_witness_check CHECK ((witness <> ''::text))
);

create table record_purge (
  id uuid not null,
  months text[] not null,
  sealed bytea not null,
  proposed_by text not null,
  proposed_at bigint not null,
  constraint record_purge_months_check CHECK ((cardinality(months) > 0)),
  constraint record_purge_pkey PRIMARY KEY (id),
  constraint record_purge_proposed_by_check CHECK ((proposed_by <> ''::text))
);

create table record_purge_confirmed (
  purge uuid not null,
  confirmed_by text not null,
  confirmed_at bigint not null,
  constraint record_purge_confirmed_confirmed_by_check CHECK ((confirmed_by <> ''::text)),
  constraint record_purge_confirmed_pkey PRIMARY KEY (purge),
  constraint record_purge_confirmed_purge_fkey FOREIGN KEY (purge) REFERENCES record_purge(id)
);

create table record_purge_withdrawn (
  purge uuid not null,
  withdrawn_by text not null,
  withdrawn_at bigint not null,
  constraint record_purge_withdrawn_pkey PRIMARY KEY (purge),
  constraint record_purge_withdrawn_purge_fkey FOREIGN KEY (purge) REFERENCES record_purge(id),
  constraint record_purge_withdrawn_withdrawn_by_check CHECK ((withdrawn_by <> ''::text))
);

create table record_source (
  id text not null,
  name text not null,
  kind text not null,
  owner text not null,
  rules jsonb not null,
  interval_ms bigint not null,
  added_at bigint not null,
  seen_at bigint,
  silent_since bigint,
  disabled_at bigint,
  version integer not null,
  constraint record_source_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint record_source_interval_ms_check CHECK ((interval_ms > 0)),
  constraint record_source_kind_check CHECK ((kind = ANY (ARRAY['fhir'::text, 'atna'::text, 'csv'::text]))),
  constraint record_source_name_check CHECK ((name <> ''::text)),
  constraint record_source_owner_check CHECK ((owner <> ''::text)),
  constraint record_source_pkey PRIMARY KEY (id),
  constraint record_source_version_check CHECK ((version >= 1))
);

create table record_tile (
  level smallint not null,
  index bigint not null,
  hashes bytea not null,
  constraint record_tile_hashes_check CHECK ((octet_length(hashes) = 8192)),
  constraint record_tile_index_check CHECK ((index >= 0)),
  constraint record_tile_level_check CHECK ((level >= 0)),
  constraint record_tile_pkey PRIMARY KEY (level, index)
);

create table record_tombstone (
  purge uuid not null,
  month text not null,
  place text not null,
  from_at bigint not null,
  until_at bigint not null,
  entries bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  rule text not null,
  proposed_by text not null,
  confirmed_by text not null,
  at bigint not null,
  checkpoint text not null,
  constraint record_tombstone_check CHECK ((confirmed_by <> proposed_by)),
  constraint record_tombstone_entries_check CHECK ((entries >= 0)),
  constraint record_tombstone_pkey PRIMARY KEY (purge, month),
  constraint record_tombstone_place_check CHECK ((place = ANY (ARRAY['database'::text, 'cold'::text]))),
  constraint record_tombstone_purge_fkey FOREIGN KEY (purge) REFERENCES record_purge(id)
);

create table record_tree (
  singleton boolean not null,
  origin text not null,
  first_seq bigint not null,
  size bigint not null,
  roots bytea not null,
  constraint record_tree_first_seq_check CHECK ((first_seq >= 1)),
  constraint record_tree_origin_check CHECK ((origin <> ''::text)),
  constraint record_tree_pkey PRIMARY KEY (singleton),
  constraint record_tree_roots_check CHECK (((octet_length(roots) % 32) = 0)),
  constraint record_tree_singleton_check CHECK (singleton),
  constraint record_tree_size_check CHECK ((size >= 0))
);

create table relation_fact (
  id bigint not null generated always as identity,
  source text not null,
  holder text not null,
  relation text not null,
  patient_index bytea not null,
  sealed bytea not null,
  valid_from bigint not null,
  valid_until bigint not null,
  synced_at bigint not null,
  constraint relation_fact_check CHECK ((valid_until > valid_from)),
  constraint relation_fact_patient_index_check CHECK ((octet_length(patient_index) = 16)),
  constraint relation_fact_pkey PRIMARY KEY (id),
  constraint relation_fact_source_fkey FOREIGN KEY (source) REFERENCES relation_source(source)
);

create table relation_source (
  source text not null,
  synced_at bigint,
  last_failure_at bigint,
  last_failure text,
  constraint relation_source_pkey PRIMARY KEY (source)
);

create table revoked_token (
  id text not null,
  until bigint not null,
  constraint revoked_token_pkey PRIMARY KEY (id)
);

create table session (
  id bytea not null,
  person_id text not null,
  method text not null,
  made_at bigint not null,
  seen_at bigint not null,
  ends_at bigint not null,
  revoked_at bigint,
  constraint session_check CHECK ((seen_at >= made_at)),
  constraint session_check1 CHECK ((ends_at > made_at)),
  constraint session_id_check CHECK ((octet_length(id) = 32)),
  constraint session_method_check CHECK ((method = ANY (ARRAY['demo'::text, 'oidc'::text]))),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint session_pkey PRIMARY KEY (id)
);

create table shredding (
  seq bigint not null generated always as identity,
  id uuid not null,
  handle bytea not null,
  reason bytea not null,
  state text not null,
  proposed_by text not null,
  proposed_as text[] not null,
  proposed_at bigint not null,
  decided_by text,
  decided_at bigint,
  destroyed_at bigint,
  done_at bigint,
  sealed_counts jsonb,
  constraint shredding_check CHECK (((decided_by <> proposed_by) OR (state = 'withdrawn'::text))),
  constraint shredding_check1 CHECK (((state = ANY (ARRAY['destroyed'::text, 'done'::text])) = (destroyed_at IS NOT NULL))),
  constraint shredding_check2 CHECK (((state = 'done'::text) = (done_at IS NOT NULL))),
  constraint shredding_check3 CHECK (((state = 'proposed'::text) = (decided_by IS NULL))),
  constraint shredding_handle_check CHECK ((octet_length(handle) = 16)),
  constraint shredding_pkey PRIMARY KEY (id),
  constraint shredding_seq_key UNIQUE (seq),
  constraint shredding_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'withdrawn'::text, 'approved'::text, 'destroyed'::text, 'done'::text])))
);

CREATE INDEX audit_entry_by_patient ON ONLY public.audit_entry USING gin (patient_index);

CREATE INDEX audit_entry_by_person ON ONLY public.audit_entry USING btree (person_id, seq);

CREATE INDEX audit_entry_by_term ON ONLY public.audit_entry USING gin (terms);

CREATE INDEX audit_entry_by_time ON ONLY public.audit_entry USING brin (at) WITH (pages_per_range='32', autosummarize='on');

CREATE INDEX audit_entry_default_at_idx ON public.audit_entry_default USING brin (at) WITH (pages_per_range='32', autosummarize='on');

CREATE UNIQUE INDEX audit_entry_default_id_key ON public.audit_entry_default USING btree (id);

CREATE INDEX audit_entry_default_patient_index_idx ON public.audit_entry_default USING gin (patient_index);

CREATE INDEX audit_entry_default_person_id_seq_idx ON public.audit_entry_default USING btree (person_id, seq);

CREATE INDEX audit_entry_default_terms_idx ON public.audit_entry_default USING gin (terms);

CREATE INDEX backup_run_by_kind ON public.backup_run USING btree (kind, seq);

CREATE INDEX device_event_by_time ON public.device_event USING btree (came_at);

CREATE INDEX device_wipe_open ON public.device_wipe USING btree (asked_at) WHERE (state = 'requested'::text);

CREATE INDEX device_wipe_unconfirmed ON public.device_wipe USING btree (device) WHERE (state = ANY (ARRAY['requested'::text, 'acknowledged'::text, 'failed'::text]));

CREATE INDEX evidence_artifact_kind ON public.evidence_artifact USING btree (kind, as_of DESC);

CREATE INDEX evidence_artifact_patient ON public.evidence_artifact USING gin (patient_index);

CREATE INDEX intake_event_by_source ON public.intake_event USING btree (source, at);

CREATE INDEX intake_reject_by_source ON public.intake_reject USING btree (source, at);

CREATE INDEX job_by_person ON public.job USING btree (person_id, made_at);

CREATE INDEX job_to_clear ON public.job USING btree (ends_at) WHERE (task IS NOT NULL);

CREATE INDEX job_to_do ON public.job USING btree (made_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE INDEX locate_attempt_by_person ON public.locate_attempt USING btree (person_id, at);

CREATE UNIQUE INDEX locate_lock_open ON public.locate_lock USING btree (person_id) WHERE (unlocked_at IS NULL);

CREATE INDEX patient_directive_by_kind ON public.patient_directive USING btree (kind, seq);

CREATE INDEX patient_directive_by_patient ON public.patient_directive USING btree (kind, patient_index, seq);

CREATE INDEX patient_key_by_wrapping ON public.patient_key USING btree (wrapped_by);

CREATE INDEX record_cosignature_witness ON public.record_cosignature USING btree (witness, size);

CREATE INDEX relation_fact_by_holder ON public.relation_fact USING btree (holder);

CREATE INDEX relation_fact_by_source ON public.relation_fact USING btree (source, patient_index);

CREATE INDEX revoked_token_by_end ON public.revoked_token USING btree (until);

CREATE INDEX session_by_end ON public.session USING btree (ends_at);

CREATE INDEX session_by_person ON public.session USING btree (person_id);

CREATE UNIQUE INDEX shredding_open ON public.shredding USING btree (handle) WHERE (state = ANY (ARRAY['proposed'::text, 'approved'::text]));

CREATE OR REPLACE FUNCTION public.claim_intake_event()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into intake_event (entry_id, source, at) values (new.id, new.open -> 'source' ->> 'id', new.at);
      return null;
    end
  $function$;

CREATE OR REPLACE FUNCTION public.make_audit_partition(part text, bounds text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
    begin
      execute format('create table %I (like audit_entry including defaults including constraints)', part);
      execute format('create unique index %I on %I (id)', part || '_id_key', part);
      execute format('create trigger audit_entry_no_truncate before truncate on %I
        for each statement execute function refuse_change()', part);
      execute format('alter table audit_entry attach partition %I %s', part, bounds);
    end
  $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
    end
  $function$;

CREATE OR REPLACE FUNCTION public.refuse_retired_wrapping()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if exists (select from patient_key_retired_wrapping where id = new.wrapped_by) then
        raise exception 'the key-encryption key was turned' using errcode = 'object_not_in_prerequisite_state';
      end if;
      return new;
    end
  $function$;

CREATE OR REPLACE FUNCTION public.refuse_shrinking()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if new.size <= old.size or new.origin <> old.origin or new.first_seq <> old.first_seq then
        raise exception 'table % only grows', tg_table_name using errcode = 'restrict_violation';
      end if;
      return new;
    end
  $function$;

CREATE TRIGGER audit_entry_append_only BEFORE DELETE OR UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_entry_append_only BEFORE DELETE OR UPDATE ON public.audit_entry_default FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_entry_claims_event AFTER INSERT ON public.audit_entry FOR EACH ROW WHEN ((new.open ? 'source'::text)) EXECUTE FUNCTION claim_intake_event();

CREATE TRIGGER audit_entry_claims_event AFTER INSERT ON public.audit_entry_default FOR EACH ROW WHEN ((new.open ? 'source'::text)) EXECUTE FUNCTION claim_intake_event();

CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON public.audit_entry_default FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER backup_run_append_only BEFORE DELETE OR UPDATE ON public.backup_run FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER backup_run_no_truncate BEFORE TRUNCATE ON public.backup_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER evidence_artifact_append_only BEFORE DELETE OR UPDATE ON public.evidence_artifact FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER evidence_artifact_no_truncate BEFORE TRUNCATE ON public.evidence_artifact FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER evidence_content_append_only BEFORE DELETE OR UPDATE ON public.evidence_content FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER evidence_content_no_truncate BEFORE TRUNCATE ON public.evidence_content FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER intake_event_append_only BEFORE DELETE OR UPDATE ON public.intake_event FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER intake_event_no_truncate BEFORE TRUNCATE ON public.intake_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER legal_hold_append_only BEFORE DELETE OR UPDATE ON public.legal_hold FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER legal_hold_no_truncate BEFORE TRUNCATE ON public.legal_hold FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER legal_hold_release_append_only BEFORE DELETE OR UPDATE ON public.legal_hold_release FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER legal_hold_release_no_truncate BEFORE TRUNCATE ON public.legal_hold_release FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER patient_directive_act_append_only BEFORE DELETE OR UPDATE ON public.patient_directive_act FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER patient_directive_act_no_truncate BEFORE TRUNCATE ON public.patient_directive_act FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER patient_directive_append_only BEFORE DELETE OR UPDATE ON public.patient_directive FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER patient_directive_no_truncate BEFORE TRUNCATE ON public.patient_directive FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER patient_key_wrapping BEFORE INSERT OR UPDATE ON public.patient_key FOR EACH ROW EXECUTE FUNCTION refuse_retired_wrapping();

CREATE TRIGGER policy_draft_append_only BEFORE DELETE OR UPDATE ON public.policy_draft FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER policy_draft_no_truncate BEFORE TRUNCATE ON public.policy_draft FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER policy_draft_version_append_only BEFORE DELETE OR UPDATE ON public.policy_draft_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER policy_draft_version_no_truncate BEFORE TRUNCATE ON public.policy_draft_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER policy_source_append_only BEFORE DELETE OR UPDATE ON public.policy_source FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER policy_source_no_truncate BEFORE TRUNCATE ON public.policy_source FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_checkpoint_append_only BEFORE DELETE OR UPDATE ON public.record_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_checkpoint_no_truncate BEFORE TRUNCATE ON public.record_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_cold_append_only BEFORE DELETE OR UPDATE ON public.record_cold FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_cold_no_truncate BEFORE TRUNCATE ON public.record_cold FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_cosignature_append_only BEFORE DELETE OR UPDATE ON public.record_cosignature FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_cosignature_no_truncate BEFORE TRUNCATE ON public.record_cosignature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_purge_append_only BEFORE DELETE OR UPDATE ON public.record_purge FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_purge_confirmed_append_only BEFORE DELETE OR UPDATE ON public.record_purge_confirmed FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_purge_confirmed_no_truncate BEFORE TRUNCATE ON public.record_purge_confirmed FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_purge_no_truncate BEFORE TRUNCATE ON public.record_purge FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_purge_withdrawn_append_only BEFORE DELETE OR UPDATE ON public.record_purge_withdrawn FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_purge_withdrawn_no_truncate BEFORE TRUNCATE ON public.record_purge_withdrawn FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_tile_append_only BEFORE DELETE OR UPDATE ON public.record_tile FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_tile_no_truncate BEFORE TRUNCATE ON public.record_tile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_tombstone_append_only BEFORE DELETE OR UPDATE ON public.record_tombstone FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_tombstone_no_truncate BEFORE TRUNCATE ON public.record_tombstone FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_tree_grows BEFORE UPDATE ON public.record_tree FOR EACH ROW EXECUTE FUNCTION refuse_shrinking();

CREATE TRIGGER record_tree_no_truncate BEFORE TRUNCATE ON public.record_tree FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER record_tree_stays BEFORE DELETE ON public.record_tree FOR EACH ROW EXECUTE FUNCTION refuse_change();
