create table t (a int primary key, b text)
create publication p for table t
insert into t values (1, 'x')
alter table t add column c int default 7
insert into t values (2, 'y')
alter table t rename column b to d
update t set d = 'z'
alter table t alter column c type bigint
insert into t values (3, 'z', 3)
alter table t rename to u
insert into u values (4, 'z', 3)
alter table u drop column d
insert into u values (5, 3)
create schema other
alter table u set schema other
insert into other.u values (6, 3)
alter publication p rename to q
alter publication q rename to p
insert into other.u values (7, 3)
drop schema other cascade
