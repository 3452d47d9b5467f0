create table item (id bigint generated always as identity primary key, name varchar(255) not null);
