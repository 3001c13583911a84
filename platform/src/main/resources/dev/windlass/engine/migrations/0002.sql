-- Every try to bring an image here, with all its steps, as long as the resource that needs it.
create table attempt (
  number integer primary key,
  resource text not null references resource (id) on delete cascade,
  body text not null
) strict;

create index attempt_of_resource on attempt (resource, number);
