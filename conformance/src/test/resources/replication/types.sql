create type mood as enum ('sad', 'ok')
create type pair as (x int, y text)
create domain positive as int check (value > 0)
create table t (a positive primary key, m mood, p pair, ms mood[], j jsonb, i interval, b bytea, r int4range, v varchar(7), n numeric(5, 1), u uuid, bits varbit(9), x xml)
create publication p for table t
insert into t values (1, 'ok', (1, 'a"b'), '{sad,ok}', '{"a": [1, null]}', '1 day 2 hours', '\x00ff', '[1,5)', 'abc', 1.2, '00000000-0000-0000-0000-000000000001', b'101', '<a/>')
update t set m = 'sad'
