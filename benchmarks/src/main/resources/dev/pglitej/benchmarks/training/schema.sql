create type order_state as enum ('open', 'paid', 'sent', 'returned')

create domain amount as numeric(12, 2) check (value >= 0)

create table customers (
    customer serial primary key, name text not null, city text not null, country char(2) not null,
    born date, credit amount not null default 0, tags text[] not null default '{}', joined timestamptz not null default now(),
    unique (name, born))

create table products (
    product serial primary key, title varchar(80) not null, price amount not null, weight double precision,
    stock int not null check (stock >= -1000000), details jsonb not null default '{}')

create table orders (
    ordered_by int not null references customers on delete cascade, number bigint generated always as identity primary key,
    state order_state not null default 'open', ordered timestamp not null, note text)

create table lines (
    number bigint not null references orders on delete cascade, position smallint not null,
    product int not null references products, quantity int not null, price amount not null, primary key (number, position))

create table events (at timestamp not null, kind text not null, who uuid, body jsonb) partition by range (at)

create table events_early partition of events for values from (minvalue) to ('2024-03-01')

create table events_late partition of events for values from ('2024-03-01') to (maxvalue)

create table articles (article int primary key, title text, body text, words tsvector generated always as (to_tsvector('english', coalesce(body, ''))) stored)

create table ledger (entry bigserial primary key, account int not null, change bigint not null, at timestamptz not null default clock_timestamp())

create table accounts (account int primary key, owner text not null, balance bigint not null, version int not null default 0)

create table audit (relation text, operation text, old_row jsonb, new_row jsonb)

create view order_totals as
    select o.number, o.ordered_by, o.state, o.ordered, sum(l.quantity * l.price) as total, count(*) as positions
    from orders o join lines l using (number) group by o.number

create function audit_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        insert into audit values (tg_relname, tg_op, to_jsonb(old), null);
        return old;
    elsif tg_op = 'UPDATE' and old is not distinct from new then
        return null;
    end if;
    insert into audit values (tg_relname, tg_op, case when tg_op = 'UPDATE' then to_jsonb(old) end, to_jsonb(new));
    return new;
end $$

create trigger audit_products before update or delete on products for each row execute function audit_change()

create function discount(price numeric, quantity int) returns numeric language sql immutable as
    $$ select case when quantity >= 10 then price * 0.9 when quantity >= 5 then price * 0.95 else price end $$

create function collatz(start bigint) returns int language plpgsql immutable as $$
declare
    n bigint := start;
    steps int := 0;
begin
    while n <> 1 loop
        if n % 2 = 0 then n := n / 2; else n := 3 * n + 1; end if;
        steps := steps + 1;
    end loop;
    return steps;
end $$

create function restock(minimum int) returns int language plpgsql as $$
declare
    short record;
    changed int := 0;
begin
    for short in select product, stock, details from products where stock < minimum order by stock, product limit 400 loop
        begin
            if short.stock < 0 then raise exception 'product % is owed', short.product using errcode = 'P0001'; end if;
            update products set stock = stock + minimum where product = short.product;
            changed := changed + 1;
        exception when raise_exception then
            execute format('update %I set details = details || $1 where product = $2', 'products')
                using jsonb_build_object('owed', -short.stock, 'seen', true), short.product;
        end;
    end loop;
    return changed;
end $$

create procedure transfer(source int, target int, what bigint) language plpgsql as $$
begin
    update accounts set balance = balance - what, version = version + 1 where account = source;
    update accounts set balance = balance + what, version = version + 1 where account = target;
    insert into ledger (account, change) values (source, -what), (target, what);
end $$
