-- How many resources of a kind a project has, so that a quota is looked up and not counted.
create table tally (
  kind text not null,
  project text not null,
  number integer not null,
  primary key (kind, project)
) strict, without rowid;

insert into tally select kind, project, count(*) from resource group by kind, project;

create trigger tally_of_inserted after insert on resource begin
  insert into tally values (new.kind, new.project, 1) on conflict do update set number = number + 1 ; end;

create trigger tally_of_deleted after delete on resource begin
  update tally set number = number - 1 where kind = old.kind and project = old.project ; end;
