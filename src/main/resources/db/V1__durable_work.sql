-- Moments are milliseconds since 1970 in UTC, but for the scheduler's own table.

create table delivery (
  forge text not null,
  id text not null,
  event text not null,
  body text not null,
  received_at bigint not null,
  primary key (forge, id)
);
create index delivery_age on delivery (received_at);

-- Work of one lane is done one piece after another. Whoever changes it updates this row first, so
-- that the transactions of one lane follow each other on every database.
create table lane (
  name text primary key,
  touched_at bigint not null
);

-- One piece of work and how often it was asked for: it is pending while done < wanted.
create table job (
  lane text not null references lane (name),
  subject text not null,
  payload text not null,
  wanted bigint not null,
  done bigint not null,
  requested_at bigint not null,
  attempts integer not null,
  failing_since bigint,
  outcome text,
  reason text,
  primary key (lane, subject)
);
create index job_pending on job (lane, requested_at) where done < wanted;

create table review (
  id text primary key,
  change_key text not null,
  head_sha text not null,
  verdict text not null,
  json text not null,
  page text not null,
  created_at bigint not null
);
create index review_age on review (created_at);
create index review_change on review (change_key, head_sha);

-- The table of db-scheduler, with the columns its documentation gives for version 16.
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data ${bytes},
  execution_time ${moment} not null,
  picked boolean not null,
  picked_by text,
  last_success ${moment},
  last_failure ${moment},
  consecutive_failures integer,
  last_heartbeat ${moment},
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
