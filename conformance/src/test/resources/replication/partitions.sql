create table t (a int primary key, b text) partition by range (a)
create table t1 (b text, a int not null)
alter table t attach partition t1 for values from (0) to (10)
create table t2 partition of t for values from (10) to (20) partition by range (a)
create table t21 partition of t2 for values from (10) to (20)
create publication p for table t where (a <> 3) with (publish_via_partition_root = true)
insert into t values (1, 'one'), (3, 'filtered'), (11, 'eleven')
update t set a = 12 where a = 1
delete from t
truncate t
alter publication p set (publish_via_partition_root = false)
insert into t values (1, 'one'), (11, 'eleven')
truncate t
