-- options messages=true
create table t (a int)
create publication p for table t
select pg_logical_emit_message(true, 'prefix', 'a text')
select pg_logical_emit_message(false, 'other', 'not of a transaction')
begin
insert into t values (1)
select pg_logical_emit_message(true, 'within', 'ä')
select pg_logical_emit_message(false, 'now', '')
rollback
