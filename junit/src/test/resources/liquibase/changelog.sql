--liquibase formatted sql

--changeset shop:1
create table supplier (id int primary key, name text);
