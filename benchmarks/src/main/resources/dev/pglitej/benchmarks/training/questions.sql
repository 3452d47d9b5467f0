select country, city, count(*) filter (where credit > 2500), min(born), max(name), stddev(credit), bool_or(credit = 0) from customers group by rollup (country, city) order by 1 nulls last, 2 nulls first

select state, date_trunc('month', ordered) as month, count(*), count(distinct ordered_by), avg(extract(epoch from ordered)) from orders group by 1, 2 having count(*) > 10 order by month, state

select product, sum(quantity), sum(quantity * price), avg(price), max(quantity), min(position) from lines group by product

select count(*), sum(quantity::bigint * position), variance(quantity), corr(quantity, price::float8), max(price - 1), bit_xor(product) from lines where quantity between 2 and 7 and product % 3 <> 1

select length(note) as l, count(*) from orders where note is not null or ordered_by < 100 group by l order by count(*) desc, l

select p.title, sum(l.quantity) as sold from products p join lines l on l.product = p.product where p.price < 120 and p.details ->> 'colour' = 'green' group by p.product, p.title order by sold desc, p.title limit 25 offset 5

select c.city, o.state, count(*), sum(t.total) from customers c join orders o on o.ordered_by = c.customer join order_totals t on t.number = o.number where c.country like 'A%' group by 1, 2 order by 4 desc

select c.name, o.number from customers c left join orders o on o.ordered_by = c.customer and o.state = 'returned' and o.note is null where c.customer between 500 and 2500 order by c.name, o.number desc nulls last

select count(*) from customers c where not exists (select from orders o where o.ordered_by = c.customer and o.state = 'sent')

select count(*) from products where product in (select product from lines where quantity > 8)

select count(*), sum(x.number) from orders x full join (select number from lines where position = 2) y using (number)

set enable_hashjoin = off

select count(*), max(l.price) from lines l join orders o using (number) where o.ordered >= '2023-06-01'

select c.country, count(*) from customers c join orders o on o.ordered_by = c.customer group by c.country

set enable_mergejoin = off

select count(*), sum(l.quantity) from orders o join lines l using (number) where o.ordered_by < 900

reset enable_hashjoin

reset enable_mergejoin

select count(*) from customers a join customers b on a.born = b.born and a.customer < b.customer

select name, credit, rank() over (partition by city order by credit desc), sum(credit) over (partition by country order by customer rows between 5 preceding and current row), lag(name) over (order by customer) from customers where customer % 4 = 0

select ordered_by, first_value(number) over w, row_number() over w, ntile(4) over w, percent_rank() over w from orders where ordered_by < 3000 window w as (partition by ordered_by order by ordered desc)

select percentile_cont(array[0.1, 0.5, 0.9]) within group (order by credit), mode() within group (order by city) from customers

select name from customers order by name collate "C", born desc

select city, credit, customer from customers order by city, credit desc, customer

select l.number, l.price from lines l order by l.price desc, l.number limit 1000

select quantity, price, number from lines where number < 40000 order by price, quantity

select customer, name from customers order by reverse(name) limit 7

select distinct on (ordered_by) ordered_by, number, ordered from orders order by ordered_by, ordered desc

select distinct city, country from customers

select product from lines where quantity = 1 intersect select product from lines where quantity = 9 except select product from products where stock < 100 order by 1

select customer from customers where credit > 4990 union select ordered_by from orders where state = 'open' and number < 3000

with recursive tree (n, depth, path) as (select 1, 0, '1' union all select n * 2 + b, depth + 1, path || '/' || (n * 2 + b) from tree, generate_series(0, 1) b where depth < 11) select depth, count(*), max(length(path)) from tree group by depth order by depth

with spent as materialized (select ordered_by, sum(total) as total from order_totals group by ordered_by) select width_bucket(total, 0, 20000, 20), count(*) from spent group by 1 order by 1

select c.customer, latest.number, latest.positions from customers c cross join lateral (select number, positions from order_totals t where t.ordered_by = c.customer order by ordered desc limit 2) latest where c.customer < 60

select name, (select max(ordered) from orders o where o.ordered_by = c.customer) from customers c where c.customer < 4000

select day, count(o.number) from generate_series(timestamp '2023-01-01', timestamp '2024-02-01', interval '1 day') day left join orders o on o.ordered >= day and o.ordered < day + interval '1 day' and o.state = 'open' group by day order by day

select count(*), sum(i * j) from generate_series(1, 700) i, generate_series(1, 300, 2) j where (i + j) % 3 = 0

select k, v from (select g as k, g * g as v from generate_series(1::bigint, 60000) g) s where v % 1009 = 4

select sum(n) from unnest((select array_agg(customer) from customers)) n

select to_char(ordered, 'YYYY-MM-DD HH24:MI'), ordered + interval '1 month', age(ordered, timestamp '2020-02-29'), extract(isodow from ordered) from orders where number % 5 = 0

select sum(round(price * 1.19, 2)), sum(price / (quantity + 1)), sum(discount(price, quantity)), max(price % 7) from lines where number < 20000

select avg(power(price, 0.5)), sum(ln(price)), sum(sqrt(price)) from products where product < 300

select sum(sin(weight) * cos(stock) + ln(1 + weight) + sqrt(weight) + exp(weight / 100)), sum(weight::int), avg(weight::real) from products

select count(*) from customers where daterange(born, (joined at time zone 'UTC')::date) && daterange('1980-01-01', '1981-01-01') and 't3' = any (tags)

select count(*) from customers where tags @> array['t1', 't2'] or tags && array['t12']

select customer from customers where lower(city) = 'delft' and name > 'M' order by name limit 50

select count(*) from orders where ordered between '2023-04-01' and '2023-05-01' and state = 'open'

select number from orders where number in (17, 4711, 29000, 31, 45678) or ordered_by = 77

select who, count(*) from events where at >= '2024-02-20' and at < '2024-03-10' group by who having count(*) > 4

select relname, reltuples, pg_relation_size(c.oid), n.nspname, a.attname, format_type(a.atttypid, a.atttypmod) from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 order by 1, 5

select table_name, column_name, data_type, is_nullable from information_schema.columns where table_schema = 'public'

select conname, pg_get_constraintdef(oid) from pg_constraint

select indexdef from pg_indexes where schemaname = 'public'

explain (analyze, buffers) select count(*) from order_totals where total > 100
