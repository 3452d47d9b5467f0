-- options proto_version=3 two_phase=on
create table t (a int primary key)
create publication p for table t
begin
insert into t values (1)
prepare transaction 'first'
begin
insert into t values (2)
prepare transaction 'second'
commit prepared 'first'
rollback prepared 'second'
insert into t values (3)
begin
insert into t values (4)
prepare transaction 'third'
commit prepared 'third'
