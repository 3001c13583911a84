-- Times are milliseconds since 1970, digests are text as people write them.
create table namespace (
  name text primary key,
  created integer not null,
  updated integer not null,
  visibility text not null,
  resource_group text not null default '',
  images_per_repo integer not null default -1,
  retain_untagged integer not null default 1,
  deletion_threshold_days integer not null default 0,
  retained integer not null default 0,
  upstream text not null default '',
  upstream_username text not null default '',
  upstream_password text not null default ''
) strict, without rowid;

create table repository (
  id integer primary key,
  name text not null unique,
  namespace text not null references namespace (name) on delete cascade
) strict;

create index repository_of_namespace on repository (namespace);

-- The bytes in the content folder. `uses` counts the live manifests that need them: what is used counts as storage.
create table blob (
  digest text primary key,
  size integer not null,
  uses integer not null default 0
) strict, without rowid;

-- Which repository shows which bytes.
create table link (
  repository integer not null references repository (id) on delete cascade,
  blob text not null references blob (digest),
  since integer not null,
  primary key (repository, blob)
) strict, without rowid;

create index link_of_blob on link (blob);

-- The bytes of manifests, each once.
create table content (
  digest text primary key,
  bytes blob not null
) strict;

-- A manifest may be live, in the trash, or both, after it was restored.
create table manifest (
  repository integer not null references repository (id) on delete cascade,
  digest text not null references content (digest),
  media_type text not null,
  kind text not null,
  size integer not null,
  artifact_type text not null,
  subject text not null,
  annotations text not null,
  platform text not null,
  created integer,
  pushed integer not null,
  pushed_by text not null,
  pulled integer,
  live integer not null,
  trashed integer,
  primary key (repository, digest)
) strict, without rowid;

create index manifest_of_content on manifest (digest);

create index manifest_about on manifest (repository, subject, digest) where subject <> '';

create index manifest_in_trash on manifest (trashed) where trashed is not null;

-- What a manifest needs. What is kept elsewhere need not be here.
create table part (
  repository integer not null,
  manifest text not null,
  digest text not null,
  kind text not null,
  size integer not null,
  elsewhere integer not null,
  primary key (repository, manifest, digest),
  foreign key (repository, manifest) references manifest (repository, digest) on delete cascade
) strict, without rowid;

create index part_by_digest on part (digest, repository);

create table tag (
  repository integer not null,
  name text not null,
  manifest text not null,
  since integer not null,
  primary key (repository, name),
  foreign key (repository, manifest) references manifest (repository, digest) on delete cascade
) strict, without rowid;

create index tag_of_manifest on tag (repository, manifest);

create table trashed_tag (
  repository integer not null,
  name text not null,
  manifest text not null,
  primary key (repository, name, manifest),
  foreign key (repository, manifest) references manifest (repository, digest) on delete cascade
) strict, without rowid;

create index trashed_tag_of_manifest on trashed_tag (repository, manifest);

-- Who needs an image to stay: a revision of an app, as a rule.
create table pin (
  holder text not null,
  repository text not null,
  manifest text not null,
  user text not null,
  primary key (repository, manifest, holder, user)
) strict, without rowid;

create index pin_of_holder on pin (holder);

-- One row. Limits of -1 are none.
create table account (
  plan text not null,
  storage_limit integer not null,
  traffic_limit integer not null,
  storage_used integer not null,
  private_only integer not null,
  allowed_ips text not null,
  trusted_proxies text not null
) strict;

insert into account values ('standard', -1, -1, 0, 0, '', '');

create table traffic (
  month text primary key,
  bytes integer not null
) strict, without rowid;

create table api_key (
  id text primary key,
  name text not null,
  hash text not null unique,
  created integer not null
) strict, without rowid;

create table key_access (
  key text not null references api_key (id) on delete cascade,
  namespace text not null,
  role text not null,
  primary key (key, namespace, role)
) strict, without rowid;

create table event (
  number integer primary key,
  time integer not null,
  type text not null,
  client text not null,
  caller text not null,
  subject text not null,
  rule text not null,
  message text not null
) strict;

-- What a busy registry looks like. Without this SQLite believes that a repository has ten of everything, and reads all of
-- its tags, manifests or parts where an index would find the two that matter.
analyze;

insert into sqlite_stat1 (tbl, idx, stat) values
  ('repository', 'sqlite_autoindex_repository_1', '1000 1'),
  ('repository', 'repository_of_namespace', '1000 100'),
  ('blob', 'blob', '100000 1'),
  ('link', 'link', '200000 200 1'),
  ('link', 'link_of_blob', '200000 2'),
  ('content', 'sqlite_autoindex_content_1', '100000 1'),
  ('manifest', 'manifest', '100000 1000 1'),
  ('manifest', 'manifest_of_content', '100000 2'),
  ('manifest', 'manifest_about', '10000 1000 2 1'),
  ('manifest', 'manifest_in_trash', '10000 10'),
  ('part', 'part', '1000000 10000 10 1'),
  ('part', 'part_by_digest', '1000000 20 10'),
  ('tag', 'tag', '100000 1000 1'),
  ('tag', 'tag_of_manifest', '100000 1000 2'),
  ('trashed_tag', 'trashed_tag', '10000 100 2 1'),
  ('trashed_tag', 'trashed_tag_of_manifest', '10000 100 2'),
  ('pin', 'pin', '1000 100 2 1 1'),
  ('pin', 'pin_of_holder', '1000 500');

analyze sqlite_schema;
