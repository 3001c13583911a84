create table note (
  text text primary key
) strict;
