create table t (a int primary key, b text, c numeric(10, 2), d timestamptz)
create publication p for table t
insert into t values (1, 'one', 1.5, '2020-01-01 00:00:00+00'), (2, null, null, null), (3, 'drei äöü €', -7, 'infinity')
update t set b = 'uno' where a = 1
update t set a = 10 where a = 3
delete from t where a = 2
begin
insert into t values (4, 'four', 4, now() - now() + '2021-05-05 10:00+00')
savepoint s
insert into t values (5, 'lost')
rollback to s
insert into t values (6, '')
commit
begin
insert into t values (7)
rollback
create table unpublished (a int)
insert into unpublished values (1)
