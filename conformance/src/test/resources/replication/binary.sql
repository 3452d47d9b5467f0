-- options binary=true
create type mood as enum ('sad', 'ok')
create table t (a int primary key, b text, c numeric, d timestamptz, e float8, f mood, g int[], h jsonb, i aclitem, j uuid)
create publication p for table t
insert into t values (1, 'ä', 12.75, '2020-01-01 00:00+00', 0.5, 'ok', '{1,2,null}', '{"k": 1}', 'postgres=r/postgres', '00000000-0000-0000-0000-000000000001'), (2)
update t set b = 'x' where a = 2
