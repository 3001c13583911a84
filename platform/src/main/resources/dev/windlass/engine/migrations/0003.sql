-- What became, at its source, of the image that a revision is pinned to.
create table drift (
  resource text primary key references resource (id) on delete cascade,
  body text not null
) strict;
