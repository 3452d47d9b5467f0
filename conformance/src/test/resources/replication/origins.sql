create table t (a int)
create publication p for table t
select pg_replication_origin_create('elsewhere')
select pg_replication_origin_session_setup('elsewhere')
begin
select pg_replication_origin_xact_setup('0/1234', '2020-01-01 00:00+00')
insert into t values (1)
commit
select pg_replication_origin_session_reset()
insert into t values (2)
select pg_replication_origin_drop('elsewhere')
