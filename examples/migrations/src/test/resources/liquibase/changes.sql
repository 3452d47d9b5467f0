-- liquibase formatted sql

-- changeset people:1
create table person (id int generated always as identity primary key, name text not null);
-- rollback drop table person;

-- changeset people:2
insert into person (name) values ('Ada');
