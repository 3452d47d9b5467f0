create table ready (id int);
