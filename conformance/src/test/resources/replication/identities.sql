create table d (a int primary key, b int, c text)
create table f (a int, b text)
alter table f replica identity full
create table n (a int)
alter table n replica identity nothing
create table i (a int, b int not null, c text)
create unique index i_b on i (b) include (c)
alter table i replica identity using index i_b
create table k (a int, b int, c int, primary key (c, a))
create table none (a int)
create publication p for all tables
insert into d values (1, 2, 'x')
insert into f values (1, 'x'), (2, null)
insert into n values (1)
insert into i values (1, 2, 'x')
insert into k values (1, 2, 3)
insert into none values (1)
update d set b = 3
update d set a = 2
update f set b = 'y'
update n set a = 2
update i set a = 3
update i set b = 4
update k set b = 7
update k set c = 8
update none set a = 2
delete from d
delete from f
delete from n
delete from i
delete from k
delete from none
