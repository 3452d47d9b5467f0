-- options publication_names=p,q
create table t (a int primary key)
create table u (a int primary key)
create table w (a int primary key)
create publication p for table t with (publish = 'insert, delete')
create publication q for tables in schema replicated with (publish = 'update')
insert into t values (1)
insert into u values (1)
update t set a = 2
update u set a = 2
delete from t
delete from u
alter publication q set tables in schema public
update w set a = 3
insert into t values (3)
