create table named (name citext);
insert into named values ('Ada');
