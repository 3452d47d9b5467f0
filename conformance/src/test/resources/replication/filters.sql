create table t (a int primary key, b int)
create table u (a int, b text)
alter table u replica identity full
create publication p for table t where (a > 5), u where (b like 'x%' or a is null)
insert into t values (1, 1), (6, 6)
update t set a = 7 where a = 1
update t set a = 2 where a = 6
update t set b = 9
delete from t
insert into u values (1, 'xa'), (2, 'ya'), (null, null)
update u set b = 'x2' where a = 2
update u set b = 'z' where a = 1
delete from u
