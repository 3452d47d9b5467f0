create table t (a int primary key, b text, c text)
alter table t alter column b set storage external
create publication p for table t
insert into t values (1, repeat('x', 9000), repeat('y', 9000))
update t set a = 2
update t set b = repeat('z', 5000)
alter table t replica identity full
update t set a = 3
delete from t
