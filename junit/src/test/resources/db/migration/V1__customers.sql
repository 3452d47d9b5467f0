create table customer (id int generated always as identity primary key, name text not null);
