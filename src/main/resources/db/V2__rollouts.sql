-- A change request that was split, by its key.
create table rollout (
  root text primary key,
  comment_id text not null,
  head_sha text not null,
  pushed_sha text,
  begun_at bigint not null
);
create index rollout_age on rollout (begun_at);

-- What it was split into: place 1 is the request itself. A part has no key until its request is
-- open.
create table rollout_part (
  root text not null references rollout (root) on delete cascade,
  place integer not null,
  phase text not null,
  gates text not null,
  branch text not null,
  change_key text,
  primary key (root, place)
);
create index rollout_part_change on rollout_part (change_key);

-- Who said that a gate of a change request is met.
create table confirmation (
  change_key text not null,
  gate text not null,
  author text not null,
  confirmed_at bigint not null,
  primary key (change_key, gate)
);
create index confirmation_age on confirmation (confirmed_at);
