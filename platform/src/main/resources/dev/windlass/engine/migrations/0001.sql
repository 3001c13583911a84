-- What is wanted and what is observed stay apart: they are written by different people.
create table resource (
  kind text not null,
  project text not null,
  name text not null,
  id text not null unique,
  entity_tag text not null,
  created_at text not null,
  wanted text not null,
  observed text not null,
  primary key (kind, project, name)
) strict;

create table event (
  number integer primary key,
  resource text not null references resource (id) on delete cascade,
  type text not null,
  reason text not null,
  source text not null,
  instance text not null,
  message text not null,
  first text not null,
  last text not null,
  count integer not null
) strict;

create index event_of_resource on event (resource, number);

-- One number that only grows; every entity tag is one of its values.
create table tag (last integer not null) strict;

insert into tag (last) values (0);
