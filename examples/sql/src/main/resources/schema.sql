create type mood as enum ('sad', 'ok', 'happy');

create table person (
  id int generated always as identity primary key,
  name text not null,
  feels mood not null default 'ok',
  tags text[] not null default '{}'
);
