update products set price = price * 1.05, details = jsonb_set(details, '{raised}', 'true') where stock > 600

update products p set stock = stock - s.sold from (select product, sum(quantity) as sold from lines where number < 6000 group by product) s where s.product = p.product

select restock(40)

delete from products where title like '%(used)' and not exists (select from lines where lines.product = products.product)

insert into accounts (account, owner, balance) select i, 'late ' || i, 5 from generate_series(1500, 3500) i on conflict (account) do update set balance = accounts.balance + excluded.balance, version = accounts.version + 1

insert into customers (name, city, country, born) select name, city, country, born from customers where customer <= 3000 on conflict do nothing

merge into accounts a using (select 1 + i * 3 as account, i as gift from generate_series(1, 1500) i) g on a.account = g.account when matched and a.balance > 1000 then update set balance = a.balance + g.gift when matched then delete when not matched then insert values (g.account, 'merged', g.gift, 0)

update orders set state = 'paid', note = coalesce(note, '') || ' paid' where number % 3 = 0 returning number, state

delete from customers where customer > 19500

update customers set tags = array_append(tags, 'vip'), credit = credit + 10 where credit > 4000

create temp table best as select ordered_by, sum(total) as total from order_totals group by 1 order by 2 desc limit 500

create index on best (total)

update customers c set credit = least(c.credit + b.total / 100, 9999) from best b where b.ordered_by = c.customer

drop table best

begin

savepoint one

insert into ledger (account, change) select i, -i from generate_series(1, 3000) i

savepoint two

update ledger set change = change * 2 where account % 2 = 0

rollback to two

delete from ledger where account > 2000

rollback to one

insert into ledger (account, change) values (1, 1)

commit

select max(collatz(n)), avg(collatz(n)) from generate_series(1, 2500) n

do $$
declare
    names cursor for select name, city from customers order by customer;
    one record;
    texts text[] := '{}';
    total numeric := 0;
    counts jsonb := '{}';
begin
    for one in names loop
        texts[1 + cardinality(texts) % 50] := one.name;
        total := total + length(one.name) * 1.5;
        if one.city = 'Gent' then counts := jsonb_set(counts, array[left(one.name, 1)], to_jsonb(coalesce((counts ->> left(one.name, 1))::int, 0) + 1)); end if;
    end loop;
    for i in 1 .. 3000 loop
        perform 1 from orders where number = i and state <> 'open';
        if found then total := total + i; end if;
    end loop;
    raise notice '% %', total, counts;
end $$

alter table customers add column score int not null default 7

alter table customers alter column city type varchar(40)

alter table ledger add constraint not_zero check (change <> 0) not valid

create materialized view city_sales as select c.city, sum(t.total) as total from customers c join order_totals t on t.ordered_by = c.customer group by c.city

refresh materialized view city_sales

truncate audit

drop materialized view city_sales
