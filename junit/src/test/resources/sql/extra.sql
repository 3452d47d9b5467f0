create schema extra;
create table extra.note (text text);
insert into extra.note values ('why?');
