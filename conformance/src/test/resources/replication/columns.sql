create table t (a int primary key, b text, c text, d int)
alter table t drop column b
create publication p for table t (a, d)
insert into t values (1, 'c', 4)
update t set c = 'e'
update t set d = 5
delete from t
alter publication p set table t (a, c)
insert into t values (2, 'c', 4)
create publication q for table t (a)
insert into t values (3, 'c', 4)
