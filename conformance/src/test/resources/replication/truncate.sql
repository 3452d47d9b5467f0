create table t (a serial primary key)
create table u (a int references t)
create table w (a int)
create publication p for table t, u
truncate t, u
truncate t cascade
truncate t, u, w restart identity
truncate w
alter publication p set (publish = 'insert')
truncate t, u
