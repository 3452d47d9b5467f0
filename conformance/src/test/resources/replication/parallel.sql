-- options proto_version=4 streaming=parallel messages=true
create type mood as enum ('sad', 'ok')
create table t (a int primary key, m mood)
create publication p for table t
set debug_logical_replication_streaming = immediate
begin
insert into t values (1, 'ok'), (2, 'sad')
savepoint s
insert into t values (3, 'ok')
rollback to s
update t set m = 'ok'
select pg_logical_emit_message(true, 'prefix', 'text')
delete from t where a = 1
commit
begin
insert into t values (10)
truncate t
rollback
