create table person (id int generated always as identity primary key, name text not null);
create function greeting(person) returns text language plpgsql as $$
begin
  return 'hello ' || $1.name;
end $$;
